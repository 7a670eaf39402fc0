package moderation

import (
	"context"

	"rootline/internal/directory"
)

// Case is an item of the queue with all that it is decided by, but for what resembles
// the clinic, which searching knows.
type Case struct {
	Item     Item
	Is       Version           // of the clinic; the zero Version of a brand's claim
	Request  *ChangeRequest    // of a change: on the version that is published
	Proposed directory.Listing // of a change: what would be with it
	Overlaps []ChangeRequest   // of a change: other requests that want something of the same things
	Claim    *Claim            // of a claim, a contest or an appeal
	Holders  []directory.Membership
	Reports  *Row

	// What else the author has asked for, the newest first, and how it has fared.
	Author   directory.ID // zero of reports, and of what a file proposes
	Record   Record
	Requests []ChangeRequest
	Claims   []Claim

	History History // of the clinic, of late
	Names   map[directory.ID]string
}

// mostBefore is how much of what an account has done before is shown.
const mostBefore = 20

// Item returns an item of the queue with all that it is decided by. What has been
// decided is not there any more.
func (q *Queue) Item(ctx context.Context, actor directory.Actor, kind ItemKind, id directory.ID) (Case, error) {
	if err := isStaff(actor); err != nil {
		return Case{}, err
	}
	item, err := itemOf(ctx, q.Store, kind, id)
	if err != nil {
		return Case{}, err
	}
	c := Case{Item: item}
	if !item.ClinicID.IsZero() {
		if c.Is, err = q.Store.Version(ctx, item.ClinicID); err != nil {
			return Case{}, err
		}
		if c.History, err = history(ctx, q.Store, EventFilter{Listing: item.ClinicID}); err != nil {
			return Case{}, err
		}
	}
	if err := c.read(ctx, q.Store); err != nil {
		return Case{}, err
	}
	if err := c.readAuthor(ctx, q.Store); err != nil {
		return Case{}, err
	}
	c.Names, err = q.Store.Names(ctx, c.people()...)
	return c, err
}

// read adds what the item is about.
func (c *Case) read(ctx context.Context, r Reader) error {
	switch c.Item.Kind {
	case ItemChange:
		return c.readRequest(ctx, r)
	case ItemClaim, ItemContest, ItemAppeal:
		return c.readClaim(ctx, r)
	case ItemReport, ItemLegal:
		reports, err := r.Reports(ctx, c.Item.ID)
		if rows := Gather(reports); len(rows) > 0 {
			c.Reports = &rows[0]
		}
		return err
	case ItemProposal:
		var err error
		c.Author, err = proposerOf(ctx, r, c.Item.ClinicID)
		return err
	case ItemImport:
	}
	return nil
}

func (c *Case) readRequest(ctx context.Context, r Reader) error {
	request, err := r.Request(ctx, c.Item.ID)
	if err != nil {
		return err
	}
	if _, err := request.Rebase(c.Is); err != nil {
		return err
	}
	c.Request, c.Author = &request, request.By
	if c.Proposed, _, err = Apply(&c.Is.Listing, request.Differences); err != nil {
		return err
	}
	open, err := r.Requests(ctx, RequestFilter{Clinic: request.ClinicID, Open: true}, 0)
	if err != nil {
		return err
	}
	for _, o := range open {
		if o.ID != request.ID && o.State != Draft && len(Overlap(&request, &o)) > 0 {
			c.Overlaps = append(c.Overlaps, o)
		}
	}
	return nil
}

func (c *Case) readClaim(ctx context.Context, r Reader) error {
	claim, err := r.Claim(ctx, c.Item.ID)
	if err != nil {
		return err
	}
	c.Claim, c.Author = &claim, claim.By
	if c.Holders, err = holders(ctx, r, &claim); err != nil {
		return err
	}
	if claim.ClinicID.IsZero() {
		c.Is = Version{}
	}
	return nil
}

func (c *Case) readAuthor(ctx context.Context, r Reader) error {
	if c.Author.IsZero() {
		return nil
	}
	all, err := r.Requests(ctx, RequestFilter{By: c.Author}, 0)
	if err != nil {
		return err
	}
	c.Record = RecordOf(c.Author, all)
	for _, o := range all {
		if o.ID != c.Item.ID && o.State != Draft && len(c.Requests) < mostBefore {
			c.Requests = append(c.Requests, o)
		}
	}
	claims, err := r.Claims(ctx, ClaimFilter{By: c.Author}, mostBefore)
	for _, o := range claims {
		if o.ID != c.Item.ID {
			c.Claims = append(c.Claims, o)
		}
	}
	return err
}

// people are those whom the case names.
func (c *Case) people() (all []directory.ID) {
	add := func(id directory.ID) {
		if !id.IsZero() {
			all = append(all, id)
		}
	}
	add(c.Author)
	add(c.Item.Assigned)
	for _, o := range c.Overlaps {
		add(o.By)
	}
	for _, m := range c.Holders {
		add(m.AccountID)
	}
	return all
}
