package api

import (
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// itemsView is a page of what waits for moderators.
type itemsView struct {
	Total   int        `json:"total"`
	Page    int        `json:"page"`
	PerPage int        `json:"per_page"`
	Items   []itemView `json:"items"`
}

// itemView is a row of the queue.
type itemView struct {
	Kind     moderation.ItemKind `json:"kind"`
	ID       directory.ID        `json:"id"`
	Clinic   *directory.ID       `json:"clinic"`
	Country  *directory.Country  `json:"country"`
	Language *directory.Language `json:"language"`
	Since    time.Time           `json:"since"`
	DueAt    time.Time           `json:"due_at"`
	Late     bool                `json:"late"`
	Assigned *personView         `json:"assigned"`
}

func newItemView(i moderation.Item, n names, now time.Time) itemView {
	return itemView{
		Kind: i.Kind, ID: i.ID, Clinic: orNull(i.ClinicID), Country: orNull(i.Country), Language: orNull(i.Language),
		Since: i.Since.Time(), DueAt: i.Due().Time(), Late: i.Late(now), Assigned: n.view(i.Assigned),
	}
}

// itemCaseView is an item with all that it is decided by.
type itemCaseView struct {
	Item     itemView      `json:"item"`
	Version  *int64        `json:"version"`
	Listing  *clinicView   `json:"listing"`  // null of a brand's claim
	Proposed *clinicView   `json:"proposed"` // of a change: what would be with it
	Request  *requestView  `json:"request"`
	Overlaps []requestView `json:"overlaps"`
	Claim    *claimView    `json:"claim"`
	Holders  []holderView  `json:"holders"`
	Reports  *reportsView  `json:"reports"`
	Author   *authorView   `json:"author"`
}

// holderView is somebody who speaks for what is claimed.
type holderView struct {
	Account *personView    `json:"account"`
	Role    directory.Role `json:"role"`
	Clinic  *directory.ID  `json:"clinic"`
	Brand   *directory.ID  `json:"brand"`
	Since   time.Time      `json:"since"`
}

// authorView is whoever asks for something, and what else they have asked for.
type authorView struct {
	Account  *personView   `json:"account"`
	Approved int           `json:"approved"`
	Reverted int           `json:"reverted"`
	Requests []requestView `json:"requests"`
	Claims   []claimView   `json:"claims"`
}

// reportsView is what visitors say of one listing.
type reportsView struct {
	Legal  bool         `json:"legal"`
	Counts []countView  `json:"counts"`
	Items  []reportView `json:"items"`
}

type countView struct {
	Reason moderation.ReportReason `json:"reason"`
	Count  int                     `json:"count"`
}

// reportView is what one visitor says. Whether there is somebody to answer to is all
// that deciding takes to know of them.
type reportView struct {
	ID       directory.ID            `json:"id"`
	Reason   moderation.ReportReason `json:"reason"`
	Text     *string                 `json:"text"`
	Answers  bool                    `json:"answers"`
	Language *directory.Language     `json:"language"`
	At       time.Time               `json:"at"`
}

func (a *API) newCaseView(c *moderation.Case, reader directory.ID) (v itemCaseView, err error) {
	n := names(c.Names)
	v = itemCaseView{
		Item: newItemView(c.Item, n, a.Now()), Reports: newReportsView(c.Reports),
		Holders: each(c.Holders, func(m directory.Membership) holderView {
			return holderView{n.view(m.AccountID), m.Role, orNull(m.ClinicID), orNull(m.OrganizationID), m.Since.Time()}
		}),
	}
	if c.Is.Number != 0 {
		l := a.newFullView(&c.Is.Listing)
		v.Version, v.Listing = &c.Is.Number, &l
	}
	if c.Claim != nil {
		claim := newClaimView(c.Claim, reader)
		claim.Decision = newDecisionView(c.Claim.Decision, n)
		v.Claim = &claim
	}
	if c.Request != nil {
		l := a.newFullView(&c.Proposed)
		r, err := a.newRequestView(c.Request, n)
		if err != nil {
			return v, err
		}
		v.Proposed, v.Request = &l, &r
	}
	if v.Overlaps, err = a.newRequestViews(c.Overlaps, n); err != nil {
		return v, err
	}
	v.Author, err = a.newAuthorView(c, reader)
	return v, err
}

func (a *API) newAuthorView(c *moderation.Case, reader directory.ID) (*authorView, error) {
	if c.Author.IsZero() {
		return nil, nil
	}
	n := names(c.Names)
	requests, err := a.newRequestViews(c.Requests, n)
	return &authorView{
		Account: n.view(c.Author), Approved: c.Record.Approved, Reverted: c.Record.Reverted, Requests: requests,
		Claims: each(c.Claims, func(m moderation.Claim) claimView { return newClaimView(&m, reader) }),
	}, err
}

func newReportsView(row *moderation.Row) *reportsView {
	if row == nil {
		return nil
	}
	return &reportsView{
		Legal:  row.Legal,
		Counts: each(row.Counts, func(c moderation.ReasonCount) countView { return countView(c) }),
		Items: each(row.Reports, func(r moderation.Report) reportView {
			return reportView{r.ID, r.Reason, orNull(r.Text), !r.Email.IsZero(), orNull(r.Language), r.At.Time()}
		}),
	}
}
