package moderation

import (
	"time"

	"rootline/internal/directory"
)

// Undo takes back what a request has done. What was approved, or went live at once,
// is taken back by the opposite change, which is returned as a request of its own
// with the listing as it is from then on; it counts against whoever made the change,
// unless they take it back themselves. What comes back into a list stands at its end.
// A rejection is taken back by letting the request wait again, and returns none.
// Nobody is written to about either.
//
// Where somebody has changed the same since, nothing is done, and what it is is told
// by name: the opposite of an old change would undo theirs too.
func (r *ChangeRequest) Undo(is Version, by Person, now time.Time) (directory.Listing, *ChangeRequest, error) {
	if r.State == Rejected {
		r.State, r.Decision = Pending, Decision{}
		r.Revision++
		return is.Listing, nil, nil
	}
	switch {
	case r.State != Approved:
		return is.Listing, nil, directory.Refuse(directory.Conflict, "moderation.nothing_done")
	case !r.UndoneBy.IsZero():
		return is.Listing, nil, directory.Refuse(directory.Conflict, "moderation.undone")
	}
	var opposite []Difference
	for _, d := range r.done() {
		opposite = append(opposite, d.Opposite())
	}
	l, conflicts, err := Apply(&is.Listing, opposite)
	if err != nil {
		return is.Listing, nil, err
	}
	if conflicts != nil {
		return is.Listing, nil, inConflict("moderation.undo_conflicts", conflicts)
	}
	l.UpdatedAt = directory.At(now)
	if err := l.Check(); err != nil {
		return is.Listing, nil, err
	}
	at := directory.At(now)
	r.UndoneBy = by.ID
	return l, &ChangeRequest{
		ClinicID: r.ClinicID, By: by.ID, At: at, EditedAt: at, Revision: 1, Base: is.Number, State: Approved,
		Differences: opposite, Decision: Decision{By: by, At: at, Quiet: true}, Undoes: r.ID,
	}, nil
}

// done is what of the request is in the listing.
func (r *ChangeRequest) done() (all []Difference) {
	for _, d := range r.Differences {
		refused := false
		for _, name := range r.Decision.Refused {
			refused = refused || name == d.Name()
		}
		if !refused {
			all = append(all, d)
		}
	}
	return all
}
