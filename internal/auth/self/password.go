package self

import (
	"context"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// SetPassword gives an account a password, in place of the one that it may have. A
// short one is accepted where there is a second factor beside it.
func (d *Desk) SetPassword(ctx context.Context, actor directory.Actor, password string) error {
	account, err := d.Store.Account(ctx, actor.Account)
	if err != nil {
		return err
	}
	has, err := factorsOf(ctx, d.Store, actor.Account)
	if err != nil {
		return err
	}
	weak := d.check(password, false, account)
	if weak != nil && has.second() {
		err = d.check(password, true, account)
	} else {
		err = weak
	}
	if err != nil {
		return err
	}
	// A password keeps the hasher busy: nobody sets one after the other so fast that
	// others could not sign in meanwhile.
	if wait := d.Throttle.Try(auth.Guess{Account: actor.Account.String(), Device: "new password"}, d.Now()); wait > 0 {
		return auth.Slow(wait)
	}
	hash, err := d.Hasher.Hash(ctx, password, d.Random) // takes long, so before the transaction
	if err != nil {
		return err
	}
	return d.change(ctx, actor, func(c *change) error {
		has, err := c.guarded(ctx)
		switch {
		case err != nil:
			return err
		case weak != nil && !has.second(): // it was removed meanwhile
			return weak
		}
		return c.setPassword(ctx, hash, weak != nil)
	})
}

// RemovePassword takes the password of an account away; codes by mail and passkeys
// remain. That there is none is no failure.
func (d *Desk) RemovePassword(ctx context.Context, actor directory.Actor) error {
	return d.change(ctx, actor, func(c *change) error {
		has, err := c.guarded(ctx)
		if err != nil || has.Password == "" {
			return err
		}
		return c.setPassword(ctx, "", false)
	})
}

// Suggest makes a password of four words that SetPassword accepts.
func (d *Desk) Suggest() (string, error) { return auth.Suggest(d.Random) }

// check refuses a password that is easily guessed for whoever it is.
func (d *Desk) check(password string, second bool, of directory.Account) error {
	return beside("password", auth.CheckPassword(password, second, of.Name, of.Email.String(), d.Site))
}

func (c *change) setPassword(ctx context.Context, hash string, short bool) error {
	_, err := c.UpdateCredentials(ctx, c.who.Account.ID, func(k *auth.Credentials) error {
		k.Password, k.Short = hash, short
		return nil
	})
	if err != nil {
		return err
	}
	return c.lockOthers(ctx, auth.PasswordChanged)
}
