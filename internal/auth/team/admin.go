package team

import (
	"context"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// welcomeLife is how long the first admin has to come.
const welcomeLife = 24 * time.Hour

// CreateAdmin makes whoever has an address an admin, and returns the secret of the
// link by which they come in for the first time, within a day. Where there is an
// account that is in use there is no link, "": they sign in as ever. It is for whoever
// runs the program; nobody asks whether they may.
func (d *Desk) CreateAdmin(ctx context.Context, email directory.Email, name string) (link string, err error) {
	if email.IsZero() {
		return "", directory.RefuseField("email", directory.Msg("invalid.email"))
	}
	if name, err = auth.PersonName(name); err != nil {
		return "", err
	}
	err = d.Store.People(ctx, func(tx auth.Tx) error {
		a, err := d.accountFor(ctx, tx, email, name)
		if err != nil {
			return err
		}
		if err := setRole(ctx, tx, a.ID, Scope{}, directory.RoleAdmin, d.Now()); err != nil {
			return err
		}
		if a.State == directory.AccountUnconfirmed {
			link, err = d.welcome(ctx, tx, a)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	return link, nil
}

// accountFor finds the account of an address, or opens one that nobody has confirmed.
func (d *Desk) accountFor(ctx context.Context, tx auth.Tx, email directory.Email, name string) (directory.Account, error) {
	a, err := tx.AccountByEmail(ctx, email)
	switch {
	case err == nil && a.State == directory.AccountClosed:
		return a, directory.Refuse(directory.Conflict, "conflict.inactive")
	case directory.KindOf(err) != directory.NotFound:
		return a, err
	}
	now := d.Now()
	id, err := directory.NewID(now, d.Random)
	if err != nil {
		return a, err
	}
	a = directory.Account{ID: id, Email: email, Name: name, State: directory.AccountUnconfirmed, CreatedAt: directory.At(now)}
	return a, tx.AddAccount(ctx, a, auth.Credentials{})
}

// welcome makes the link by which an account is opened, in the place of any before.
func (d *Desk) welcome(ctx context.Context, tx auth.Tx, a directory.Account) (link string, err error) {
	now := d.Now()
	id, err := directory.NewID(now, d.Random)
	if err != nil {
		return "", err
	}
	link, digest, err := auth.NewSecret(auth.ForLink, d.Random)
	if err != nil {
		return "", err
	}
	if err := tx.ReplaceSecrets(ctx, auth.Welcome, a.ID); err != nil {
		return "", err
	}
	return link, tx.AddSecret(ctx, auth.Secret{
		ID: id, Kind: auth.Welcome, Digest: digest, AccountID: a.ID, Email: a.Email,
		CreatedAt: directory.At(now), ExpiresAt: directory.At(now.Add(welcomeLife)),
	})
}
