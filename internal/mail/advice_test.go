package mail_test

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"rootline/internal/mail"
	"rootline/internal/mail/mailtest"
	"rootline/internal/words"
)

// names is a name service that answers every question with code.
func names(t *testing.T, code dnsmessage.RCode) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		for b := make([]byte, 1500); ; {
			n, from, err := conn.ReadFrom(b)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(b[:n]) != nil {
				continue
			}
			m.Response, m.RCode, m.Additionals = true, code, nil
			if answer, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(answer, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// TestSMTP_Advice sends a letter to each kind of broken server, and holds the
// steps that worked and the sentence about what did not.
func TestSMTP_Advice(t *testing.T) {
	answer := func(at mailtest.Stage, err error) mailtest.Options {
		return mailtest.Options{Answer: func(s mailtest.Stage, _ int) error {
			if s == at {
				return err
			}
			return nil
		}}
	}
	users := map[string]string{"amy": "correct horse"}
	says := func(s string) func(*testing.T, *mail.SMTP) {
		return func(t *testing.T, c *mail.SMTP) {
			t.Helper()
			c.Host, c.Port = scripted(t, func(conn net.Conn, line func() string) {
				_, _ = io.WriteString(conn, s)
				line()
			})
		}
	}
	whole := func(_ *testing.T, c *mail.SMTP) { c.TLS = mail.WholeTLS }
	user := func(name, password string) func(*testing.T, *mail.SMTP) {
		return func(_ *testing.T, c *mail.SMTP) { c.User, c.Password = name, password }
	}
	const (
		reached = "look_up connect"
		greeted = reached + " greeting"
		safe    = greeted + " encryption"
	)
	tests := map[string]struct {
		options mailtest.Options
		change  func(*testing.T, *mail.SMTP)
		worked  string
		advice  string
	}{
		"no such name": {change: func(t *testing.T, c *mail.SMTP) {
			t.Helper()
			c.Host, c.Resolver = "mail.clinics.example", names(t, dnsmessage.RCodeNameError)
		}, advice: "no_such_name"},
		"no name service": {change: func(t *testing.T, c *mail.SMTP) {
			t.Helper()
			c.Host, c.Resolver = "mail.clinics.example", names(t, dnsmessage.RCodeRefused)
		}, advice: "no_name_service"},
		"nobody listens": {change: func(t *testing.T, c *mail.SMTP) {
			t.Helper()
			closed, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			closed.Close()
			c.Port = closed.Addr().(*net.TCPAddr).Port
		}, advice: "nobody_listens"},
		"silent":                   {options: answer(mailtest.OnConnect, mailtest.ErrHang), worked: reached, advice: "silent"},
		"encrypted, unlike asked":  {options: mailtest.Options{Whole: true}, worked: reached, advice: "silent"},
		"turns us away":            {options: answer(mailtest.OnConnect, mailtest.Reply(554, 5, 7, 1, "no")), worked: reached, advice: "turned_away"},
		"hangs up":                 {options: answer(mailtest.OnConnect, mailtest.ErrDrop), worked: reached, advice: "hung_up"},
		"a web server":             {change: says("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"), worked: reached, advice: "not_smtp"},
		"a telnet server":          {change: says("100 login:\r\n"), worked: reached, advice: "not_smtp"},
		"no STARTTLS":              {options: mailtest.Options{Plain: true}, worked: greeted, advice: "no_starttls"},
		"another's certificate":    {options: mailtest.Options{Name: "other.example"}, worked: greeted, advice: "other_name"},
		"an expired certificate":   {options: mailtest.Options{Expired: true}, worked: greeted, advice: "expired"},
		"nobody vouches for it":    {change: func(_ *testing.T, c *mail.SMTP) { c.Roots = nil }, worked: greeted, advice: "not_vouched_for"},
		"not encrypted, but asked": {options: mailtest.Options{Plain: true}, change: whole, worked: reached, advice: "not_tls"},
		"silent, asked to encrypt": {options: answer(mailtest.OnConnect, mailtest.ErrHang), change: whole, worked: reached, advice: "not_tls"},
		"no way to sign in":        {change: user("amy", "correct horse"), worked: safe, advice: "no_sign_in"},
		"a wrong password":         {options: mailtest.Options{Passwords: users}, change: user("amy", "wrong"), worked: safe, advice: "wrong_password"},
		"an unknown user":          {options: mailtest.Options{Passwords: users}, change: user("bob", "correct horse"), worked: safe, advice: "wrong_password"},
		"no password":              {options: mailtest.Options{Passwords: users}, worked: safe, advice: "sign_in_first"},
		"not now, to the password": {
			options: mailtest.Options{Passwords: users, Answer: answer(mailtest.OnSignIn, mailtest.Reply(454, 4, 7, 0, "later")).Answer},
			change:  user("amy", "correct horse"), worked: safe, advice: "later",
		},
		"not our sender":       {options: answer(mailtest.OnFrom, mailtest.Reply(553, 5, 7, 1, "not yours")), worked: safe, advice: "not_our_sender"},
		"no such recipient":    {options: answer(mailtest.OnTo, mailtest.Reply(550, 5, 1, 1, "no such user")), worked: safe + " from", advice: "not_that_address"},
		"greylisted":           {options: answer(mailtest.OnTo, mailtest.Reply(451, 4, 7, 1, "later")), worked: safe + " from", advice: "later"},
		"refuses the letter":   {options: answer(mailtest.OnContent, mailtest.Reply(554, 5, 7, 1, "SPF")), worked: safe + " from to", advice: "not_that_letter"},
		"busy":                 {options: answer(mailtest.OnContent, mailtest.Reply(421, 4, 3, 2, "busy")), worked: safe + " from to", advice: "later"},
		"drops after DATA":     {options: answer(mailtest.OnContent, mailtest.ErrDrop), worked: safe + " from to", advice: "hung_up"},
		"no answer after DATA": {options: answer(mailtest.OnContent, mailtest.ErrHang), worked: safe + " from to", advice: "stopped_answering"},
		"no answer to sender":  {options: answer(mailtest.OnFrom, mailtest.ErrHang), worked: safe, advice: "stopped_answering"},
		"a reply with a terminal": {
			options: answer(mailtest.OnTo, mailtest.Reply(550, 5, 1, 1, "\x1b[2Kno\u202e "+strings.Repeat("x", 400))),
			worked:  safe + " from", advice: "not_that_address",
		},
		"well": {worked: safe + " from to content"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := to(t, mailtest.Start(t, tt.options))
			client.Patience = time.Second // enough to be answered even on a busy machine
			if tt.change != nil {
				tt.change(t, &client)
			}
			var worked []string
			err := client.Try(t.Context(), aLetter(t), func(s mail.Step) { worked = append(worked, string(s)) })
			if got := strings.Join(worked, " "); got != tt.worked || (err == nil) != (tt.advice == "") {
				t.Fatalf("Try = %v after %q; want it after %q", err, got, tt.worked)
			}
			if err == nil {
				return
			}
			advice := client.Advice(err)
			said := words.English().Message(advice)
			if advice.ID != "mail.advice."+tt.advice || strings.ContainsAny(said, "{\x1b\n\u202e") || len(said) > 700 {
				t.Errorf("Advice(%v) = %s: %s; want %s", err, advice.ID, said, tt.advice)
			}
			t.Log(said)
		})
	}
}

func TestSMTP_Advice_onAddresses(t *testing.T) {
	client := to(t, mailtest.Start(t, mailtest.Options{}))
	f := facts(t)
	f.To = email(t, "zoë@practice.example")
	for _, l := range []mail.Letter{compose(t, mail.SignInCode, f), {ID: f.ID, At: f.At}} {
		if err := client.Send(t.Context(), l); !mail.Refused(err) || client.Advice(err).ID != "mail.advice.address" {
			t.Errorf("Send to %s = %v, %s", l.To, err, client.Advice(err).ID)
		}
	}
}
