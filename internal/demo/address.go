package demo

import (
	"math"
	"strings"

	"rootline/internal/directory"
)

// address places the clinic at its town: near the middle of it or, where the
// precision says no more than the town, at its very point.
func (m *maker) address() directory.Address {
	a := directory.Address{
		City: m.town.Name, CityID: m.town.ID, Region: m.town.Region, Country: m.land.code,
		Point: m.town.Point, TimeZone: m.town.TimeZone, Precision: m.precision(),
		Fact: m.fact(directory.FactAddress),
	}
	if m.thin {
		a.Fact = directory.Fact{State: directory.NotChecked}
	}
	if m.thin || m.odds(96) {
		a.Address1 = number(m.dice, pick(m.dice, m.land.manner.streets))
	}
	if m.land.postcode != "" && m.odds(80) {
		a.PostalCode = fill(m.dice, m.land.postcode)
	}
	if code, ok := strings.CutPrefix(a.Region.String(), "US."); ok { // GeoNames and ISO agree on states
		a.ISO31662 = "US-" + code
	}
	if a.Precision != directory.Locality {
		a.Point = m.nearby(m.town.Point)
	}
	return a
}

func (m *maker) precision() directory.GeoPrecision {
	every := [...]directory.GeoPrecision{
		directory.Rooftop, directory.Street, directory.Postcode, directory.Locality, directory.PrecisionUnknown,
	}
	if m.thin {
		return every[m.weigh(10, 20, 15, 45, 10)]
	}
	return every[m.weigh(45, 25, 12, 12, 6)]
}

// nearby is a point within three kilometres, and closer in smaller towns: far
// enough to tell clinics apart on a map, near enough to stay ashore as a rule.
func (m *maker) nearby(p directory.Point) directory.Point {
	const kmPerDegree = math.Pi / 180 * directory.EarthRadiusKM
	reach := min(3, 0.4+math.Sqrt(float64(m.town.Population))/1000)
	turn, away := m.Float64()*2*math.Pi, m.Float64()*reach/kmPerDegree
	lat := p.Lat() + away*math.Sin(turn)
	lng := p.Lng() + away*math.Cos(turn)/math.Cos(p.Lat()*math.Pi/180)
	return must(directory.NewPoint(metres(lat), metres(lng)))
}

// metres rounds degrees to five places, about a metre.
func metres(degrees float64) float64 { return math.Round(degrees*1e5) / 1e5 }
