package directory

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Phone is a telephone number in E.164 form, such as "+442079460958". The zero
// Phone means none is known.
type Phone struct{ e164 string }

// ParsePhone reads a number as people write it. A number without a country code
// is read as one of country; with the zero Country it needs the code, after "+"
// or "00".
func ParsePhone(s string, country Country) (Phone, error) {
	if rest, ok := strings.CutPrefix(strings.TrimSpace(s), "00"); ok {
		s = "+" + rest
	}
	e164, ok := normal(s, country.code)
	if !ok {
		return Phone{}, Refuse(Invalid, "invalid.phone")
	}
	// The library drops one zero that is dialled only within a country. A number
	// with two, which would lose the other when it is next read, is a mistake.
	if again, ok := normal(e164, ""); !ok || again != e164 {
		return Phone{}, Refuse(Invalid, "invalid.phone")
	}
	return Phone{e164}, nil
}

// normal is the E.164 form of a number as it is dialled in the given region, if
// there can be such a number.
func normal(s, region string) (e164 string, ok bool) {
	n, err := phonenumbers.Parse(s, region)
	if err != nil || !phonenumbers.IsPossibleNumber(n) || n.GetExtension() != "" {
		return "", false
	}
	e164 = phonenumbers.Format(n, phonenumbers.E164)
	return e164, isE164(e164)
}

// isE164 reports whether s is a plus, a digit that is not 0, and 6 to 14 more.
func isE164(s string) bool {
	if len(s) < 8 || len(s) > 16 || s[0] != '+' || s[1] == '0' {
		return false
	}
	return strings.Trim(s[1:], "0123456789") == ""
}

func (p Phone) String() string { return p.e164 }

// International is the number spaced as its country writes it for callers from
// abroad.
func (p Phone) International() string {
	n, err := phonenumbers.Parse(p.e164, "")
	if err != nil {
		return p.e164
	}
	return phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
}

// IsZero reports whether no number is known.
func (p Phone) IsZero() bool { return p.e164 == "" }

// MarshalText writes the number in E.164 form.
func (p Phone) MarshalText() ([]byte, error) { return []byte(p.e164), nil }

// UnmarshalText reads what MarshalText wrote. It checks the form alone: whether
// a number is possible was asked when it came in, and numbering plans change.
func (p *Phone) UnmarshalText(b []byte) error {
	return parseText(p, b, func(s string) (Phone, error) {
		if !isE164(s) {
			return Phone{}, Refuse(Invalid, "invalid.phone")
		}
		return Phone{s}, nil
	})
}
