package self

import (
	"context"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// StepUp shows anew who is asking. Somebody with a second factor shows a code of
// their app or a recovery code; anybody else their password, or the code that
// StepUpCode has mailed to this browser.
func (d *Desk) StepUp(ctx context.Context, from auth.From, actor directory.Actor, password, code string) error {
	has, err := factorsOf(ctx, d.Store, actor.Account)
	switch {
	case err != nil:
		return err
	case has.second() && code == "":
		return beside("code", directory.Refuse(directory.Invalid, "self.second_needed"))
	case has.second():
		return d.guess(ctx, from, actor, second(actor), func() error { return d.showSecond(ctx, actor, code) })
	case code != "":
		return d.guess(ctx, from, actor, second(actor), func() error { return d.showMailed(ctx, from, actor, code) })
	case password == "":
		return directory.Refuse(directory.Invalid, "self.nothing_shown")
	case has.Password == "":
		return beside("password", directory.Refuse(directory.Invalid, "self.password_none"))
	}
	account, err := d.Store.Account(ctx, actor.Account)
	if err != nil {
		return err
	}
	return d.guess(ctx, from, actor, d.addressed(account.Email), func() error {
		return d.showPassword(ctx, actor, has.Password, password)
	})
}

// StepUpCode mails a code for StepUp to the address of the account, which works in one
// browser: the one with the secret that is returned. Somebody with a second factor
// shows that instead, since their mail may be open to whoever has their password.
func (d *Desk) StepUpCode(ctx context.Context, from auth.From, actor directory.Actor) (browser string, err error) {
	// What strangers have sent to the address does not count here, or they could keep
	// its owner out.
	if wait := d.Throttle.Try(letters(from, actor), d.Now()); wait > 0 {
		return "", tooManyLetters(wait)
	}
	err = d.change(ctx, actor, func(c *change) error {
		has, err := factorsOf(ctx, c, actor.Account)
		if err != nil {
			return err
		}
		if has.second() {
			return directory.Refuse(directory.Conflict, "self.second_needed")
		}
		to := c.who.Account.Email
		s, code, in, err := c.newCode(ctx, auth.StepUpCode, to, from.Browser)
		if err != nil {
			return err
		}
		if err := c.AddSecret(ctx, s); err != nil {
			return err
		}
		browser = in
		return c.post(ctx, auth.Letter{
			Kind: auth.MailedCode, To: to, Code: code, For: s.ExpiresAt.Time().Sub(c.now), Path: "/account/confirm",
		})
	})
	if err != nil {
		return "", err
	}
	return browser, nil
}

// showSecond takes a code of the app, or a recovery code. Each counts once: it is
// used up in the transaction that accepts it.
func (d *Desk) showSecond(ctx context.Context, actor directory.Actor, code string) error {
	return d.change(ctx, actor, func(c *change) error {
		has, err := factorsOf(ctx, c, actor.Account)
		if err != nil {
			return err
		}
		if !has.second() { // any more
			return directory.Refuse(directory.Conflict, "conflict.moved_on")
		}
		_, err = c.UpdateCredentials(ctx, actor.Account, func(k *auth.Credentials) error {
			if step, ok := auth.VerifyTOTP(k.TOTP, code, c.now, k.TOTPStep); ok {
				k.TOTPStep = step
				return nil
			}
			if k.SpendRecovery(code) {
				return nil
			}
			return beside("code", directory.Refuse(directory.Invalid, "self.second_wrong"))
		})
		if err != nil {
			return err
		}
		return c.shown(ctx, true)
	})
}

func (d *Desk) showMailed(ctx context.Context, from auth.From, actor directory.Actor, code string) error {
	err := d.attempt(ctx, actor, func(c *change) (refused, err error) {
		if err := c.without(ctx); err != nil {
			return nil, err
		}
		_, refused, err = c.tryCode(ctx, auth.StepUpCode, from.Browser, code)
		if refused != nil || err != nil {
			return refused, err
		}
		return nil, c.shown(ctx, c.who.Session.Strong)
	})
	if err == nil {
		d.Throttle.Succeeded(letters(from, actor), d.Now())
	}
	return err
}

func (d *Desk) showPassword(ctx context.Context, actor directory.Actor, hash, password string) error {
	right, err := d.Hasher.Verify(ctx, password, hash) // takes long, so before the transaction
	if err != nil {
		return err
	}
	if !right {
		return beside("password", directory.Refuse(directory.Invalid, "self.password_wrong"))
	}
	return d.change(ctx, actor, func(c *change) error {
		if err := c.without(ctx); err != nil {
			return err
		}
		has, err := c.Credentials(ctx, actor.Account)
		switch {
		case err != nil:
			return err
		case has.Password != hash: // changed meanwhile
			return directory.Refuse(directory.Conflict, "conflict.moved_on")
		}
		return c.shown(ctx, c.who.Session.Strong)
	})
}

// without refuses somebody who has a second factor, which they may have been given
// meanwhile.
func (c *change) without(ctx context.Context) error {
	has, err := factorsOf(ctx, c, c.who.Account.ID)
	if err == nil && has.second() {
		err = beside("code", directory.Refuse(directory.Invalid, "self.second_needed"))
	}
	return err
}
