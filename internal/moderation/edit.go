package moderation

import (
	"slices"
	"time"

	"rootline/internal/directory"
)

// Edit is what somebody has made of a listing: From is what they were shown, which is
// the published version with what they have asked for already, and To what they want
// it to be. From may be old. It need not be believed either: it can name only what
// the editor wants changed, and all of that is judged.
type Edit struct {
	By     directory.ID
	Who    Who
	Record Record
	Source string // how facts name the editor, such as "the clinic"
	From   directory.Listing
	To     directory.Listing
}

// Edited is what comes of an edit. With Conflicts nothing else does, and nothing is to
// be saved: somebody else has changed the same, and the editor is shown both.
type Edited struct {
	Listing   directory.Listing // what is public from now on
	Live      *ChangeRequest    // what went live, as a request that is approved; nil if nothing did
	Request   *ChangeRequest    // what the account still waits for, or has withdrawn; nil if there is none
	Conflicts []Conflict
}

// Make carries an edit out: it splits it into what goes live now and what waits, and
// brings what waits into the open request of the same account, or makes one. What a
// role may not write is refused by name, with all the rest. Own is the open request
// that the account has for the listing, rebased onto is, or nil; it stays as it was.
//
// The listing's state never changes. Where the newer of two edits of one account
// contradicts the older, it replaces it.
func (e Edit) Make(is Version, own *ChangeRequest, now time.Time) (Edited, error) {
	wants, err := e.wants(&is.Listing, now)
	if err != nil {
		return Edited{}, err
	}
	proposed, conflicts, err := propose(is, own, wants)
	if err != nil || conflicts != nil {
		return Edited{Listing: is.Listing, Request: own, Conflicts: conflicts}, err
	}
	if err := proposed.Check(); err != nil {
		return Edited{}, err
	}
	all, err := e.changes(&is.Listing, &proposed)
	if err != nil {
		return Edited{}, err
	}
	live, waits := e.split(all, wants, is.Listing.State.Value)
	out := Edited{Listing: is.Listing}
	if live != nil {
		if out.Listing, out.Live, err = e.publish(is, live, now); err != nil {
			return Edited{}, err
		}
	}
	out.Request = e.request(is, own, waits, wants, now)
	return out, nil
}

// Save keeps an edit that is not finished: as a draft, or in the request that waits
// for its author's answer. Nothing goes live and nobody is shown it. What is refused
// is refused here already.
func (e Edit) Save(is Version, own *ChangeRequest, now time.Time) (ChangeRequest, []Conflict, error) {
	wants, err := e.wants(&is.Listing, now)
	if err != nil {
		return ChangeRequest{}, nil, err
	}
	proposed, conflicts, err := propose(is, own, wants)
	if err != nil || conflicts != nil {
		return ChangeRequest{}, conflicts, err
	}
	all, err := e.changes(&is.Listing, &proposed)
	if err != nil {
		return ChangeRequest{}, nil, err
	}
	r := e.begin(is, now)
	r.State = Draft
	if own != nil {
		if own.State == Pending {
			return ChangeRequest{}, nil, directory.Refuse(directory.Conflict, "moderation.waits")
		}
		r = *own
	}
	r.revise(is, all, own, wants, now)
	return r, nil, nil
}

// wants is what the editor wants changed, with the facts that go with it.
func (e Edit) wants(is *directory.Listing, now time.Time) ([]Difference, error) {
	all, err := Diff(&e.From, &e.To)
	if err != nil {
		return nil, err
	}
	refused := map[string]directory.Message{}
	for _, d := range all {
		if Decide(d.Field, e.Who, e.Record, is.State.Value) == Refused {
			refused[d.Name()] = directory.Msg("moderation.refused.field")
		}
	}
	if len(refused) > 0 {
		return nil, &directory.Error{Kind: directory.Forbidden, Message: directory.Msg("moderation.refused"), Fields: refused}
	}
	switch e.Who {
	case Import:
		return all, nil
	case Moderator:
		return voucher{source: e.Source, now: now, checks: true}.complete(all)
	default:
		return voucher{source: e.Source, now: now}.vouch(all)
	}
}

// writesFacts reports whether the editor says how a thing is known, too.
func (e Edit) writesFacts() bool { return e.Who == Moderator || e.Who == Import }

// changes is what a proposal changes. Where something came back to what it was, no
// newer fact is left of that.
func (e Edit) changes(is, proposed *directory.Listing) ([]Difference, error) {
	all, err := Diff(is, proposed)
	if err != nil || e.writesFacts() {
		return all, err
	}
	return substantial(all)
}

// propose is the listing with all that an account wants, the newest last.
func propose(is Version, own *ChangeRequest, wants []Difference) (directory.Listing, []Conflict, error) {
	proposed := is.Listing
	if own != nil {
		var err error
		// What is in conflict waits for the author to settle it.
		if proposed, _, err = Apply(&is.Listing, own.Differences); err != nil {
			return proposed, nil, err
		}
		wants = slices.Clone(wants)
		for i, d := range wants {
			if j := at(own.Differences, d); j >= 0 {
				wants[i].From = own.Differences[j].To
			}
		}
	}
	return Apply(&proposed, wants)
}

// at finds a difference of the same thing; -1 if there is none.
func at(all []Difference, d Difference) int {
	return slices.IndexFunc(all, func(o Difference) bool { return o.place() == d.place() && o.Order == d.Order })
}

// split tells what goes live of all that an account wants. What it wanted before goes
// on waiting, whatever the account is trusted with since.
func (e Edit) split(all, wants []Difference, s directory.ListingState) (live, waits []Difference) {
	for _, d := range all {
		if at(wants, d) >= 0 && Decide(d.Field, e.Who, e.Record, s) == Live {
			live = append(live, d)
		} else {
			waits = append(waits, d)
		}
	}
	return live, waits
}

func (e Edit) publish(is Version, live []Difference, now time.Time) (directory.Listing, *ChangeRequest, error) {
	l, _, err := Apply(&is.Listing, live) // they were found in it, and do not conflict
	if err != nil {
		return l, nil, err
	}
	l.UpdatedAt = directory.At(now)
	if err := l.Check(); err != nil {
		return l, nil, err
	}
	r := e.begin(is, now)
	r.State, r.Live, r.Differences = Approved, true, live
	return l, &r, nil
}

// begin is a request of which nothing is known yet but whose it is.
func (e Edit) begin(is Version, now time.Time) ChangeRequest {
	at := directory.At(now)
	return ChangeRequest{ClinicID: is.Listing.Clinic.ID, By: e.By, At: at, EditedAt: at, Base: is.Number}
}

// request is the account's request for what waits.
func (e Edit) request(is Version, own *ChangeRequest, waits, wants []Difference, now time.Time) *ChangeRequest {
	if own == nil && waits == nil {
		return nil
	}
	r := e.begin(is, now)
	if own != nil {
		r = *own
	}
	r.State = Pending
	r.revise(is, waits, own, wants, now)
	if r.Differences == nil && r.Conflicts == nil {
		r.State = Withdrawn
	}
	return &r
}

// revise gives the request what its author wants now. What they have said anew of a
// thing settles a conflict about it.
func (r *ChangeRequest) revise(is Version, all []Difference, own *ChangeRequest, wants []Difference, now time.Time) {
	r.Differences, r.Base, r.EditedAt = all, is.Number, directory.At(now)
	r.Revision++
	r.Conflicts = nil
	if own == nil {
		return
	}
	for _, c := range own.Conflicts {
		if at(wants, c.Difference) < 0 {
			r.Conflicts = append(r.Conflicts, c)
		}
	}
}
