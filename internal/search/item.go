package search

import (
	"bytes"
	"slices"
	"strconv"
	"unicode/utf8"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// item is the part of a result's JSON that does not depend on when and how it
// is asked for, in three pieces: distance_km goes between the first two, what
// depends on the time and the services asked for between the last two.
type item struct {
	json []byte
	cut1 uint32 // the first piece ends here
	cut2 uint32 // and the second here
}

// newItem prepares the item of a listing. Names of places are the gazetteer's,
// so that they agree with the addresses of pages; a city that it does not know
// goes by the clinic's own word.
func newItem(l *directory.Listing, places *gazetteer.Gazetteer) item {
	c, o := &l.Clinic, &l.Organization
	b := make([]byte, 0, 768)
	b = appendField(b, `{"id":`, c.ID.String())
	b = appendField(b, `,"slug":`, c.Slug.String())
	b = appendField(b, `,"name":`, c.Name)
	b = appendField(b, `,"organization":{"slug":`, o.Slug.String())
	b = appendField(b, `,"name":`, o.Name)
	b = append(b, `},"services":`...)
	b = appendNames(b, servicesOf(c))
	b = appendField(b, `,"country":`, c.Address.Country.String())
	b = appendPlace(b, c.Address, places)
	b = append(b, `,"location":{"lat":`...)
	b = appendCoordinate(b, c.Address.Point.Lat())
	b = append(b, `,"lng":`...)
	b = appendCoordinate(b, c.Address.Point.Lng())
	b = appendField(b, `},"geo_precision":`, string(c.Address.Precision))
	cut1 := len(b)
	b = append(b, `,"features":`...)
	b = appendNames(b, featuresOf(c))
	b = append(b, `,"languages":`...)
	b = appendNames(b, c.Languages)
	b = appendField(b, `,"operating_status":`, string(l.Operating.Value))
	cut2 := len(b)
	b = append(b, `,"confirmed_on":`...)
	if at := c.ConfirmedAt(); at != 0 {
		b = appendString(b, directory.DateOf(at.Time()).String())
	} else {
		b = append(b, "null"...)
	}
	return item{json: slices.Clip(b), cut1: uint32(cut1), cut2: uint32(cut2)}
}

func appendPlace(b []byte, a directory.Address, places *gazetteer.Gazetteer) []byte {
	if a.Region.IsZero() {
		b = append(b, `,"region":null,"region_name":null`...)
	} else {
		b = appendField(b, `,"region":`, a.Region.String())
		b = appendField(b, `,"region_name":`, regionName(a.Region, places))
	}
	city, ok := places.City(a.CityID)
	if !ok {
		city.Name, city.Slug = a.City, directory.SlugOf(a.City)
	}
	b = append(b, `,"city":{"id":`...)
	b = strconv.AppendUint(b, uint64(a.CityID), 10)
	b = appendField(b, `,"slug":`, city.Slug.String())
	b = appendField(b, `,"name":`, city.Name)
	return append(b, '}')
}

// servicesOf returns the services a clinic offers, in their usual order.
func servicesOf(c *directory.Clinic) []directory.Service {
	var offered []directory.Service
	for _, s := range directory.Services() {
		if _, ok := c.Offering(s); ok {
			offered = append(offered, s)
		}
	}
	return offered
}

// featuresOf returns the features that hold for any of a clinic's services.
func featuresOf(c *directory.Clinic) []directory.Feature {
	var held []directory.Feature
	for _, o := range c.Offerings {
		for _, f := range o.Features {
			if f.Fact.Holds() {
				held = append(held, f.Feature)
			}
		}
	}
	slices.Sort(held)
	return slices.Compact(held)
}

func appendField(b []byte, name, value string) []byte {
	return appendString(append(b, name...), value)
}

func appendNames[T interface{ String() string }](b []byte, values []T) []byte {
	b = append(b, '[')
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, v.String())
	}
	return append(b, ']')
}

func appendCoordinate(b []byte, degrees float64) []byte {
	return strconv.AppendFloat(b, degrees, 'f', -1, 64)
}

const hexDigits = "0123456789abcdef"

// appendString writes s as a JSON string. What JSON allows stands as it is;
// bytes that are not UTF-8 become U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			switch {
			case c == '"' || c == '\\':
				b = append(b, '\\', c)
			case c < ' ':
				b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			default:
				b = append(b, c)
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		b = utf8.AppendRune(b, r)
		i += size
	}
	return append(b, '"')
}

// cursor reads the strings of a prepared item back, in the order newItem wrote
// them, so that a page need not parse JSON.
type cursor []byte

// next returns the string after the next occurrence of label.
func (c *cursor) next(label string) string {
	b := *c
	at := bytes.Index(b, []byte(label))
	if at < 0 {
		return ""
	}
	b = b[at+len(label):]
	end, escaped := 0, false
	for end < len(b) && b[end] != '"' {
		if b[end] == '\\' {
			escaped = true
			end++
		}
		end++
	}
	*c = b[end:]
	if !escaped {
		return string(b[:end])
	}
	return unescape(b[:end])
}

func unescape(b []byte) string {
	s, err := strconv.Unquote(`"` + string(b) + `"`)
	if err != nil {
		return string(b)
	}
	return s
}
