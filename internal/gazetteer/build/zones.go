package build

import (
	"maps"
	"slices"

	"rootline/internal/gazetteer/layout"
)

// zones lists the time zones of one country after the other, so that a byte
// tells a place's zone among those of its country.
type zones struct {
	list  []string
	first map[string]uint16 // where a country's zones start
}

func zonesOf(all []*place) *zones {
	byCountry := map[string][]string{}
	for _, p := range all {
		if p.zone != "" {
			byCountry[p.area[:2]] = append(byCountry[p.area[:2]], p.zone)
		}
	}
	z := &zones{first: map[string]uint16{}}
	for _, country := range slices.Sorted(maps.Keys(byCountry)) {
		z.first[country] = uint16(len(z.list))
		slices.Sort(byCountry[country])
		z.list = append(z.list, slices.Compact(byCountry[country])...)
	}
	return z
}

// number is p's zone among those of its country.
func (z *zones) number(p *place) byte {
	if p.zone == "" {
		return layout.NoZone
	}
	return byte(slices.Index(z.list[z.first[p.area[:2]]:], p.zone))
}
