package entry_test

import (
	"context"
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"

	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
)

// password signs in from a browser, with the right one.
func (s *site) password(from auth.From, a directory.Account) (entry.Progress, error) {
	s.Helper()
	return s.Password(s.Context(), from, a.Email, rightPassword, "")
}

func TestPassword(t *testing.T) {
	s := newSite(t)
	a := s.account(1, auth.Credentials{Password: rightHash()})
	bare := s.account(2, auth.Credentials{})
	closed := s.account(3, auth.Credentials{Password: rightHash()})
	s.state(closed, directory.AccountClosed)
	unconfirmed := s.account(4, auth.Credentials{Password: rightHash()})
	s.state(unconfirmed, directory.AccountUnconfirmed)

	p, err := s.Password(t.Context(), firefox(), email(t, strings.ToUpper(a.Email.String())), rightPassword, "")
	s.wantIn("Password", p, err, a, false)
	before := s.rows()
	for name, tt := range map[string]struct {
		to       directory.Email
		password string
	}{
		"a wrong one":          {a.Email, "not " + rightPassword},
		"none":                 {a.Email, ""},
		"nobody's":             {email(t, "nobody@clinic.example"), rightPassword},
		"without one":          {bare.Email, rightPassword},
		"without one, none":    {bare.Email, ""},
		"a closed account":     {closed.Email, rightPassword},
		"not confirmed":        {unconfirmed.Email, rightPassword},
		"no address":           {directory.Email{}, rightPassword},
		"longer than any":      {a.Email, strings.Repeat("x", 129)},
		"what cannot be typed": {a.Email, rightPassword + "\x00"},
	} {
		p, err := s.Password(t.Context(), firefox(), tt.to, tt.password, "")
		if said(err) != "signin.wrong" || directory.KindOf(err) != directory.Invalid || p != (entry.Progress{}) {
			t.Errorf("Password(%s) = %+v, %s; want signin.wrong", name, p, said(err))
		}
	}
	for table, n := range s.rows() {
		if n != before[table] {
			t.Errorf("wrong passwords made %d rows of %s out of %d", n, table, before[table])
		}
	}
	again, err := s.password(firefox(), a)
	s.wantIn("Password(again)", again, err, a, false)
	if again.In.Session.ID == p.In.Session.ID {
		t.Error("the session's id did not change at sign-in")
	}
}

func TestPassword_secondFactorAtOnce(t *testing.T) {
	s := newSite(t)
	codes, digests, err := auth.NewRecoveryCodes(s.Random)
	if err != nil {
		t.Fatal(err)
	}
	a := s.account(1, auth.Credentials{Password: rightHash(), TOTP: app, Recovery: digests})
	plain := s.account(2, auth.Credentials{Password: rightHash()})
	program := firefox()
	program.Program, program.Label = true, "curl"

	_, err = s.Password(t.Context(), program, a.Email, rightPassword, wrongly(s.totp()))
	wantSaid(t, "Password(with a wrong code)", err, "signin.wrong")
	_, err = s.Password(t.Context(), program, a.Email, "not "+rightPassword, s.totp())
	wantSaid(t, "Password(wrong, with the right code)", err, "signin.wrong")
	p, err := s.Password(t.Context(), program, a.Email, rightPassword, s.totp())
	s.wantIn("Password(with the app's code)", p, err, a, true)
	if p.In.Refresh == "" || !p.In.Session.Program {
		t.Errorf("a program got %+v, want a refresh token", p.In)
	}
	_, err = s.Password(t.Context(), program, a.Email, rightPassword, s.totp())
	wantSaid(t, "Password(with the same code)", err, "signin.wrong")
	p, err = s.Password(t.Context(), program, a.Email, rightPassword, codes[3])
	s.wantIn("Password(with a recovery code)", p, err, a, true)
	_, err = s.Password(t.Context(), program, a.Email, rightPassword, codes[3])
	wantSaid(t, "Password(with a spent recovery code)", err, "signin.wrong")
	p, err = s.Password(t.Context(), program, plain.Email, rightPassword, "123456")
	s.wantIn("Password(with a code that nobody asks for)", p, err, plain, false)
}

// Hashes that are cheaper than those of today are made anew when their password has
// just been shown.
func TestPassword_isHashedAnewWhenHashesCostMore(t *testing.T) {
	s := newSite(t)
	cheap := cheapHash(t, rightPassword)
	if !auth.NeedsRehash(cheap) {
		t.Fatalf("%s is no cheap hash", cheap)
	}
	a := s.account(1, auth.Credentials{Password: cheap})
	_, err := s.Password(t.Context(), firefox(), a.Email, "wrong", "")
	wantSaid(t, "Password(wrong)", err, "signin.wrong")
	for want := range 2 {
		before := s.Hasher.Calls()
		p, err := s.password(firefox(), a)
		s.wantIn("Password", p, err, a, false)
		if got := s.Hasher.Calls() - before; got != int64(2-want) {
			t.Errorf("sign-in %d hashed %d times, want %d", want+1, got, 2-want)
		}
	}
	c, err := s.store.Credentials(t.Context(), a.ID)
	if err != nil || auth.NeedsRehash(c.Password) {
		t.Errorf("the hash is %s, %v; want one of today's cost", c.Password, err)
	}
}

// A password that is changed while an older one is being hashed lets nobody in.
func TestPassword_changedMeanwhile(t *testing.T) {
	s := newSite(t)
	a := s.account(1, auth.Credentials{Password: rightHash()})
	s.Store = meanwhile{s.store, func() {
		s.people(func(ctx context.Context, tx auth.Tx) error {
			_, err := tx.UpdateCredentials(ctx, a.ID, func(c *auth.Credentials) error { c.Password = cheapHash(t, "another"); return nil })
			return err
		})
	}}
	_, err := s.password(firefox(), a)
	wantSaid(t, "Password(changed since it was read)", err, "signin.wrong")
}

// meanwhile is a store to which something happens before it changes.
type meanwhile struct {
	auth.Store
	happens func()
}

func (m meanwhile) People(ctx context.Context, fn func(auth.Tx) error) error {
	m.happens()
	return m.Store.People(ctx, fn)
}

// cheapHash is a hash as it may have been made long ago.
func cheapHash(tb testing.TB, password string) string {
	tb.Helper()
	hash, err := argon2id.CreateHash(password, &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		tb.Fatal(err)
	}
	return hash
}
