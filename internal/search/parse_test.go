package search

import (
	"errors"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// parse reads the query part of an address as the doors do. What it returns is
// the query and, for each parameter at fault, the id of what is said of it.
func parse(t *testing.T, raw string) (Query, map[string]string) {
	t.Helper()
	args, bad := Arguments(raw)
	q, err := Parse(args, gazetteer.Embedded())
	faults := map[string]string{}
	for _, err := range []error{err, bad} {
		if err == nil {
			continue
		}
		e := (*directory.Error)(nil)
		if !errors.As(err, &e) || e.Kind != directory.Invalid || len(e.Fields) == 0 {
			t.Fatalf("Parse(%q): %#v; want a *directory.Error, Invalid, with fields", raw, err)
		}
		for name, m := range e.Fields {
			faults[name] = m.ID
		}
	}
	return q, faults
}

// TestParse shows each address with the query it stands for, as the canonical
// address that the query has.
func TestParse(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"", ""},
		{"&&", ""},
		{"q=", ""},
		{"q=++hair++tattoo%C2%A0", "q=hair+tattoo"},
		{"q=caf%C3%A9%2C+Ko%C5%9Fk", "q=caf%C3%A9%2C+Ko%C5%9Fk"},
		{"q=a%26b%3Bc%25", "q=a%26b%3Bc%25"},
		{"q=" + strings.Repeat("%C5%9F", MaxText), "q=" + strings.Repeat("%C5%9F", MaxText)},
		{"q=" + strings.Repeat("ab+", MaxWords), "q=" + strings.Repeat("ab+", MaxWords-1) + "ab"},
		{"service=tandem", "service=tandem"},
		{"service=smp,prp&service=prp", "service=prp&service=smp"},
		{"service=pep_factor%2Ctandem", "service=pep_factor&service=tandem"},
		{"country=tr", "country=TR"},
		{"service=prp" + strings.Repeat(",prp", MaxValues-1), "service=prp"},
		{"country=XK,gb&country=De", "country=DE&country=GB&country=XK"},
		{"region=tr.34", "region=TR.34"},
		{"country=TR&region=istanbul", "country=TR&region=TR.34"},
		{"region=istanbul&country=tr", "country=TR&region=TR.34"},
		{"country=TR&region=istanbul,TR.34,TR.35", "country=TR&region=TR.34&region=TR.35"},
		{"city=745044", "city=745044"},
		{"city=istanbul&region=istanbul&country=TR", "city=745044&country=TR&region=TR.34"},
		{"country=TR&region=TR.34&city=istanbul,745044", "city=745044&country=TR&region=TR.34"},
		{"country=SG&city=singapore", "city=1880252&country=SG"},
		{"near=41.01,28.98", "near=41.01%2C28.98"},
		{"near=-33.9,-151&radius_km=50", "near=-33.9%2C-151"},
		{"near=-0,5&radius_km=500", "near=0%2C5&radius_km=500"},
		{"near=90,180&radius_km=1", "near=90%2C180&radius_km=1"},
		{"near=41,29&radius_km=12.5", "near=41%2C29&radius_km=12.5"},
		{"near=41.010,029.0", "near=41.01%2C29"},
		{"feature=ice_packs,density&feature=beard", "feature=beard&feature=density&feature=ice_packs"},
		{"language=EN,tur,fil", "language=en&language=fil&language=tr"},
		{"open_now=true&accepting=true", "accepting=true&open_now=true"},
		{"entry_type=facilitator", "entry_type=facilitator"},
		{"entry_type=clinic,chain", ""},
		{"entry_type=clinic", "entry_type=clinic"},
		{"sort=relevance", ""},
		{"sort=confirmed&page=1&per_page=20", "sort=confirmed"},
		{"sort=distance&near=1,1", "near=1%2C1&sort=distance"},
		{"page=1000000&per_page=100", "page=1000000&per_page=100"},
		{"page=0000002", "page=2"},
	}
	for _, tt := range tests {
		q, faults := parse(t, tt.raw)
		if got := q.Values().Encode(); got != tt.want || len(faults) > 0 {
			t.Errorf("Parse(%q) = %q, %v; want %q", tt.raw, got, faults, tt.want)
		}
	}
}

// TestParse_whenWrong shows, for each address, the parameters at fault with what
// is said of them, and what could be read all the same.
func TestParse_whenWrong(t *testing.T) {
	tests := []struct{ raw, faults, read string }{
		{"servise=prp", "servise unknown", ""},
		{"utm_source=x&Q=hair", "Q unknown, utm_source unknown", ""},
		{"=x", " unknown", ""},
		{"q=a%ff", "q utf8", ""},
		{"q=\xff&page=2", "q utf8", "page=2"},
		{"\xffq=a", "\uFFFDq utf8", ""},
		{"q=%zz", "q escape", "q=%25zz"},
		{"%zz=1", "%zz escape", ""},
		{"near=%4&radius_km=5", "near escape", ""},
		{"q=a;page=2", "q semicolon", "q=a%3Bpage%3D2"},
		{"q=a&q=a", "q twice", ""},
		{"q=%00", "q q", ""},
		{"q=a%0Ab", "q q", ""},
		{"q=%C2%85", "q q", ""},
		{"q=" + strings.Repeat("%C5%9F", MaxText+1), "q q", ""},
		{"q=" + strings.Repeat("ab+", MaxWords+1), "q q", ""},
		{"q=%21%21", "q q", ""},
		{"service=", "service service", ""},
		{"service", "service service", ""},
		{"service=PRP", "service service", ""},
		{"service=prp,,smp", "service service", "service=prp&service=smp"},
		{"service=prp,", "service service", "service=prp"},
		{"service=prp,+smp", "service service", "service=prp"},
		{"service=prp" + strings.Repeat(",prp", MaxValues), "service too_many", ""},
		{strings.Repeat("city=745044&", MaxValues) + "city=745044&page=2", "city too_many", "page=2"},
		{"region=x" + strings.Repeat(",", MaxValues), "region too_many", ""},
		{"country=XX&page=2", "country country", "page=2"},
		{"country=UK,TR", "country country", "country=TR"},
		{"country=TUR", "country country", ""},
		{"country=%C4%B1t", "country country", ""},
		{"region=TR.99999", "region region", ""},
		{"region=34", "region region_needs_country", ""},
		{"region=istanbul", "region region_needs_country", ""},
		{"region=istanbul&country=TR,GR", "region region_needs_country", "country=GR&country=TR"},
		{"region=istanbul&country=XX", "country country", ""},
		{"region=bavaria&country=TR", "region region", "country=TR"},
		{"region=%C4%B0stanbul&country=TR", "region region", "country=TR"},
		{"country=TR&region=", "region region", "country=TR"},
		{"city=1", "city city", ""},
		{"city=99999999999999999999", "city city", ""},
		{"city=0", "city city", ""},
		{"city=istanbul", "city city_needs_country", ""},
		{"city=istanbul&country=TR", "city city_needs_region", "country=TR"},
		{"city=istanbul&country=TR&region=TR.34,TR.35", "city city_needs_region", "country=TR&region=TR.34&region=TR.35"},
		{"city=istanbul&country=TR&region=nowhere", "region region", "country=TR"},
		{"city=istanbul&country=XX", "country country", ""},
		{"city=istanbul&country=TR&region=TR.35", "city city", "country=TR&region=TR.35"},
		{"city=Istanbul&country=TR&region=TR.34", "city city", "country=TR&region=TR.34"},
		{"near=", "near near", ""},
		{"near=41", "near near", ""},
		{"near=41,", "near near", ""},
		{"near=41,29,1", "near near", ""},
		{"near=0,0", "near near", ""},
		{"near=-0,0.0", "near near", ""},
		{"near=91,0", "near near", ""},
		{"near=0,180.5", "near near", ""},
		{"near=NaN,1", "near near", ""},
		{"near=Inf,1", "near near", ""},
		{"near=1e1,1", "near near", ""},
		{"near=0x1,1", "near near", ""},
		{"near=1_0,1", "near near", ""},
		{"near=%2B1,1", "near near", ""},
		{"near=1,+1", "near near", ""},
		{"near=.5,1", "near near", ""},
		{"near=5.,1", "near near", ""},
		{"near=--5,1", "near near", ""},
		{"near=%D9%A1,1", "near near", ""},
		{"near=" + strings.Repeat("9", 400) + ",1", "near near", ""},
		{"near=1,1&near=2,2", "near twice", ""},
		{"radius_km=5", "radius_km radius_needs_near", ""},
		{"radius_km=0&near=1,1", "radius_km radius_km", "near=1%2C1"},
		{"radius_km=0.99&near=1,1", "radius_km radius_km", "near=1%2C1"},
		{"radius_km=500.01&near=1,1", "radius_km radius_km", "near=1%2C1"},
		{"radius_km=1e2&near=1,1", "radius_km radius_km", "near=1%2C1"},
		{"radius_km=-5&near=1,1", "radius_km radius_km", "near=1%2C1"},
		{"radius_km=5&near=1,1&radius_km=5", "radius_km twice", "near=1%2C1"},
		{"radius_km=5,6&near=1,1", "radius_km radius_km", "near=1%2C1"},
		{"radius_km=5&near=x", "near near", ""},
		{"feature=icepacks", "feature feature", ""},
		{"language=english", "language language", ""},
		{"language=zz", "language language", ""},
		{"language=und", "language language", ""},
		{"open_now=1", "open_now flag", ""},
		{"open_now=TRUE", "open_now flag", ""},
		{"open_now=false", "open_now flag", ""},
		{"accepting=", "accepting flag", ""},
		{"accepting=true&accepting=true", "accepting twice", ""},
		{"entry_type=shop", "entry_type entry_type", ""},
		{"sort=price", "sort sort", ""},
		{"sort=", "sort sort", ""},
		{"sort=distance", "sort distance_needs_near", ""},
		{"sort=distance&near=0,0", "near near", ""},
		{"sort=name&sort=name", "sort twice", ""},
		{"page=0", "page whole", ""},
		{"page=-1", "page whole", ""},
		{"page=1000001", "page whole", ""},
		{"page=%2B1", "page whole", ""},
		{"page=+1", "page whole", ""},
		{"page=1.0", "page whole", ""},
		{"page=1e3", "page whole", ""},
		{"page=0x10", "page whole", ""},
		{"page=99999999999999999999", "page whole", ""},
		{"page=1&page=1", "page twice", ""},
		{"page=1,2", "page whole", ""},
		{"per_page=0", "per_page whole", ""},
		{"per_page=101", "per_page whole", ""},
		{
			"q=hair&country=XX&near=a&radius_km=0&page=x&foo=1",
			"country country, foo unknown, near near, page whole, radius_km radius_km", "q=hair",
		},
	}
	for _, tt := range tests {
		q, faults := parse(t, tt.raw)
		var got []string
		for _, name := range slices.Sorted(maps.Keys(faults)) {
			got = append(got, name+" "+strings.TrimPrefix(faults[name], "parameter."))
		}
		if faults := strings.Join(got, ", "); faults != tt.faults || q.Values().Encode() != tt.read {
			t.Errorf("Parse(%q) refused %q and read %q; want %q and %q", tt.raw, faults, q.Values().Encode(), tt.faults, tt.read)
		}
	}
}

func TestParse_repeatsWhatItRefuses(t *testing.T) {
	args, _ := Arguments("country=XX,,<i>&language=" + strings.Repeat("x", 50) + ",y,z,zz")
	_, err := Parse(args, gazetteer.Embedded())
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) {
		t.Fatalf("Parse = %v; want a *directory.Error", err)
	}
	want := map[string]string{
		"country":  "“XX”, “”, “<i>”",
		"language": "“" + strings.Repeat("x", 40) + "…”, “y”, “z”, …",
	}
	for name, given := range want {
		if got := e.Fields[name].Args["Given"]; got != given {
			t.Errorf("of %s, given = %v; want %v", name, got, given)
		}
	}
}

func TestKnown(t *testing.T) {
	for _, p := range parameters {
		if !Known(p.name) {
			t.Errorf("Known(%q) = false", p.name)
		}
	}
	for _, name := range []string{"", "Q", "fbclid", "radius"} {
		if Known(name) {
			t.Errorf("Known(%q) = true", name)
		}
	}
}

// FuzzParse checks the promises of Parse: the query that comes out is sound
// whether or not something was wrong, and has an address that stands for it.
func FuzzParse(f *testing.F) {
	for _, raw := range []string{
		"", "q=hair+tattoo&service=prp,smp&country=TR&region=istanbul&city=istanbul", "near=41.01,28.98&radius_km=5&sort=distance",
		"feature=density&language=en&open_now=true&accepting=true&entry_type=chain&page=2&per_page=100",
		"q=%ff&&=;&%zz=1", "near=NaN,1&page=1e3", "q=\x00\u0085&country=ı",
	} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		q, _ := parse(t, raw)
		checkSound(t, q)
		address := q.Values().Encode()
		again, faults := parse(t, address)
		if len(faults) > 0 || !reflect.DeepEqual(again, q) {
			t.Errorf("Parse(%q) = %+v, whose address %q stands for %+v, %v", raw, q, address, again, faults)
		}
		if _, err := url.ParseQuery(address); err != nil {
			t.Errorf("Parse(%q) has the address %q: %v", raw, address, err)
		}
	})
}

// checkSound checks what every query promises to those who run it.
func checkSound(t *testing.T, q Query) {
	t.Helper()
	if q.Page < 1 || q.Page > MaxPage || q.PerPage < 1 || q.PerPage > MaxPerPage {
		t.Errorf("page %d of %d is out of bounds", q.Page, q.PerPage)
	}
	if q.Near.IsZero() && (q.RadiusKM != 0 || q.Sort == ByDistance) {
		t.Errorf("radius %g, sort %s without near", q.RadiusKM, q.Sort)
	}
	if !q.Near.IsZero() && !(q.RadiusKM >= 1 && q.RadiusKM <= MaxRadiusKM) {
		t.Errorf("radius %g is out of bounds", q.RadiusKM)
	}
	if len(directory.Words(q.Text)) > MaxWords {
		t.Errorf("text %q has too many words", q.Text)
	}
	for _, id := range q.Regions {
		if _, ok := gazetteer.Embedded().Region(id); !ok {
			t.Errorf("there is no region %s", id)
		}
	}
	for _, id := range q.Cities {
		if _, ok := gazetteer.Embedded().City(id); !ok {
			t.Errorf("there is no city %d", id)
		}
	}
}

// BenchmarkParse reads an address with half of the parameters there are, and
// writes the address of what was read.
func BenchmarkParse(b *testing.B) {
	const raw = "service=prp&country=TR&region=TR.34&near=41.01,28.98&radius_km=10&sort=distance&page=2"
	b.ReportAllocs()
	for b.Loop() {
		args, _ := Arguments(raw)
		q, err := Parse(args, gazetteer.Embedded())
		if err != nil || q.Values().Encode() == "" {
			b.Fatalf("Parse(%q) = %+v, %v", raw, q, err)
		}
	}
}
