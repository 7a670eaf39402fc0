package main

import (
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/mail"
	"rootline/internal/mail/mailtest"
)

// tried is what rootline mail test prints for a server, which the test's own
// authority vouches for.
func tried(t *testing.T, server *mailtest.Server, change func(*mail.SMTP)) (string, error) {
	t.Helper()
	from, err := directory.ParseEmail("no-reply@clinics.example")
	if err != nil {
		t.Fatal(err)
	}
	to, err := directory.ParseEmail("amy@practice.example")
	if err != nil {
		t.Fatal(err)
	}
	l, err := testLetter(config.Config{}, to)
	if err != nil {
		t.Fatal(err)
	}
	client := mail.SMTP{
		Host: server.Host, Port: server.Port, TLS: mail.StartTLS, From: from, Roots: server.Roots,
		User: "amy", Password: "correct horse", Patience: time.Second,
	}
	change(&client)
	var out strings.Builder
	err = tryOut(t.Context(), client, l, &out)
	return out.String(), err
}

func TestMailTest_tellsStepByStep(t *testing.T) {
	users := map[string]string{"amy": "correct horse"}
	at := func(stage mailtest.Stage, what error) func(mailtest.Stage, int) error {
		return func(s mailtest.Stage, _ int) error {
			if s == stage {
				return what
			}
			return nil
		}
	}
	same := func(*mail.SMTP) {}
	tests := map[string]struct {
		options mailtest.Options
		change  func(*mail.SMTP)
		ok      int // steps that worked
		failed  string
	}{
		"well":                   {mailtest.Options{}, same, 8, ""},
		"well, from the start":   {mailtest.Options{Whole: true}, func(s *mail.SMTP) { s.TLS = mail.WholeTLS }, 8, ""},
		"nobody listens":         {mailtest.Options{}, func(s *mail.SMTP) { s.Port = closedPort(t) }, 0, "Nothing listens at 127.0.0.1:"},
		"half open":              {mailtest.Options{Answer: at(mailtest.OnConnect, mailtest.ErrHang)}, same, 2, "said nothing"},
		"busy":                   {mailtest.Options{Answer: at(mailtest.OnConnect, mailtest.Reply(421, 4, 3, 2, "too busy"))}, same, 2, "It says: too busy"},
		"no encryption":          {mailtest.Options{Plain: true}, same, 3, "does not offer STARTTLS"},
		"another's certificate":  {mailtest.Options{Name: "other.example"}, same, 3, "is for other.example, not for 127.0.0.1"},
		"a wrong password":       {mailtest.Options{}, func(s *mail.SMTP) { s.Password = "wrong horse" }, 4, "does not let amy in"},
		"not our sender":         {mailtest.Options{Answer: at(mailtest.OnFrom, mailtest.Reply(550, 5, 7, 1, "no"))}, same, 5, "no letters that come from no-reply@clinics.example"},
		"451 to the recipient":   {mailtest.Options{Answer: at(mailtest.OnTo, mailtest.Reply(451, 4, 7, 1, "greylisted"))}, same, 6, "It says: 4.7.1 greylisted"},
		"550 to the recipient":   {mailtest.Options{Answer: at(mailtest.OnTo, mailtest.Reply(550, 5, 1, 1, "no such user"))}, same, 6, "takes no letters to this address"},
		"554 to the letter":      {mailtest.Options{Answer: at(mailtest.OnContent, mailtest.Reply(554, 5, 7, 1, "spam"))}, same, 7, "looked at the letter and refused it"},
		"dropped after DATA":     {mailtest.Options{Answer: at(mailtest.OnContent, mailtest.ErrDrop)}, same, 7, "The connection broke off"},
		"no answer to the first": {mailtest.Options{Answer: at(mailtest.OnFrom, mailtest.ErrHang)}, same, 5, "stopped answering"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.options.Passwords = users
			server := mailtest.Start(t, tt.options)
			out, err := tried(t, server, tt.change)
			lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")[1:] // the first says what is tried
			ok := 0
			for ok < len(lines) && strings.HasPrefix(lines[ok], "ok     ") {
				ok++
			}
			rest := strings.Join(lines[ok:], "\n")
			if ok != tt.ok || (tt.failed == "") != (rest == "") || !strings.Contains(rest, tt.failed) || strings.Contains(rest, "\n") {
				t.Errorf("%d steps worked, want %d, then %q:\n%s", ok, tt.ok, tt.failed, out)
			}
			if (err == nil) != (tt.failed == "") || err != nil && sentence(err) != "No letter went out." {
				t.Errorf("the program ended with %v", err)
			}
			if got := len(server.Letters()); (got == 1) != (tt.failed == "") {
				t.Errorf("the server has %d letters", got)
			}
			if strings.Contains(out, "horse") {
				t.Errorf("it prints the password:\n%s", out)
			}
		})
	}
}

func closedPort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// TestMailTest runs the command as an operator would.
func TestMailTest(t *testing.T) {
	rootline := func(args ...string) (string, error) {
		var out strings.Builder
		err := run(t.Context(), append([]string{"mail", "test"}, args...), noEnv, &out, io.Discard)
		return out.String(), err
	}
	server := mailtest.Start(t, mailtest.Options{Plain: true})
	out, err := rootline("amy@practice.example", "--smtp-host", "127.0.0.1", "--smtp-port", strconv.Itoa(server.Port),
		"--smtp-tls", "none", "--mail-from", "no-reply@clinics.example", "--base-url", "https://clinics.example")
	letters := server.Letters()
	if err != nil || strings.Count(out, "\nok ") != 6 || len(letters) != 1 || letters[0].To != "amy@practice.example" {
		t.Errorf("mail test = %v; the server has %d letters:\n%s", err, len(letters), out)
	}
	if len(letters) == 1 && !strings.Contains(string(letters[0].Message), "begin with https://clinics.example\r\n") {
		t.Errorf("the letter does not say what links begin with:\n%s", letters[0].Message)
	}

	dir := filepath.Join(t.TempDir(), "letters")
	if out, err := rootline("amy@practice.example", "--mail-dir", dir); err != nil || !strings.Contains(out, dir) {
		t.Errorf("mail test into a folder = %v:\n%s", err, out)
	}
	if kept, err := (mail.Folder{Dir: dir}).Letters(5); err != nil || len(kept) != 1 || kept[0].Subject != "A test letter" {
		t.Errorf("the folder has %d letters, %v", len(kept), err)
	}

	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := rootline("amy@practice.example", "--mail-dir", file); err == nil || !strings.HasPrefix(out, "failed No letter could be written in "+file) {
		t.Errorf("mail test into a file = %v:\n%s", err, out)
	}
	if out, err := rootline("amy", "--mail-dir", dir); err == nil || out != "" || directory.KindOf(err) != directory.Invalid {
		t.Errorf("mail test to no address = %v:\n%s", err, out)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := run(stopped, []string{"mail", "test", "amy@practice.example", "--mail-dir", dir}, noEnv, io.Discard, io.Discard); err == nil {
		t.Error("mail test went on when it was told to stop")
	}
}
