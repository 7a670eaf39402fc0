package directory

import "strings"

// Slug is a name as it stands in an address: lower-case ASCII letters, digits
// and single hyphens between them, 80 at most.
type Slug struct{ text string }

const maxSlug = 80

// ParseSlug reads a slug as it stands in an address.
func ParseSlug(s string) (Slug, error) {
	if s == "" || len(s) > maxSlug || s[0] == '-' || s[len(s)-1] == '-' || strings.Contains(s, "--") {
		return Slug{}, Refuse(Invalid, "invalid.slug")
	}
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return Slug{}, Refuse(Invalid, "invalid.slug")
		}
	}
	return Slug{s}, nil
}

// SlugOf makes a slug of a name; letters that are not ASCII after folding are
// dropped. A name with nothing left gives the zero Slug.
func SlugOf(name string) Slug {
	var b strings.Builder
	hyphen := false
	for _, r := range Fold(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			if hyphen && b.Len() > 0 {
				b.WriteByte('-')
			}
			hyphen = false
			b.WriteRune(r)
		case r == '\'': // O'Higgins is ohiggins, not o-higgins
		default:
			hyphen = true
		}
		if b.Len() >= maxSlug-1 {
			break
		}
	}
	return Slug{b.String()}
}

func (s Slug) String() string { return s.text }

// IsZero reports whether there is no slug.
func (s Slug) IsZero() bool { return s.text == "" }

// MarshalText writes the slug as it stands in an address.
func (s Slug) MarshalText() ([]byte, error) { return []byte(s.text), nil }

// UnmarshalText reads what MarshalText wrote.
func (s *Slug) UnmarshalText(b []byte) error { return parseText(s, b, ParseSlug) }
