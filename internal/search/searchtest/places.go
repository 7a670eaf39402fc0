package searchtest

import (
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// placeNames are the names that the gazetteer has for where an address is.
func placeNames(a *directory.Address, places *gazetteer.Gazetteer) []string {
	var names []string
	if city, ok := places.City(a.CityID); ok {
		names = append(names, city.Name)
		for name := range places.Alternates(a.CityID) {
			names = append(names, name)
		}
	}
	if region, ok := places.Region(a.Region); ok {
		names = append(names, region.Name)
	}
	if country, ok := places.Country(a.Country); ok {
		names = append(names, country.Name)
	}
	return names
}

// shownPlace is how a card names the region and the city, and the city's slug:
// by the gazetteer, and by the clinic only where the gazetteer knows no such city.
func shownPlace(a *directory.Address, places *gazetteer.Gazetteer) (region, city, slug string) {
	if r, ok := places.Region(a.Region); ok {
		region = r.Name
	}
	c, ok := places.City(a.CityID)
	if !ok {
		return region, a.City, ""
	}
	return region, c.Name, c.Slug.String()
}

// cityIDs are cities whose names are shared, known under other names, written
// in other scripts, or that stand where something special is: two Londons, a
// city and a state of one name, countries without regions, far north, beside
// the antimeridian.
var cityIDs = []directory.CityID{
	745044,  // Istanbul
	323786,  // Ankara
	311046,  // İzmir
	2643743, // London
	2643123, // Manchester
	6058560, // London, Ontario
	2886242, // Köln
	2867714, // München
	3448439, // São Paulo
	3451190, // Rio de Janeiro
	1880252, // Singapore
	2993458, // Monaco
	2411585, // Gibraltar
	5128581, // New York City
	2198148, // Suva
	2127202, // Anadyr
	2729907, // Longyearbyen
	1850147, // Tokyo
}

// sites are the cities with what the gazetteer knows of them.
func sites(places *gazetteer.Gazetteer) []site {
	var all []site
	for _, id := range cityIDs {
		c, ok := places.City(id)
		if !ok {
			panic("the gazetteer does not know a city of the tests")
		}
		all = append(all, site{
			id: id, name: c.Name, region: c.Region, country: c.Country, point: c.Point, zone: c.TimeZone,
		})
	}
	return all
}
