package moderation

import (
	"context"
	"reflect"

	"rootline/internal/directory"
)

// How facts name the people of a clinic, and those of the directory.
const (
	clinicSource    = "the clinic"
	directorySource = "the directory"
)

// Edit carries out what somebody has made of a listing: from is what they were shown,
// and to what they want it to be; see [Edit] for how the two are read. What may go live
// is published, and the rest waits in the account's request. With conflicts nothing is
// saved.
func (d *Desk) Edit(ctx context.Context, actor directory.Actor, clinic directory.ID, from, to directory.Listing) (Edited, error) {
	var out Edited
	err := d.moderate(ctx, actor, func(a *act) error {
		is, own, e, err := a.editing(ctx, clinic, from, to)
		if err != nil {
			return err
		}
		if out, err = e.Make(is, own, a.now); err != nil || out.Conflicts != nil {
			return err
		}
		return a.edited(ctx, &out, own)
	})
	if err != nil {
		return Edited{}, err
	}
	return out, nil
}

// SaveDraft keeps an edit that is not finished, for its author alone. With conflicts
// nothing is saved.
func (d *Desk) SaveDraft(ctx context.Context, actor directory.Actor, clinic directory.ID, from, to directory.Listing) (ChangeRequest, []Conflict, error) {
	var r ChangeRequest
	var conflicts []Conflict
	err := d.moderate(ctx, actor, func(a *act) error {
		is, own, e, err := a.editing(ctx, clinic, from, to)
		if err != nil {
			return err
		}
		if r, conflicts, err = e.Save(is, own, a.now); err != nil || conflicts != nil {
			return err
		}
		// A form saves itself every few seconds, and only its beginning is worth an event:
		// nobody sees the rest before it is sent, which is one.
		what := ""
		if own == nil {
			what = "change.draft"
		}
		return a.saveRequest(ctx, &r, what, values{})
	})
	if err != nil {
		return ChangeRequest{}, nil, err
	}
	return r, conflicts, nil
}

// editing is all that an edit is judged by.
func (a *act) editing(ctx context.Context, clinic directory.ID, from, to directory.Listing) (is Version, own *ChangeRequest, e Edit, err error) {
	is, who, err := see(ctx, a, a.actor, clinic)
	if err != nil {
		return is, nil, e, err
	}
	if own, err = a.ownOpen(ctx, is); err != nil {
		return is, nil, e, err
	}
	all, err := a.Requests(ctx, RequestFilter{By: a.actor.Account}, 0)
	if err != nil {
		return is, nil, e, err
	}
	e = Edit{By: a.actor.Account, Who: who, Record: RecordOf(a.actor.Account, all), Source: clinicSource, From: from, To: to}
	if who == Moderator {
		e.Source = directorySource
	}
	return is, own, e, nil
}

// ownOpen is openRequest, saved if it is on a newer version than it was: files change
// listings, too, without a thought for what waits. One that has nothing left to want is
// over, and makes room for another.
func (a *act) ownOpen(ctx context.Context, is Version) (*ChangeRequest, error) {
	open, err := a.Requests(ctx, RequestFilter{Clinic: is.Listing.Clinic.ID, By: a.actor.Account, Open: true}, 1)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	own := &open[0]
	if err := a.rebase(ctx, own, is); err != nil || !own.State.Open() {
		return nil, err
	}
	return own, nil
}

// edited saves what came of an edit.
func (a *act) edited(ctx context.Context, out *Edited, own *ChangeRequest) error {
	if r := out.Request; r != nil && !same(r, own) {
		what := "change.ask"
		if r.State == Withdrawn {
			what = "change.withdraw"
		}
		if err := a.saveRequest(ctx, r, what, valuesOf(r.Differences, r.By)); err != nil {
			return err
		}
	}
	if out.Live == nil {
		return nil
	}
	if err := a.saveRequest(ctx, out.Live, "change.publish", valuesOf(out.Live.Differences, out.Live.By)); err != nil {
		return err
	}
	if WhoIs(a.actor, &out.Listing) != Moderator {
		if err := a.heard(ctx, out.Live); err != nil {
			return err
		}
	}
	is, err := a.publish(ctx, out.Listing)
	if err != nil {
		return err
	}
	out.Listing = is.Listing
	if out.Request != nil { // it was brought onto what went live
		r, err := a.Request(ctx, out.Request.ID)
		if err != nil {
			return err
		}
		out.Request = &r
	}
	return nil
}

// same reports whether a request that waits for a moderator is asked for once more, so
// that whoever is looking at it need not look again.
func same(r, own *ChangeRequest) bool {
	return own != nil && own.State == Pending && r.State == Pending &&
		reflect.DeepEqual(r.Differences, own.Differences) && reflect.DeepEqual(r.Conflicts, own.Conflicts)
}

// saveRequest saves a request, with an id if it is new, and notes what was done.
func (a *act) saveRequest(ctx context.Context, r *ChangeRequest, what string, v values) (err error) {
	if r.ID.IsZero() {
		if r.ID, err = a.newID(); err != nil {
			return err
		}
	}
	if err := a.SaveRequest(ctx, *r); err != nil || what == "" {
		return err
	}
	return a.note(ctx, r.event(what), v)
}

// heard remembers that the clinic has spoken of some of its facts without being asked.
func (a *act) heard(ctx context.Context, r *ChangeRequest) error {
	for _, d := range r.Differences {
		if _, fact := d.Field.FactKind(); !fact || d.Order {
			continue
		}
		if err := a.AddReply(ctx, r.ClinicID, Reply{Path: d.Path, At: directory.At(a.now), Right: true}); err != nil {
			return err
		}
	}
	return nil
}
