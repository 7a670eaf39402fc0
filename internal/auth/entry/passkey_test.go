package entry_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
)

// ask has a browser asked for a passkey.
func (s *site) ask(from *auth.From) (options []byte) {
	s.Helper()
	options, browser, err := s.PasskeyOptions(s.Context(), *from)
	if err != nil {
		s.Fatalf("PasskeyOptions() = %s", said(err))
	}
	from.Browser = browser
	return options
}

// passkey signs in by a passkey.
func (s *site) passkey(from auth.From, k *key) (entry.Progress, error) {
	s.Helper()
	options := s.ask(&from)
	return s.Passkey(s.Context(), from, k.show(options))
}

func TestPasskey(t *testing.T) {
	s, from := newSite(t), firefox()
	a := s.account(1, auth.Credentials{})
	k := s.key(a)
	s.role(a, directory.RoleAdmin)
	options := s.ask(&from)
	s.pass(time.Minute)
	answer := k.show(options)
	_, err := s.Passkey(t.Context(), firefox(), answer)
	wantSaid(t, "Passkey(in another browser)", err, "passkey.expired")
	p, err := s.Passkey(t.Context(), from, answer)
	s.wantIn("Passkey", p, err, a, true)
	kept, err := s.store.Passkeys(t.Context(), a.ID)
	if err != nil || len(kept) != 1 || kept[0].UsedAt != directory.At(s.now) {
		t.Errorf("Passkeys() = %+v, %v; want its use to be kept", kept, err)
	}
	_, err = s.Passkey(t.Context(), from, answer)
	wantSaid(t, "Passkey(the same answer)", err, "passkey.expired")
	again, err := s.passkey(from, k)
	s.wantIn("Passkey(again)", again, err, a, true)

	k.count = 0
	_, err = s.passkey(from, k)
	wantSaid(t, "Passkey(a copy)", err, "passkey.copied")
}

func TestPasskey_refuses(t *testing.T) {
	s, from := newSite(t), firefox()
	a, other := s.account(1, auth.Credentials{}), s.account(2, auth.Credentials{})
	k := s.key(a)
	late := s.ask(&from)
	s.pass(10 * time.Minute)
	_, err := s.Passkey(t.Context(), from, k.show(late))
	wantSaid(t, "Passkey(after ten minutes)", err, "passkey.expired")

	first := s.ask(&from)
	s.ask(&from)
	_, err = s.Passkey(t.Context(), from, k.show(first))
	wantSaid(t, "Passkey(an older question)", err, "passkey.rejected")
	_, err = s.Passkey(t.Context(), from, k.show(first))
	wantSaid(t, "Passkey(a second answer to one question)", err, "passkey.expired")
	s.ask(&from)
	_, err = s.Passkey(t.Context(), from, []byte("{}"))
	wantSaid(t, "Passkey(nonsense)", err, "passkey.unreadable")
	options := s.ask(&from)
	k.owner = []byte(other.ID.String())
	_, err = s.Passkey(t.Context(), from, k.show(options))
	wantSaid(t, "Passkey(said to be another's)", err, "passkey.unknown")
	k.owner = []byte(a.ID.String())

	s.people(func(ctx context.Context, tx auth.Tx) error { return tx.RemovePasskey(ctx, k.credential) })
	_, err = s.passkey(from, k)
	wantSaid(t, "Passkey(that was removed)", err, "passkey.unknown")
	k = s.key(a)
	s.state(a, directory.AccountClosed)
	_, err = s.passkey(from, k)
	wantSaid(t, "Passkey(of a closed account)", err, "conflict.inactive")

	from.Browser = "x"
	_, err = s.Passkey(t.Context(), from, []byte("{}"))
	wantSaid(t, "Passkey(that nobody has asked for)", err, "passkey.expired")
	s.Passkeys = nil
	_, _, err = s.PasskeyOptions(t.Context(), from)
	wantSaid(t, "PasskeyOptions(of a site without a name)", err, "passkey.unavailable")
}

// A passkey completes what the password began, and somebody else at the same desk
// signs in with theirs, whoever has begun there.
func TestPasskey_asSecondFactor(t *testing.T) {
	s := newSite(t)
	a, other := s.account(1, auth.Credentials{Password: rightHash()}), s.account(2, auth.Credentials{})
	mine, theirs := s.key(a), s.key(other)
	for _, tt := range []struct {
		key  *key
		want directory.Account
	}{{mine, a}, {theirs, other}} {
		from := firefox()
		if p := s.halfway(&from, a); p.App || !p.Passkey {
			t.Errorf("Password() = %+v, want a passkey to do and an app not", p)
		}
		p, err := s.passkey(from, tt.key)
		s.wantIn("Passkey", p, err, tt.want, true)
		_, err = s.Second(t.Context(), from, "123456", false)
		wantSaid(t, "Second(after the passkey)", err, "signin.again")
	}
}

// A page asks whenever it is opened: that leaves one row, however often.
func TestPasskeyOptions_leavesOneRow(t *testing.T) {
	s, from := newSite(t), firefox()
	for range 5 {
		if options := string(s.ask(&from)); !strings.Contains(options, "challenge") || strings.Contains(options, "allowCredentials\":[{") {
			t.Errorf("PasskeyOptions() = %s; want them to be anybody's", options)
		}
	}
	if n := s.rows()["secret"]; n != 1 {
		t.Errorf("asking five times left %d rows", n)
	}
}
