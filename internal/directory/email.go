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
	if err != nil || a.Address != s || len(s) > 254 {
		return Email{}, Refuse(Invalid, "invalid.email")
	}
	// A host without a dot is one of this network; one in brackets is a bare
	// number, where no clinic has its mail.
	if host := s[strings.LastIndexByte(s, '@')+1:]; !strings.Contains(host, ".") || host[0] == '[' {
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
