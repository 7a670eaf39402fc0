package entry

import (
	"cmp"
	"context"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// MailCode sends a six-digit code to an address, and returns the secret of the browser
// that it will work in. Asked again in the same browser, it sends another in its
// place. Whoever has no account is written to that there is none; that the address
// has had its letters for the day is told to nobody.
func (d *Desk) MailCode(ctx context.Context, from auth.From, email directory.Email) (browser string, err error) {
	if email.IsZero() {
		return "", directory.RefuseField("email", directory.Msg("invalid.missing"))
	}
	now := d.Now()
	if err := d.mayBegin(ctx, from, now); err != nil {
		return "", err
	}
	browser, digest, err := d.browser(from)
	if err != nil {
		return "", err
	}
	err = d.Store.People(ctx, func(tx auth.Tx) error {
		who, err := addressee(ctx, tx, email)
		if err != nil {
			return err
		}
		silent, err := d.isSilent(ctx, tx, from, who, email, now)
		if err != nil {
			return err
		}
		was, err := d.makeWay(ctx, tx, auth.SignInCode, digest, now)
		if err != nil {
			return err
		}
		s, err := d.newSecret(auth.SignInCode, now)
		if err != nil {
			return err
		}
		s.Email = email
		known := !who.ID.IsZero()
		code, life, err := d.addCode(ctx, tx, s, was.Code(), browser, known && !silent, now)
		if err != nil {
			return err
		}
		l := auth.Letter{
			Person: s.ID, To: email, At: directory.At(now), Silent: silent, Kind: auth.NoAccount, Path: "/register",
			Language: cmp.Or(who.Language, from.Language),
		}
		if known {
			l.Kind, l.Path, l.Code, l.For = auth.MailedCode, "", code, life
		}
		return d.post(ctx, tx, l)
	})
	return browser, err
}

// isSilent reports whether an address has had enough letters. Nobody can use up the
// codes of an account in a browser that it remembers, or from elsewhere those where
// it has signed in lately; who is there may have as many as they may guess passwords
// in a browser that is known.
func (d *Desk) isSilent(ctx context.Context, tx auth.Tx, from auth.From, who directory.Account, email directory.Email, now time.Time) (bool, error) {
	g, err := d.guess(ctx, tx, from, who.ID, email, now)
	if err != nil {
		return false, err
	}
	enough, err := hadEnough(ctx, tx, email, isConfirmed(who), now)
	if err != nil || !enough {
		return false, err
	}
	if g.Device == "" {
		return !d.Throttle.Favours(g, now), nil
	}
	g.Account = "letters " + who.ID.String()
	return d.Throttle.Try(g, now) > 0, nil
}

// isConfirmed reports whether somebody has shown that an account's address is theirs.
func isConfirmed(a directory.Account) bool {
	return a.State == directory.AccountActive || a.State == directory.AccountClosed
}

// Code signs in whoever shows the code that was sent to their address. Five wrong
// ones end the code.
func (d *Desk) Code(ctx context.Context, from auth.From, code string) (Progress, error) {
	return d.byCode(ctx, auth.SignInCode, from, code, func(tx auth.Tx, s auth.Secret, now time.Time) (Progress, error) {
		who, err := owned(ctx, tx, s.Email)
		if err != nil {
			return Progress{}, err
		}
		return d.arrive(ctx, tx, arrival{who, from, byMail, now})
	})
}
