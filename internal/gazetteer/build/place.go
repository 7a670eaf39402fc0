package build

import (
	"cmp"

	"rootline/internal/directory"
)

// place is a city, or an area: a region or a country.
type place struct {
	id         uint32 // of a city; an area has 0
	area       string // code as in layout.CodeWidth: where a city lies, or what an area is
	code       string // of a city: the region its own list says, known today or not
	name       string
	ascii      string
	feature    string
	alternates []string
	slug       directory.Slug
	lat, lng   int32 // millionths of a degree
	population uint32
	zone       string
	main       *place // the largest city of an area, nil if it has none
	cities     int    // how many lie in an area itself, a country's regions not counted
	ordinal    uint32
}

func (p *place) isCity() bool    { return p.id != 0 }
func (p *place) isCountry() bool { return p.id == 0 && len(p.area) == 2 }

// weight is the population a place ranks by.
func (p *place) weight() uint32 {
	if p.isCity() || p.isCountry() {
		return p.population
	}
	if p.main == nil {
		return 0
	}
	return p.main.population
}

// class orders places of equal weight.
func (p *place) class() int {
	switch {
	case p.isCountry():
		return 0
	case p.isCity():
		return 1
	}
	return 2
}

// count adds a city to an area. Sections of a city (PPLX) are counted with their
// city already.
func (p *place) count(c *place) {
	if p.main == nil || compareRank(c, p.main) < 0 {
		p.main = c
	}
	if c.feature != "PPLX" {
		p.population += c.population
	}
}

// compareRank orders places by population; a region stands right behind its
// largest city, so that Istanbul the city comes before the region around it
// and Pará not before Paris.
func compareRank(a, b *place) int {
	return cmp.Or(
		cmp.Compare(b.weight(), a.weight()),
		cmp.Compare(a.class(), b.class()),
		cmp.Compare(a.id, b.id),
		cmp.Compare(a.area, b.area),
	)
}
