package mail_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rootline/internal/mail"
	"rootline/internal/mail/mailtest"
)

func TestSMTP_Send(t *testing.T) {
	tests := map[string]struct {
		options mailtest.Options
		client  func(*mail.SMTP)
	}{
		"STARTTLS":                   {mailtest.Options{}, func(*mail.SMTP) {}},
		"TLS from the first byte":    {mailtest.Options{Whole: true}, func(s *mail.SMTP) { s.TLS = mail.WholeTLS }},
		"no TLS on the same machine": {mailtest.Options{Plain: true}, func(s *mail.SMTP) { s.TLS = mail.NoTLS }},
		"signed in": {mailtest.Options{Passwords: map[string]string{"amy": "correct horse"}}, func(s *mail.SMTP) {
			s.User, s.Password = "amy", "correct horse"
		}},
		"signed in, TLS from the first byte": {mailtest.Options{Whole: true, Passwords: map[string]string{"amy": "correct horse"}}, func(s *mail.SMTP) {
			s.TLS, s.User, s.Password = mail.WholeTLS, "amy", "correct horse"
		}},
		"signed in on the same machine": {mailtest.Options{Plain: true, Passwords: map[string]string{"amy": "correct horse"}}, func(s *mail.SMTP) {
			s.TLS, s.User, s.Password = mail.NoTLS, "amy", "correct horse"
		}},
		"a slow server": {mailtest.Options{Delay: 50 * time.Millisecond}, func(*mail.SMTP) {}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			server := mailtest.Start(t, tt.options)
			client, letter := to(t, server), aLetter(t)
			tt.client(&client)
			if err := client.Send(t.Context(), letter); err != nil {
				t.Fatalf("Send: %v", err)
			}
			got := server.Letters()
			if len(got) != 1 || got[0].From != "no-reply@clinics.example" || got[0].To != "amy@practice.example" ||
				got[0].User != client.User || got[0].Encrypted == tt.options.Plain {
				t.Fatalf("the server has %+v", got)
			}
			if head := read(t, got[0].Message).Header; head.Get("Message-ID") != "<"+letter.ID.String()+"@clinics.example>" {
				t.Errorf("Message-ID: %s", head.Get("Message-ID"))
			}
		})
	}
}

// refusals are what a server may do to a letter, and what that is: for good, or
// not. Whatever it is, the letter must not be with the server afterwards, except
// where it broke off after it had taken it.
func refusals() map[string]struct {
	at      mailtest.Stage
	err     error
	step    mail.Step
	refused bool
	kept    int
} {
	type refusal = struct {
		at      mailtest.Stage
		err     error
		step    mail.Step
		refused bool
		kept    int
	}
	return map[string]refusal{
		"421 instead of a greeting":    {mailtest.OnConnect, mailtest.Reply(421, 4, 3, 2, "too busy"), mail.Greeting, false, 0},
		"554 instead of a greeting":    {mailtest.OnConnect, mailtest.Reply(554, 5, 7, 1, "no service for you"), mail.Greeting, false, 0},
		"dropped instead of greeted":   {mailtest.OnConnect, mailtest.ErrDrop, mail.Greeting, false, 0},
		"silence instead of a hello":   {mailtest.OnConnect, mailtest.ErrHang, mail.Greeting, false, 0},
		"421 to hello":                 {mailtest.OnHello, mailtest.Reply(421, 4, 3, 2, "too busy"), mail.Greeting, false, 0},
		"451 to the sender":            {mailtest.OnFrom, mailtest.Reply(451, 4, 7, 1, "later"), mail.From, false, 0},
		"550 to the sender":            {mailtest.OnFrom, mailtest.Reply(550, 5, 7, 1, "not yours"), mail.From, false, 0},
		"421 to the sender":            {mailtest.OnFrom, mailtest.Reply(421, 4, 3, 2, "closing"), mail.From, false, 0},
		"silence to the sender":        {mailtest.OnFrom, mailtest.ErrHang, mail.From, false, 0},
		"450 to the recipient":         {mailtest.OnTo, mailtest.Reply(450, 4, 2, 0, "greylisted"), mail.To, false, 0},
		"451 to the recipient":         {mailtest.OnTo, mailtest.Reply(451, 4, 7, 1, "later"), mail.To, false, 0},
		"550 to the recipient":         {mailtest.OnTo, mailtest.Reply(550, 5, 1, 1, "no such user amy@practice.example"), mail.To, true, 0},
		"553 to the recipient":         {mailtest.OnTo, mailtest.Reply(553, 5, 1, 3, "bad address"), mail.To, true, 0},
		"530 to the recipient":         {mailtest.OnTo, mailtest.Reply(530, 5, 7, 0, "sign in first"), mail.To, false, 0},
		"dropped at the recipient":     {mailtest.OnTo, mailtest.ErrDrop, mail.To, false, 0},
		"451 to the letter":            {mailtest.OnContent, mailtest.Reply(451, 4, 3, 0, "later"), mail.Content, false, 0},
		"452 to the letter":            {mailtest.OnContent, mailtest.Reply(452, 4, 3, 1, "disk full"), mail.Content, false, 0},
		"550 to the letter":            {mailtest.OnContent, mailtest.Reply(550, 5, 7, 1, "we do not like it"), mail.Content, true, 0},
		"554 to the letter":            {mailtest.OnContent, mailtest.Reply(554, 5, 6, 0, "spam"), mail.Content, true, 0},
		"421 to the letter":            {mailtest.OnContent, mailtest.Reply(421, 4, 3, 2, "closing"), mail.Content, false, 0},
		"dropped after the letter":     {mailtest.OnContent, mailtest.ErrDrop, mail.Content, false, 0},
		"silence after the letter":     {mailtest.OnContent, mailtest.ErrHang, mail.Content, false, 0},
		"kept, and dropped":            {mailtest.OnKept, mailtest.ErrDrop, mail.Content, false, 1},
		"kept, and no word about that": {mailtest.OnKept, mailtest.ErrHang, mail.Content, false, 1},
	}
}

func TestSMTP_SendTellsRefusalsApart(t *testing.T) {
	for name, tt := range refusals() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := mailtest.Start(t, mailtest.Options{Answer: func(s mailtest.Stage, n int) error {
				if s == tt.at && n == 0 {
					return tt.err
				}
				return nil
			}})
			client, letter := to(t, server), aLetter(t)
			client.Patience = 200 * time.Millisecond
			err := client.Send(t.Context(), letter)
			failure := (*mail.Failure)(nil)
			if !errors.As(err, &failure) || failure.Step != tt.step || mail.Refused(err) != tt.refused {
				t.Fatalf("Send = %v, Refused %t; want it to fail at %s, Refused %t", err, mail.Refused(err), tt.step, tt.refused)
			}
			if strings.Contains(err.Error(), "practice.example") {
				t.Errorf("the failure repeats an address: %v", err)
			}
			if got := len(server.Letters()); got != tt.kept {
				t.Errorf("the server has %d letters, want %d", got, tt.kept)
			}
			if tt.refused {
				return
			}
			// Sent again, it is there, once; or, where it was there already, under the
			// name by which servers know it.
			client.Patience = 10 * time.Second
			if err := client.Send(t.Context(), letter); err != nil {
				t.Fatalf("sent again: %v", err)
			}
			ids := map[string]int{}
			for _, l := range server.Letters() {
				ids[read(t, l.Message).Header.Get("Message-ID")]++
			}
			if len(ids) != 1 || len(server.Letters()) != tt.kept+1 {
				t.Errorf("the server has %v, want one letter, %d times", ids, tt.kept+1)
			}
		})
	}
}

// TestSMTP_SendOnceWhenGoodbyeFails holds that a letter is out when the server
// has said so, whatever comes after.
func TestSMTP_SendOnceWhenGoodbyeFails(t *testing.T) {
	for _, goodbye := range []string{"", "421 closing\r\n", "what?\r\n"} {
		host, port := scripted(t, func(conn net.Conn, line func() string) {
			say := func(s string) { _, _ = io.WriteString(conn, s+"\r\n") }
			say("220 mail.example")
			for l := line(); l != "" && l != "QUIT"; l = line() {
				switch l {
				case "DATA":
					say("354 go on")
					for line() != "." {
						continue
					}
					say("250 kept")
				default:
					say("250 fine")
				}
			}
			_, _ = io.WriteString(conn, goodbye)
		})
		client := mail.SMTP{Host: host, Port: port, TLS: mail.NoTLS, From: email(t, "no-reply@clinics.example")}
		if err := client.Send(t.Context(), aLetter(t)); err != nil {
			t.Errorf("a letter that was taken by a server that says goodbye with %q: %v", goodbye, err)
		}
	}
}

// scripted is a server that says what a test has it say.
func scripted(t *testing.T, talk func(conn net.Conn, line func() string)) (host string, port int) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				talk(conn, func() string {
					var line []byte
					for b := make([]byte, 1); ; {
						if _, err := conn.Read(b); err != nil {
							return ""
						}
						if b[0] == '\n' {
							return strings.TrimSuffix(string(line), "\r")
						}
						line = append(line, b[0])
					}
				})
			}()
		}
	}()
	return "127.0.0.1", listener.Addr().(*net.TCPAddr).Port
}

// TestSMTP_SendEndsWithItsContext is R6 from the sender's side: a server that is
// down, slow or half open holds nobody up for longer than they would wait.
func TestSMTP_SendEndsWithItsContext(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	down := mail.SMTP{Host: "127.0.0.1", Port: closed.Addr().(*net.TCPAddr).Port, From: email(t, "no-reply@clinics.example")}
	hosts := map[string]mail.SMTP{"down": down}
	for _, stage := range []mailtest.Stage{mailtest.OnConnect, mailtest.OnHello, mailtest.OnFrom, mailtest.OnTo, mailtest.OnContent, mailtest.OnKept} {
		hosts["silent at "+string(stage)] = to(t, mailtest.Start(t, mailtest.Options{Answer: func(s mailtest.Stage, _ int) error {
			if s == stage {
				return mailtest.ErrHang
			}
			return nil
		}}))
	}
	whole := to(t, mailtest.Start(t, mailtest.Options{Whole: true, Answer: func(mailtest.Stage, int) error { return mailtest.ErrHang }}))
	whole.TLS = mail.WholeTLS
	hosts["silent at the handshake"] = whole
	hosts["slow"] = to(t, mailtest.Start(t, mailtest.Options{Delay: time.Second}))
	const wait = 500 * time.Millisecond
	for name, client := range hosts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client.Patience = time.Minute
			ctx, cancel := context.WithTimeout(t.Context(), wait)
			defer cancel()
			began := time.Now()
			err := client.Send(ctx, aLetter(t))
			if took := time.Since(began); err == nil || mail.Refused(err) || took > wait+1500*time.Millisecond {
				t.Errorf("Send = %v after %v; want a failure that may pass, in %v", err, took, wait)
			}
		})
	}
}

// TestSMTP_recovers holds that the first letter after the server is back goes
// out, and that none of those before it was lost or is there twice.
func TestSMTP_recovers(t *testing.T) {
	const failing = 30
	faults := []error{mailtest.Reply(451, 4, 7, 1, "later"), mailtest.ErrDrop, mailtest.Reply(421, 4, 3, 2, "closing")}
	stages := []mailtest.Stage{mailtest.OnConnect, mailtest.OnHello, mailtest.OnFrom, mailtest.OnTo, mailtest.OnContent}
	server := mailtest.Start(t, mailtest.Options{Answer: func(s mailtest.Stage, n int) error {
		if n < failing && s == stages[n%len(stages)] {
			return faults[n%len(faults)]
		}
		return nil
	}})
	client := to(t, server)
	waiting := []mail.Letter{aLetter(t), aLetter(t), aLetter(t), aLetter(t), aLetter(t)}
	want := len(waiting)
	rounds := 0
	for ; len(waiting) > 0; rounds++ {
		if rounds > failing {
			t.Fatalf("%d letters still wait after %d rounds", len(waiting), rounds)
		}
		var still []mail.Letter
		for _, l := range waiting {
			if err := client.Send(t.Context(), l); mail.Refused(err) {
				t.Fatal(err)
			} else if err != nil {
				still = append(still, l)
			}
		}
		waiting = still
	}
	ids := map[string]int{}
	for _, l := range server.Letters() {
		ids[read(t, l.Message).Header.Get("Message-ID")]++
	}
	if len(ids) != want || len(server.Letters()) != want {
		t.Errorf("the server has %v; want each of %d letters once", ids, want)
	}
	t.Logf("%d letters were out after %d connections, %d of which failed", want, server.Connections(), failing)
}

// TestSMTP_SendNeverInTheOpen holds that a server that cannot be trusted gets
// neither a letter nor a password.
func TestSMTP_SendNeverInTheOpen(t *testing.T) {
	tests := map[string]struct {
		options mailtest.Options
		client  func(*mail.SMTP)
	}{
		"no STARTTLS":           {mailtest.Options{Plain: true}, func(*mail.SMTP) {}},
		"another's certificate": {mailtest.Options{Name: "other.example"}, func(*mail.SMTP) {}},
		"an expired one":        {mailtest.Options{Expired: true}, func(*mail.SMTP) {}},
		"one nobody vouches for": {mailtest.Options{}, func(s *mail.SMTP) {
			s.Roots = nil
		}},
		"no TLS from the first byte": {mailtest.Options{}, func(s *mail.SMTP) { s.TLS, s.Patience = mail.WholeTLS, 300*time.Millisecond }},
	}
	for name, tt := range tests {
		var asked atomic.Int32
		tt.options.Passwords = map[string]string{"amy": "correct horse"}
		tt.options.Answer = func(s mailtest.Stage, _ int) error {
			if s == mailtest.OnSignIn || s == mailtest.OnFrom {
				asked.Add(1)
			}
			return nil
		}
		server := mailtest.Start(t, tt.options)
		client := to(t, server)
		client.User, client.Password = "amy", "correct horse"
		tt.client(&client)
		if err := client.Send(t.Context(), aLetter(t)); err == nil || mail.Refused(err) || asked.Load() > 0 || len(server.Letters()) > 0 {
			t.Errorf("%s: Send = %v; the server was asked %d times and has %d letters", name, err, asked.Load(), len(server.Letters()))
		}
	}
}

func TestSMTP_printsNoPassword(t *testing.T) {
	s := mail.SMTP{Host: "mail.example", Port: 587, User: "amy", Password: "hunter2"}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if got := fmt.Sprintf(verb+verb, s, &s); got != "smtp://mail.example:587smtp://mail.example:587" {
			t.Errorf("Sprintf(%s) = %s", verb, got)
		}
	}
}

// TestSMTP_addressesOutsideASCII holds that such an address is asked of a server
// that takes it, and is refused for good where none does.
func TestSMTP_addressesOutsideASCII(t *testing.T) {
	tests := []struct {
		address string
		utf8    bool
		want    string
	}{
		{"amy@bücher.example", false, "amy@xn--bcher-kva.example"},
		{"zoë@bücher.example", true, "zoë@xn--bcher-kva.example"},
		{"zoë@bücher.example", false, ""},
	}
	for _, tt := range tests {
		server := mailtest.Start(t, mailtest.Options{UTF8: tt.utf8})
		f := facts(t)
		f.To = email(t, tt.address)
		err := to(t, server).Send(t.Context(), compose(t, mail.SignInCode, f))
		got := ""
		if letters := server.Letters(); len(letters) == 1 {
			got = letters[0].To
		}
		if got != tt.want || mail.Refused(err) != (tt.want == "") {
			t.Errorf("to %s (SMTPUTF8 %t): it went to %q, %v; want %q", tt.address, tt.utf8, got, err, tt.want)
		}
	}
}
