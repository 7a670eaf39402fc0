package self

import (
	"bytes"
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"rootline/internal/auth"
	"rootline/internal/auth/passkey"
	"rootline/internal/directory"
)

const (
	challengeLife = 5 * time.Minute
	maxPasskeys   = 20
	maxLabel      = 60 // letters
)

// PasskeyOptions begins to add a passkey. What it returns is for the browser; its
// answer is for AddPasskey, in the same session.
func (d *Desk) PasskeyOptions(ctx context.Context, actor directory.Actor) (options []byte, err error) {
	err = d.change(ctx, actor, func(c *change) error {
		has, err := c.guarded(ctx)
		if err != nil {
			return err
		}
		if len(has.passkeys) >= maxPasskeys {
			return directory.Refuse(directory.Conflict, "self.passkeys_many", "Max", maxPasskeys)
		}
		var ceremony string
		if options, ceremony, err = d.Passkeys.Create(c.person(), has.passkeys, c.now, d.Random); err != nil {
			return err
		}
		return c.begin(ctx, auth.Challenge, ceremony, challengeLife)
	})
	if err != nil {
		return nil, err
	}
	return options, nil
}

// AddPasskey takes what the browser answers, and adds the passkey. Whoever has no
// recovery codes is given some, which are never shown again. The challenge is used up
// whatever comes of it. The label is how its owner calls the passkey; it is made to
// fit rather than refused, since by then their device has kept the key.
func (d *Desk) AddPasskey(ctx context.Context, actor directory.Actor, label string, response []byte) (recovery []string, err error) {
	err = d.attempt(ctx, actor, func(c *change) (refused, err error) {
		has, err := c.guarded(ctx)
		if err != nil {
			return nil, err
		}
		ceremony, refused, err := c.challenge(ctx)
		if refused != nil || err != nil {
			return refused, err
		}
		key, err := d.Passkeys.Created(ceremony, c.person(), response, c.now)
		if err == nil {
			key.Label = cleanLabel(label)
			err = c.AddPasskey(ctx, key)
		}
		if err != nil {
			return told(err)
		}
		recovery, err = c.enrolled(ctx, has)
		return nil, err
	})
	if err != nil {
		return nil, err
	}
	return recovery, nil
}

// RemovePasskey takes one of somebody's passkeys away. One that is not there, or is
// somebody else's, is NotFound.
func (d *Desk) RemovePasskey(ctx context.Context, actor directory.Actor, credential []byte) error {
	return d.change(ctx, actor, func(c *change) error {
		has, err := c.guarded(ctx)
		if err != nil {
			return err
		}
		if !has.passkey(credential) {
			return directory.Refuse(directory.NotFound, "not_found.passkey")
		}
		if err := c.spared(has); err != nil {
			return err
		}
		if err := c.RemovePasskey(ctx, credential); err != nil {
			return err
		}
		return c.dropped(ctx, has)
	})
}

// StepUpPasskeyOptions begins to show anew who is asking by a passkey. What it returns
// is for the browser; its answer is for StepUpPasskey, in the same session.
func (d *Desk) StepUpPasskeyOptions(ctx context.Context, actor directory.Actor) (options []byte, err error) {
	err = d.change(ctx, actor, func(c *change) error {
		kept, err := c.Passkeys(ctx, actor.Account)
		if err != nil {
			return err
		}
		// With nil it would ask for anybody's.
		have := append([]auth.Passkey{}, kept...)
		var ceremony string
		if options, ceremony, err = d.Passkeys.Ask(have, c.now, d.Random); err != nil {
			return err
		}
		return c.begin(ctx, auth.Challenge, ceremony, challengeLife)
	})
	if err != nil {
		return nil, err
	}
	return options, nil
}

// StepUpPasskey takes what the browser answers. The challenge is used up whatever
// comes of it.
func (d *Desk) StepUpPasskey(ctx context.Context, actor directory.Actor, response []byte) error {
	return d.attempt(ctx, actor, func(c *change) (refused, err error) {
		ceremony, refused, err := c.challenge(ctx)
		if refused != nil || err != nil {
			return refused, err
		}
		find := func(credential []byte, _ directory.ID) (auth.Passkey, error) {
			return c.PasskeyByCredential(ctx, credential)
		}
		key, err := d.Passkeys.Answered(ceremony, response, find, c.now) // of the account that it was asked of
		if err != nil {
			return told(err)
		}
		if _, err := c.UpdatePasskey(ctx, key.Credential, func(k *auth.Passkey) error { *k = key; return nil }); err != nil {
			return nil, err
		}
		return nil, c.shown(ctx, true)
	})
}

// challenge is the ceremony that was begun in this session, used up.
func (c *change) challenge(ctx context.Context) (ceremony string, refused, err error) {
	s, ok, err := begun(ctx, c, auth.Challenge, c.who.Account.ID, c.who.Session.ID, c.now)
	if err != nil {
		return "", nil, err
	}
	if !ok {
		return "", directory.Refuse(directory.Invalid, "self.challenge_none"), nil
	}
	return s.Text, nil, c.finish(ctx, s)
}

func (c *change) person() passkey.Person {
	return passkey.Person{ID: c.who.Account.ID, Email: c.who.Account.Email.String(), Name: c.who.Account.Name}
}

// passkey reports whether there is one with this credential.
func (f factors) passkey(credential []byte) bool {
	for _, k := range f.passkeys {
		if bytes.Equal(k.Credential, credential) {
			return true
		}
	}
	return false
}

// told tells a refusal, which leaves the transaction standing, from a failure.
func told(err error) (refused, failed error) {
	if directory.KindOf(err) == directory.Internal {
		return nil, err
	}
	return err, nil
}

func cleanLabel(label string) string {
	label = strings.TrimSpace(directory.Printable(label))
	if utf8.RuneCountInString(label) > maxLabel {
		label = strings.TrimSpace(string([]rune(label)[:maxLabel]))
	}
	return label
}
