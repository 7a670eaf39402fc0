package demo

import (
	"slices"
	"sort"
	"strings"
	"time"

	"rootline/internal/directory"
)

// plan is the outline of a directory: how many clinics each country has, at
// which cities, and how they fall to owners. Everything else follows from it
// and a clinic's number.
//
// Clinics stand in slots, 0 to n-1, that lie country by country. Every fourth
// slot belongs to owners that reach across countries; numbers from near on are
// theirs and are spread over all slots, while the numbers before run through
// the rest in order, so that their owners stay in one country.
type plan struct {
	n      int
	seed   uint64
	now    time.Time
	today  directory.Date
	lands  []*land
	near   int // numbers below stand in slots of their own country's owners
	far    shuffle
	brands shuffle // of coined words
	photos []picture
}

// slotsPerFar is how many slots there are for each that belongs to an owner
// across countries.
const slotsPerFar = 4

func newPlan(p Params, places Places) *plan {
	n, now := max(0, p.Clinics), p.Now.UTC()
	lands := newLands(n, p.Seed, places)
	if len(lands) == 0 {
		return &plan{}
	}
	far, d := n/slotsPerFar, throw(p.Seed, forPlan, 0)
	return &plan{
		n: n, seed: p.Seed, now: now, today: directory.DateOf(now), lands: lands,
		near: n - far, far: newShuffle(max(1, far), d),
		brands: newShuffle(coinages(), d), photos: pictures(p.Seed),
	}
}

// slot is where the clinic with a number stands.
func (p *plan) slot(number int) int {
	const rest = slotsPerFar - 1
	if number < p.near {
		return number/rest*slotsPerFar + number%rest
	}
	return p.far.at(number-p.near)*slotsPerFar + rest
}

// place is the country and the town of a clinic, and its rank among the clinics
// of that town.
func (p *plan) place(number int) (l *land, t *town, rank int) {
	slot := p.slot(number)
	i := sort.Search(len(p.lands), func(i int) bool { return slot < p.lands[i].first+p.lands[i].order.n })
	l = p.lands[i]
	t, rank = l.town(l.order.at(slot - l.first))
	return l, t, rank
}

// land is a country with the clinics that it has in the plan.
type land struct {
	*country
	code   directory.Country
	money  money
	speaks []directory.Language
	lines  []string // patterns of telephone numbers
	first  int      // slot
	order  shuffle  // of the clinics over the slots, so that neighbours are in different towns
	towns  []town
	reach  []uint64 // where each town's share ends, laid end to end
	start  uint64   // where the first clinic stands in them
}

// inCountries is in how many countries n clinics are: 36 from 180 clinics on,
// more as the directory grows, fewer in a tiny one.
func inCountries(n int) int {
	return min(len(countries), min(36, (n+4)/5)+max(0, n-240)/100)
}

// newLands shares n clinics out among countries.
func newLands(n int, seed uint64, places Places) []*land {
	lands := townsOf(countries[:inCountries(n)], places)
	if len(lands) == 0 {
		return nil
	}
	shares := apportion(n, lands)
	first := 0
	for i, l := range lands {
		d := throw(seed, forCountries, i)
		l.first = first
		l.order = newShuffle(shares[i], d)
		l.start = d.Uint64N(l.reach[len(l.reach)-1])
		l.money = newMoney(l.currency, l.perEuro)
		l.lines = strings.Fields(l.phones)
		for _, code := range strings.Fields(l.languages) {
			l.speaks = append(l.speaks, must(directory.ParseLanguage(code)))
		}
		first += shares[i]
	}
	return lands
}

// apportion gives each country one clinic and of the rest what its weight says,
// leftovers going to the largest remainders (Hamilton's method).
func apportion(n int, lands []*land) []int {
	shares := make([]int, len(lands))
	total := 0
	for _, l := range lands {
		total += l.weight
	}
	rest := n - len(lands)
	byRemainder := make([]int, len(lands))
	given := 0
	for i, l := range lands {
		byRemainder[i] = i
		shares[i] = 1 + rest*l.weight/total
		given += shares[i]
	}
	slices.SortStableFunc(byRemainder, func(a, b int) int {
		return rest*lands[b].weight%total - rest*lands[a].weight%total
	})
	for _, i := range byRemainder[:n-given] {
		shares[i]++
	}
	return shares
}
