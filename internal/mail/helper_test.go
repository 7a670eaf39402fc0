package mail_test

import (
	"bytes"
	"crypto/rand"
	netmail "net/mail"
	"os"
	"path/filepath"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/mail"
	"rootline/internal/mail/mailtest"
	"rootline/internal/words"
)

const base = "https://clinics.example"

var at = time.Date(2026, 11, 21, 14, 5, 0, 0, time.UTC)

func newID(tb testing.TB) directory.ID {
	tb.Helper()
	id, err := directory.NewID(at, rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

func email(tb testing.TB, s string) directory.Email {
	tb.Helper()
	e, err := directory.ParseEmail(s)
	if err != nil {
		tb.Fatalf("ParseEmail(%q): %v", s, err)
	}
	return e
}

// facts are enough for any kind of letter.
func facts(tb testing.TB) mail.Facts {
	tb.Helper()
	return mail.Facts{
		ID: newID(tb), To: email(tb, "amy@practice.example"), At: at,
		Path: "/confirm?token=ab-c_1&next=%2F", Code: "049216", For: 10 * time.Minute,
		By: "Bea Example", Place: "Harbour Clinic", Role: directory.RoleManager, Device: "Firefox on Linux",
	}
}

func compose(tb testing.TB, kind mail.Kind, f mail.Facts) mail.Letter {
	tb.Helper()
	l, err := mail.Compose(words.English(), base, kind, f)
	if err != nil {
		tb.Fatalf("Compose(%s, %+v): %v", kind, f, err)
	}
	return l
}

func aLetter(tb testing.TB) mail.Letter {
	tb.Helper()
	return compose(tb, mail.SignInCode, facts(tb))
}

// to is a client of s, with little patience.
func to(tb testing.TB, s *mailtest.Server) mail.SMTP {
	tb.Helper()
	return mail.SMTP{
		Host: s.Host, Port: s.Port, TLS: mail.StartTLS, From: email(tb, "no-reply@clinics.example"),
		Patience: 10 * time.Second, Roots: s.Roots,
	}
}

func read(tb testing.TB, b []byte) *netmail.Message {
	tb.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(b))
	if err != nil {
		tb.Fatalf("the server has no message: %v\n%s", err, b)
	}
	return m
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run make golden and read the diff\n got: %s\nwant: %s", path, got, want)
	}
}
