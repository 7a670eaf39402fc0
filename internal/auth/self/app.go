package self

import (
	"context"
	"encoding/base32"
	"fmt"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// appLife is how long setting up an app may take.
const appLife = 15 * time.Minute

// StartApp begins to set up an app that shows codes. It counts once FinishApp has
// seen one of them; the app that the account may have works until then.
func (d *Desk) StartApp(ctx context.Context, actor directory.Actor) (App, error) {
	var email directory.Email
	secret, err := auth.NewTOTPSecret(d.Random)
	if err != nil {
		return App{}, err
	}
	err = d.change(ctx, actor, func(c *change) error {
		if _, err := c.guarded(ctx); err != nil {
			return err
		}
		email = c.who.Account.Email
		return c.begin(ctx, auth.NewApp, auth.TOTPKey(secret), appLife)
	})
	if err != nil {
		return App{}, err
	}
	return d.app(secret, email)
}

// App returns the app that is being set up in this session, and false if none is.
func (d *Desk) App(ctx context.Context, actor directory.Actor) (App, bool, error) {
	s, ok, err := begun(ctx, d.Store, auth.NewApp, actor.Account, actor.Session, d.Now())
	if err != nil || !ok {
		return App{}, false, err
	}
	secret, err := appSecret(s)
	if err != nil {
		return App{}, false, err
	}
	account, err := d.Store.Account(ctx, actor.Account)
	if err != nil {
		return App{}, false, err
	}
	app, err := d.app(secret, account.Email)
	return app, err == nil, err
}

// FinishApp takes the first code of the app that is being set up. From then on the
// app is a second factor, in the place of the one before. Whoever has no recovery
// codes is given some, which are never shown again.
func (d *Desk) FinishApp(ctx context.Context, actor directory.Actor, code string) (recovery []string, err error) {
	err = d.change(ctx, actor, func(c *change) error {
		has, err := c.guarded(ctx)
		if err != nil {
			return err
		}
		secret, step, err := c.firstCode(ctx, code)
		if err != nil {
			return err
		}
		_, err = c.UpdateCredentials(ctx, actor.Account, func(k *auth.Credentials) error {
			k.TOTP, k.TOTPStep = secret, step
			return nil
		})
		if err != nil {
			return err
		}
		recovery, err = c.enrolled(ctx, has)
		return err
	})
	if err != nil {
		return nil, err
	}
	return recovery, nil
}

// firstCode holds a code against the app that is being set up, which ends that. It
// may be typed wrong any number of times: whoever types it has seen the secret.
func (c *change) firstCode(ctx context.Context, code string) (secret []byte, step int64, err error) {
	s, ok, err := begun(ctx, c, auth.NewApp, c.who.Account.ID, c.who.Session.ID, c.now)
	if err != nil {
		return nil, 0, err
	}
	if !ok {
		return nil, 0, directory.Refuse(directory.Conflict, "self.app_none")
	}
	if secret, err = appSecret(s); err != nil {
		return nil, 0, err
	}
	step, ok = auth.VerifyTOTP(secret, code, c.now, 0)
	if !ok {
		return nil, 0, beside("code", directory.Refuse(directory.Invalid, "self.app_code"))
	}
	return secret, step, c.finish(ctx, s)
}

// RemoveApp takes the app of an account away. That there is none is no failure.
func (d *Desk) RemoveApp(ctx context.Context, actor directory.Actor) error {
	return d.change(ctx, actor, func(c *change) error {
		has, err := c.guarded(ctx)
		if err != nil || has.TOTP == nil {
			return err
		}
		if err := c.spared(has); err != nil {
			return err
		}
		// The step of its last code stays: nothing is gained by forgetting it.
		_, err = c.UpdateCredentials(ctx, actor.Account, func(k *auth.Credentials) error {
			k.TOTP = nil
			return nil
		})
		if err != nil {
			return err
		}
		return c.dropped(ctx, has)
	})
}

// app is how the secret of an app is given to it.
func (d *Desk) app(secret []byte, email directory.Email) (App, error) {
	url := auth.TOTPURL(secret, d.Site, email.String())
	picture, err := auth.Picture(url)
	if err != nil {
		return App{}, err
	}
	return App{Key: auth.TOTPKey(secret), URL: url, Picture: picture}, nil
}

// appSecret reads what StartApp has kept.
func appSecret(s auth.Secret) ([]byte, error) {
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(s.Text)
	if err != nil {
		return nil, fmt.Errorf("read the app of secret %s: %w", s.ID, err)
	}
	return secret, nil
}
