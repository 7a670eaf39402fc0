package entry

import (
	"context"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Second signs in whoever shows a code of the app, or a recovery code, in the browser
// in which the first factor was shown within the last ten minutes. A recovery code is
// spent by that. A wrong code can be tried again, ever more slowly.
func (d *Desk) Second(ctx context.Context, from auth.From, code string, remember bool) (Progress, error) {
	now := d.Now()
	digest, ok := auth.Digest(auth.ForBrowser, from.Browser)
	if !ok {
		return Progress{}, again()
	}
	pending, err := secondOf(ctx, d.Store, digest)
	if err != nil {
		return Progress{}, err
	}
	who, err := d.Store.Account(ctx, pending.AccountID)
	if err != nil {
		return Progress{}, err
	}
	first, err := d.guess(ctx, d.Store, from, who.ID, who.Email, now)
	if err != nil {
		return Progress{}, err
	}
	second := secondGuess(first, who.ID)
	if wait := d.Throttle.Try(second, now); wait > 0 {
		return Progress{}, auth.Slow(wait)
	}
	p, err := d.inPeople(ctx, func(tx auth.Tx) (Progress, error) {
		return d.second(ctx, tx, from, digest, code, remember, now)
	})
	if err != nil {
		return Progress{}, err
	}
	d.Throttle.Succeeded(second, now)
	if pending.Text == byPassword {
		d.Throttle.Succeeded(first, now)
	}
	return p, nil
}

func again() error { return directory.Refuse(directory.Invalid, "signin.again") }

// secondOf is the sign-in that is in progress in a browser, of use or not.
func secondOf(ctx context.Context, r auth.Reader, digest []byte) (auth.Secret, error) {
	s, err := r.Secret(ctx, auth.SecondFactor, digest)
	if directory.KindOf(err) == directory.NotFound {
		return auth.Secret{}, again()
	}
	return s, err
}

// second is Second's transaction.
func (d *Desk) second(ctx context.Context, tx auth.Tx, from auth.From, digest []byte, code string, remember bool, now time.Time) (Progress, error) {
	pending, err := finish(ctx, tx, digest, now)
	if err != nil {
		return Progress{}, err
	}
	if err := showSecond(ctx, tx, pending.AccountID, code, now); err != nil {
		return Progress{}, err
	}
	who, err := tx.Account(ctx, pending.AccountID)
	if err != nil {
		return Progress{}, err
	}
	p, err := d.letIn(ctx, tx, arrival{who, from, pending.Text, now}, auth.ShownStrong)
	if err != nil || !remember {
		return p, err
	}
	p.Device, err = d.remember(ctx, tx, from, who.ID, now)
	return p, err
}

// finish uses up the sign-in that is in progress in a browser.
func finish(ctx context.Context, tx auth.Tx, digest []byte, now time.Time) (auth.Secret, error) {
	return tx.UpdateSecret(ctx, auth.SecondFactor, digest, func(s *auth.Secret) error {
		if s.Redeem(nil, now) != nil {
			return again()
		}
		return nil
	})
}

// showSecond holds a code against the app of an account and its recovery codes, and
// sees to it that it does not count again.
func showSecond(ctx context.Context, tx auth.Tx, account directory.ID, code string, now time.Time) error {
	_, err := tx.UpdateCredentials(ctx, account, func(c *auth.Credentials) error {
		if step, ok := auth.VerifyTOTP(c.TOTP, code, now, c.TOTPStep); ok {
			c.TOTPStep = step
			return nil
		}
		if c.SpendRecovery(code) {
			return nil
		}
		return directory.Refuse(directory.Invalid, "signin.second_wrong")
	})
	return err
}
