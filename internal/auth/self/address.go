package self

import (
	"context"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// How many letters a day go to an address because somebody types it: fewer, if nobody
// is known to be there.
const (
	lettersToStranger = 3
	lettersToAccount  = 10
)

// AskAddress begins to give an account another address: it mails a code there, for
// ConfirmAddress, that works in one browser, the one with the secret that is returned.
// If the address is another account's, its owner is told that they have one; whoever
// asks is told nothing, and no code will be right.
func (d *Desk) AskAddress(ctx context.Context, from auth.From, actor directory.Actor, email directory.Email) (browser string, err error) {
	if email.IsZero() {
		return "", beside("email", directory.Refuse(directory.Invalid, "invalid.missing"))
	}
	// One account could have letters sent to any number of addresses otherwise.
	if wait := d.Throttle.Try(auth.Guess{Account: "address " + actor.Account.String(), Addr: from.Addr}, d.Now()); wait > 0 {
		return "", tooManyLetters(wait)
	}
	err = d.change(ctx, actor, func(c *change) (err error) {
		if _, err = c.guarded(ctx); err == nil {
			browser, err = c.askAddress(ctx, email, from.Browser)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	return browser, nil
}

func (c *change) askAddress(ctx context.Context, email directory.Email, in string) (browser string, err error) {
	taken, confirmed, err := c.taken(ctx, email)
	if err != nil {
		return "", beside("email", err)
	}
	most := lettersToStranger
	if confirmed {
		most = lettersToAccount
	}
	sent, err := c.SentTo(ctx, email, directory.At(c.now.Add(-24*time.Hour)))
	if err != nil {
		return "", err
	}
	s, code, browser, err := c.newCode(ctx, auth.NewAddress, email, in)
	if err != nil {
		return "", err
	}
	letter := auth.Letter{
		Kind: auth.ConfirmAddress, To: email, Path: "/account/email/code",
		Code: code, For: s.ExpiresAt.Time().Sub(c.now), Silent: sent >= most,
	}
	if taken {
		if _, s.Tag, err = auth.NewSecret(auth.ForBrowser, c.desk.Random); err != nil { // of no code
			return "", err
		}
		letter = auth.Letter{Kind: auth.AddressTaken, To: email, Path: "/sign-in", Silent: sent >= most}
	}
	if err := c.AddSecret(ctx, s); err != nil {
		return "", err
	}
	return browser, c.post(ctx, letter)
}

// taken reports whether an address is another account's, and whether its owner has
// shown that it is theirs. It refuses that of the account itself, in whatever case. It
// opens as much that is sealed if nobody has it.
func (c *change) taken(ctx context.Context, email directory.Email) (taken, confirmed bool, err error) {
	own := c.who.Account.ID
	holder, err := c.AccountByEmail(ctx, email)
	switch {
	case directory.KindOf(err) == directory.NotFound:
		_, err = c.Account(ctx, own)
		return false, false, err
	case err != nil:
		return false, false, err
	case holder.ID == own:
		return false, false, directory.Refuse(directory.Invalid, "self.address_same")
	}
	return true, holder.State != directory.AccountUnconfirmed, nil
}

// ConfirmAddress takes the code that AskAddress has mailed, and gives the account its
// new address. Letters to the old and the new one tell of it. An address that came to
// be another's meanwhile is a Conflict: by then it is shown that it is theirs.
func (d *Desk) ConfirmAddress(ctx context.Context, from auth.From, actor directory.Actor, code string) error {
	return d.attempt(ctx, actor, func(c *change) (refused, err error) {
		if _, err := c.guarded(ctx); err != nil {
			return nil, err
		}
		s, refused, err := c.tryCode(ctx, auth.NewAddress, from.Browser, code)
		if refused != nil || err != nil {
			return refused, err
		}
		taken, _, err := c.taken(ctx, s.Email)
		if err == nil && taken {
			refused = directory.Refuse(directory.Conflict, "self.address_taken")
		}
		if refused != nil || err != nil {
			return refused, err
		}
		return nil, c.setAddress(ctx, s.Email)
	})
}

func (c *change) setAddress(ctx context.Context, email directory.Email) error {
	_, err := c.UpdateAccount(ctx, c.who.Account.ID, func(a *directory.Account) error {
		a.Email = email
		return nil
	})
	if err != nil {
		return err
	}
	// A code that waits at the old address shows nothing any more.
	if err := c.ReplaceSecrets(ctx, auth.StepUpCode, c.who.Account.ID); err != nil {
		return err
	}
	if err := c.lockOthers(ctx, auth.AddressChangedOld); err != nil { // who still has the old address
		return err
	}
	return c.post(ctx, auth.Letter{Kind: auth.AddressChangedNew, To: email, Path: "/account"})
}

// tooManyLetters words how long to wait until another may be mailed.
func tooManyLetters(wait time.Duration) error {
	return directory.Refuse(directory.TooMany, "self.letters_many", "Minutes", int((wait+time.Minute-1)/time.Minute))
}
