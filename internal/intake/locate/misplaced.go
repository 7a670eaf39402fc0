package locate

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// AbroadKM is how far from every place of a country a point has to be to be out
// of it for sure. The gazetteer has places, not borders, and across a border the
// nearest place is often the other country's. Beyond this there are only clinics
// in deserts, and those are near their own town.
const AbroadKM = 60

// searched are the distances in which places are looked for, one after the other:
// the wider the circle, the more there is to look through.
var searched = []float64{5, 15, 30, AbroadKM}

// nearest returns the places of a country (of any, if it is zero) closest to a point,
// at most limit, closest first; none, if there are none within AbroadKM.
func (l *Locator) nearest(at directory.Point, country directory.Country, limit int) []gazetteer.City {
	for _, km := range searched {
		cities := slices.DeleteFunc(l.places.Near(at, km, math.MaxInt), func(c gazetteer.City) bool {
			return !country.IsZero() && c.Country != country
		})
		if len(cities) == 0 {
			continue
		}
		slices.SortStableFunc(cities, func(a, b gazetteer.City) int {
			return cmp.Compare(a.Point.KM(at), b.Point.KM(at))
		})
		return cities[:min(len(cities), limit)]
	}
	return nil
}

// namesNear are the names of the places of the row's country closest to a point.
func (r *row) namesNear(at directory.Point, limit int) string {
	var names []string
	for _, c := range r.nearest(at, r.q.Country, limit) {
		names = append(names, c.Name)
	}
	return strings.Join(names, "; ")
}

// compare holds the row's coordinates against its city and its country.
func (r *row) compare() {
	if !r.at.numbers || r.agrees(r.at.point) || r.misread() {
		return
	}
	switch {
	case r.isIn(r.at.point):
		if r.settled() {
			km := math.Round(r.found.City.Point.KM(r.at.point))
			r.doubt(fieldCity, directory.Msg("locate.city.far",
				"City", r.found.City.Name, "KM", int(km), "Places", r.namesNear(r.at.point, maxNames)))
		}
	case r.isIn(r.swapped()):
		r.swap()
	case r.at.point.IsZero():
		r.outOfRange()
	default:
		r.abroad()
	}
}

// agrees reports whether a point is near a city that the row may mean.
func (r *row) agrees(p directory.Point) bool {
	if r.settled() {
		return serves(r.found.City.Point, r.found.City.Population, p)
	}
	return len(around(r.namesakes, p)) > 0
}

// isIn reports whether a point is in the row's country, or not clearly out of it.
func (r *row) isIn(p directory.Point) bool { return len(r.nearest(p, r.q.Country, 1)) > 0 }

func (r *row) swapped() directory.Point { return pointAt(r.at.lng, r.at.lat) }

// misread says which slip of the pen would put the row near its city, if one does.
func (r *row) misread() bool {
	if r.agrees(r.swapped()) {
		r.swap()
		return true
	}
	for _, flipped := range []struct {
		field string
		point directory.Point
	}{
		{fieldLongitude, pointAt(r.at.lat, -r.at.lng)},
		{fieldLatitude, pointAt(-r.at.lat, r.at.lng)},
		{fieldLatitude, pointAt(-r.at.lat, -r.at.lng)},
	} {
		if r.agrees(flipped.point) {
			r.doubt(flipped.field, directory.Msg("locate.point.sign", "Other", written(flipped.point), "Place", r.namesNear(flipped.point, 1)))
			return true
		}
	}
	return false
}

// swap says that the coordinates stand in each other's columns.
func (r *row) swap() {
	p := r.swapped()
	r.doubt(fieldLatitude, directory.Msg("locate.point.swapped",
		"Other", written(p), "Country", r.q.Country, "Place", r.namesNear(p, 1)))
}

// outOfRange says which of the coordinates are none.
func (r *row) outOfRange() {
	if math.Abs(r.at.lat) > 90 {
		r.doubt(fieldLatitude, directory.Msg("locate.point.latitude", "Text", clip(strings.TrimSpace(r.q.Latitude))))
	}
	if math.Abs(r.at.lng) > 180 {
		r.doubt(fieldLongitude, directory.Msg("locate.point.longitude", "Text", clip(strings.TrimSpace(r.q.Longitude))))
	}
}

// abroad says where a point lies that is not in the row's country.
func (r *row) abroad() {
	found := r.nearest(r.at.point, directory.Country{}, 1)
	if len(found) == 0 {
		r.doubt(fieldLatitude, directory.Msg("locate.point.nowhere", "KM", AbroadKM))
		return
	}
	r.doubt(fieldLatitude, directory.Msg("locate.point.abroad",
		"In", found[0].Country, "Place", found[0].Name, "Country", r.q.Country))
}

// written is a point as a file has it: latitude, then longitude, to the metre.
func written(p directory.Point) string {
	return strconv.FormatFloat(p.Lat(), 'f', 5, 64) + "," + strconv.FormatFloat(p.Lng(), 'f', 5, 64)
}
