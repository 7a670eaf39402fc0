package moderation

import (
	"context"

	"rootline/internal/directory"
)

// Desk carries out what the people of a clinic ask about its listing. What they are to
// a listing is decided here, by [WhoIs]: to whoever is nothing to it, it is not there.
type Desk struct{ Office }

// Own is a listing as somebody of its people sees it.
type Own struct {
	Who      Who
	Is       Version           // what visitors see
	Request  *ChangeRequest    // what the account waits for, or has in draft; nil if nothing
	Proposed directory.Listing // what visitors would see with that, as far as it is not in conflict
	Others   []ChangeRequest   // what others have asked for and a moderator has not decided, the newest first
	Percent  int               // how much is said, see Complete
	Missing  []Path
	Days     int // within how many a moderator usually decides; 0 if there is no telling
	Names    map[directory.ID]string
}

// mostDecided is of how many decisions we look at how long they took.
const mostDecided = 500

// Listing returns a listing to somebody of its people: what visitors see, and what is
// to come of what was asked for.
func (d *Desk) Listing(ctx context.Context, actor directory.Actor, clinic directory.ID) (Own, error) {
	is, who, err := see(ctx, d.Store, actor, clinic)
	if err != nil {
		return Own{}, err
	}
	own := Own{Who: who, Is: is}
	own.Percent, own.Missing = Complete(&is.Listing.Clinic)
	if err := own.read(ctx, d.Store, actor); err != nil {
		return Own{}, err
	}
	now := d.Now()
	decided, err := d.Store.Requests(ctx, RequestFilter{DecidedSince: directory.At(now.Add(-usualWindow))}, mostDecided)
	if err != nil {
		return Own{}, err
	}
	own.Days, _ = UsualDays(decided, now)
	return own, nil
}

// read adds what was asked for.
func (own *Own) read(ctx context.Context, r Reader, actor directory.Actor) (err error) {
	clinic := own.Is.Listing.Clinic.ID
	if own.Request, err = openRequest(ctx, r, actor.Account, own.Is); err != nil {
		return err
	}
	own.Proposed = own.Is.Listing
	if own.Request != nil {
		if own.Proposed, _, err = Apply(&own.Is.Listing, own.Request.Differences); err != nil {
			return err
		}
	}
	open, err := r.Requests(ctx, RequestFilter{Clinic: clinic, Open: true}, 0)
	if err != nil {
		return err
	}
	var authors []directory.ID
	for _, o := range open {
		if o.By != actor.Account && o.State != Draft {
			own.Others, authors = append(own.Others, o), append(authors, o.By)
		}
	}
	own.Names, err = r.Names(ctx, authors...)
	return err
}

// see is a listing, and what the actor is to it.
func see(ctx context.Context, r Reader, actor directory.Actor, clinic directory.ID) (Version, Who, error) {
	is, err := r.Version(ctx, clinic)
	if err != nil {
		return is, Visitor, err
	}
	who := WhoIs(actor, &is.Listing)
	if who == Visitor {
		return Version{}, who, noClinic()
	}
	return is, who, nil
}

// openRequest is the one request of an account on a listing that is open, on the
// version that is published; nil if there is none.
func openRequest(ctx context.Context, r Reader, account directory.ID, is Version) (*ChangeRequest, error) {
	open, err := r.Requests(ctx, RequestFilter{Clinic: is.Listing.Clinic.ID, By: account, Open: true}, 1)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	own := &open[0]
	if _, err := own.Rebase(is); err != nil || !own.State.Open() {
		return nil, err
	}
	return own, nil
}
