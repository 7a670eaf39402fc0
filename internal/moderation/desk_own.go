package moderation

import (
	"context"

	"rootline/internal/directory"
)

// Withdraw takes a request of the actor's back. Of many who do so at once, be it to
// withdraw or to decide, one is heard.
func (d *Desk) Withdraw(ctx context.Context, actor directory.Actor, request directory.ID) error {
	return d.moderate(ctx, actor, func(a *act) error {
		r, err := a.ownRequest(ctx, request)
		if err != nil {
			return err
		}
		e := r.event("change.withdraw")
		if err := r.Withdraw(actor.Account, a.now); err != nil {
			return err
		}
		if err := a.SaveRequest(ctx, r); err != nil {
			return err
		}
		return a.note(ctx, e, values{})
	})
}

// Settle ends one conflict of a request of the actor's: by what they want, or by what
// the listing has. It returns the request, which is over if that was all it wanted.
func (d *Desk) Settle(ctx context.Context, actor directory.Actor, request directory.ID, name string, wanted bool) (ChangeRequest, error) {
	var r ChangeRequest
	err := d.moderate(ctx, actor, func(a *act) (err error) {
		if r, err = a.ownRequest(ctx, request); err != nil {
			return err
		}
		is, err := a.Version(ctx, r.ClinicID)
		if err != nil {
			return err
		}
		if _, err := r.Rebase(is); err != nil {
			return err
		}
		if err := r.Settle(name, wanted); err != nil {
			return err
		}
		if _, err := r.Rebase(is); err != nil {
			return err
		}
		return a.saveRequest(ctx, &r, "change.settle", values{})
	})
	if err != nil {
		return ChangeRequest{}, err
	}
	return r, nil
}

// ownRequest is a request of whoever asks. Those of others are not there for them.
func (a *act) ownRequest(ctx context.Context, id directory.ID) (ChangeRequest, error) {
	r, err := a.Request(ctx, id)
	if err != nil && directory.KindOf(err) != directory.NotFound {
		return r, err
	}
	if err != nil || r.By != a.actor.Account {
		return ChangeRequest{}, directory.Refuse(directory.NotFound, "moderation.no_request")
	}
	return r, nil
}

// History is what was done to a listing, the newest first, and what those who did it
// are called. Who is forgotten has no name, and the zero ID is the program.
type History struct {
	Events []Recorded
	Names  map[directory.ID]string
}

// mostEvents is how many events are shown at a time.
const mostEvents = 100

// History returns what was done to a listing before an event, or with 0 of late, to its
// people.
func (d *Desk) History(ctx context.Context, actor directory.Actor, clinic directory.ID, before int64) (History, error) {
	if _, _, err := see(ctx, d.Store, actor, clinic); err != nil {
		return History{}, err
	}
	return history(ctx, d.Store, EventFilter{Listing: clinic, Before: before})
}

func history(ctx context.Context, r Reader, f EventFilter) (h History, err error) {
	if h.Events, err = r.Recorded(ctx, f, mostEvents); err != nil {
		return h, err
	}
	var who []directory.ID
	for _, e := range h.Events {
		if !e.By.IsZero() {
			who = append(who, e.By)
		}
	}
	h.Names, err = r.Names(ctx, who...)
	return h, err
}
