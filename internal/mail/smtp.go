package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"

	"rootline/internal/directory"
)

// TLS says from when on the talk with a server is encrypted.
type TLS string

// The ways there are.
const (
	StartTLS TLS = "starttls" // after the greeting, before anything of ours
	WholeTLS TLS = "tls"      // from the first byte
	NoTLS    TLS = "none"     // never; for a server on the same machine
)

// SMTP hands letters to a mail server, each over a connection of its own: they
// are few, a connection that is kept fails when it is next needed, and a letter
// has nothing of the one before it. It prints its address and nothing else.
type SMTP struct {
	Host     string
	Port     int
	TLS      TLS
	User     string // "": the server asks for none
	Password string `json:"-"`
	From     directory.Email

	Patience time.Duration  // with each answer, five times as much with the last; 0: DefaultPatience
	Roots    *x509.CertPool // who may vouch for the server; nil: whom the system trusts
	Resolver *net.Resolver  // nil: the system's
}

// DefaultPatience is how long a server may take to answer.
const DefaultPatience = 20 * time.Second

// Format stands in for the whole under every verb of fmt.
func (s SMTP) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "smtp://"+s.address()) }

func (s SMTP) address() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// Send hands a letter to the server. It ends when ctx does, whatever the server
// is about; then, or if the connection breaks after the letter was sent and
// before the server said so, it may have the letter although Send fails. Sent
// again, it has the same Message-ID, by which mail servers know it.
func (s SMTP) Send(ctx context.Context, l Letter) error {
	return s.Try(ctx, l, func(Step) {})
}

// Try is Send, which tells of each step that has worked.
func (s SMTP) Try(ctx context.Context, l Letter, worked func(Step)) error {
	content, err := message(l, s.From.String())
	if err != nil {
		return err
	}
	to, err := envelope(l.To)
	if err != nil {
		return err
	}
	d := &dialogue{server: s, to: to, content: content, worked: worked}
	return d.run(ctx)
}

func (s SMTP) patience() time.Duration {
	if s.Patience > 0 {
		return s.Patience
	}
	return DefaultPatience
}

func (s SMTP) tlsConfig() *tls.Config {
	return &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
}
