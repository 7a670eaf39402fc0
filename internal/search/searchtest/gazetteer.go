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
	return append(names, places.CountryNames(a.Country)...)
}

// shownPlace is how a card names the region and the city, and the city's slug:
// by the gazetteer. A city that it does not know goes by what the clinic calls
// it, and a region by its id.
func shownPlace(a *directory.Address, places *gazetteer.Gazetteer) (region, city, slug string) {
	region = a.Region.String()
	if r, ok := places.Region(a.Region); ok {
		region = r.Name
	}
	c, ok := places.City(a.CityID)
	if !ok {
		return region, a.City, directory.SlugOf(a.City).String()
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
	2377450, // Nouakchott, which has no region though its country does
}

// sites are those cities, and one place that has left the gazetteer.
func sites(places *gazetteer.Gazetteer) []site {
	all := []site{{
		id: 1, name: "Atlantis", region: parsed(directory.ParseRegion("PT.99")), country: parsed(directory.ParseCountry("PT")),
		point: point(36, -24), zone: "Atlantic/Azores",
	}}
	for _, id := range cityIDs {
		c, ok := places.City(id)
		if !ok {
			panic("the gazetteer does not know a city of the tests")
		}
		all = append(all, siteAt(c))
	}
	return all
}

// manySites are enough of them for facets to be cut off, in a country of many
// regions, and for a vocabulary of thousands of words, in the largest cities.
func manySites(places *gazetteer.Gazetteer) []site {
	var all []site
	slovenia := parsed(directory.ParseCountry("SI"))
	for c := range places.Cities(slovenia, directory.Region{}) {
		all = append(all, siteAt(c))
	}
	for c := range places.AllCities() {
		if len(all) >= 1000 {
			break
		}
		all = append(all, siteAt(c))
	}
	return all
}

func siteAt(c gazetteer.City) site {
	return site{id: c.ID, name: c.Name, region: c.Region, country: c.Country, point: c.Point, zone: c.TimeZone}
}
