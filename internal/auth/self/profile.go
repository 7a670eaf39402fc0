package self

import (
	"context"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Profile returns what somebody sees of themselves.
func (d *Desk) Profile(ctx context.Context, actor directory.Actor) (Profile, error) {
	account, err := d.Store.Account(ctx, actor.Account)
	if err != nil {
		return Profile{}, err
	}
	has, err := factorsOf(ctx, d.Store, actor.Account)
	if err != nil {
		return Profile{}, err
	}
	return Profile{
		Account: account, Password: has.Password != "", App: has.TOTP != nil,
		Recovery: len(has.Recovery), Passkeys: has.passkeys,
	}, nil
}

// Rename gives somebody another name, by which their colleagues know them and which
// stands in invitations. It is one line.
func (d *Desk) Rename(ctx context.Context, actor directory.Actor, name string) error {
	name, err := auth.PersonName(name)
	if err != nil {
		return err
	}
	return d.change(ctx, actor, func(c *change) error {
		_, err := c.UpdateAccount(ctx, actor.Account, func(a *directory.Account) error {
			a.Name = name
			return nil
		})
		return err
	})
}
