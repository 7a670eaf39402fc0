package fetch

import (
	"errors"
	"net/url"
	"strings"

	"golang.org/x/net/idna"

	"rootline/internal/directory"
)

// target is where one request goes: an address that has passed the first wall.
type target struct {
	url  *url.URL // as it is requested: the host in ASCII, without port or fragment
	host string
	port uint16
}

func (t target) encrypted() bool { return t.url.Scheme == "https" }

// What the first wall holds back.
var (
	errName = errors.New("not the name of a site")
	errPort = errors.New("not the port of the scheme")
)

// aim reads where u leads. What it refuses depends on the text of u alone, so
// that the person may be told what is wrong with it.
func aim(u directory.URL) (target, error) {
	parsed, err := url.Parse(u.String())
	if err != nil || parsed.User != nil {
		return target{}, refuse(errName, "fetch.name")
	}
	host, err := siteName(parsed.Hostname())
	if err != nil {
		return target{}, refuse(err, "fetch.name")
	}
	t := target{url: parsed, host: host}
	switch {
	case parsed.Scheme == "https" && (parsed.Port() == "" || parsed.Port() == "443"):
		t.port = 443
	case parsed.Scheme == "http" && (parsed.Port() == "" || parsed.Port() == "80"):
		t.port = 80
	default:
		return target{}, refuse(errPort, "fetch.port", "Host", host)
	}
	parsed.Host, parsed.Fragment, parsed.RawFragment = host, "", ""
	return t, nil
}

// siteName is host as the name service knows it. A name outside ASCII is mapped
// first and judged after, for what it maps to may be a number.
//
// The last label has to begin with a letter, as all that exist do. This rules
// out addresses in every spelling that some library reads as one: 127.1, octal,
// hexadecimal, one big number, and IPv6.
func siteName(host string) (string, error) {
	host = strings.ToLower(host)
	if strings.ContainsFunc(host, func(r rune) bool { return r >= 0x80 }) {
		mapped, err := idna.Lookup.ToASCII(host)
		if err != nil {
			return "", errName
		}
		host = mapped
	}
	labels := strings.Split(host, ".")
	last := labels[len(labels)-1]
	if len(host) > 253 || len(labels) < 2 || reserved[last] {
		return "", errName
	}
	for _, label := range labels {
		if !isLabel(label) {
			return "", errName
		}
	}
	if last[0] < 'a' || last[0] > 'z' {
		return "", errName
	}
	return host, nil
}

// isLabel reports whether s can be a part of a name. An underscore cannot by
// the book, but there are sites that have one.
func isLabel(s string) bool {
	return s != "" && len(s) <= 63 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

// reserved are the names at the top that are set aside for what is not on the
// web: their look-up would already be a question put to our own network.
var reserved = map[string]bool{
	"localhost": true, "local": true, "internal": true, // RFC 6761, RFC 6762, ICANN 2024
	"onion": true, "alt": true, "arpa": true, // RFC 7686, RFC 9476, RFC 3172
	"invalid": true, "test": true, // RFC 6761
}
