package config

import (
	"fmt"
	"io"
	"net/mail"
	"net/netip"
	"strconv"
	"strings"
	"unicode"
)

// Mail is how letters leave: through a server, into a folder, or, if neither is
// named, not at all.
type Mail struct {
	Dir      string // the folder; "": none
	Host     string // the server; "": none
	Port     int
	TLS      TLS
	User     string // "": the server asks for none
	Password Secret // of User; from the environment alone, for flags show up in ps
	From     string // the address that letters come from; set if Host is
}

// On reports whether letters leave at all.
func (m Mail) On() bool { return m.Dir != "" || m.Host != "" }

// TLS says from when on the talk with a mail server is encrypted.
type TLS string

// The ways there are.
const (
	StartTLS TLS = "starttls" // after the greeting, before anything of ours
	WholeTLS TLS = "tls"      // from the first byte
	NoTLS    TLS = "none"     // never, which is for a server on the same machine
)

// ports are where a server listens that encrypts so, unless told otherwise.
var ports = map[TLS]string{StartTLS: "587", WholeTLS: "465", NoTLS: "25"}

// Secret is text that does not print itself, in fmt, slog or JSON.
type Secret string

// Format stands in for the value under every verb of fmt.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[secret]") }

// MarshalText stands in for the value in JSON and in a log.
func (Secret) MarshalText() ([]byte, error) { return []byte("[secret]"), nil }

// smtpPassword is the name under which the password stands in the environment.
const smtpPassword = "ROOTLINE_SMTP_PASSWORD"

// mail reads how letters leave.
func (r *reader) mail(f post, env func(string) string) Mail {
	m := Mail{Dir: f.MailDir, Host: strings.ToLower(f.SMTPHost), TLS: TLS(f.SMTPTLS), User: f.SMTPUser, From: f.MailFrom}
	if m.From != "" && !isAddress(m.From) {
		r.refuse("--mail-from is %q; it must be an address such as no-reply@clinics.example", m.From)
	}
	if m.Host == "" {
		if f.SMTPPort != "" || f.SMTPUser != "" {
			r.refuse("--smtp-host is missing; --smtp-port and --smtp-user are about a server")
		}
		m.TLS = "" // a default, about nothing
		return m
	}
	m.Password = Secret(env(smtpPassword))
	m.Port = r.smtpPort(f.SMTPPort, m.TLS)
	switch {
	case !isHostname(m.Host):
		r.refuse("--smtp-host is %q; it must be a host's name without a port", f.SMTPHost)
	case m.TLS == NoTLS && !isLoopback(m.Host):
		r.refuse("--smtp-tls is none, which is for a server on this machine alone; %s needs starttls or tls", m.Host)
	}
	if m.Dir != "" {
		r.refuse("--mail-dir and --smtp-host are both set; letters leave one way")
	}
	if m.From == "" {
		r.refuse("--mail-from is missing; it is the address that letters come from")
	}
	r.password(m)
	return m
}

// password refuses one without a user, the reverse, and what no server takes. It
// never repeats it.
func (r *reader) password(m Mail) {
	switch {
	case m.User != "" && m.Password == "":
		r.refuse("--smtp-user is set and %s is not; the password stands in the environment alone", smtpPassword)
	case m.User == "" && m.Password != "":
		r.refuse("%s is set and --smtp-user is not", smtpPassword)
	case strings.ContainsFunc(m.User, unicode.IsControl):
		r.refuse("--smtp-user is %q; it must not have control characters", m.User)
	case strings.ContainsFunc(string(m.Password), unicode.IsControl):
		r.refuse("%s has a line break or another control character in it", smtpPassword)
	}
}

// smtpPort reads a port, or takes the usual one of this kind of encryption.
func (r *reader) smtpPort(s string, tls TLS) int {
	usual, known := ports[tls]
	if !known {
		r.refuse("--smtp-tls is %q; it must be starttls, tls or none", string(tls))
	}
	if s == "" {
		s = usual
	}
	port, err := strconv.ParseUint(s, 10, 16)
	if known && (err != nil || port == 0) {
		r.refuse("--smtp-port is %q; it must be a port such as 587", s)
	}
	return int(port)
}

// isAddress reports whether s is a bare address in ASCII at a host whose name
// has a dot. Letters that come from any other are refused by many servers.
func isAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > 254 {
		return false
	}
	host := s[strings.LastIndexByte(s, '@')+1:]
	return strings.Contains(host, ".") && isHostname(host) && !strings.ContainsFunc(s, func(c rune) bool { return c > unicode.MaxASCII })
}

// isLoopback reports whether host is this machine.
func isLoopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback() || host == "localhost"
}
