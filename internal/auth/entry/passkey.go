package entry

import (
	"context"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/passkey"
	"rootline/internal/directory"
)

// PasskeyOptions begins a sign-in by passkey: options is what the browser's
// navigator.credentials.get takes, browser the secret by which it is to answer. It
// asks for anybody's, so that the person who is at a shared desk now can choose,
// whoever has begun to sign in there before.
func (d *Desk) PasskeyOptions(ctx context.Context, from auth.From) (options []byte, browser string, err error) {
	now := d.Now()
	if err := d.mayBegin(ctx, from, now); err != nil {
		return nil, "", err
	}
	options, ceremony, err := d.Passkeys.Ask(nil, now, d.Random)
	if err != nil {
		return nil, "", err
	}
	browser, digest, err := d.browser(from)
	if err != nil {
		return nil, "", err
	}
	err = d.Store.People(ctx, func(tx auth.Tx) error { return d.challenge(ctx, tx, digest, ceremony, now) })
	return options, browser, err
}

// challenge keeps what a browser is asked to have signed, in the place of what it was
// asked before: a page asks whenever it is opened.
func (d *Desk) challenge(ctx context.Context, tx auth.Tx, browser []byte, ceremony string, now time.Time) error {
	until := directory.At(now.Add(passkey.Life))
	was, err := tx.Secret(ctx, auth.Challenge, browser)
	switch {
	case err == nil && was.UsedAt == 0:
		_, err = tx.UpdateSecret(ctx, auth.Challenge, browser, func(s *auth.Secret) error {
			s.Text, s.ExpiresAt = ceremony, until
			return nil
		})
		return err
	case err != nil && directory.KindOf(err) != directory.NotFound:
		return err
	}
	if _, err := d.makeWay(ctx, tx, auth.Challenge, browser, now); err != nil {
		return err
	}
	s, err := d.newSecret(auth.Challenge, now)
	if err != nil {
		return err
	}
	s.Digest, s.Text, s.ExpiresAt = browser, ceremony, until
	return tx.AddSecret(ctx, s)
}

// Passkey signs in whoever has a passkey, which is a first and a second factor at
// once: their device has seen to it that it is them. What they had shown in this
// browser before is done with. An answer counts once, even one that is wrong.
func (d *Desk) Passkey(ctx context.Context, from auth.From, response []byte) (Progress, error) {
	now := d.Now()
	digest, ok := auth.Digest(auth.ForBrowser, from.Browser)
	if !ok {
		return Progress{}, noChallenge()
	}
	var refused error
	var guesses []auth.Guess
	p, err := d.inPeople(ctx, func(tx auth.Tx) (Progress, error) {
		key, err := d.answered(ctx, tx, digest, response, now)
		if directory.KindOf(err) == directory.Invalid {
			refused = err
			return Progress{}, nil
		}
		if err != nil {
			return Progress{}, err
		}
		who, err := tx.Account(ctx, key.AccountID)
		if err != nil {
			return Progress{}, err
		}
		if guesses, err = d.guessedBefore(ctx, tx, from, who, digest, now); err != nil {
			return Progress{}, err
		}
		return d.letIn(ctx, tx, arrival{who, from, byPasskey, now}, auth.ShownStrong)
	})
	switch {
	case err != nil:
		return Progress{}, err
	case refused != nil:
		return Progress{}, refused
	}
	for _, g := range guesses {
		d.Throttle.Succeeded(g, now)
	}
	return p, nil
}

func noChallenge() error { return directory.Refuse(directory.Invalid, "passkey.expired") }

// answered uses up what a browser was asked to have signed, and is the passkey that it
// was signed with, saved as it is now.
func (d *Desk) answered(ctx context.Context, tx auth.Tx, browser, response []byte, now time.Time) (auth.Passkey, error) {
	s, err := tx.UpdateSecret(ctx, auth.Challenge, browser, func(s *auth.Secret) error {
		if s.Redeem(nil, now) != nil {
			return noChallenge()
		}
		return nil
	})
	if directory.KindOf(err) == directory.NotFound {
		return auth.Passkey{}, noChallenge()
	}
	if err != nil {
		return auth.Passkey{}, err
	}
	key, err := d.Passkeys.Answered(s.Text, response, func(credential []byte, _ directory.ID) (auth.Passkey, error) {
		return tx.PasskeyByCredential(ctx, credential)
	}, now)
	if err != nil {
		return auth.Passkey{}, err
	}
	return tx.UpdatePasskey(ctx, key.Credential, func(k *auth.Passkey) error { *k = key; return nil })
}

// guessedBefore uses up the sign-in that was in progress in a browser, and returns
// the guess that was right there: a passkey has completed it, if it is of that account.
func (d *Desk) guessedBefore(ctx context.Context, tx auth.Tx, from auth.From, who directory.Account, browser []byte, now time.Time) ([]auth.Guess, error) {
	pending, err := finish(ctx, tx, browser, now)
	switch {
	case directory.KindOf(err) == directory.NotFound, directory.KindOf(err) == directory.Invalid:
		return nil, nil
	case err != nil:
		return nil, err
	case pending.AccountID != who.ID || pending.Text != byPassword:
		return nil, nil
	}
	g, err := d.guess(ctx, tx, from, who.ID, who.Email, now)
	return []auth.Guess{g}, err
}
