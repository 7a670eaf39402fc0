package entry

import (
	"context"
	"fmt"
	"io"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// How many letters an address gets in a day, as many as somebody may want who waits
// for one. To whoever has no account here they are nothing but a nuisance.
const (
	lettersKnown   = 10
	lettersUnknown = 3
)

// newSecret is a secret that comes into being now. Without an account it has a key
// of its own.
func (d *Desk) newSecret(kind auth.SecretKind, now time.Time) (auth.Secret, error) {
	id, err := directory.NewID(now, d.Random)
	return auth.Secret{ID: id, Kind: kind, CreatedAt: directory.At(now)}, err
}

// browser is the secret of the browser that asks, and its digest: the one that it
// has, for there may be more in progress there than what is asked for, or a new one.
func (d *Desk) browser(from auth.From) (secret string, digest []byte, err error) {
	if digest, ok := auth.Digest(auth.ForBrowser, from.Browser); ok {
		return from.Browser, digest, nil
	}
	return auth.NewSecret(auth.ForBrowser, d.Random)
}

// random reads 32 bytes that nobody knows.
func (d *Desk) random() ([]byte, error) {
	b := make([]byte, 32)
	if _, err := io.ReadFull(d.Random, b); err != nil {
		return nil, fmt.Errorf("read randomness: %w", err)
	}
	return b, nil
}

// makeWay moves the secret aside that a browser has of a kind, because a browser is
// found to have one at most. It is not thrown away: letters are counted by what was
// made for them. The zero Secret says that there was none.
func (d *Desk) makeWay(ctx context.Context, tx auth.Tx, kind auth.SecretKind, digest []byte, now time.Time) (auth.Secret, error) {
	aside, err := d.random()
	if err != nil {
		return auth.Secret{}, err
	}
	was, err := tx.UpdateSecret(ctx, kind, digest, func(s *auth.Secret) error {
		s.Digest = aside
		replace(s, now)
		return nil
	})
	if directory.KindOf(err) == directory.NotFound {
		return auth.Secret{}, nil
	}
	return was, err
}

func replace(s *auth.Secret, now time.Time) {
	if s.UsedAt == 0 && s.ReplacedAt == 0 {
		s.ReplacedAt = directory.At(now)
	}
}

// addCode adds s as the secret of a code, in place of the one that the browser may
// have had of that kind. A code that is sent to nobody is never right either: those
// who guess have nothing to find.
func (d *Desk) addCode(ctx context.Context, tx auth.Tx, s auth.Secret, was auth.CodeState, browser string, sent bool, now time.Time) (code string, life time.Duration, err error) {
	code, state, err := auth.ReplaceCode(was, browser, now, d.Random)
	if err != nil {
		return "", 0, err
	}
	blind, err := d.random()
	if err != nil {
		return "", 0, err
	}
	if !sent {
		state.Tag = blind
	}
	s.SetCode(state)
	return code, state.ExpiresAt.Time().Sub(s.CreatedAt.Time()), tx.AddSecret(ctx, s)
}

// hadEnough reports whether an address has had its letters for a day.
func hadEnough(ctx context.Context, tx auth.Tx, to directory.Email, known bool, now time.Time) (bool, error) {
	most := lettersUnknown
	if known {
		most = lettersKnown
	}
	sent, err := tx.SentTo(ctx, to, directory.At(now.Add(-24*time.Hour)))
	return sent >= most, err
}

// byCode holds a code against the one that the browser asked for, and goes on if it
// is right. The tries are kept whatever comes of it.
func (d *Desk) byCode(ctx context.Context, kind auth.SecretKind, from auth.From, code string, then func(auth.Tx, auth.Secret, time.Time) (Progress, error)) (p Progress, err error) {
	digest, ok := auth.Digest(auth.ForBrowser, from.Browser)
	if !ok {
		return Progress{}, noCode()
	}
	now := d.Now()
	var refused error
	err = d.Store.People(ctx, func(tx auth.Tx) error {
		s, err := tx.UpdateSecret(ctx, kind, digest, func(s *auth.Secret) error {
			refused = s.Try(code, from.Browser, now)
			return nil
		})
		if err != nil || refused != nil {
			return err
		}
		p, err = then(tx, s, now)
		return err
	})
	switch {
	case directory.KindOf(err) == directory.NotFound:
		return Progress{}, noCode()
	case err == nil:
		err = refused
	}
	if err != nil {
		return Progress{}, err
	}
	return p, nil
}

func noCode() error { return directory.Refuse(directory.Invalid, "auth.code_browser") }

// account is the one with an address, or the zero Account if there is none.
func account(ctx context.Context, r auth.Reader, email directory.Email) (directory.Account, error) {
	a, err := r.AccountByEmail(ctx, email)
	if directory.KindOf(err) == directory.NotFound {
		return directory.Account{}, nil
	}
	return a, err
}

// addressee is account for whoever must not be told whether there is one, not even by
// how long it takes: without the name.
func addressee(ctx context.Context, r auth.Reader, email directory.Email) (directory.Account, error) {
	a, err := r.Addressee(ctx, email)
	if directory.KindOf(err) == directory.NotFound {
		return directory.Account{}, nil
	}
	return a, err
}

// owned is the account with an address that has just been shown to be its owner's,
// which is what an unconfirmed account waits for.
func owned(ctx context.Context, tx auth.Tx, email directory.Email) (directory.Account, error) {
	a, err := tx.AccountByEmail(ctx, email)
	if err != nil || a.State != directory.AccountUnconfirmed {
		return a, err
	}
	return tx.UpdateAccount(ctx, a.ID, confirm)
}

func confirm(a *directory.Account) error {
	if a.State == directory.AccountUnconfirmed {
		a.State = directory.AccountActive
	}
	return nil
}
