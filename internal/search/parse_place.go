package search

import (
	"slices"
	"strconv"

	"rootline/internal/directory"
)

func (r *queryReader) countries(name string) {
	r.query.Countries = readList(r, name, acceptedCountries)
}

func (r *queryReader) regions(name string) {
	read := readList(r, name, accepted[directory.Region]{r.region, directory.Region.String, "parameter.region", ""})
	r.query.Regions = withoutZero(read)
}

// region reads a region's id, or its slug inside the one country of the query.
// If the country is missing or itself wrong, the slug cannot be judged: it
// counts as the zero Region and the fault is told of another thing.
func (r *queryReader) region(text string) (directory.Region, bool) {
	if id, err := directory.ParseRegion(text); err == nil {
		_, ok := r.places.Region(id)
		return id, ok
	}
	slug, err := directory.ParseSlug(text)
	if err != nil {
		return directory.Region{}, false
	}
	country, ok := r.country("region", "parameter.region_needs_country")
	if !ok {
		return directory.Region{}, true
	}
	region, ok := r.places.RegionBySlug(country, slug)
	return region.ID, ok
}

func (r *queryReader) cities(name string) {
	read := readList(r, name, accepted[directory.CityID]{r.city, cityText, "parameter.city", ""})
	r.query.Cities = withoutZero(read)
}

// city reads a city's id, or its slug inside the one region, or the one country
// without regions, of the query. A slug that cannot be judged counts as no city,
// as with regions.
func (r *queryReader) city(text string) (directory.CityID, bool) {
	if allDigits(text) {
		n, err := strconv.ParseUint(text, 10, 32)
		id := directory.CityID(n)
		_, ok := r.places.City(id)
		return id, ok && err == nil
	}
	slug, err := directory.ParseSlug(text)
	if err != nil {
		return 0, false
	}
	country, ok := r.country("city", "parameter.city_needs_country")
	if !ok || r.faulty("region") {
		return 0, true
	}
	var region directory.Region
	if c, _ := r.places.Country(country); c.HasRegions {
		if len(r.query.Regions) != 1 {
			r.refuse("city", "parameter.city_needs_region")
			return 0, true
		}
		region = r.query.Regions[0]
	}
	city, ok := r.places.CityBySlug(country, region, slug)
	return city.ID, ok
}

// country is the one country of the query, in which a slug of the parameter
// name is looked up. If there is not exactly one, that is the parameter's fault,
// unless the country is wrong already.
func (r *queryReader) country(name, refusal string) (directory.Country, bool) {
	if r.faulty("country") {
		return directory.Country{}, false
	}
	if len(r.query.Countries) != 1 {
		r.refuse(name, refusal)
		return directory.Country{}, false
	}
	return r.query.Countries[0], true
}

// withoutZero drops what could not be judged from a list.
func withoutZero[T comparable](list []T) []T {
	var zero T
	list = slices.DeleteFunc(list, func(v T) bool { return v == zero })
	if len(list) == 0 {
		return nil
	}
	return list
}
