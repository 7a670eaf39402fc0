package gazetteer

import (
	"cmp"
	"slices"
	"testing"

	"rootline/internal/directory"
)

func TestCity(t *testing.T) {
	got, ok := Embedded().City(745044)
	want := City{
		ID: 745044, Name: "Istanbul", Slug: slug("istanbul"), Country: country("TR"), Region: region("TR.34"),
		Point: point(41.01384, 28.94966), Population: 14804116, TimeZone: "Europe/Istanbul",
	}
	if !ok || got != want {
		t.Errorf("City(745044) = %+v, %t; want %+v", got, ok, want)
	}
	for _, id := range []directory.CityID{0, 1, 1<<32 - 1} {
		if got, ok := Embedded().City(id); ok {
			t.Errorf("City(%d) = %+v; want none", id, got)
		}
	}
}

// TestAllCities walks through every city: each is where its id and its slug say,
// no slug stands for two, and larger ones come first.
func TestAllCities(t *testing.T) {
	t.Parallel()
	g := Embedded()
	type address struct {
		directory.Country
		directory.Region
		directory.Slug
	}
	seen := map[address]directory.CityID{}
	last := City{Population: 1 << 31}
	for c := range g.AllCities() {
		if other, taken := seen[address{c.Country, c.Region, c.Slug}]; taken {
			t.Errorf("%s/%s/%s stands for %d and %d", c.Country, c.Region, c.Slug, other, c.ID)
		}
		seen[address{c.Country, c.Region, c.Slug}] = c.ID
		if got, ok := g.CityBySlug(c.Country, c.Region, c.Slug); !ok || got != c {
			t.Errorf("CityBySlug(%s, %s, %s) = %+v, %t; want %+v", c.Country, c.Region, c.Slug, got, ok, c)
		}
		if o, ok := g.cityWithID(c.ID); !ok || g.idOf(o) != c.ID {
			t.Errorf("City(%d) is not to be found", c.ID)
		}
		if c.Name == "" || c.Slug.IsZero() || c.Country.IsZero() || c.Point.IsZero() || c.TimeZone == "" || c.Population > last.Population {
			t.Errorf("after %s (%d) comes %+v", last.Name, last.Population, c)
		}
		last = c
	}
	if len(seen) != 199_525 || g.Len() != len(seen) {
		t.Errorf("%d cities, Len() = %d; want 199525", len(seen), g.Len())
	}
}

func TestAreas(t *testing.T) {
	t.Parallel()
	g := Embedded()
	cities, regions := 0, 0
	for _, c := range g.Countries() {
		if got, ok := g.Country(c.Code); !ok || got != c || c.Name == "" || c.Name == c.Code.String() {
			t.Errorf("Country(%s) = %+v, %t; want %+v", c.Code, got, ok, c)
		}
		slugs := map[directory.Slug]bool{}
		for _, r := range g.Regions(c.Code) {
			regions++
			if got, ok := g.Region(r.ID); !ok || got != r {
				t.Errorf("Region(%s) = %+v, %t; want %+v", r.ID, got, ok, r)
			}
			if got, ok := g.RegionBySlug(c.Code, r.Slug); !ok || got != r || slugs[r.Slug] {
				t.Errorf("RegionBySlug(%s, %s) = %+v, %t; want %+v", c.Code, r.Slug, got, ok, r)
			}
			slugs[r.Slug] = true
			if first, ok := firstCity(g, c.Code, r.ID); ok && first.Point != r.Point {
				t.Errorf("%s is at %v; want its largest city, %s", r.Name, r.Point, first.Name)
			}
		}
		if c.HasRegions != (len(slugs) > 0) {
			t.Errorf("Country(%s).HasRegions = %t with %d regions", c.Code, c.HasRegions, len(slugs))
		}
		for city := range g.Cities(c.Code, directory.Region{}) {
			cities++
			if city.Region.IsZero() && c.HasRegions && slugs[city.Slug] {
				t.Errorf("%s/%s is a region and, without one, %s", c.Code.Slug(), city.Slug, city.Name)
			}
		}
	}
	if n := len(directory.Countries()); len(g.Countries()) != n || cities != g.Len() || regions != 3865 {
		t.Errorf("%d countries, %d regions, %d cities in them; want %d, 3865, %d", len(g.Countries()), regions, cities, n, g.Len())
	}
}

func firstCity(g *Gazetteer, c directory.Country, r directory.Region) (City, bool) {
	for city := range g.Cities(c, r) {
		return city, true
	}
	return City{}, false
}

func TestAreas_named(t *testing.T) {
	g := Embedded()
	for code, want := range map[string]string{"XK": "Kosovo", "TR": "Turkey", "GB": "United Kingdom", "SG": "Singapore"} {
		if got, ok := g.Country(country(code)); !ok || got.Name != want || got.Slug.String() == "" {
			t.Errorf("Country(%s) = %+v, %t; want %s", code, got, ok, want)
		}
	}
	for id, want := range map[string]string{"TR.34": "istanbul", "DE.02": "bavaria", "BR.27": "sao-paulo", "US.TX": "texas"} {
		if got, ok := g.Region(region(id)); !ok || got.Slug.String() != want || got.Country != region(id).Country() {
			t.Errorf("Region(%s) = %+v, %t; want %s", id, got, ok, want)
		}
	}
	if got, ok := g.Region(region("TR.999")); ok {
		t.Errorf("Region(TR.999) = %+v; want none", got)
	}
	if got, ok := g.Country(directory.Country{}); ok {
		t.Errorf("Country(none) = %+v; want none", got)
	}
	if got := g.Regions(country("SG")); len(got) != 0 {
		t.Errorf("Regions(SG) = %v; want none", got)
	}
	if got := g.Regions(directory.Country{}); len(got) != 0 {
		t.Errorf("Regions(none) = %v; want none", got)
	}
}

// TestRegions_ofToday: where a country was divided anew after the list of
// cities was made, they stand in the regions of today.
func TestRegions_ofToday(t *testing.T) {
	for id, want := range map[directory.CityID]string{
		1581130: "Hanoi",        // its former code is Quảng Trị's now
		1583992: "Da Nang City", //
		3133895: "Troms",        // Tromsø, Troms og Finnmark until 2024
		3159016: "Buskerud",     // Drammen, Viken until 2024
		2867714: "Bavaria",      // Munich, which never moved
		5128581: "New York",     //
	} {
		c, _ := Embedded().City(id)
		if got, _ := Embedded().Region(c.Region); got.Name != want {
			t.Errorf("%s lies in %s %q; want %s", c.Name, c.Region, got.Name, want)
		}
	}
}

func TestCities(t *testing.T) {
	for _, tt := range []struct{ country, region, want string }{
		{"TR", "TR.34", "Istanbul"},
		{"TR", "", "Istanbul"},
		{"SG", "", "Singapore"},
		{"DE", "DE.02", "Munich"},
	} {
		list := slices.Collect(Embedded().Cities(country(tt.country), region(tt.region)))
		if len(list) == 0 || list[0].Name != tt.want {
			t.Errorf("Cities(%s, %s) starts with %.1v; want %s", tt.country, tt.region, list, tt.want)
		}
		if !slices.IsSortedFunc(list, func(a, b City) int { return cmp.Compare(b.Population, a.Population) }) {
			t.Errorf("Cities(%s, %s) is not by population", tt.country, tt.region)
		}
	}
	for c := range Embedded().Cities(country("TR"), region("TR.999")) {
		t.Errorf("Cities(TR, TR.999) has %s; want none", c.Name)
	}
}

func TestBySlug_unknown(t *testing.T) {
	g := Embedded()
	for _, tt := range []struct{ country, region, slug string }{
		{"TR", "TR.34", "paris"},
		{"DE", "TR.34", "istanbul"}, // a region of another country
		{"TR", "TR.999", "istanbul"},
		{"", "", "istanbul"},
		{"TR", "TR.34", "zzzzzzzz"},
	} {
		if got, ok := g.CityBySlug(country(tt.country), region(tt.region), slug(tt.slug)); ok {
			t.Errorf("CityBySlug(%s, %s, %s) = %+v; want none", tt.country, tt.region, tt.slug, got)
		}
	}
	if got, ok := g.RegionBySlug(country("TR"), slug("bavaria")); ok {
		t.Errorf("RegionBySlug(TR, bavaria) = %+v; want none", got)
	}
}

func TestAlternates(t *testing.T) {
	g := Embedded()
	for id, want := range map[directory.CityID]string{745044: "стамбул", 2886242: "cologne", 2867714: "munchen"} {
		if got := slices.Collect(g.Alternates(id)); !slices.Contains(got, want) {
			t.Errorf("Alternates(%d) = %v; want %s among them", id, got, want)
		}
	}
	for _, id := range []directory.CityID{0, 3039154} { // none, and a village
		for name := range g.Alternates(id) {
			t.Errorf("Alternates(%d) has %q; want none", id, name)
		}
	}
	for range g.Alternates(745044) {
		break // stopping early is fine
	}
}
