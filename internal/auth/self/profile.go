package self

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"rootline/internal/directory"
)

// maxName is how many letters a person's name may have.
const maxName = 80

// Profile returns what somebody sees of themselves.
func (d *Desk) Profile(ctx context.Context, actor directory.Actor) (Profile, error) {
	account, err := d.Store.Account(ctx, actor.Account)
	if err != nil {
		return Profile{}, err
	}
	has, err := factorsOf(ctx, d.Store, actor.Account)
	if err != nil {
		return Profile{}, err
	}
	return Profile{
		Account: account, Password: has.Password != "", App: has.TOTP != nil,
		Recovery: len(has.Recovery), Passkeys: has.passkeys,
	}, nil
}

// Rename gives somebody another name, by which their colleagues know them and which
// stands in invitations. It is one line.
func (d *Desk) Rename(ctx context.Context, actor directory.Actor, name string) error {
	name, err := cleanName(name)
	if err != nil {
		return beside("name", err)
	}
	return d.change(ctx, actor, func(c *change) error {
		_, err := c.UpdateAccount(ctx, actor.Account, func(a *directory.Account) error {
			a.Name = name
			return nil
		})
		return err
	})
}

func cleanName(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", directory.Refuse(directory.Invalid, "invalid.missing")
	case !utf8.ValidString(name) || strings.ContainsFunc(name, breaks):
		return "", directory.Refuse(directory.Invalid, "invalid.line")
	case utf8.RuneCountInString(name) > maxName:
		return "", directory.Refuse(directory.Invalid, "invalid.too_long", "Max", maxName)
	}
	return name, nil
}

// breaks reports whether a character has no place in a line of a letter: it ends the
// line, controls something, or turns the direction of what follows.
func breaks(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}
