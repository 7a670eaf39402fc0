package self

import (
	"context"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Sessions returns where somebody is signed in, the session that was used last first.
func (d *Desk) Sessions(ctx context.Context, actor directory.Actor) ([]Session, error) {
	living, err := living(ctx, d.Store, actor.Account, d.Now())
	if err != nil {
		return nil, err
	}
	all := make([]Session, len(living))
	for i, s := range living {
		all[i] = Session{Session: s, Current: s.ID == actor.Session}
	}
	return all, nil
}

// EndSession signs somebody out in one place. That they are so already is no failure;
// what is not theirs is NotFound.
func (d *Desk) EndSession(ctx context.Context, actor directory.Actor, id directory.ID) error {
	return d.change(ctx, actor, func(c *change) error {
		s, err := c.Session(ctx, id)
		switch {
		case err != nil:
			return err
		case s.AccountID != actor.Account:
			return directory.Refuse(directory.NotFound, "not_found.session")
		case s.RevokedAt != 0:
			return nil
		}
		_, err = c.UpdateSession(ctx, id, func(s *directory.Session) error {
			s.RevokedAt = directory.At(c.now)
			return nil
		})
		return err
	})
}

// EndOthers signs somebody out everywhere else, and returns in how many places.
func (d *Desk) EndOthers(ctx context.Context, actor directory.Actor) (int, error) {
	return d.end(ctx, actor, actor.Session)
}

// EndAll signs somebody out everywhere, here too, and returns in how many places. No
// browser remembers them any more.
func (d *Desk) EndAll(ctx context.Context, actor directory.Actor) (int, error) {
	return d.end(ctx, actor, directory.ID{})
}

func (d *Desk) end(ctx context.Context, actor directory.Actor, except directory.ID) (ended int, err error) {
	err = d.change(ctx, actor, func(c *change) error {
		all, err := living(ctx, c, actor.Account, c.now)
		if err != nil {
			return err
		}
		for _, s := range all {
			if s.ID != except {
				ended++
			}
		}
		if _, err = c.RevokeSessions(ctx, actor.Account, except); err != nil { // counts those that expired too
			return err
		}
		if except.IsZero() { // a browser that is remembered is half of a sign-in
			return c.ReplaceSecrets(ctx, auth.Device, actor.Account)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return ended, nil
}

// living are the sessions of an account that stand.
func living(ctx context.Context, r auth.Reader, account directory.ID, now time.Time) (all []directory.Session, err error) {
	kept, err := r.Sessions(ctx, account)
	for _, s := range kept {
		if auth.Lives(s, now) {
			all = append(all, s)
		}
	}
	return all, err
}
