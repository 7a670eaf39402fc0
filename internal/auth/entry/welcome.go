package entry

import (
	"context"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Welcome signs in whoever shows the link of the first admin, and confirms their
// account. It asks for no more than the account has: a new one has nothing.
func (d *Desk) Welcome(ctx context.Context, from auth.From, link string) (Progress, error) {
	now := d.Now()
	digest, ok := auth.Digest(auth.ForLink, link)
	if !ok {
		return Progress{}, noLink()
	}
	return d.inPeople(ctx, func(tx auth.Tx) (Progress, error) {
		s, err := tx.UpdateSecret(ctx, auth.Welcome, digest, func(s *auth.Secret) error { return s.Redeem(nil, now) })
		if err != nil {
			return Progress{}, err
		}
		who, err := tx.UpdateAccount(ctx, s.AccountID, confirm)
		if err != nil {
			return Progress{}, err
		}
		return d.arrive(ctx, tx, arrival{who, from, byMail, now})
	})
}

// Look says why a link does not work, and nothing if it does. It changes nothing, so
// that a page can be asked for by whoever, or whatever, follows links.
func (d *Desk) Look(ctx context.Context, kind auth.SecretKind, link string) error {
	digest, ok := auth.Digest(auth.ForLink, link)
	if !ok {
		return noLink()
	}
	s, err := d.Store.Secret(ctx, kind, digest)
	if err != nil {
		return err
	}
	return s.Redeem(s.Browser, d.Now())
}

func noLink() error { return directory.Refuse(directory.NotFound, "secret.unknown") }
