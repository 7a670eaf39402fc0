package mail

import (
	"bytes"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"unicode"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/net/idna"

	"rootline/internal/directory"
)

// message is a letter as RFC 5322 writes it, the same bytes each time. Its
// Message-ID is of the domain that it comes from.
func message(l Letter, from string) ([]byte, error) {
	if l.ID.IsZero() || l.At.IsZero() {
		return nil, errors.New("a letter needs an id and a time")
	}
	to, err := envelope(l.To)
	if err != nil {
		return nil, err
	}
	if strings.ContainsFunc(l.Subject+l.Sender, unicode.IsControl) {
		return nil, errors.New("a letter's subject or sender has control characters")
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary("part-"+l.ID.String()))
	m.FromMailAddress(&mail.Address{Name: l.Sender, Address: from})
	m.ToMailAddress(&mail.Address{Address: to})
	m.Subject(l.Subject)
	m.SetDateWithValue(l.At.UTC())
	m.SetMessageIDWithValue(l.ID.String() + "@" + domain(from))
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody's holiday notice should answer
	m.SetBodyString(gomail.TypeTextPlain, l.Text)
	m.AddAlternativeString(gomail.TypeTextHTML, l.HTML)
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("write a letter: %w", err)
	}
	return b.Bytes(), nil
}

// errAddress means that no server could be asked to take a letter there.
var errAddress = errors.New("an address that no letter can be sent to")

// envelope is an address as it stands in a letter's envelope and header: its
// domain in ASCII, and in neither half a character that is not seen. What parses
// as an address may still have a line separator of Unicode's in it.
func envelope(e directory.Email) (string, error) {
	s := e.String()
	at := strings.LastIndexByte(s, '@')
	if at < 1 || strings.ContainsFunc(s, func(r rune) bool { return r == ' ' || !unicode.IsPrint(r) }) {
		return "", errAddress
	}
	host, err := idna.Lookup.ToASCII(s[at+1:])
	if err != nil {
		return "", errAddress
	}
	s = s[:at+1] + host
	if a, err := mail.ParseAddress(s); err != nil || a.Address != s || strings.ContainsAny(s, "<>,;:\"") {
		return "", errAddress
	}
	return s, nil
}

func domain(address string) string { return address[strings.LastIndexByte(address, '@')+1:] }

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
