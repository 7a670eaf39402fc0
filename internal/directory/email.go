package directory

import (
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// Email is a bare e-mail address. The zero Email means none is known.
type Email struct{ address string }

// ParseEmail reads one address without a display name. Spellings of it that differ in
// letters beyond ASCII become one.
func ParseEmail(s string) (Email, error) {
	// The standard library takes whatever is not ASCII for a letter. An address that
	// looks like another's must not be another account, nor break a line of a letter.
	s = strings.TrimSpace(s)
	if len(s) > 254 || strings.ContainsFunc(s, unseen) {
		return Email{}, Refuse(Invalid, "invalid.email")
	}
	s, ok := spelled(s)
	a, err := mail.ParseAddress(s)
	if !ok || err != nil || a.Address != s || len(s) > 254 {
		return Email{}, Refuse(Invalid, "invalid.email")
	}
	// A host without a dot is one of this network; one in brackets is a bare
	// number, where no clinic has its mail.
	if host := s[strings.LastIndexByte(s, '@')+1:]; !strings.Contains(host, ".") || host[0] == '[' {
		return Email{}, Refuse(Invalid, "invalid.email")
	}
	return Email{s}, nil
}

// spelled is an address with its host in the one spelling that we write. A name in
// other letters than ASCII's has many: wide ones, capitals, and the one beginning
// with xn-- that mail servers are given. All of them lead to one mailbox, which is to
// be one account and to get the letters of one.
func spelled(s string) (string, bool) {
	s = norm.NFC.String(s)
	at := strings.LastIndexByte(s, '@')
	if host := s[at+1:]; at >= 0 && !isPlain(host) {
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil {
			return "", false
		}
		if host, err = idna.Lookup.ToUnicode(ascii); err != nil {
			return "", false
		}
		s = s[:at+1] + host
	}
	return s, true
}

// isPlain reports whether a host is spelled in ASCII and means just that.
func isPlain(host string) bool {
	return !strings.ContainsFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) &&
		!strings.Contains(strings.ToLower(host), "xn--")
}

// unseen reports whether nobody sees that a character is there: it is a blank, turns
// the direction, joins or controls, or is drawn as nothing.
func unseen(r rune) bool {
	return !unicode.IsPrint(r) || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

func (e Email) String() string { return e.address }

// Folded is the address in the form in which two are compared. Those that differ in
// the case of ASCII letters alone are one, as they are to every mail server there is.
// Nothing else is made equal: Unicode's lower case of an I with a dot is an i, and
// whoever has the one address must not get the account of the other.
func (e Email) Folded() string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, e.address)
}

// IsZero reports whether no address is known.
func (e Email) IsZero() bool { return e.address == "" }

// MarshalText writes the address.
func (e Email) MarshalText() ([]byte, error) { return []byte(e.address), nil }

// UnmarshalText reads what MarshalText wrote.
func (e *Email) UnmarshalText(b []byte) error { return parseText(e, b, ParseEmail) }
