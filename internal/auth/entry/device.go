package entry

import (
	"context"
	"slices"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// maxDevices is how many people a browser remembers at most, as many as share a desk.
const maxDevices = 5

// device is one of the secrets of a remembered browser, and what is kept of it.
type device struct {
	shown string
	kept  auth.Secret
}

// devices are those of a browser's secrets that still stand for somebody.
func devices(ctx context.Context, r auth.Reader, from auth.From, now time.Time) ([]device, error) {
	var all []device
	for _, shown := range from.Devices[:min(len(from.Devices), maxDevices)] {
		digest, ok := auth.Digest(auth.ForDevice, shown)
		if !ok {
			continue
		}
		s, err := r.Secret(ctx, auth.Device, digest)
		switch {
		case directory.KindOf(err) == directory.NotFound:
		case err != nil:
			return nil, err
		case s.UsedAt == 0 && s.ReplacedAt == 0 && directory.At(now) < s.ExpiresAt:
			all = append(all, device{shown, s})
		}
	}
	return all, nil
}

// remembered is the secret by which an account remembers the browser, or nil.
func remembered(ctx context.Context, r auth.Reader, from auth.From, account directory.ID, now time.Time) (*device, error) {
	all, err := devices(ctx, r, from, now)
	for i := range all {
		if all[i].kept.AccountID == account {
			return &all[i], err
		}
	}
	return nil, err
}

// Remember has the actor's account remember the browser for 30 days, and returns the
// secret that it keeps. One that is remembered already stays so for as long as it was:
// after that, all that the account asks for has to be shown again.
func (d *Desk) Remember(ctx context.Context, from auth.From, actor directory.Actor) (secret string, err error) {
	if !actor.Signed() {
		return "", directory.Refuse(directory.Unauthenticated, "auth.sign_in")
	}
	now := d.Now()
	err = d.Store.People(ctx, func(tx auth.Tx) error {
		secret, err = d.remember(ctx, tx, from, actor.Account, now)
		return err
	})
	return secret, err
}

func (d *Desk) remember(ctx context.Context, tx auth.Tx, from auth.From, account directory.ID, now time.Time) (string, error) {
	known, err := remembered(ctx, tx, from, account, now)
	if err != nil {
		return "", err
	}
	if known != nil {
		return known.shown, nil
	}
	s, err := d.newSecret(auth.Device, now)
	if err != nil {
		return "", err
	}
	shown, digest, err := auth.NewSecret(auth.ForDevice, d.Random)
	if err != nil {
		return "", err
	}
	s.Digest, s.AccountID, s.Text = digest, account, from.Label
	s.ExpiresAt = directory.At(now.Add(auth.DeviceLife))
	return shown, tx.AddSecret(ctx, s)
}

// Known returns whom the browser remembers, in the order of its secrets: five people
// at most, and nobody whose account is not in use.
func (d *Desk) Known(ctx context.Context, from auth.From) ([]Known, error) {
	all, err := devices(ctx, d.Store, from, d.Now())
	if err != nil {
		return nil, err
	}
	var known []Known
	for _, v := range all {
		a, err := d.Store.Account(ctx, v.kept.AccountID)
		switch {
		case directory.KindOf(err) == directory.NotFound:
		case err != nil:
			return nil, err
		case a.State == directory.AccountActive && !slices.ContainsFunc(known, func(k Known) bool { return k.Account == a.ID }):
			known = append(known, Known{a.ID, a.Name, a.Email})
		}
	}
	return known, nil
}

// Forget has the browser remember an account no more, and returns the secrets that
// still stand for others.
func (d *Desk) Forget(ctx context.Context, from auth.From, account directory.ID) (left []string, err error) {
	now := d.Now()
	err = d.Store.People(ctx, func(tx auth.Tx) error {
		all, err := devices(ctx, tx, from, now)
		if err != nil {
			return err
		}
		for _, v := range all {
			if v.kept.AccountID != account {
				left = append(left, v.shown)
				continue
			}
			_, err := tx.UpdateSecret(ctx, auth.Device, v.kept.Digest, func(s *auth.Secret) error { replace(s, now); return nil })
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return left, nil
}
