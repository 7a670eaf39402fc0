package gazetteer

import (
	"slices"
	"strings"
	"testing"

	"rootline/internal/directory"
)

func TestNamed(t *testing.T) {
	for _, tt := range []struct {
		name, country string
		want          []string // labels, best known first
	}{
		{"Godalming", "GB", []string{"Godalming, England, United Kingdom"}},
		{"STOKE ON TRENT", "GB", []string{"Stoke-on-Trent, England, United Kingdom"}},
		{"münchen", "DE", []string{"Munich, Bavaria, Germany"}},
		{"Bavaria", "DE", []string{"Bavaria (region), Germany"}},
		{"Godalmin", "GB", nil}, // no start of a name
		{"Sea", "GB", nil},      // no end of one
		{"Turkey", "TR", nil},   // no country
		{"Paris", "GB", nil},
		{"", "GB", nil},
		{strings.Repeat("x", 500), "GB", nil},
	} {
		got := labels(Embedded().Named(tt.name, country(tt.country)))
		if !slices.Equal(got, append([]string{}, tt.want...)) {
			t.Errorf("Named(%q, %s) = %q; want %q", tt.name, tt.country, got, tt.want)
		}
	}
	if got := Embedded().Named("London", directory.Country{}); len(got) != 0 {
		t.Errorf("Named(London, no country) = %v; want none", labels(got))
	}
}
