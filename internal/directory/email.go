package directory

import (
	"net/mail"
	"strings"
)

// Email is a bare e-mail address. The zero Email means none is known.
type Email struct{ address string }

// ParseEmail reads one address without a display name.
func ParseEmail(s string) (Email, error) {
	s = strings.TrimSpace(s)
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > 254 || strings.ContainsAny(s, "\r\n\x00<> ") {
		return Email{}, Refuse(Invalid, "invalid.email")
	}
	if _, domain, _ := strings.Cut(s, "@"); !strings.Contains(domain, ".") {
		return Email{}, Refuse(Invalid, "invalid.email")
	}
	return Email{s}, nil
}

func (e Email) String() string { return e.address }

// IsZero reports whether no address is known.
func (e Email) IsZero() bool { return e.address == "" }

// MarshalText writes the address.
func (e Email) MarshalText() ([]byte, error) { return []byte(e.address), nil }

// UnmarshalText reads what MarshalText wrote.
func (e *Email) UnmarshalText(b []byte) error { return parseText(e, b, ParseEmail) }
