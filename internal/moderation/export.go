package moderation

import (
	"context"
	"encoding/json"

	"rootline/internal/directory"
)

// Export is everything that there is of a listing, for its owner to take along. It has
// a document's shape, so that a program can read it.
type Export struct {
	ExportedAt   directory.Instant       `json:"exported_at"`
	Version      int64                   `json:"version"`
	Clinic       directory.Clinic        `json:"clinic"`
	Organization directory.Organization  `json:"organization"`
	State        ExportedState           `json:"state"`
	Operating    ExportedState           `json:"operating"`
	UpdatedAt    directory.Instant       `json:"updated_at"`
	Requests     []ChangeRequest         `json:"requests"` // those of others as far as they are no drafts
	Claims       []Claim                 `json:"claims"`   // of whoever exports
	Questions    []Question              `json:"questions"`
	Replies      []Reply                 `json:"replies"`
	Reports      []ReasonCount           `json:"reports"` // that wait; what they say is for moderators
	History      []ExportedEvent         `json:"history"` // the newest first
	Names        map[directory.ID]string `json:"names"`   // of those who are named by their ids
}

// ExportedState is how a listing or a clinic stands.
type ExportedState struct {
	Value  string            `json:"value"`
	Reason string            `json:"reason,omitzero"`
	Since  directory.Instant `json:"since"`
}

// ExportedEvent is something that was done to a listing.
type ExportedEvent struct {
	Number int64             `json:"number"`
	At     directory.Instant `json:"at"`
	By     directory.ID      `json:"by,omitzero"`
	What   string            `json:"what"`
	Before json.RawMessage   `json:"before,omitempty"`
	After  json.RawMessage   `json:"after,omitempty"`
}

// Export returns everything that there is of a listing to one of its owners. That they
// took it is in the record.
func (d *Desk) Export(ctx context.Context, actor directory.Actor, clinic directory.ID) (Export, error) {
	var e Export
	err := d.moderate(ctx, actor, func(a *act) error {
		if _, err := a.owned(ctx, clinic); err != nil {
			return err
		}
		is, err := a.Version(ctx, clinic)
		if err != nil {
			return err
		}
		e = exported(is, directory.At(a.now))
		if err := e.read(ctx, a); err != nil {
			return err
		}
		return a.note(ctx, Event{What: "listing.export", Noun: "clinic", Object: clinic, Listing: clinic}, values{})
	})
	if err != nil {
		return Export{}, err
	}
	return e, nil
}

func exported(is Version, now directory.Instant) Export {
	l := &is.Listing
	return Export{
		ExportedAt: now, Version: is.Number, Clinic: l.Clinic, Organization: l.Organization, UpdatedAt: l.UpdatedAt,
		State:     ExportedState{string(l.State.Value), l.State.Reason, l.State.Since},
		Operating: ExportedState{string(l.Operating.Value), l.Operating.Reason, l.Operating.Since},
	}
}

// read adds what hangs on the listing.
func (e *Export) read(ctx context.Context, a *act) (err error) {
	clinic := e.Clinic.ID
	if e.Questions, err = a.Questions(ctx, clinic); err != nil {
		return err
	}
	if e.Replies, err = a.Replies(ctx, clinic); err != nil {
		return err
	}
	reports, err := a.Reports(ctx, clinic)
	if err != nil {
		return err
	}
	for _, row := range Gather(reports) {
		e.Reports = append(e.Reports, row.Counts...)
	}
	if e.Claims, err = a.Claims(ctx, ClaimFilter{Clinic: clinic, By: a.actor.Account}, 0); err != nil {
		return err
	}
	if err := e.readRequests(ctx, a); err != nil {
		return err
	}
	return e.readHistory(ctx, a)
}

func (e *Export) readRequests(ctx context.Context, a *act) error {
	all, err := a.Requests(ctx, RequestFilter{Clinic: e.Clinic.ID}, 0)
	for _, r := range all {
		if r.State != Draft || r.By == a.actor.Account {
			e.Requests = append(e.Requests, r)
		}
	}
	return err
}

func (e *Export) readHistory(ctx context.Context, a *act) error {
	events, err := a.Recorded(ctx, EventFilter{Listing: e.Clinic.ID}, 0)
	if err != nil {
		return err
	}
	var who []directory.ID
	for _, r := range events {
		e.History = append(e.History, ExportedEvent{r.Number, r.At, r.By, r.What, r.Before, r.After})
		who = append(who, r.By)
	}
	for _, r := range e.Requests {
		who = append(who, r.By)
	}
	e.Names, err = a.Names(ctx, who...)
	return err
}
