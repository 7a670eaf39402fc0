package directory

import (
	"encoding/json"
	"math"
)

// EarthRadiusKM is the mean radius of the Earth (IUGG), the sphere on which all
// our distances are measured.
const EarthRadiusKM = 6371.0088

// Point is a place on Earth in WGS 84 degrees. The zero Point means none is
// known, for 0,0 is where geocoders put what they cannot find and never a place.
type Point struct{ lat, lng float64 }

// NewPoint checks that lat and lng are finite, within their ranges and not 0,0.
func NewPoint(lat, lng float64) (Point, error) {
	if !(lat >= -90 && lat <= 90) || !(lng >= -180 && lng <= 180) || (lat == 0 && lng == 0) {
		return Point{}, Refuse(Invalid, "invalid.point")
	}
	return Point{lat, lng}, nil
}

// Lat is the latitude in degrees, north positive.
func (p Point) Lat() float64 { return p.lat }

// Lng is the longitude in degrees, east positive.
func (p Point) Lng() float64 { return p.lng }

// IsZero reports whether no place is known.
func (p Point) IsZero() bool { return p == Point{} }

// KM is the great-circle distance between two points in kilometres, by the
// haversine formula.
func (p Point) KM(q Point) float64 {
	const rad = math.Pi / 180
	sinLat := math.Sin((q.lat - p.lat) * rad / 2)
	sinLng := math.Sin((q.lng - p.lng) * rad / 2)
	h := sinLat*sinLat + math.Cos(p.lat*rad)*math.Cos(q.lat*rad)*sinLng*sinLng
	return 2 * EarthRadiusKM * math.Asin(math.Sqrt(math.Min(1, h)))
}

// GeoPrecision says how exactly a point stands for an address.
type GeoPrecision string

// How exact a point is, best first.
const (
	Rooftop          GeoPrecision = "rooftop"
	Street           GeoPrecision = "street"
	Postcode         GeoPrecision = "postcode"
	Locality         GeoPrecision = "locality" // the city's own point
	PrecisionUnknown GeoPrecision = "unknown"
)

var geoPrecisions = []GeoPrecision{Rooftop, Street, Postcode, Locality, PrecisionUnknown}

type pointJSON struct {
	Lat float64 `json:"lat"`
	Lng float64 `json:"lng"`
}

// MarshalJSON writes {"lat":…,"lng":…}, or null for the zero Point.
func (p Point) MarshalJSON() ([]byte, error) {
	if p.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(pointJSON{p.lat, p.lng})
}

// UnmarshalJSON reads what MarshalJSON wrote; null is the zero Point.
func (p *Point) UnmarshalJSON(b []byte) error {
	var in *pointJSON
	if err := json.Unmarshal(b, &in); err != nil || in == nil {
		*p = Point{}
		return err
	}
	q, err := NewPoint(in.Lat, in.Lng)
	if err != nil {
		return err
	}
	*p = q
	return nil
}
