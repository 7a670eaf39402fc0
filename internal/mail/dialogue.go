package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// dialogue is the talk with a server about one letter. It drives the client of
// go-mail step by step, rather than through go-mail's Send: that reports a
// letter as failed when the server took it and then broke off, which would send
// it twice, takes a broken connection for a permanent refusal, leaves
// connections open, and heeds no context after the connection is made.
type dialogue struct {
	server  SMTP
	to      string
	content []byte
	worked  func(Step)
	conn    net.Conn
	client  *smtp.Client
}

// run goes from step to step until one fails. Once the server has said that it
// has the letter, nothing makes it a failure any more.
func (d *dialogue) run(ctx context.Context) error {
	defer d.leave(ctx)
	for _, s := range d.steps() {
		patience := d.server.patience()
		if s.step == Content {
			patience *= 5 // servers look at a letter before they take it; giving up too early sends it twice
		}
		if err := d.within(ctx, patience, s.take); err != nil {
			return fail(s.step, err)
		}
		if s.step == Connect {
			d.worked(LookUp)
		}
		d.worked(s.step)
	}
	return nil
}

type step struct {
	step Step
	take func(context.Context) error
}

func (d *dialogue) steps() []step {
	steps := []step{{Connect, d.connect}}
	switch d.server.TLS {
	case WholeTLS:
		steps = append(steps, step{Encryption, d.encrypt}, step{Greeting, d.greet})
	case NoTLS:
		steps = append(steps, step{Greeting, d.greet})
	default:
		steps = append(steps, step{Greeting, d.greet}, step{Encryption, d.startTLS})
	}
	if d.server.User != "" {
		steps = append(steps, step{SignIn, d.signIn})
	}
	return append(steps, step{From, d.from}, step{To, d.recipient}, step{Content, d.send})
}

// within gives a step so much time. The client knows nothing of contexts: what
// ends it is that its connection is closed.
func (d *dialogue) within(ctx context.Context, patience time.Duration, take func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if conn := d.conn; conn != nil {
		defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	}
	err := take(ctx)
	if err != nil && ctx.Err() != nil {
		return ctx.Err() // rather than that a closed connection was used
	}
	return err
}

func (d *dialogue) connect(ctx context.Context) (err error) {
	d.conn, err = (&net.Dialer{Resolver: d.server.Resolver}).DialContext(ctx, "tcp", d.server.address())
	return err
}

func (d *dialogue) encrypt(ctx context.Context) error {
	conn := tls.Client(d.conn, d.server.tlsConfig())
	d.conn = conn
	return conn.HandshakeContext(ctx)
}

func (d *dialogue) greet(context.Context) error {
	client, err := smtp.NewClient(d.conn, d.server.Host)
	if err != nil {
		return err
	}
	d.client = client
	return client.Hello(domain(d.server.From.String()))
}

// errNoStartTLS and the like are what a server lacks.
var (
	errNoStartTLS = errors.New("STARTTLS is not offered")
	errNoSignIn   = errors.New("no way to sign in that we know is offered")
	errNoUTF8     = fmt.Errorf("%w: the server takes ASCII alone", errAddress)
)

func (d *dialogue) startTLS(context.Context) error {
	if offered, _ := d.client.Extension("STARTTLS"); !offered {
		return errNoStartTLS
	}
	return d.client.StartTLS(d.server.tlsConfig())
}

// signIn takes the simplest way that is offered: the talk is encrypted, or does
// not leave the machine.
func (d *dialogue) signIn(context.Context) error {
	_, offered := d.client.Extension("AUTH")
	s, ways := d.server, strings.Fields(strings.ToUpper(offered))
	switch {
	case slices.Contains(ways, "PLAIN"):
		return d.client.Auth(smtp.PlainAuth("", s.User, s.Password, s.Host, s.TLS == NoTLS))
	case slices.Contains(ways, "LOGIN"):
		return d.client.Auth(smtp.LoginAuth(s.User, s.Password, s.Host, s.TLS == NoTLS))
	case slices.Contains(ways, "SCRAM-SHA-256"):
		return d.client.Auth(smtp.ScramSHA256Auth(s.User, s.Password))
	}
	return errNoSignIn
}

// from asks for the extension for addresses outside ASCII only where one is: a
// letter that asks for it may be refused further on by a server without it.
func (d *dialogue) from(context.Context) error {
	d.client.SkipSMTPUTF8(isASCII(d.to))
	return d.client.Mail("<" + d.server.From.String() + ">")
}

func (d *dialogue) recipient(context.Context) error {
	if utf8, _ := d.client.Extension("SMTPUTF8"); !utf8 && !isASCII(d.to) {
		return errNoUTF8
	}
	return d.client.Rcpt("<" + d.to + ">")
}

func (d *dialogue) send(context.Context) error {
	w, err := d.client.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(d.content); err != nil {
		return err // without the closing dot: half a letter would go out
	}
	return w.Close()
}

// leave says goodbye, for which a second is enough, and closes the connection.
func (d *dialogue) leave(ctx context.Context) {
	if d.conn == nil {
		return
	}
	if d.client != nil {
		_ = d.within(ctx, time.Second, func(context.Context) error { return d.client.Quit() })
	}
	_ = d.conn.Close()
}
