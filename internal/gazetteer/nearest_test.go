package gazetteer

import (
	"slices"
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	for _, tt := range []struct{ slug, country, region, want string }{
		// countries
		{"uk", "", "", "United Kingdom"},
		{"turkiye", "", "", "Turkey"},
		{"turkye", "", "", "Turkey"},
		{"germany", "", "", "Germany"},
		{"zz", "", "", ""},
		{"bouvet-island", "", "", ""}, // nobody lives there
		{"", "", "", ""},
		// regions, and a city that someone took for one
		{"istambul", "TR", "", "Istanbul (region), Turkey"},
		{"bavria", "DE", "", "Bavaria (region), Germany"},
		{"tex", "US", "", "Texas (region), United States"},
		{"munich", "DE", "", "Munich, Bavaria, Germany"},
		// cities
		{"muenchen", "DE", "DE.02", "Munich, Bavaria, Germany"},
		{"munihc", "DE", "DE.02", "Munich, Bavaria, Germany"},
		{"los-angeles", "US", "US.TX", "Los Angeles, California, United States"},
		{"singapoer", "SG", "", "Singapore, Singapore"},
		{"londn", "GB", "GB.ENG", "London, England, United Kingdom"},
		{"istanbul", "TR", "TR.999", "Istanbul (region), Turkey"}, // an unknown region counts as none
		{"qqqqqqqq", "TR", "TR.34", ""},
		{strings.Repeat("a", 1000), "TR", "TR.34", ""},
	} {
		got := labels(Embedded().Nearest(tt.slug, country(tt.country), region(tt.region)))
		if len(got) > 3 || (tt.want == "") != (len(got) == 0) || (len(got) > 0 && got[0] != tt.want) {
			t.Errorf("Nearest(%.20q, %s, %s) = %s; want %q first", tt.slug, tt.country, tt.region, strings.Join(got, " | "), tt.want)
		}
		slices.Sort(got)
		if len(slices.Compact(slices.Clone(got))) != len(got) {
			t.Errorf("Nearest(%.20q, %s, %s) = %s repeats itself", tt.slug, tt.country, tt.region, strings.Join(got, " | "))
		}
	}
}

func TestEdits(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"london", "london", 0},
		{"london", "londn", 1},
		{"london", "lodnon", 1}, // neighbours swapped
		{"london", "lyndin", 2},
		{"london", "paris", 3}, // more than allowed
		{"", "ab", 2},
		{"a", "abcdef", 3},
	} {
		if got := min(edits(tt.a, tt.b, 2), 3); got != tt.want {
			t.Errorf("edits(%q, %q, 2) = %d; want %d", tt.a, tt.b, got, tt.want)
		}
		if got := min(edits(tt.b, tt.a, 2), 3); got != tt.want {
			t.Errorf("edits(%q, %q, 2) = %d; want %d", tt.b, tt.a, got, tt.want)
		}
	}
}

// BenchmarkNearest looks among the most cities of any region, England's.
func BenchmarkNearest(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Embedded().Nearest("londno", country("GB"), region("GB.ENG"))
	}
}
