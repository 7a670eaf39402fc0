package directory

import "strings"

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
