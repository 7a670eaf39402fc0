package entry_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// remember has an account remember a browser.
func (s *site) remember(from *auth.From, a directory.Account) string {
	s.Helper()
	device, err := s.Remember(s.Context(), *from, directory.Actor{Account: a.ID})
	if err != nil {
		s.Fatalf("Remember(%s) = %s", a.Name, said(err))
	}
	if !slices.Contains(from.Devices, device) {
		from.Devices = append(from.Devices, device)
	}
	return device
}

// known are the names of those whom a browser remembers.
func (s *site) known(from auth.From) string {
	s.Helper()
	all, err := s.Known(s.Context(), from)
	if err != nil {
		s.Fatalf("Known() = %s", said(err))
	}
	var names []string
	for _, k := range all {
		names = append(names, strings.TrimPrefix(k.Name, "Ada Example "))
	}
	return strings.Join(names, " ")
}

func TestKnown(t *testing.T) {
	s, from := newSite(t), firefox()
	var devices []string
	for n := range 7 {
		a := s.account(n, auth.Credentials{})
		devices = append(devices, s.remember(&from, a))
		if n == 6 {
			s.state(a, directory.AccountClosed)
		}
	}
	tests := []struct {
		name    string
		devices []string
		want    string
	}{
		{"nobody", nil, ""},
		{"two, in order", []string{devices[2], devices[1]}, "2 1"},
		{"five at most", devices, "0 1 2 3 4"},
		{"nonsense", []string{"", "x", strings.Repeat("A", 43), devices[3]}, "3"},
		{"twice the same", []string{devices[3], devices[3]}, "3"},
		{"a closed account", []string{devices[6], devices[5]}, "5"},
	}
	for _, tt := range tests {
		from.Devices = tt.devices
		if got := s.known(from); got != tt.want {
			t.Errorf("Known(%s) = %q, want %q", tt.name, got, tt.want)
		}
	}
	if n := s.rows()["secret"]; n != 7 {
		t.Errorf("there are %d secrets of 7 people", n)
	}

	from.Devices = devices[:3]
	left, err := s.Forget(t.Context(), from, directory.ID{})
	if err != nil || !slices.Equal(left, devices[:3]) {
		t.Errorf("Forget(nobody) = %v, %v; want all to be left", left, err)
	}
	one, err := s.Known(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	left, err = s.Forget(t.Context(), from, one[1].Account)
	if err != nil || !slices.Equal(left, []string{devices[0], devices[2]}) {
		t.Errorf("Forget(1) = %v, %v; want the two others", left, err)
	}
	if got := s.known(from); got != "0 2" {
		t.Errorf("Known() = %q after 1 was forgotten", got)
	}
	s.pass(auth.DeviceLife - time.Millisecond)
	if got := s.known(from); got != "0 2" {
		t.Errorf("Known() = %q just before 30 days", got)
	}
	s.pass(time.Millisecond)
	if got := s.known(from); got != "" {
		t.Errorf("Known() = %q after 30 days, want nobody", got)
	}
}

func TestRemember(t *testing.T) {
	s, from := newSite(t), firefox()
	_, err := s.Remember(t.Context(), from, directory.Actor{})
	wantSaid(t, "Remember(a visitor)", err, "auth.sign_in")
	a := s.account(1, auth.Credentials{})
	device := s.remember(&from, a)
	s.pass(auth.DeviceLife / 2)
	if again := s.remember(&from, a); again != device {
		t.Error("to remember a browser again makes it last longer")
	}
	s.people(func(ctx context.Context, tx auth.Tx) error { return tx.ReplaceSecrets(ctx, auth.Device, a.ID) })
	if again := s.remember(&from, a); again == device {
		t.Error("Remember() returned a secret that had been replaced")
	}
}

// TestRemember_passesTheNetwork has somebody at the same address begin on and on. Who
// is remembered there goes on getting codes, and challenges to their passkeys.
func TestRemember_passesTheNetwork(t *testing.T) {
	s, home := newSite(t), firefox()
	a := s.account(1, auth.Credentials{})
	s.remember(&home, a)
	for s.Throttle.Begin(auth.Guess{Addr: home.Addr}, s.now) == 0 {
	}
	_, err := s.MailCode(t.Context(), firefox(), a.Email)
	wantSaid(t, "MailCode(beside whoever begins on and on)", err, "auth.slow_network")
	p, err := s.codeSignIn(&home, a.Email)
	s.wantIn("Code(in a remembered browser, beside them)", p, err, a, false)
	_, _, err = s.PasskeyOptions(t.Context(), home)
	wantSaid(t, "PasskeyOptions(in a remembered browser, beside them)", err, "fine")
	s.pass(auth.DeviceLife)
	for s.Throttle.Begin(auth.Guess{Addr: home.Addr}, s.now) == 0 {
	}
	_, err = s.MailCode(t.Context(), home, a.Email)
	wantSaid(t, "MailCode(in a browser that was remembered once)", err, "auth.slow_network")
}

// The owner is told of a sign-in where there had not been one before.
func TestSignedInElsewhere(t *testing.T) {
	s := newSite(t)
	a := s.account(1, auth.Credentials{Password: rightHash()})
	from := func(label string) auth.From {
		f := firefox()
		f.Label = label
		return f
	}
	remembered := from("Safari on iPad")
	s.remember(&remembered, a)
	steps := []struct {
		name string
		from auth.From
		wait time.Duration
		want int
	}{
		{"the first of all", from("Firefox on Linux"), 0, 0},
		{"in a browser of that name", from("Firefox on Linux"), 0, 0},
		{"in a remembered browser", remembered, 0, 0},
		{"in another", from("Chrome on Windows"), 0, 1},
		{"there again", from("Chrome on Windows"), 0, 1},
		{"in one without a name", from(""), 0, 2},
		{"after 31 days", from("Edge on Windows"), 31 * 24 * time.Hour, 2},
	}
	for _, tt := range steps {
		s.pass(tt.wait)
		p, err := s.password(tt.from, a)
		s.wantIn("Password("+tt.name+")", p, err, a, false)
		if got := s.letters(auth.SignedInElsewhere); got != tt.want {
			t.Errorf("%s: %d letters, want %d", tt.name, got, tt.want)
		}
		if tt.name != "in another" {
			continue
		}
		if l := s.letter(auth.SignedInElsewhere); l.To != a.Email || l.Path != "/account" || l.Device != tt.from.Label || l.Person != a.ID || l.At != directory.At(s.now) {
			t.Errorf("the letter is %+v", l)
		}
	}
}
