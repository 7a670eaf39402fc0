package searchtest

import (
	"math"

	"rootline/internal/directory"
)

// site is a city where random clinics can stand.
type site struct {
	id      directory.CityID
	name    string
	region  directory.Region
	country directory.Country
	point   directory.Point
	zone    string
}

// address is at a site, at the site itself, at one of few spots around it, or
// at the ends of the Earth whatever the site: near a pole, at the antimeridian.
func (r *Random) address() directory.Address {
	s := one(r, r.sites)
	a := directory.Address{
		City: s.name, CityID: s.id, Region: s.region, Country: s.country,
		Point: s.point, Precision: directory.Locality, TimeZone: s.zone, Fact: r.fact(),
	}
	if r.chance(15) {
		a.City = one(r, []string{"Old Town", "Ístanbul", "Koeln", "Londinium"}) // the clinic's own idea of it
	}
	if r.chance(10) {
		a.TimeZone = one(r, zones)
	}
	if r.chance(40) {
		a.Address1 = "1 Example Street"
	}
	switch {
	case r.chance(50):
		a.Precision = directory.Rooftop
		a.Point = point(s.point.Lat()+float64(r.IntN(9)-4)*0.05, s.point.Lng()+float64(r.IntN(9)-4)*0.1)
	case r.chance(15):
		a.Precision = directory.Street
		a.Point = r.edgeOfEarth()
	}
	return a
}

// zones are those with a rule of their own: half an hour of summer time, a
// quarter of an hour off, no summer time, a winter time, and one unknown name.
var zones = []string{
	"Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns", "Europe/Dublin",
	"Africa/Casablanca", "America/Nuuk", "Not/AZone", "",
}

func (r *Random) edgeOfEarth() directory.Point {
	lat := one(r, []float64{90, 89.999, 89.5, 0, 0.0001, -17.5, 52, -89.9, -90})
	lng := one(r, []float64{180, 179.9999, 179.5, 0.0001, -90, -179.5, -179.9999, -180})
	return point(lat, lng)
}

// point is at a latitude and a longitude that may lie beyond their ends.
func point(lat, lng float64) directory.Point {
	lng = math.Remainder(lng, 360)
	return parsed(directory.NewPoint(max(-90, min(90, lat)), lng))
}
