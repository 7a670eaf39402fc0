package gazetteer

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLookup(t *testing.T) {
	tests := []struct {
		q    string
		want string // the first labels, in order
	}{
		// The dotted and the dotless i, case and diacritics make no difference.
		{"istanbul", "Istanbul, Turkey | Istanbul (region), Turkey"},
		{"İSTANBUL", "Istanbul, Turkey | Istanbul (region), Turkey"},
		{"ıstanbul", "Istanbul, Turkey | Istanbul (region), Turkey"},
		{"Istanbul", "Istanbul, Turkey | Istanbul (region), Turkey"},
		{"  istanbul ", "Istanbul, Turkey | Istanbul (region), Turkey"},

		// Any name in any script finds, and so does its start.
		{"münch", "Munich, Bavaria, Germany"},
		{"мюнх", "Munich, Bavaria, Germany"},
		{"koln", "Köln, North Rhine-Westphalia, Germany"},
		{"köln", "Köln, North Rhine-Westphalia, Germany"},
		{"cologne", "Köln, North Rhine-Westphalia, Germany"},
		{"KÖLN", "Köln, North Rhine-Westphalia, Germany"},
		{"東京", "Tokyo, Japan"},
		{"القاهرة", "Cairo, Egypt"},
		{"서울", "Seoul, South Korea"},
		{"ndjamena", "N'Djamena, Chad"},
		{"xi’an", "Xi’an, Shaanxi, China"},
		{"saint-denis, RE", "Saint-Denis, Reunion, Réunion"},
		{"janeiro", "Rio de Janeiro, Brazil | Rio de Janeiro (region), Brazil"},

		// Namesakes are told apart, and the words after a name choose.
		{"london", "London, England, United Kingdom | London, Ontario, Canada"},
		{"london, ontario", "London, Ontario, Canada"},
		{"london ontario", "London, Ontario, Canada"},
		{"london, ca", "London, Ontario, Canada"},
		{"london, ontario, canada", "London, Ontario, Canada"},
		{"london canada", "London, Ontario, Canada"},
		{"london,", "London, England, United Kingdom | London, Ontario, Canada"},
		{"san jose cr", "San José, Costa Rica"},
		{"san jose c", "San Jose, California, United States | San José, Costa Rica"},
		{"paris, tx", "Paris, Texas, United States"},
		{"paris texas united states", "Paris, Texas, United States"},
		{"springfield or", "Springfield, Oregon, United States"},
		{"são paulo", "São Paulo, Brazil | São Paulo (region), Brazil"},
		{"sao paulo", "São Paulo, Brazil | São Paulo (region), Brazil"},
		{"São Paulo (region), Brazil", "São Paulo (region), Brazil"},
		{"singapore", "Singapore | Singapore, Singapore"},
		{"georgia", "Georgia | Georgia (region), United States"},
		{"new york", "New York City, New York, United States | New York (region), United States"},
		{"guiyang, guizhou", "Guiyang, Guizhou, China"},
		{"los a", "Los Angeles, California, United States"},

		// Countries have their names in many languages.
		{"turkey", "Turkey"},
		{"türkiye", "Turkey"},
		{"турция", "Turkey"},
		{"deutschland", "Germany"},
		{"usa", "United States"},
		{"kosovo", "Kosovo"},
	}
	for _, tt := range tests {
		want := strings.Split(tt.want, " | ")
		got := labels(Embedded().Lookup(tt.q, 10))
		if len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
			t.Errorf("Lookup(%q, 10) = %s; want %s first", tt.q, strings.Join(got, " | "), tt.want)
		}
	}
}

func TestLookup_nothing(t *testing.T) {
	for _, q := range []string{"", " ", ",", "-", "qqqq", "london, qqqq", "\xff\xfe", strings.Repeat("a ", 500)} {
		if got := Embedded().Lookup(q, 10); len(got) > 0 {
			t.Errorf("Lookup(%.20q, 10) = %v; want none", q, labels(got))
		}
	}
	if got := Embedded().Lookup("london", 0); len(got) > 0 {
		t.Errorf("Lookup(london, 0) = %v; want none", labels(got))
	}
}

func TestLookup_givesWhatAPlaceIs(t *testing.T) {
	got := Embedded().Lookup("london, ontario", 1)
	want := Place{
		Kind: KindCity, Country: country("CA"), Region: region("CA.08"), City: 6058560, Slug: slug("london"),
		Name: "London", RegionName: "Ontario", CountryName: "Canada", Label: "London, Ontario, Canada",
		Point: point(42.98339, -81.23304), Population: 346765, TimeZone: "America/Toronto",
	}
	if len(got) != 1 || got[0] != want {
		t.Errorf("Lookup(london, ontario) = %+v\nwant %+v", got, want)
	}
	for q, want := range map[string]Kind{"bavaria": KindRegion, "germany": KindCountry, "munich": KindCity} {
		if got := Embedded().Lookup(q, 1); len(got) != 1 || got[0].Kind != want {
			t.Errorf("Lookup(%q, 1) = %+v; want a %s", q, got, want)
		}
	}
}

// TestLookup_asOracle compares look-ups by random prefixes with a walk through
// every key of the file.
func TestLookup_asOracle(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	g := Embedded()
	keys := allKeys(g)
	for range 80 {
		key := []rune(keys[random.IntN(len(keys))].key)
		q := strings.TrimSpace(string(key[:1+random.IntN(min(len(key), 5))]))
		if strings.Contains(q, " ") || keyOf(q) != q {
			continue // the last word might narrow; the table has those
		}
		limit := 1 + random.IntN(20)
		if got, want := ordinals(g, g.Lookup(q, limit)), oracle(keys, q, limit); !slices.Equal(got, want) {
			t.Errorf("Lookup(%q, %d) = %v; want %v", q, limit, got, want)
		}
	}
}

// oracle ranks the places whose names start with q: full names first.
func oracle(keys []ownKeys, q string, limit int) []ordinal {
	var whole, starts []ordinal
	for _, k := range keys {
		for _, h := range k.hits {
			switch {
			case k.key == q && !h.part():
				whole = append(whole, ordinal(h.row()))
			case strings.HasPrefix(k.key, q):
				starts = append(starts, ordinal(h.row()))
			}
		}
	}
	slices.Sort(whole)
	slices.Sort(starts)
	starts = slices.DeleteFunc(starts, func(o ordinal) bool { return slices.Contains(whole, o) })
	all := append(slices.Compact(whole), slices.Compact(starts)...)
	return all[:min(limit, len(all))]
}

// ordinals turns places back into what they are in the file.
func ordinals(g *Gazetteer, places []Place) []ordinal {
	var list []ordinal
	for _, p := range places {
		switch p.Kind {
		case KindCity:
			o, _ := g.cityWithID(p.City)
			list = append(list, o)
		case KindRegion:
			list = append(list, g.place(g.areaOfRegion(p.Region)))
		case KindCountry:
			list = append(list, g.place(g.areaOfCountry(p.Country)))
		}
	}
	return list
}

// TestLookup_ownName looks every larger city up, and a sample of the others, by
// its name; where a hundred namesakes are larger, its label has to do.
func TestLookup_ownName(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	g := Embedded()
	for c := range g.AllCities() {
		if c.Population < 100_000 && random.IntN(100) > 0 {
			continue
		}
		holds := func(places []Place) bool {
			return slices.ContainsFunc(places, func(p Place) bool { return p.City == c.ID })
		}
		if holds(g.Lookup(c.Name, 10)) {
			continue
		}
		found := g.Lookup(c.Name, maxPlaces)
		if holds(found) {
			continue
		}
		o, _ := g.cityWithID(c.ID)
		if label := g.placeAt(o).Label; len(found) < maxPlaces || !holds(g.Lookup(label, maxPlaces)) {
			t.Errorf("Lookup(%q) and Lookup(%q) miss city %d", c.Name, label, c.ID)
		}
	}
}

// TestLookup_ownLabel sends the labels of what short prefixes find back in, as
// a form without script does.
func TestLookup_ownLabel(t *testing.T) {
	g := Embedded()
	for _, q := range strings.Fields("a be ca da el fr gr ha in jo ku los ma new os po que ri san to ur vi wa xi ya za") {
		for _, p := range g.Lookup(q, 30) {
			if got := g.Lookup(p.Label, 1); len(got) != 1 || got[0].Label != p.Label || got[0].Kind != p.Kind {
				t.Errorf("Lookup(%q, 1) = %v; want itself", p.Label, labels(got))
			}
		}
	}
}

func FuzzLookup(f *testing.F) {
	for _, q := range []string{"istanbul", "İST", "san jose c", "london, ontario, canada", "a b c d e f g h i", ",,", "\xff", "서", " (region),"} {
		f.Add(q, 10)
	}
	g := Embedded()
	f.Fuzz(func(t *testing.T, q string, limit int) {
		places := g.Lookup(q, limit)
		if len(places) > max(0, min(limit, maxPlaces)) {
			t.Fatalf("Lookup(%q, %d) found %d", q, limit, len(places))
		}
		seen := map[ordinal]bool{}
		for _, o := range ordinals(g, places) {
			if seen[o] {
				t.Errorf("Lookup(%q, %d) found %s twice", q, limit, g.placeAt(o).Label)
			}
			seen[o] = true
		}
		if k := keyOf(q); utf8.ValidString(q) && keyOf(k) != k {
			t.Errorf("Key(%q) = %q, of which the key is %q", q, k, keyOf(k))
		}
	})
}

// BenchmarkLookup finds ten places by what a person types, from one letter to a
// name with what narrows it.
func BenchmarkLookup(b *testing.B) {
	for _, q := range []string{"s", "san", "istanbul", "münch", "мюнх", "東京", "london, ca", "san jose c", "s, t", "qqqqqq"} {
		b.Run(q, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Embedded().Lookup(q, 10)
			}
		})
	}
}
