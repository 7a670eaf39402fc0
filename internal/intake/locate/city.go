package locate

import (
	"fmt"
	"strings"

	"rootline/internal/directory"
)

// maxNames is how many places a message suggests; maxNamesakes, how many of one name
// it lists for somebody to choose from.
const (
	maxNames     = 3
	maxNamesakes = 6
)

// readCity finds the city that the row names.
func (r *row) readCity() {
	if r.q.CityID != 0 && r.readCityID() {
		return
	}
	if r.q.City == "" {
		if r.q.CityID == 0 {
			r.cityMissing()
		}
		return
	}
	here := within(r.namesakes, r.region)
	switch {
	case len(r.namesakes) == 0:
		r.cityUnknown()
	case len(here) == 0:
		r.cityElsewhere()
	default:
		r.namesakes = here
		if n, ok := settle(here, r.at.point); ok {
			r.found.City, _ = r.places.City(n.City)
			return
		}
		r.citySeveral()
	}
}

// citySeveral lists the cities that may be meant. Where the row has coordinates that
// lie near none of them, it may mean one that goes by a longer name.
func (r *row) citySeveral() {
	city, places := clip(r.q.City), list(r.namesakes)
	near := r.namesNear(r.at.point, maxNames)
	if near == "" || r.agrees(r.at.point) {
		r.doubt(fieldCity, directory.Msg("locate.city.several", "City", city, "Places", places))
		return
	}
	if alike := r.namesAlike(); alike != "" {
		near = alike
	}
	r.doubt(fieldCity, directory.Msg("locate.city.several_far", "City", city, "Places", places, "Near", near))
}

// readCityID takes the city with an id at its word, and reports whether there is one
// in the row's country.
func (r *row) readCityID() bool {
	city, ok := r.places.City(r.q.CityID)
	switch {
	case !ok:
		r.doubt(fieldCity, directory.Msg("locate.city.no_id", "ID", fmt.Sprint(r.q.CityID)))
		return false
	case city.Country != r.q.Country:
		r.doubt(fieldCity, directory.Msg("locate.city.id_abroad",
			"ID", fmt.Sprint(r.q.CityID), "City", city.Name, "In", city.Country, "Country", r.q.Country))
		return false
	}
	r.found.City = city
	if !r.region.IsZero() && !city.Region.IsZero() && city.Region != r.region {
		r.otherRegion()
	}
	return true
}

// cityElsewhere deals with a city that the country has, but not the row's region.
// Coordinates that lie near one of the name say that the region is what is wrong.
func (r *row) cityElsewhere() {
	if near := around(r.namesakes, r.at.point); len(near) > 0 {
		if n, ok := settle(near, r.at.point); ok {
			r.found.City, _ = r.places.City(n.City)
			r.otherRegion()
			return
		}
	}
	r.doubt(fieldCity, directory.Msg("locate.city.elsewhere",
		"City", clip(r.q.City), "Region", r.regionName(r.region), "Places", list(r.namesakes)))
}

// otherRegion says that the row's city does not lie in the row's region.
func (r *row) otherRegion() {
	r.doubt(fieldRegion, directory.Msg("locate.region.elsewhere",
		"City", r.found.City.Name, "Region", r.regionName(r.found.City.Region), "Given", r.regionName(r.region)))
}

func (r *row) regionName(id directory.Region) string {
	region, _ := r.places.Region(id)
	return region.Name
}

func (r *row) cityMissing() {
	if near := r.namesNear(r.at.point, 1); near != "" {
		r.doubt(fieldCity, directory.Msg("locate.city.missing_near", "Places", near))
		return
	}
	r.doubt(fieldCity, directory.Msg("locate.city.missing"))
}

// cityUnknown says which places may have been meant, by their spelling and by the
// row's coordinates. That a place is near is no proof: what the row names may be a
// village too small for the gazetteer, or a county.
func (r *row) cityUnknown() {
	city, country := clip(r.q.City), r.q.Country
	alike, near := r.namesAlike(), r.namesNear(r.at.point, maxNames)
	switch {
	case alike != "" && near != "":
		r.doubt(fieldCity, directory.Msg("locate.city.unknown_alike_near", "City", city, "Country", country, "Alike", alike, "Places", near))
	case alike != "":
		r.doubt(fieldCity, directory.Msg("locate.city.unknown_alike", "City", city, "Country", country, "Alike", alike))
	case near != "":
		r.doubt(fieldCity, directory.Msg("locate.city.unknown_near", "City", city, "Country", country, "Places", near))
	default:
		r.doubt(fieldCity, directory.Msg("locate.city.unknown", "City", city, "Country", country))
	}
}

// list shows namesakes with what tells one from the other: the region, and the id
// and the point, since a region may have several.
func list(cities []namesake) string {
	var shown []string
	for _, n := range cities[:min(len(cities), maxNamesakes)] {
		shown = append(shown, fmt.Sprintf("%s (%d, %.3f,%.3f)", label(n), n.City, n.Point.Lat(), n.Point.Lng()))
	}
	if len(cities) > maxNamesakes {
		shown = append(shown, "…")
	}
	return strings.Join(shown, "; ")
}

// label is a place's name and region; the country goes without saying.
func label(n namesake) string { return strings.TrimSuffix(n.Label, ", "+n.CountryName) }
