package self

import (
	"context"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// newCode makes a code to be mailed, in place of the one that the account may have of
// its kind: browser is the secret of the one that it works in. Nothing but that place
// is saved yet.
func (c *change) newCode(ctx context.Context, kind auth.SecretKind, to directory.Email, in string) (s auth.Secret, code, browser string, err error) {
	account := c.who.Account.ID
	s = auth.Secret{Kind: kind, AccountID: account, Email: to, CreatedAt: directory.At(c.now)}
	if s.ID, err = directory.NewID(c.now, c.desk.Random); err != nil {
		return s, "", "", err
	}
	former, browser, err := c.former(ctx, kind, in)
	if err != nil {
		return s, "", "", err
	}
	if err := c.ReplaceSecrets(ctx, kind, account); err != nil {
		return s, "", "", err
	}
	code, state, err := auth.ReplaceCode(former, browser, c.now, c.desk.Random)
	if err != nil {
		return s, "", "", err
	}
	s.SetCode(state)
	return s, code, browser, nil
}

// former is the code that was made last for a browser, and the secret of that browser:
// a new one, unless it has one that nobody else has a code in. What was made before
// stays, since letters are counted by it, but is not found any more.
func (c *change) former(ctx context.Context, kind auth.SecretKind, in string) (code auth.CodeState, browser string, err error) {
	digest, ok := auth.Digest(auth.ForBrowser, in)
	if ok {
		s, err := c.Secret(ctx, kind, digest)
		switch {
		case directory.KindOf(err) == directory.NotFound:
			return auth.CodeState{}, in, nil
		case err != nil:
			return auth.CodeState{}, "", err
		case s.AccountID == c.who.Account.ID:
			return s.Code(), in, c.setAside(ctx, s)
		}
	}
	browser, _, err = auth.NewSecret(auth.ForBrowser, c.desk.Random)
	return auth.CodeState{}, browser, err
}

func (c *change) setAside(ctx context.Context, s auth.Secret) error {
	_, aside, err := auth.NewSecret(auth.ForBrowser, c.desk.Random)
	if err != nil {
		return err
	}
	_, err = c.UpdateSecret(ctx, s.Kind, s.Digest, func(s *auth.Secret) error {
		s.Digest = aside
		if s.UsedAt == 0 && s.ReplacedAt == 0 {
			s.ReplacedAt = directory.At(c.now)
		}
		return nil
	})
	return err
}

// tryCode holds a code that somebody types against the one that was mailed. A refusal
// is to be told once the transaction is committed, or a wrong code would not count.
func (c *change) tryCode(ctx context.Context, kind auth.SecretKind, browser, code string) (s auth.Secret, refused, err error) {
	digest, ok := auth.Digest(auth.ForBrowser, browser)
	if !ok {
		return s, directory.Refuse(directory.Invalid, "auth.code_browser"), nil
	}
	s, err = c.UpdateSecret(ctx, kind, digest, func(s *auth.Secret) error {
		switch {
		case s.AccountID != c.who.Account.ID:
			refused = directory.Refuse(directory.Invalid, "auth.code_browser")
		case s.ReplacedAt != 0:
			refused = directory.Refuse(directory.Invalid, "auth.code_replaced")
		default:
			refused = s.Try(code, browser, c.now)
		}
		return nil
	})
	if directory.KindOf(err) == directory.NotFound {
		return s, directory.Refuse(directory.Invalid, "auth.code_browser"), nil
	}
	return s, beside("code", refused), err
}
