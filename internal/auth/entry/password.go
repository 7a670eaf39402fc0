package entry

import (
	"context"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Password signs in whoever shows the password of an account. A program may show a
// code of the app or a recovery code with it; a person is asked for that afterwards.
// Every guess counts before it is looked at, and a password is hashed once, whoever
// it is for. Of the two that are shown at once, nobody is told which is wrong.
func (d *Desk) Password(ctx context.Context, from auth.From, email directory.Email, password, code string) (Progress, error) {
	now := d.Now()
	who, err := account(ctx, d.Store, email)
	if err != nil {
		return Progress{}, err
	}
	guess, err := d.guess(ctx, d.Store, from, who.ID, email, now)
	if err != nil {
		return Progress{}, err
	}
	if wait := d.Throttle.Try(guess, now); wait > 0 {
		return Progress{}, auth.Slow(wait)
	}
	hash, renewed, err := d.verify(ctx, guess, who, password)
	if err != nil {
		return Progress{}, err
	}
	second := secondGuess(guess, who.ID)
	if code != "" {
		if wait := d.Throttle.Try(second, now); wait > 0 {
			return Progress{}, auth.Slow(wait)
		}
	}
	p, err := d.inPeople(ctx, func(tx auth.Tx) (Progress, error) {
		if err := settle(ctx, tx, who.ID, hash, renewed); err != nil {
			return Progress{}, err
		}
		return d.arriveWith(ctx, tx, arrival{who, from, byPassword, now}, code)
	})
	if p.Step == StepIn {
		d.Throttle.Succeeded(guess, now)
		if code != "" {
			d.Throttle.Succeeded(second, now)
		}
	}
	return p, err
}

// verify hashes a password once, and refuses it unless it is that of an account in
// use. It returns the hash that it was compared with, and that to be kept from now on:
// another one if hashes have come to cost more.
func (d *Desk) verify(ctx context.Context, g auth.Guess, who directory.Account, password string) (hash, renewed string, err error) {
	if g.Device == "" {
		done, err := d.Hasher.Turn(ctx)
		if err != nil {
			return "", "", err
		}
		defer done()
	}
	if who.State == directory.AccountActive {
		c, err := d.Store.Credentials(ctx, who.ID)
		if err != nil {
			return "", "", err
		}
		hash = c.Password
	}
	var right bool
	if hash == "" {
		right, err = d.Hasher.VerifyNothing(ctx, password)
	} else {
		right, err = d.Hasher.Verify(ctx, password, hash)
	}
	switch {
	case err != nil:
		return "", "", err
	case !right:
		return "", "", wrong()
	case auth.NeedsRehash(hash):
		renewed, err = d.Hasher.Hash(ctx, password, d.Random)
		return hash, renewed, err
	}
	return hash, hash, nil
}

func wrong() error { return directory.Refuse(directory.Invalid, "signin.wrong") }

// settle sees that the password was not changed while it was being hashed.
func settle(ctx context.Context, tx auth.Tx, account directory.ID, hash, renewed string) error {
	_, err := tx.UpdateCredentials(ctx, account, func(c *auth.Credentials) error {
		if c.Password != hash {
			return wrong()
		}
		c.Password = renewed
		return nil
	})
	return err
}

// arriveWith is arrive for somebody who may have shown a second factor with the first.
func (d *Desk) arriveWith(ctx context.Context, tx auth.Tx, a arrival, code string) (Progress, error) {
	f, err := factorsOf(ctx, tx, a.account.ID)
	if err != nil {
		return Progress{}, err
	}
	if code == "" || !f.second() {
		return d.arrive(ctx, tx, a)
	}
	err = showSecond(ctx, tx, a.account.ID, code, a.now)
	switch {
	case directory.KindOf(err) == directory.Invalid:
		return Progress{}, wrong()
	case err != nil:
		return Progress{}, err
	}
	return d.letIn(ctx, tx, a, auth.ShownStrong)
}

// inPeople runs fn in a transaction, and returns no progress that was not committed.
func (d *Desk) inPeople(ctx context.Context, fn func(auth.Tx) (Progress, error)) (p Progress, err error) {
	err = d.Store.People(ctx, func(tx auth.Tx) error {
		p, err = fn(tx)
		return err
	})
	if err != nil {
		return Progress{}, err
	}
	return p, nil
}
