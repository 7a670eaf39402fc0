package entry_test

import (
	"context"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
)

// welcome makes a link for an account that is to be its first admin's.
func (s *site) welcome(a directory.Account) string {
	s.Helper()
	shown, digest, err := auth.NewSecret(auth.ForLink, s.Random)
	if err != nil {
		s.Fatal(err)
	}
	id, err := directory.NewID(s.now, s.Random)
	if err != nil {
		s.Fatal(err)
	}
	s.people(func(ctx context.Context, tx auth.Tx) error {
		return tx.AddSecret(ctx, auth.Secret{
			ID: id, Kind: auth.Welcome, Digest: digest, AccountID: a.ID,
			CreatedAt: directory.At(s.now), ExpiresAt: directory.At(s.now.Add(24 * time.Hour)),
		})
	})
	return shown
}

func TestWelcome(t *testing.T) {
	s := newSite(t)
	a := s.account(1, auth.Credentials{})
	s.state(a, directory.AccountUnconfirmed)
	s.role(a, directory.RoleAdmin)
	link, late := s.welcome(a), s.welcome(a)
	wantSaid(t, "Look(a registration, the admin's link)", s.Look(t.Context(), auth.Registration, link), "secret.unknown")
	for range 2 {
		wantSaid(t, "Look(the admin's link)", s.Look(t.Context(), auth.Welcome, link), "fine")
	}
	p, err := s.Welcome(t.Context(), firefox(), link)
	s.wantIn("Welcome", p, err, a, false)
	if p.In.Account.State != directory.AccountActive {
		t.Errorf("the account is %s", p.In.Account.State)
	}
	_, err = s.Welcome(t.Context(), firefox(), link)
	wantSaid(t, "Welcome(again)", err, "secret.used")
	_, err = s.ConfirmLink(t.Context(), firefox(), late)
	wantSaid(t, "ConfirmLink(the admin's link)", err, "secret.unknown")
	s.pass(24 * time.Hour)
	_, err = s.Welcome(t.Context(), firefox(), late)
	wantSaid(t, "Welcome(after a day)", err, "secret.expired")
}

func TestWelcome_byStateOfTheAccount(t *testing.T) {
	s := newSite(t)
	closed, guarded := s.account(1, auth.Credentials{}), s.account(2, auth.Credentials{TOTP: app})
	s.state(closed, directory.AccountClosed)
	_, err := s.Welcome(t.Context(), firefox(), s.welcome(closed))
	wantSaid(t, "Welcome(a closed account)", err, "conflict.inactive")
	p, err := s.Welcome(t.Context(), firefox(), s.welcome(guarded))
	if err != nil || p.Step != entry.StepSecond || !p.App {
		t.Errorf("Welcome(an account with an app) = %+v, %s; want to be asked for its code", p, said(err))
	}
}
