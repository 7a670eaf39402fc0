package moderation

import (
	"slices"
	"time"

	"rootline/internal/directory"
)

// State says how far a request to change a listing has come.
type State string

// The states of a request.
const (
	Draft      State = "draft"      // seen by its author alone
	Pending    State = "pending"    // waits for a moderator
	AskedBack  State = "asked_back" // waits for its author to answer
	Approved   State = "approved"   // in the listing; so are those that went live at once
	Rejected   State = "rejected"
	Withdrawn  State = "withdrawn"  // its author wants it no more
	Superseded State = "superseded" // what it wanted is so, or its listing has gone
)

// nextStates lists the states that may follow each state. A rejection alone can be
// taken back by leaving its state: what was approved is taken back by a request for
// the opposite.
var nextStates = map[State][]State{
	Draft:      {Pending, Withdrawn, Superseded},
	Pending:    {Pending, AskedBack, Approved, Rejected, Withdrawn, Superseded},
	AskedBack:  {Pending, Withdrawn, Superseded},
	Approved:   nil,
	Rejected:   {Pending},
	Withdrawn:  nil,
	Superseded: nil,
}

// May reports whether a request may go from one state to another.
func (s State) May(to State) bool { return slices.Contains(nextStates[s], to) }

// Open reports whether somebody has still to do something about the request.
func (s State) Open() bool { return s == Draft || s == Pending || s == AskedBack }

// Person is somebody who decides. The name is that of the day on which it is read,
// for whoever comes second to be told; it is not kept with what they decided.
type Person struct {
	ID   directory.ID `json:"id"`
	Name string       `json:"-"`
}

// Decision is what was decided, and why.
type Decision struct {
	By     Person            `json:"by"`
	At     directory.Instant `json:"at,omitzero"`
	Reason Reason            `json:"reason,omitzero"`
	Text   string            `json:"text,omitzero"` // to whom it concerns, in the decider's words

	// Refused are the names of those of the differences that were not approved with
	// the others.
	Refused []string `json:"refused,omitempty"`

	// Quiet says that nobody is written to about it.
	Quiet bool `json:"quiet,omitzero"`
}

// Version is a published version of a listing, with the number of it that storage
// counts.
type Version struct {
	Listing directory.Listing
	Number  int64
}

// ChangeRequest is what an account wants to have changed in a listing, or has
// changed: an edit that went live at once is a request that was approved without
// anybody deciding it, and is taken back in the same way.
type ChangeRequest struct {
	ID          directory.ID      `json:"id"` // zero in a new one, until whoever saves it gives it one
	ClinicID    directory.ID      `json:"clinic_id"`
	By          directory.ID      `json:"by"`
	At          directory.Instant `json:"at"`        // when it was first made
	EditedAt    directory.Instant `json:"edited_at"` // when its author last changed it
	Revision    int               `json:"revision"`  // counts what its author has made of it
	Base        int64             `json:"base"`      // the version that the differences are to
	State       State             `json:"state"`
	Differences []Difference      `json:"differences"`
	Conflicts   []Conflict        `json:"conflicts,omitempty"` // with what others have changed since
	Live        bool              `json:"live,omitzero"`       // it went live at once
	Decision    Decision          `json:"decision,omitzero"`
	Undoes      directory.ID      `json:"undoes,omitzero"`    // the request that this one takes back
	UndoneBy    directory.ID      `json:"undone_by,omitzero"` // the account that took this one back
}

// Withdraw takes a request back on its author's behalf.
func (r *ChangeRequest) Withdraw(by directory.ID, now time.Time) error {
	if r.By != by {
		return directory.Refuse(directory.NotFound, "moderation.no_request")
	}
	if err := r.stands(Withdrawn); err != nil {
		return err
	}
	r.State, r.EditedAt = Withdrawn, directory.At(now)
	return nil
}

// Supersede ends a request that has nothing left to want. It reports whether there
// was anything to end.
func (r *ChangeRequest) Supersede() bool {
	if !r.State.May(Superseded) {
		return false
	}
	r.State = Superseded
	return true
}

// stands refuses a move that the request's state does not allow. Whoever comes second
// learns who was first.
func (r *ChangeRequest) stands(to State) error {
	switch {
	case r.State.May(to):
		return nil
	case !r.Decision.By.ID.IsZero():
		return directory.Refuse(directory.Conflict, "moderation.decided", "By", r.Decision.By.Name)
	}
	return directory.Refuse(directory.Conflict, "moderation.moved_on")
}

// RecordOf counts how the requests of an account have fared. What was approved only
// in part counts as approved.
func RecordOf(account directory.ID, all []ChangeRequest) (r Record) {
	for i := range all {
		c := &all[i]
		switch {
		case c.By != account || !c.Undoes.IsZero() || c.State != Approved:
		case !c.UndoneBy.IsZero():
			// Whoever takes back their own has only thought again.
			if c.UndoneBy != account {
				r.Reverted++
			}
		case !c.Live:
			r.Approved++
		}
	}
	return r
}
