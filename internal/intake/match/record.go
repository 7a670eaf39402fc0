package match

import (
	"slices"
	"strconv"
	"strings"

	"rootline/internal/directory"
)

const (
	maxWords  = 14 // of a name or of a street; what comes later tells little
	maxPhones = 8
)

// record is an entry as it is compared.
type record struct {
	id       directory.ID
	name     string  // as given
	words    []*term // of the name
	brand    []*term // of the brand's
	place    []*term // of the street, then of the city
	keys     []uint64
	point    directory.Point
	city     string // as given
	postcode string
	cityID   directory.CityID
	slack    float32 // how far the point may be from the place, km
	branded  uint16  // which of words are also in the brand, a bit each
	placed   uint16  // which of words are also in the place
	country  [2]byte
	streets  uint8 // how many of place are of the street
	hasSite  bool
}

// street are the words and numbers of the street address.
func (r *record) street() []*term { return r.place[:r.streets] }

// exact reports whether two entries at this point are at the same place.
func (r *record) exact() bool { return !r.point.IsZero() && r.slack < 1 }

// slacks is how far a point may lie from the place it stands for, in km. A
// city's point says of two clinics no more than that they are in one city, and a
// point of unknown precision may be one.
var slacks = map[directory.GeoPrecision]float32{
	directory.Rooftop: 0.05, directory.Street: 0.3, directory.Postcode: 0.5,
	directory.Locality: citySlack, directory.PrecisionUnknown: citySlack,
}

const citySlack = 25

// recordOf compiles an entry; word finds or makes the terms of its words.
func recordOf(e *Entry, word func(token) *term) *record {
	r := &record{
		id: e.ID, name: e.Name, hasSite: !e.Site.IsZero(),
		point: e.Address.Point, city: e.Address.City, cityID: e.Address.CityID,
		postcode: postcodeOf(e.Address.PostalCode), slack: citySlack,
	}
	copy(r.country[:], e.Address.Country.String())
	if slack, ok := slacks[e.Address.Precision]; ok {
		r.slack = slack
	}
	r.words = terms(nameTokens(e.Name), word)
	if r.brand = r.words; e.Brand != e.Name {
		r.brand = terms(nameTokens(e.Brand), word)
	}
	street := streetTokens(e.Address.Address1)
	r.streets = uint8(len(street))
	r.place = terms(append(street, tokens(e.Address.City)...), word)
	r.branded, r.placed = common(r.words, r.brand), common(r.words, r.place)
	r.keys = keysOf(e, r)
	return r
}

func terms(of []token, word func(token) *term) []*term {
	if len(of) == 0 {
		return nil
	}
	out := make([]*term, 0, len(of))
	for _, t := range of {
		out = append(out, word(t))
	}
	return out
}

// cityKey names the city of an entry: by its number in the gazetteer, or else as
// the entry calls it.
func (r *record) cityKey() string {
	if r.cityID != 0 {
		return strconv.FormatUint(uint64(r.cityID), 36)
	}
	return string(r.country[:]) + joined(r.place[r.streets:])
}

// common is which of words are also in others, a bit each.
func common(words, others []*term) (bits uint16) {
	for i, w := range words {
		if slices.ContainsFunc(others, func(o *term) bool { return o.text == w.text }) {
			bits |= 1 << i
		}
	}
	return bits
}

// postcodeOf is a postal code without what people leave out.
func postcodeOf(code string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return -1
		}
		return r
	}, strings.ToUpper(code))
}
