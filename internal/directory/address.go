package directory

import (
	"strings"
	"sync"
	"time"
)

// Address is where a clinic is. Point is never zero in a published clinic: one
// whose own coordinates are unknown stands at its city's, as Locality. ISO31662
// is its own field because GeoNames regions do not map onto it.
type Address struct {
	Address1   string       `json:"address_1,omitzero"`
	City       string       `json:"city"`
	CityID     CityID       `json:"city_id"`
	PostalCode string       `json:"postal_code,omitzero"`
	Region     Region       `json:"region,omitzero"`
	ISO31662   string       `json:"iso_3166_2,omitzero"`
	Country    Country      `json:"country"`
	Point      Point        `json:"point,omitzero"`
	Precision  GeoPrecision `json:"geo_precision"`
	TimeZone   string       `json:"time_zone"` // IANA name
	Fact       Fact         `json:"fact"`
}

// AtTheDoor reports whether the point is near enough to the clinic's door to lead
// people there: that of the house or its street, not of a postcode or a city.
func (a Address) AtTheDoor() bool {
	return !a.Point.IsZero() && (a.Precision == Rooftop || a.Precision == Street)
}

// zones remembers those that were found: the system reads a file for each, and
// a directory of a million clinics names four hundred of them.
var zones sync.Map // string → *time.Location

// Zone is the clinic's time zone, or UTC if the name is not one that this
// system knows.
func (a Address) Zone() *time.Location {
	zone, _ := zoneNamed(a.TimeZone)
	return zone
}

// zoneNamed is the time zone of a name, or UTC if it names none.
func zoneNamed(name string) (zone *time.Location, ok bool) {
	if zone, ok := zones.Load(name); ok {
		return zone.(*time.Location), true
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || zone == time.Local { // where the server stands is nobody's zone
		return time.UTC, false
	}
	zones.Store(strings.Clone(name), zone)
	return zone, true
}
