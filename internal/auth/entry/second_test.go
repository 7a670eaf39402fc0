package entry_test

import (
	"context"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
)

// halfway shows the password of an account that has more to show, and goes on in the
// browser.
func (s *site) halfway(from *auth.From, a directory.Account) entry.Progress {
	s.Helper()
	p, err := s.password(*from, a)
	if err != nil || p.Step != entry.StepSecond || p.Browser == "" || p.Browser == from.Browser || !p.In.Session.ID.IsZero() {
		s.Fatalf("Password(%s) = %+v, %s; want to be asked for a second factor, with another secret", a.Name, p, said(err))
	}
	from.Browser = p.Browser
	return p
}

func TestSecond(t *testing.T) {
	s, from := newSite(t), firefox()
	codes, digests, err := auth.NewRecoveryCodes(s.Random)
	if err != nil {
		t.Fatal(err)
	}
	a := s.account(1, auth.Credentials{Password: rightHash(), TOTP: app, Recovery: digests})
	if p := s.halfway(&from, a); !p.App || p.Passkey {
		t.Errorf("Password() = %+v, want the app to do and a passkey not", p)
	}
	for _, code := range []string{wrongly(s.totp()), "", "12345678901234567890"} {
		_, err = s.Second(t.Context(), from, code, false)
		wantSaid(t, "Second("+code+")", err, "signin.second_wrong")
	}
	_, err = s.Second(t.Context(), firefox(), s.totp(), false)
	wantSaid(t, "Second(in another browser)", err, "signin.again")
	p, err := s.Second(t.Context(), from, s.totp(), false)
	s.wantIn("Second", p, err, a, true)
	if p.Device != "" {
		t.Error("the browser is remembered, and nobody has asked for that")
	}
	_, err = s.Second(t.Context(), from, codes[0], false)
	wantSaid(t, "Second(again)", err, "signin.again")

	s.halfway(&from, a)
	_, err = s.Second(t.Context(), from, s.totp(), false)
	wantSaid(t, "Second(a code that was used)", err, "signin.second_wrong")
	p, err = s.Second(t.Context(), from, codes[0], false)
	s.wantIn("Second(a recovery code)", p, err, a, true)
	s.halfway(&from, a)
	_, err = s.Second(t.Context(), from, codes[0], false)
	wantSaid(t, "Second(a spent recovery code)", err, "signin.second_wrong")
	s.pass(10 * time.Minute)
	_, err = s.Second(t.Context(), from, s.totp(), false)
	wantSaid(t, "Second(after ten minutes)", err, "signin.again")
	from.Browser = randomText(t, 16) + "aaaaaaaaaaA"
	_, err = s.Second(t.Context(), from, s.totp(), false)
	wantSaid(t, "Second(a secret that nobody has)", err, "signin.again")
}

func TestSecond_afterMailedCode(t *testing.T) {
	s, from := newSite(t), firefox()
	a := s.account(1, auth.Credentials{TOTP: app})
	p, err := s.codeSignIn(&from, a.Email)
	if err != nil || p.Step != entry.StepSecond {
		t.Fatalf("Code() = %+v, %s; want to be asked for a second factor", p, said(err))
	}
	from.Browser = p.Browser
	p, err = s.Second(t.Context(), from, s.totp(), false)
	s.wantIn("Second", p, err, a, true)
}

func TestSecond_closedMeanwhile(t *testing.T) {
	s, from := newSite(t), firefox()
	a := s.account(1, auth.Credentials{Password: rightHash(), TOTP: app})
	s.halfway(&from, a)
	s.state(a, directory.AccountClosed)
	_, err := s.Second(t.Context(), from, s.totp(), false)
	wantSaid(t, "Second(of an account that was closed meanwhile)", err, "conflict.inactive")
}

// A remembered browser is asked for one factor, but for those who moderate.
func TestSecond_rememberedBrowser(t *testing.T) {
	s, from := newSite(t), firefox()
	a := s.account(1, auth.Credentials{Password: rightHash(), TOTP: app})
	other := s.account(2, auth.Credentials{Password: rightHash(), TOTP: app})
	s.halfway(&from, a)
	p, err := s.Second(t.Context(), from, s.totp(), true)
	s.wantIn("Second(remember)", p, err, a, true)
	from.Devices = []string{p.Device}

	p, err = s.password(from, a)
	s.wantIn("Password(in a remembered browser)", p, err, a, false)
	if p.In.Session.StrongAt != 0 {
		t.Error("a remembered browser counts as having shown anew who it is")
	}
	s.halfway(&from, other)
	for _, role := range []directory.Role{directory.RoleModerator, directory.RoleAdmin} {
		s.role(a, role)
		s.halfway(&from, a)
	}
	s.people(func(ctx context.Context, tx auth.Tx) error { return tx.ReplaceSecrets(ctx, auth.Device, a.ID) })
	s.role(a, directory.RoleModerator)
	s.halfway(&from, a)
}
