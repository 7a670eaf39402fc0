package build

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"rootline/internal/gazetteer/layout"
)

// city is a line of cities500.txt.
type city struct {
	id                                         int
	name, alternates, feature, country, admin1 string
	lat, lng                                   float64
	population                                 int
}

func (c city) line() string {
	return fmt.Sprintf("%d\t%s\t%s\t%s\t%v\t%v\tP\t%s\t%s\t\t%s\t\t\t\t%d\t\t0\tEurope/Paris\t2020-01-01\n",
		c.id, c.name, c.name, c.alternates, c.lat, c.lng, c.feature, c.country, c.admin1, c.population)
}

// made reads sources as far as the slugs.
func made(t *testing.T, regions, later string, list ...city) map[uint32]*place {
	t.Helper()
	areas, err := readAreas([]byte(regions))
	if err != nil {
		t.Fatal(err)
	}
	cities, err := readCities(lines(list), areas)
	if err != nil {
		t.Fatal(err)
	}
	if err := assignRegions(cities, areas, []byte(later)); err != nil {
		t.Fatal(err)
	}
	sumUp(cities, areas)
	if err := assignSlugs(cities, areas); err != nil {
		t.Fatal(err)
	}
	byID := map[uint32]*place{}
	for _, c := range cities {
		byID[c.id] = c
	}
	for i, a := range areas.list {
		byID[1<<24+uint32(i)] = a
	}
	return byID
}

func lines(list []city) []byte {
	var b strings.Builder
	for _, c := range list {
		b.WriteString(c.line())
	}
	return []byte(b.String())
}

func TestBuild_twiceTheSame(t *testing.T) {
	src := Sources{
		Cities: lines([]city{
			{id: 1, name: "Aville", country: "FR", admin1: "11", lat: 48, lng: 2, population: 9000, alternates: "Avila,Авиль"},
			{id: 2, name: "Beville", country: "FR", admin1: "11", lat: 48, lng: 3, population: 9000},
			{id: 3, name: "Ceville", country: "MC", lat: 43, lng: 7, population: 100},
		}),
		Regions: []byte(`[{"code":"FR.11","name":"Île-de-France"}]`),
		Later:   []byte(`[]`),
	}
	first, err := Build(src)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if again, err := Build(src); err != nil || !bytes.Equal(first, again) {
			t.Fatalf("Build gives other bytes for the same sources (%v)", err)
		}
	}
	if f, err := layout.Cut(string(first)); err != nil || f.Rows(layout.ByID) != 3 {
		t.Errorf("Build gives a file with %v", err)
	}
}

func TestBuild_refuses(t *testing.T) {
	good := city{id: 1, name: "Aville", country: "FR", lat: 48, lng: 2}
	for name, src := range map[string]Sources{
		"regions that are no JSON":   {Regions: []byte("x")},
		"a region that is none":      {Regions: []byte(`[{"code":"FR","name":"x"}]`)},
		"a region twice":             {Regions: []byte(`[{"code":"FR.1","name":"x"},{"code":"FR.1","name":"x"}]`)},
		"a line too short":           {Regions: []byte("[]"), Cities: []byte("1\t2\n")},
		"an unknown country":         {Regions: []byte("[]"), Cities: lines([]city{{id: 1, country: "ZZ"}})},
		"no id":                      {Regions: []byte("[]"), Cities: lines([]city{{id: 0, country: "FR"}})},
		"an id too large":            {Regions: []byte("[]"), Cities: lines([]city{{id: 1 << 24, country: "FR"}})},
		"a latitude off the Earth":   {Regions: []byte("[]"), Cities: lines([]city{{id: 1, country: "FR", lat: 200}})},
		"a longitude off the Earth":  {Regions: []byte("[]"), Cities: lines([]city{{id: 1, country: "FR", lng: 200}})},
		"a negative population":      {Regions: []byte("[]"), Cities: lines([]city{{id: 1, country: "FR", population: -1}})},
		"a later list without JSON":  {Regions: []byte("[]"), Cities: lines([]city{good}), Later: []byte("x")},
		"a later list of nowhere":    {Regions: []byte("[]"), Cities: lines([]city{good}), Later: []byte(`[{"name":"x"}]`)},
		"the same city twice":        {Regions: []byte("[]"), Cities: lines([]city{good, good, good}), Later: []byte("[]")},
		"a name beyond all measures": {Regions: []byte("[]"), Later: []byte("[]"), Cities: lines([]city{{id: 1, name: strings.Repeat("á", 200), country: "FR", lat: 1}})},
	} {
		if _, err := Build(src); err == nil {
			t.Errorf("Build takes %s", name)
		}
	}
}

func TestReadCities(t *testing.T) {
	got := made(t, "[]", "[]",
		city{id: 1, name: "Standing", country: "FR", population: 4999, alternates: "X"},
		city{id: 2, name: "Gone", country: "FR", feature: "PPLH"},
		city{id: 3, name: "Abandoned", country: "FR", feature: "PPLQ"},
		city{id: 4, name: "Destroyed", country: "FR", feature: "PPLW"},
		city{id: 5, name: "Known", country: "FR", population: 5000, alternates: "A,B"},
	)
	for id, want := range map[uint32]bool{1: true, 2: false, 3: false, 4: false, 5: true} {
		if got[id] != nil != want {
			t.Errorf("city %d is there: %t; want %t", id, !want, want)
		}
	}
	if len(got[1].alternates) != 0 || !slices.Equal(got[5].alternates, []string{"A", "B"}) {
		t.Errorf("alternates = %v and %v; want them from 5,000 people on", got[1].alternates, got[5].alternates)
	}
}

// TestSlugs: of two equals the smaller has its id appended, of two of one size
// the one with the larger id.
func TestSlugs(t *testing.T) {
	regions := `[{"code":"FR.11","name":"North"},{"code":"FR.12","name":"Norþ"},{"code":"FR.13","name":"South"}]`
	got := made(t, regions, "[]",
		city{id: 1, name: "San José", country: "FR", admin1: "11", population: 10},
		city{id: 2, name: "San Jose", country: "FR", admin1: "11", population: 20},
		city{id: 3, name: "San-José", country: "FR", admin1: "11", population: 10},
		city{id: 4, name: "San Jose", country: "FR", admin1: "12", population: 99},
		city{id: 5, name: "South", country: "FR", population: 999},
		city{id: 6, name: "South", country: "FR", admin1: "13", population: 1},
		city{id: 7, name: "O'Higgins", country: "MC", population: 1},
		city{id: 8, name: "Петроград", country: "MC", population: 1},
		city{id: 9, name: strings.Repeat("long ", 20), country: "MC", population: 2},
		city{id: 10, name: strings.Repeat("long ", 20), country: "MC", population: 1},
	)
	for id, want := range map[uint32]string{
		1: "san-jose-1", 2: "san-jose", 3: "san-jose-3", 4: "san-jose",
		5: "south-5", // outside the regions: gives way to the region
		6: "south", 7: "ohiggins", 8: "place-8",
	} {
		if got[id].slug.String() != want {
			t.Errorf("slug of %d, %s = %s; want %s", id, got[id].name, got[id].slug, want)
		}
	}
	if a, b := got[9].slug.String(), got[10].slug.String(); a == b || !strings.HasSuffix(b, "-10") || len(b) > maxSlug {
		t.Errorf("slugs of two long names: %s and %s", a, b)
	}
	areas := map[string]string{}
	for _, p := range got {
		areas[p.area] = p.slug.String()
		if p.isCity() {
			delete(areas, p.area)
		}
	}
	for id, p := range got {
		if id >= 1<<24 {
			areas[p.area] = p.slug.String()
		}
	}
	// Norþ folds to north too, and more people live there.
	for code, want := range map[string]string{"FR": "fr", "FR12": "north", "FR11": "north-11", "FR13": "south"} {
		if areas[code] != want {
			t.Errorf("slug of %s = %s; want %s", code, areas[code], want)
		}
	}
}

// TestAssignRegions: regions are those of the later list where it knows better.
func TestAssignRegions(t *testing.T) {
	regions := `[{"code":"FR.11","name":"A"},{"code":"FR.12","name":"B"},{"code":"FR.13","name":"C"}]`
	later := `[
		{"name":"Moved","lat":"48","lng":"2","country":"FR","admin1":"13"},
		{"name":"Elsewhere","lat":"10","lng":"2","country":"FR","admin1":"11"},
		{"name":"Big","lat":"47","lng":"2","country":"FR","admin1":"12"},
		{"name":"Bigger","lat":"46","lng":"2","country":"FR","admin1":"12"},
		{"name":"Lost","lat":"45","lng":"2","country":"FR","admin1":"99"}]`
	got := made(t, regions, later,
		city{id: 1, name: "Kept", country: "FR", admin1: "11", lat: 40, lng: 2},
		city{id: 2, name: "Moved", country: "FR", admin1: "11", lat: 48.001, lng: 2},
		city{id: 3, name: "Elsewhere", country: "FR", admin1: "11", lat: 10, lng: 2},
		city{id: 4, name: "Neighbour", country: "FR", admin1: "00", lat: 48.01, lng: 2.01},
		city{id: 5, name: "Nowhere", country: "FR", admin1: "00", lat: 30, lng: 2},
		city{id: 6, name: "Big", country: "FR", admin1: "13", lat: 47, lng: 2},
		city{id: 7, name: "Bigger", country: "FR", admin1: "13", lat: 46, lng: 2},
		city{id: 8, name: "Village", country: "FR", admin1: "13", lat: 20, lng: 2},
		city{id: 9, name: "Monaco", country: "MC", admin1: "00", lat: 43, lng: 7},
		city{id: 11, name: "Without code", country: "FR", lat: 48.01, lng: 2.01},
		city{id: 10, name: "Lost", country: "FR", admin1: "12", lat: 45, lng: 2},
	)
	for id, want := range map[uint32]string{
		1:  "FR11", // its own list knows
		2:  "FR13", // the later list has the same place elsewhere
		3:  "FR11",
		4:  "FR13", // as Moved next door
		5:  "FR",   // nobody knows
		6:  "FR12",
		8:  "FR12", // where all places with its code went
		9:  "MC",
		10: "FR12", // the later list's region is unknown
	} {
		if got[id].area != want {
			t.Errorf("%s lies in %s; want %s", got[id].name, got[id].area, want)
		}
	}
}

func TestSumUp(t *testing.T) {
	got := made(t, `[{"code":"FR.11","name":"A"}]`, "[]",
		city{id: 1, name: "Capital", country: "FR", admin1: "11", lat: 48, lng: 2, population: 100},
		city{id: 2, name: "A quarter of it", country: "FR", admin1: "11", feature: "PPLX", population: 60},
		city{id: 3, name: "Off", country: "FR", population: 10},
	)
	for _, p := range got {
		want := map[string]uint32{"FR": 110, "FR11": 100}[p.area]
		if !p.isCity() && p.population != want {
			t.Errorf("%s has %d people; want %d", p.area, p.population, want)
		}
		if !p.isCity() && want > 0 && p.lat != 48_000_000 {
			t.Errorf("%s is at %d; want its largest city", p.area, p.lat)
		}
	}
}

func TestKeyOf(t *testing.T) {
	for name, want := range map[string]string{
		"İSTANBUL": "istanbul", "ıstanbul": "istanbul", "St. John’s": "st johns",
		"N’Djaména": "ndjamena", "Hawaiʻi": "hawaii", "Al Ma‘şarah": "al masarah",
	} {
		if got := keyOf(name); got != want {
			t.Errorf("keyOf(%q) = %q; want %q", name, got, want)
		}
	}
}

func TestKeysOfAPlace(t *testing.T) {
	p := &place{id: 1, name: "Rio de Janeiro", ascii: "Rio de Janeiro", alternates: []string{
		"RIO DE JANEIRO", "Рио", "https://example.com/rio", "", "Rio", strings.Repeat("x", maxKey+1),
	}}
	if got, want := strings.Join(wholeKeys(p), "|"), "rio de janeiro|рио|rio"; got != want {
		t.Errorf("wholeKeys = %s; want %s", got, want)
	}
	if got, want := strings.Join(slices.Compact(partKeys(p)), "|"), "janeiro"; !strings.Contains(got, want) || strings.Contains(got, "de janeiro") {
		t.Errorf("partKeys = %s; want %s", got, want)
	}
	for area, want := range map[string]string{"US": "us", "USTX": "tx"} {
		if got := areaKeys(&place{area: area, name: "x"}); !slices.Contains(got, want) {
			t.Errorf("areaKeys(%s) = %v; want %s among them", area, got, want)
		}
	}
	if got := areaKeys(&place{area: "DE02", name: "x"}); slices.Contains(got, "02") {
		t.Errorf("areaKeys(DE02) = %v; want no number", got)
	}
}
