package directory

import (
	"net/url"
	"strings"
)

// URL is the absolute address of a page on somebody's site, http or https and
// nothing else, so that a link to it can do no more than open it. The zero URL
// means none is known.
type URL struct{ text string }

// ParseURL reads an absolute http or https address without user information.
func ParseURL(s string) (URL, error) {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil || len(s) > 2000 {
		return URL{}, Refuse(Invalid, "invalid.url")
	}
	return URL{u.String()}, nil
}

func (u URL) String() string { return u.text }

// Host is the site's host name without a leading www.
func (u URL) Host() string {
	p, err := url.Parse(u.text)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(p.Hostname(), "www.")
}

// IsZero reports whether no address is known.
func (u URL) IsZero() bool { return u.text == "" }

// MarshalText writes the address.
func (u URL) MarshalText() ([]byte, error) { return []byte(u.text), nil }

// UnmarshalText reads what MarshalText wrote.
func (u *URL) UnmarshalText(b []byte) error { return parseText(u, b, ParseURL) }
