package entry

import (
	"context"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// PageToken is the cookie of a browser's session.
func (d *Desk) PageToken(ctx context.Context, session directory.Session) (cookie string, err error) {
	cookie, _, err = d.Minter.Mint(ctx, auth.Page, session)
	return cookie, err
}

// Tokens is what a program gets that has got in.
func (d *Desk) Tokens(ctx context.Context, in auth.In) (Tokens, error) {
	return d.tokens(ctx, in.Session, in.Refresh)
}

// Refresh uses a refresh token and returns those that take its place. One that has
// been used before ends its session, whoever shows it.
func (d *Desk) Refresh(ctx context.Context, token string) (Tokens, error) {
	next, session, err := d.Store.Rotate(ctx, token, d.Now(), d.Random)
	if err != nil {
		return Tokens{}, err
	}
	return d.tokens(ctx, session, next)
}

func (d *Desk) tokens(ctx context.Context, session directory.Session, refresh string) (Tokens, error) {
	access, expires, err := d.Minter.Mint(ctx, auth.Access, session)
	if err != nil {
		return Tokens{}, err
	}
	return Tokens{Access: access, ExpiresIn: expires.Sub(d.Now()).Truncate(time.Second), Refresh: refresh}, nil
}

// SignOut ends the actor's session. That it has ended already is no failure.
func (d *Desk) SignOut(ctx context.Context, actor directory.Actor) error {
	at := directory.At(d.Now())
	err := d.Store.People(ctx, func(tx auth.Tx) error {
		_, err := tx.UpdateSession(ctx, actor.Session, func(s *directory.Session) error {
			if s.RevokedAt == 0 {
				s.RevokedAt = at
			}
			return nil
		})
		return err
	})
	if directory.KindOf(err) == directory.NotFound {
		return nil
	}
	return err
}
