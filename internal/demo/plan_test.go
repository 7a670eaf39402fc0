package demo

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

func TestShuffle_visitsEveryNumberOnce(t *testing.T) {
	for n := 1; n < 300; n++ {
		s, seen := newShuffle(n, throw(uint64(n), forPlan, 0)), make([]bool, n)
		for i := range n {
			if at := s.at(i); seen[at] {
				t.Fatalf("shuffle of %d comes twice to %d", n, at)
			} else {
				seen[at] = true
			}
		}
	}
}

func TestPlan_givesEverySlotOnce(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 5, 11, 40, 240, 1001} {
		p := newPlan(Params{n, 1, testNow}, gazetteer.Embedded())
		slots := make([]bool, n)
		towns := map[*town]map[int]bool{}
		for number := range n {
			slots[p.slot(number)] = true
			_, town, rank := p.place(number)
			if towns[town] == nil {
				towns[town] = map[int]bool{}
			}
			towns[town][rank] = true
		}
		if slices.Contains(slots, false) {
			t.Errorf("of %d slots some stay empty", n)
		}
		for town, ranks := range towns {
			for rank := range len(ranks) {
				if !ranks[rank] {
					t.Errorf("of %d clinics, %s has %d but none of rank %d", n, town.Name, len(ranks), rank)
				}
			}
		}
	}
}

func TestApportion_leavesNobodyOut(t *testing.T) {
	for _, n := range []int{40, 41, 240, 999, 1_000_000} {
		p := newPlan(Params{n, 1, testNow}, gazetteer.Embedded())
		sum := 0
		for _, l := range p.lands {
			if sum += l.order.n; l.order.n < 1 {
				t.Errorf("of %d clinics %s has none", n, l.code)
			}
		}
		if sum != n {
			t.Errorf("of %d clinics countries share %d", n, sum)
		}
	}
}

func TestTowns_haveLabelsOfTheirOwn(t *testing.T) {
	seen := map[string]directory.CityID{}
	for _, l := range newLands(1_000_000, 1, gazetteer.Embedded()) {
		for _, town := range l.towns {
			if other, dup := seen[town.label]; dup {
				t.Errorf("%s is the label of %d and %d", town.label, other, town.ID)
			}
			seen[town.label] = town.ID
			last := town.label[strings.LastIndexByte(town.label, '-')+1:]
			if n, err := strconv.Atoi(last); err == nil && n < 1000 {
				t.Errorf("%s ends like a slug that counts the clinics of a name", town.label)
			}
		}
	}
}

// TestNames_canBeToldApartInSlugs checks what slugs rest on: a slug is a name
// and a city, so if no name starts with another, no two slugs are equal.
func TestNames_canBeToldApartInSlugs(t *testing.T) {
	of := map[string]string{}
	for i := range countries {
		m := countries[i].manner
		seen := map[string]bool{}
		for n := range m.size() {
			name := m.name(n)
			if seen[name] {
				t.Errorf("%s has the name %q twice", countries[i].code, name)
			}
			seen[name] = true
			of[directory.SlugOf(name).String()] = name
			if m.inScript(n) != "" && directory.SlugOf(name+" · "+m.inScript(n)) != directory.SlugOf(name) {
				t.Errorf("the script of %q adds to its slug", name)
			}
		}
	}
	coined := map[string]bool{}
	for n := range coinages() {
		coined[strings.ToLower(coin(n))] = true
	}
	if len(coined) != coinages() {
		t.Errorf("%d coined words spell %d", coinages(), len(coined))
	}
	for slug, name := range of {
		for i, r := range slug {
			if other, taken := of[slug[:i]]; r == '-' && taken {
				t.Errorf("%q starts with %q", name, other)
			}
		}
		if first, _, _ := strings.Cut(slug, "-"); coined[first] || first == "travel" || first == "academy" {
			t.Errorf("%q starts with a word that is kept for others", name)
		}
	}
}

func TestCoin_goesOnWithNumbers(t *testing.T) {
	if got, want := coin(coinages()+5), coin(5)+" 2"; got != want {
		t.Errorf("coin(%d) = %q, want %q", coinages()+5, got, want)
	}
}

func TestCountries_areKnown(t *testing.T) {
	found := map[string]bool{}
	for c := range gazetteer.Embedded().AllCities() {
		if c.Population < smallest {
			break
		}
		found[c.Country.String()] = true
	}
	seen := map[string]bool{}
	for _, c := range countries {
		if !found[c.code] || seen[c.code] || c.weight < 1 || len(strings.Fields(c.phones)) == 0 {
			t.Errorf("country %s is unknown, named twice or incomplete", c.code)
		}
		seen[c.code] = true
	}
}

func TestQuoted_roundsAsPeopleDo(t *testing.T) {
	for _, tt := range []struct {
		currency    string
		perEuro     float64
		euros, want int64
	}{
		{"EUR", 1, 2, 500},
		{"EUR", 1, 187, 18500},
		{"EUR", 1, 1234, 125000},
		{"TRY", 46, 187, 860000},
		{"JPY", 172, 187, 32000},
		{"KWD", 0.34, 187, 65000},
		{"COP", 4700, 187, 880_000_00},
	} {
		if got := newMoney(tt.currency, tt.perEuro).of(int(tt.euros), 100); got != tt.want {
			t.Errorf("%d euros in %s = %d, want %d", tt.euros, tt.currency, got, tt.want)
		}
	}
}

func TestShorten_keepsSlugsApart(t *testing.T) {
	long := strings.Repeat("very-long-name-", 6)
	a, b := shorten(long+"a"), shorten(long+"b")
	if a == b || len(a.String()) > maxSlug || !strings.HasPrefix(a.String(), "very-long-name-very") {
		t.Errorf("shorten makes %s and %s", a, b)
	}
	if got := shorten("short").String(); got != "short" {
		t.Errorf("shorten(short) = %s", got)
	}
}
