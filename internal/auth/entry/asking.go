package entry

import (
	"context"
	"fmt"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// touched is how old it may be when a session was seen last before that is written
// anew: often enough to tell an idle one, and not for every picture of a page.
const touched = time.Minute

// Page is who carries a page's cookie, if their session still stands. Renewed is the
// cookie to be set in its place once it is past its end, and "" before.
func (d *Desk) Page(ctx context.Context, cookie string) (who Asking, renewed string, err error) {
	now := d.Now()
	claims, err := d.Minter.Read(ctx, auth.Page, cookie)
	if err != nil {
		return Asking{}, "", signInFirst(err)
	}
	who, err = d.standing(ctx, claims, false, now)
	if err != nil {
		return Asking{}, "", signInFirst(err)
	}
	if stale(who.Session, now) {
		if who.Session, err = d.touch(ctx, who.Session.ID, now); err != nil {
			return Asking{}, "", signInFirst(err)
		}
	}
	if now.Before(claims.Expires) {
		return who, "", nil
	}
	renewed, err = d.PageToken(ctx, who.Session)
	return who, renewed, err
}

// signInFirst words for people why they are not known any more.
func signInFirst(err error) error {
	switch directory.KindOf(err) {
	case directory.Unauthenticated, directory.NotFound, directory.Conflict:
		return fmt.Errorf("%w: %w", directory.Refuse(directory.Unauthenticated, "auth.sign_in"), err)
	default:
		return err
	}
}

// Program is who carries an access token, if their session still stands.
func (d *Desk) Program(ctx context.Context, token string) (Asking, error) {
	claims, err := d.Minter.Read(ctx, auth.Access, token)
	if err != nil {
		return Asking{}, err
	}
	return d.standing(ctx, claims, true, d.Now())
}

// standing is what there is today of whom a token speaks of. Why that is nobody any
// more is for the log.
func (d *Desk) standing(ctx context.Context, claims auth.Claims, program bool, now time.Time) (Asking, error) {
	st, err := d.Store.Standing(ctx, claims.Session)
	var why string
	switch {
	case err != nil && directory.KindOf(err) != directory.NotFound:
		return Asking{}, err
	case err != nil:
		why = "there is no such session"
	case st.Session.AccountID != claims.Subject || st.Session.Program != program:
		why = "the session is another's"
	case !auth.Lives(st.Session, now):
		why = "the session has ended"
	case st.Account.State != directory.AccountActive:
		why = "the account is not in use"
	default:
		return Asking{Actor: st.Actor(), Account: st.Account, Session: st.Session}, nil
	}
	return Asking{}, fmt.Errorf("%w: %s", directory.Refuse(directory.Unauthenticated, "auth.token"), why)
}

func stale(s directory.Session, now time.Time) bool {
	return directory.At(now) > directory.At(s.SeenAt.Time().Add(touched))
}

// touch writes down that a session is in use, once for all that is asked for at once.
func (d *Desk) touch(ctx context.Context, session directory.ID, now time.Time) (s directory.Session, err error) {
	err = d.Store.People(ctx, func(tx auth.Tx) error {
		s, err = tx.UpdateSession(ctx, session, func(s *directory.Session) error {
			if stale(*s, now) {
				s.SeenAt = directory.At(now)
			}
			return nil
		})
		return err
	})
	return s, err
}
