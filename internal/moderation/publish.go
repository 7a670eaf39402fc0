package moderation

import (
	"context"
	"encoding/json"

	"rootline/internal/directory"
)

// publish makes a listing what the public sees, and brings all requests that are open
// on it onto the new version.
func (a *act) publish(ctx context.Context, l directory.Listing) (Version, error) {
	is, err := a.Publish(ctx, l)
	if err != nil {
		return is, err
	}
	open, err := a.Requests(ctx, RequestFilter{Clinic: l.Clinic.ID, Open: true}, 0)
	if err != nil {
		return is, err
	}
	for _, r := range open {
		if err := a.rebase(ctx, &r, is); err != nil {
			return is, err
		}
	}
	return is, nil
}

// rebase brings one request onto a version, and saves it.
func (a *act) rebase(ctx context.Context, r *ChangeRequest, is Version) error {
	if r.Base == is.Number {
		return nil
	}
	e := r.event("change.rebase")
	changed, err := r.Rebase(is)
	if err != nil {
		return err
	}
	if err := a.SaveRequest(ctx, *r); err != nil || !changed {
		return err
	}
	return a.note(ctx, e, values{})
}

// event is something that was done to a request. Nobody but its author sees a draft,
// so nothing that is done to one stands under the listing.
func (r *ChangeRequest) event(what string) Event {
	e := Event{What: what, Noun: "change", Object: r.ID, Listing: r.ClinicID}
	if r.State == Draft {
		e.Listing = directory.ID{}
	}
	return e
}

// values are what differences lead from and to, by name. Where they are about people
// they are kept with the key of whoever has written them.
func valuesOf(all []Difference, author directory.ID) (v values) {
	before, after := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	for _, d := range all {
		if d.From != nil {
			before[d.Name()] = d.From
		}
		if d.To != nil {
			after[d.Name()] = d.To
		}
		switch d.Field {
		case FieldPractitioners, FieldCredentials, FieldBeforeAfter:
			v.person = author
		default:
		}
	}
	if len(before) > 0 {
		v.before = before
	}
	if len(after) > 0 {
		v.after = after
	}
	return v
}

// statePair are the values of a listing that has come to stand otherwise.
func statePair(before, after directory.Standing[directory.ListingState]) values {
	type state struct {
		State  directory.ListingState `json:"state"`
		Reason string                 `json:"reason,omitzero"`
	}
	return values{before: state{before.Value, before.Reason}, after: state{after.Value, after.Reason}}
}
