package api

import (
	"encoding/json"
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// names are what accounts are called. Where they are for nobody, there are none.
type names map[directory.ID]string

// personView is somebody who has done something; null is the program itself, or
// somebody of whom whoever reads need not know.
type personView struct {
	ID   directory.ID `json:"id"`
	Name *string      `json:"name"` // null once they are forgotten
}

func (n names) view(id directory.ID) *personView {
	if id.IsZero() || n == nil {
		return nil
	}
	return &personView{id, orNull(n[id])}
}

// requestView is what somebody wants to have changed in a listing, or has changed.
type requestView struct {
	ID          directory.ID     `json:"id"`
	Clinic      directory.ID     `json:"clinic"`
	By          *personView      `json:"by"`
	At          time.Time        `json:"at"`
	EditedAt    time.Time        `json:"edited_at"`
	Revision    int              `json:"revision"`
	Base        int64            `json:"base"`
	State       moderation.State `json:"state"`
	Live        bool             `json:"live"`
	Differences []differenceView `json:"differences"`
	Conflicts   []differenceView `json:"conflicts"`
	Decision    *decisionView    `json:"decision"`
	Undoes      *directory.ID    `json:"undoes"`
	Undone      bool             `json:"undone"`
}

// newRequestView is of a request with the names that whoever reads it may know.
func (a *API) newRequestView(r *moderation.ChangeRequest, n names) (v requestView, err error) {
	v = requestView{
		ID: r.ID, Clinic: r.ClinicID, By: n.view(r.By), At: r.At.Time(), EditedAt: r.EditedAt.Time(),
		Revision: r.Revision, Base: r.Base, State: r.State, Live: r.Live,
		Decision: newDecisionView(r.Decision, n), Undoes: orNull(r.Undoes), Undone: !r.UndoneBy.IsZero(),
	}
	if v.Differences, err = a.newDifferenceViews(r.Differences); err != nil {
		return v, err
	}
	v.Conflicts, err = a.newConflictViews(r.Conflicts)
	return v, err
}

func (a *API) newRequestViews(all []moderation.ChangeRequest, n names) ([]requestView, error) {
	views := make([]requestView, len(all))
	for i := range all {
		var err error
		if views[i], err = a.newRequestView(&all[i], n); err != nil {
			return nil, err
		}
	}
	return views, nil
}

// decisionView is what was decided. Who did is for moderators.
type decisionView struct {
	By      *personView        `json:"by"`
	At      time.Time          `json:"at"`
	Reason  *moderation.Reason `json:"reason"`
	Text    *string            `json:"text"`
	Refused []string           `json:"refused"`
}

func newDecisionView(d moderation.Decision, n names) *decisionView {
	if d.At == 0 {
		return nil
	}
	v := &decisionView{
		At: d.At.Time(), Reason: orNull(d.Reason), Text: orNull(d.Text),
		Refused: each(d.Refused, func(name string) string { return name }),
	}
	if n != nil {
		v.By = n.view(d.By.ID)
		if v.By != nil && v.By.Name == nil {
			v.By.Name = orNull(d.By.Name)
		}
	}
	return v
}

// differenceView is one thing that was changed, in the shapes in which a clinic is
// shown; null is what was not there.
type differenceView struct {
	Name    string             `json:"name"`
	Field   moderation.Field   `json:"field"`
	Service *directory.Service `json:"service"`
	Key     *string            `json:"key"`
	Order   bool               `json:"order"` // from and to are the keys in their order
	From    any                `json:"from"`
	To      any                `json:"to"`
	Is      any                `json:"is,omitempty"` // of a conflict: what has come to stand there
}

func (a *API) newDifferenceViews(all []moderation.Difference) ([]differenceView, error) {
	views := make([]differenceView, len(all))
	for i, d := range all {
		var err error
		if views[i], err = a.newDifferenceView(d); err != nil {
			return nil, err
		}
	}
	return views, nil
}

func (a *API) newConflictViews(all []moderation.Conflict) ([]differenceView, error) {
	views := make([]differenceView, len(all))
	for i, c := range all {
		v, err := a.newDifferenceView(c.Difference)
		if err != nil {
			return nil, err
		}
		if v.Is, err = a.valueView(c.Difference, c.Is); err != nil {
			return nil, err
		}
		views[i] = v
	}
	return views, nil
}

func (a *API) newDifferenceView(d moderation.Difference) (v differenceView, err error) {
	v = differenceView{Name: d.Name(), Field: d.Field, Service: orNull(d.Service), Key: orNull(d.Key), Order: d.Order}
	if v.From, err = a.valueView(d, d.From); err != nil {
		return v, err
	}
	v.To, err = a.valueView(d, d.To)
	return v, err
}

// viewed reads a stored value, and makes the view of it.
func viewed[T, V any](raw json.RawMessage, view func(T) V) (any, error) {
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, err
	}
	return view(v), nil
}
