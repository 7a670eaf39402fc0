package demo

import (
	"math"
	"sort"
	"strconv"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// town is a city with clinics. Its label is what slugs call it: no two towns of
// the directory share one.
type town struct {
	gazetteer.City
	label string
}

// smallest is the population below which a town has no such clinic.
const smallest = 20_000

// draw is the share of its country's clinics that a town of this population is
// due. It grows faster than the population, for people travel to hubs for
// treatment. Square roots are exact to the last bit, so that every machine
// shares alike.
func draw(population int) uint64 {
	p := float64(population)
	return uint64(p * math.Sqrt(math.Sqrt(p)))
}

// townsOf makes a land of each country that has towns.
func townsOf(within []country, places Places) []*land {
	byCode := map[directory.Country]*land{}
	var lands []*land
	for i := range within {
		l := &land{country: &within[i], code: must(directory.ParseCountry(within[i].code))}
		byCode[l.code] = l
		lands = append(lands, l)
	}
	labels := map[string]bool{}
	for c := range places.AllCities() {
		if c.Population < smallest {
			break // the rest are smaller still
		}
		if l := byCode[c.Country]; l != nil && !c.Slug.IsZero() {
			l.add(c, labels)
		}
	}
	kept := lands[:0]
	for _, l := range lands {
		if len(l.towns) > 0 {
			kept = append(kept, l)
		}
	}
	return kept
}

// add takes a city in.
func (l *land) add(c gazetteer.City, labels map[string]bool) {
	share := draw(c.Population)
	if len(l.reach) > 0 {
		share += l.reach[len(l.reach)-1]
	}
	l.reach = append(l.reach, share)
	label := c.Slug.String()
	// A larger namesake may have come first; and Marseille 12 is a place, while
	// slugs count the clinics of Marseille that share a name.
	if labels[label] || label[len(label)-1] <= '9' {
		label += "-" + l.code.Slug().String()
	}
	if labels[label] {
		label = c.Slug.String() + "-" + strconv.Itoa(int(c.ID))
	}
	labels[label] = true
	l.towns = append(l.towns, town{c, label})
}

// town is where the country's i-th clinic stands, and its rank there. Clinics
// stand at even distances along the shares laid end to end (systematic
// sampling), so each town gets what is due to it, give or take one.
func (l *land) town(i int) (*town, int) {
	n, whole := uint64(l.order.n), l.reach[len(l.reach)-1]
	at := (uint64(i)*whole + l.start) / n
	t := sort.Search(len(l.reach), func(t int) bool { return at < l.reach[t] })
	if t == 0 {
		return &l.towns[0], i
	}
	// The first clinic here is the first i with i·whole + start ≥ reach·n.
	first := 0
	if due := l.reach[t-1] * n; due > l.start {
		first = int((due - l.start + whole - 1) / whole)
	}
	return &l.towns[t], i - first
}
