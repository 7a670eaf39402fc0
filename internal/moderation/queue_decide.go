package moderation

import (
	"context"
	"errors"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Ruling is a verdict on a request. Who gives it is the actor.
type Ruling struct {
	Request directory.ID
	Verdict Verdict
}

// Decide carries out what a moderator says to a request: it publishes what is approved,
// brings what else is asked of the listing onto that, and writes to the author. Of many
// who decide at once one is heard, and the others are told who that was.
func (q *Queue) Decide(ctx context.Context, actor directory.Actor, request directory.ID, v Verdict) (ChangeRequest, error) {
	var r ChangeRequest
	var refused error
	err := q.staff(ctx, actor, func(a *act) (err error) {
		r, refused, err = a.decide(ctx, request, v)
		return err
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return ChangeRequest{}, err
	}
	return r, nil
}

// DecideAll carries out several rulings, or none: what is wrong with one of them is told
// by the id of its request. What is not [ChangeRequest.Simple] is not approved along with
// others.
func (q *Queue) DecideAll(ctx context.Context, actor directory.Actor, all []Ruling) ([]ChangeRequest, error) {
	var decided []ChangeRequest
	err := q.staff(ctx, actor, func(a *act) error {
		decided = nil
		for _, ruling := range all {
			r, refused, err := a.decide(ctx, ruling.Request, ruling.Verdict)
			if err == nil {
				err = refused
			}
			if err == nil && len(all) > 1 && r.State == Approved && !r.Simple() {
				err = directory.Refuse(directory.Conflict, "moderation.one_by_one")
			}
			if err != nil {
				return inRow(ruling.Request, err)
			}
			decided = append(decided, r)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return decided, nil
}

// inRow says of a refusal which of many it is about.
func inRow(id directory.ID, err error) error {
	refused := (*directory.Error)(nil)
	if !errors.As(err, &refused) {
		return err
	}
	return &directory.Error{
		Kind: refused.Kind, Message: refused.Message, Fields: map[string]directory.Message{id.String(): refused.Message},
	}
}

// decide decides one request. Refused is to be told once the transaction is committed:
// there was nothing left to decide, and that is saved.
func (a *act) decide(ctx context.Context, id directory.ID, v Verdict) (r ChangeRequest, refused, err error) {
	if r, err = a.Request(ctx, id); err != nil {
		return r, nil, err
	}
	is, err := a.Version(ctx, r.ClinicID)
	if err != nil {
		return r, nil, err
	}
	if r.State.Open() {
		if err := a.rebase(ctx, &r, is); err != nil {
			return r, nil, err
		}
		if !r.State.Open() {
			return r, movedOn(""), nil
		}
	}
	if v.By, err = a.person(ctx); err != nil {
		return r, nil, err
	}
	next, err := r.Decide(is, v, a.now)
	if err != nil {
		return r, nil, err
	}
	return r, nil, a.carryOut(ctx, &r, next)
}

// carryOut does what follows from a decision.
func (a *act) carryOut(ctx context.Context, r *ChangeRequest, next directory.Listing) error {
	what, changes := r.decided()
	if err := a.saveRequest(ctx, r, what, changes); err != nil {
		return err
	}
	if r.State == Approved {
		if _, err := a.publish(ctx, next); err != nil {
			return err
		}
	}
	return a.post(ctx, r.By, auth.Letter{
		Kind: letterOf(r), Path: "/owner/clinics/" + r.ClinicID.String(), Place: next.Clinic.Name,
		Reason: string(r.Decision.Reason), Text: r.Decision.Text,
	})
}

// decided is how a decision stands in the record: of what is approved, with what has
// changed by it.
func (r *ChangeRequest) decided() (string, values) {
	switch r.State {
	case Approved:
		return "change.approve", valuesOf(r.done(), r.By)
	case Rejected:
		return "change.reject", values{after: because{r.Decision.Reason}}
	default:
		return "change.ask_back", values{}
	}
}

func letterOf(r *ChangeRequest) auth.LetterKind {
	switch {
	case r.State == Approved && len(r.Decision.Refused) > 0:
		return auth.ChangeApprovedInPart
	case r.State == Approved:
		return auth.ChangeApproved
	case r.State == Rejected:
		return auth.ChangeRejected
	}
	return auth.ChangeAskedBack
}

// because is a reason as the record has it.
type because struct {
	Reason Reason `json:"reason"`
}
