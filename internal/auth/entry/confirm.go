package entry

import (
	"bytes"
	"context"
	"encoding/base64"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Confirm opens the account of whoever shows the code in the browser in which they
// registered, and signs them in. Five wrong ones end the code; the link still works.
func (d *Desk) Confirm(ctx context.Context, from auth.From, code string) (Progress, error) {
	return d.byCode(ctx, auth.Registration, from, code, func(tx auth.Tx, s auth.Secret, now time.Time) (Progress, error) {
		p, err := updateLink(ctx, tx, s, func(link *auth.Secret) error {
			if link.UsedAt == 0 {
				link.UsedAt = directory.At(now)
			}
			return nil
		})
		if err != nil {
			return Progress{}, err
		}
		return d.open(ctx, tx, p, from, now)
	})
}

// ConfirmLink opens the account of whoever shows the link of a registration. In the
// browser in which they registered they are signed in. In any other the account has
// no password yet, for who typed it there need not be who reads the letters.
func (d *Desk) ConfirmLink(ctx context.Context, from auth.From, link string) (Progress, error) {
	now := d.Now()
	digest, ok := auth.Digest(auth.ForLink, link)
	if !ok {
		return Progress{}, noLink()
	}
	return d.inPeople(ctx, func(tx auth.Tx) (Progress, error) {
		s, err := tx.UpdateSecret(ctx, auth.Registration, digest, func(s *auth.Secret) error { return s.Redeem(nil, now) })
		if err != nil {
			return Progress{}, err
		}
		p, err := pendingOf(s)
		if err != nil {
			return Progress{}, err
		}
		if err := useCode(ctx, tx, p, digest, now); err != nil {
			return Progress{}, err
		}
		if mine, ok := auth.Digest(auth.ForBrowser, from.Browser); ok && bytes.Equal(mine, p.Browser) {
			return d.open(ctx, tx, p, from, now)
		}
		p.Password = ""
		_, err = d.add(ctx, tx, p, now)
		return Progress{Step: StepSignIn}, err
	})
}

// useCode uses up the code that was sent with a link, unless the browser has another
// by now.
func useCode(ctx context.Context, tx auth.Tx, p pending, link []byte, now time.Time) error {
	_, err := tx.UpdateSecret(ctx, auth.Registration, p.Browser, func(s *auth.Secret) error {
		if s.UsedAt == 0 && s.Text == base64.StdEncoding.EncodeToString(link) {
			s.UsedAt = directory.At(now)
		}
		return nil
	})
	if directory.KindOf(err) == directory.NotFound {
		return nil
	}
	return err
}

// open adds the account of a registration and lets its owner in.
func (d *Desk) open(ctx context.Context, tx auth.Tx, p pending, from auth.From, now time.Time) (Progress, error) {
	who, err := d.add(ctx, tx, p, now)
	if err != nil {
		return Progress{}, err
	}
	return d.arrive(ctx, tx, arrival{who, from, byMail, now})
}

// add adds the account of a registration. If there is one by now, it is that: its
// owner has shown a letter to its address, as with a code to sign in by.
func (d *Desk) add(ctx context.Context, tx auth.Tx, p pending, now time.Time) (directory.Account, error) {
	id, err := directory.NewID(now, d.Random)
	if err != nil {
		return directory.Account{}, err
	}
	a := directory.Account{
		ID: id, Email: p.Email, Name: p.Name, Language: p.Language,
		State: directory.AccountActive, CreatedAt: directory.At(now),
	}
	err = tx.AddAccount(ctx, a, auth.Credentials{Password: p.Password})
	if directory.KindOf(err) == directory.Conflict {
		return owned(ctx, tx, p.Email)
	}
	return a, err
}
