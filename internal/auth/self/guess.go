package self

import (
	"context"
	"encoding/hex"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// guess lets show be tried as often as an account may be guessed at.
func (d *Desk) guess(ctx context.Context, from auth.From, actor directory.Actor, account string, show func() error) error {
	device, err := d.device(ctx, from, actor.Account)
	if err != nil {
		return err
	}
	g := auth.Guess{Account: account, Device: device, Addr: from.Addr}
	if wait := d.Throttle.Try(g, d.Now()); wait > 0 {
		return auth.Slow(wait)
	}
	if err := show(); err != nil {
		return err
	}
	d.Throttle.Succeeded(g, d.Now())
	return nil
}

// device is what the throttle knows a browser by that the account remembers; "" for
// any other.
func (d *Desk) device(ctx context.Context, from auth.From, account directory.ID) (string, error) {
	for _, shown := range from.Devices {
		digest, ok := auth.Digest(auth.ForDevice, shown)
		if !ok {
			continue
		}
		s, err := d.Store.Secret(ctx, auth.Device, digest)
		switch {
		case directory.KindOf(err) == directory.NotFound:
			continue
		case err != nil:
			return "", err
		case s.AccountID == account && s.UsedAt == 0 && s.ReplacedAt == 0 && directory.At(d.Now()) < s.ExpiresAt:
			return hex.EncodeToString(digest), nil
		}
	}
	return "", nil
}

// addressed is what the throttle knows an address by, whoever guesses at its password
// and wherever.
func (d *Desk) addressed(email directory.Email) string {
	return hex.EncodeToString(d.Digest("throttle", email.Folded()))
}

// second is what the throttle knows the second step of an account by.
func second(actor directory.Actor) string { return "second " + actor.Account.String() }

// letters is what the throttle knows the codes by that somebody has mailed to
// themselves.
func letters(from auth.From, actor directory.Actor) auth.Guess {
	return auth.Guess{Account: "letters " + actor.Account.String(), Addr: from.Addr}
}
