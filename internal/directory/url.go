package directory

import (
	"net/netip"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// URL is the absolute address of a page on somebody's site, http or https and
// nothing else, so that a link to it can do no more than open it. The zero URL
// means none is known.
type URL struct{ text string }

const maxURL = 2000

// ParseURL reads an absolute http or https address without user information.
func ParseURL(s string) (URL, error) {
	bad := Refuse(Invalid, "invalid.url")
	s = strings.TrimSpace(s)
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || !isHost(u.Hostname()) {
		return URL{}, bad
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsSpace) {
		return URL{}, bad
	}
	u.Host = strings.ToLower(u.Host)
	// What is read back has to be read back the same.
	text := u.String()
	if again, err := url.Parse(text); err != nil || again.String() != text || len(text) > maxURL {
		return URL{}, bad
	}
	return URL{text}, nil
}

// isHost reports whether s can name a host: an IP address, or labels with dots
// between them. The library lets quotes and angle brackets pass.
func isHost(s string) bool {
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || strings.ContainsFunc(label, func(r rune) bool {
			return r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
		}) {
			return false
		}
	}
	return true
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
