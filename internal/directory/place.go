package directory

import (
	"encoding/json"
	"math"
	"strings"
)

// Country is an ISO 3166-1 alpha-2 code in upper case, or XK for Kosovo, which
// has none. The zero Country means none is known.
type Country struct{ code string }

// countryCodes holds every code in order, two letters each.
const countryCodes = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZ" +
	"CACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFR" +
	"GAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJP" +
	"KEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZ" +
	"NANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURW" +
	"SASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZ" +
	"UAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW"

// ParseCountry reads a code in either case.
func ParseCountry(s string) (Country, error) {
	code := strings.ToUpper(s)
	if len(s) == 2 && len(code) == 2 {
		for lo, hi := 0, len(countryCodes)/2; lo < hi; {
			mid := (lo + hi) / 2
			switch at := countryCodes[2*mid : 2*mid+2]; {
			case at == code:
				return Country{at}, nil
			case at < code:
				lo = mid + 1
			default:
				hi = mid
			}
		}
	}
	return Country{}, Refuse(Invalid, "invalid.country")
}

// Countries returns every country there is, by code.
func Countries() []Country {
	all := make([]Country, 0, len(countryCodes)/2)
	for i := 0; i < len(countryCodes); i += 2 {
		all = append(all, Country{countryCodes[i : i+2]})
	}
	return all
}

func (c Country) String() string { return c.code }

// Slug is the country as it stands in an address: its code in lower case.
func (c Country) Slug() Slug { return Slug{strings.ToLower(c.code)} }

// IsZero reports whether no country is known.
func (c Country) IsZero() bool { return c.code == "" }

// MarshalText writes the code.
func (c Country) MarshalText() ([]byte, error) { return []byte(c.code), nil }

// UnmarshalText reads what MarshalText wrote.
func (c *Country) UnmarshalText(b []byte) error { return parseText(c, b, ParseCountry) }

// Region is a first-level administrative division by its GeoNames id, such as
// TR.34: the country, a dot, and a code of up to ten letters and digits that is
// *not* the ISO 3166-2 one (DE.02 is Bavaria, DE-BY). The zero Region means
// none: some countries have no regions.
type Region struct{ id string }

// ParseRegion reads an id in either case. That it has the form of an id does
// not mean that there is such a region; the gazetteer knows.
func ParseRegion(s string) (Region, error) {
	id := strings.ToUpper(s)
	country, code, ok := strings.Cut(id, ".")
	if _, err := ParseCountry(country); err != nil || !ok || code == "" || len(code) > 10 || len(id) != len(s) {
		return Region{}, Refuse(Invalid, "invalid.region")
	}
	for i := range len(code) {
		if c := code[i]; (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return Region{}, Refuse(Invalid, "invalid.region")
		}
	}
	return Region{id}, nil
}

// Country is the country the region belongs to.
func (r Region) Country() Country {
	if r.id == "" {
		return Country{}
	}
	return Country{r.id[:2]}
}

func (r Region) String() string { return r.id }

// IsZero reports whether there is no region.
func (r Region) IsZero() bool { return r.id == "" }

// MarshalText writes the id.
func (r Region) MarshalText() ([]byte, error) { return []byte(r.id), nil }

// UnmarshalText reads what MarshalText wrote.
func (r *Region) UnmarshalText(b []byte) error { return parseText(r, b, ParseRegion) }

// CityID is the GeoNames id of a city. Zero means none.
type CityID uint32

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

type pointJSON struct {
	Lat float64 `json:"lat"`
	Lng float64 `json:"lng"`
}

// MarshalJSON writes {"lat":…,"lng":…}.
func (p Point) MarshalJSON() ([]byte, error) { return json.Marshal(pointJSON{p.lat, p.lng}) }

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
