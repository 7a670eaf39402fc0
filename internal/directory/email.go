package directory

import (
	"net/mail"
	"strings"
	"unicode"
)

// Email is a bare e-mail address. The zero Email means none is known.
type Email struct{ address string }

// ParseEmail reads one address without a display name.
func ParseEmail(s string) (Email, error) {
	s = strings.TrimSpace(s)
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > 254 {
		return Email{}, Refuse(Invalid, "invalid.email")
	}
	// The standard library takes whatever is not ASCII for a letter. An address that
	// looks like another's must not be another account, nor break a line of a letter.
	if strings.ContainsFunc(s, unseen) {
		return Email{}, Refuse(Invalid, "invalid.email")
	}
	// A host without a dot is one of this network; one in brackets is a bare
	// number, where no clinic has its mail.
	if host := s[strings.LastIndexByte(s, '@')+1:]; !strings.Contains(host, ".") || host[0] == '[' {
		return Email{}, Refuse(Invalid, "invalid.email")
	}
	return Email{s}, nil
}

// unseen reports whether nobody sees that a character is there: it is a blank, turns
// the direction, joins or controls, or is drawn as nothing.
func unseen(r rune) bool {
	return !unicode.IsPrint(r) || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

func (e Email) String() string { return e.address }

// IsZero reports whether no address is known.
func (e Email) IsZero() bool { return e.address == "" }

// MarshalText writes the address.
func (e Email) MarshalText() ([]byte, error) { return []byte(e.address), nil }

// UnmarshalText reads what MarshalText wrote.
func (e *Email) UnmarshalText(b []byte) error { return parseText(e, b, ParseEmail) }
