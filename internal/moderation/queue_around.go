package moderation

import (
	"context"
	"slices"

	"rootline/internal/directory"
)

// Around returns the items before and after one in the part of the queue that a filter
// lets through; the zero Item where there is none. Of an item that is not there any
// more the first one comes after it, and what has nothing behind it leads to the first
// one again.
func (q *Queue) Around(ctx context.Context, actor directory.Actor, f QueueFilter, kind ItemKind, id directory.ID) (before, after Item, err error) {
	if err := isStaff(actor); err != nil {
		return Item{}, Item{}, err
	}
	all, err := q.Store.Queue(ctx, f)
	if err != nil || len(all) == 0 {
		return Item{}, Item{}, err
	}
	slices.SortFunc(all, Compare)
	at := slices.IndexFunc(all, func(i Item) bool { return i.Kind == kind && i.ID == id })
	if at > 0 {
		before = all[at-1]
	}
	if after = all[(at+1)%len(all)]; at >= 0 && len(all) == 1 {
		after = Item{}
	}
	return before, after, nil
}

// File is all that moderators see of a listing, however it stands.
type File struct {
	Is       Version
	Next     []directory.ListingState // that they may have follow
	Owners   []directory.Membership   // those with a role at the clinic, or at its brand
	Requests []ChangeRequest          // on it, the newest first, without drafts
	Claims   []Claim                  // to it, the newest first
	Reports  *Row                     // what nobody has decided; nil for nothing
	History  History
	Names    map[directory.ID]string
}

// File returns a listing with all that has to do with it, and what was done to it
// before an event, or with 0 of late.
func (q *Queue) File(ctx context.Context, actor directory.Actor, clinic directory.ID, before int64) (File, error) {
	if err := isStaff(actor); err != nil {
		return File{}, err
	}
	is, err := q.Store.Version(ctx, clinic)
	if err != nil {
		return File{}, err
	}
	f := File{Is: is, Next: slices.Clone(nextListing[is.Listing.State.Value])}
	if err := f.read(ctx, q.Store); err != nil {
		return File{}, err
	}
	if f.History, err = history(ctx, q.Store, EventFilter{Listing: clinic, Before: before}); err != nil {
		return File{}, err
	}
	f.Names, err = q.Store.Names(ctx, f.people()...)
	return f, err
}

func (f *File) read(ctx context.Context, r Reader) error {
	c := &f.Is.Listing.Clinic
	all, err := r.Requests(ctx, RequestFilter{Clinic: c.ID}, mostBefore)
	if err != nil {
		return err
	}
	f.Requests = slices.DeleteFunc(all, func(o ChangeRequest) bool { return o.State == Draft })
	if f.Claims, err = r.Claims(ctx, ClaimFilter{Clinic: c.ID}, mostBefore); err != nil {
		return err
	}
	for _, scope := range []directory.ID{c.ID, c.OrganizationID} {
		members, err := r.Members(ctx, scope)
		if err != nil {
			return err
		}
		f.Owners = append(f.Owners, members...)
	}
	reports, err := r.Reports(ctx, c.ID)
	if rows := Gather(reports); len(rows) > 0 {
		f.Reports = &rows[0]
	}
	return err
}

func (f *File) people() (all []directory.ID) {
	for _, m := range f.Owners {
		all = append(all, m.AccountID)
	}
	for _, r := range f.Requests {
		all = append(all, r.By)
	}
	for _, c := range f.Claims {
		all = append(all, c.By)
	}
	return all
}

// Decided is what became of an item that somebody has decided.
type Decided struct {
	Is      Version        // of the clinic; the zero Version of a brand's claim
	Request *ChangeRequest // of a change
	Claim   *Claim
	Names   map[directory.ID]string
}

// Decided returns what became of an item of the queue, or is to become of it.
func (q *Queue) Decided(ctx context.Context, actor directory.Actor, kind ItemKind, id directory.ID) (Decided, error) {
	if err := isStaff(actor); err != nil {
		return Decided{}, err
	}
	var d Decided
	clinic, err := id, error(nil)
	switch kind {
	case ItemChange:
		var r ChangeRequest
		r, err = q.Store.Request(ctx, id)
		d.Request, clinic = &r, r.ClinicID
	case ItemClaim, ItemContest, ItemAppeal:
		var c Claim
		c, err = q.Store.Claim(ctx, id)
		d.Claim, clinic = &c, c.ClinicID
	case ItemProposal, ItemReport, ItemLegal, ItemImport:
	}
	if err == nil && !clinic.IsZero() {
		d.Is, err = q.Store.Version(ctx, clinic)
	}
	if err != nil {
		return Decided{}, err
	}
	if d.Request != nil {
		d.Names, err = q.Store.Names(ctx, d.Request.By)
	} else if d.Claim != nil {
		d.Names, err = q.Store.Names(ctx, d.Claim.By)
	}
	return d, err
}
