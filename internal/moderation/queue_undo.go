package moderation

import (
	"context"

	"rootline/internal/directory"
)

// Undo takes back what a request has done, or that it was rejected; see
// [ChangeRequest.Undo]. Nobody is written to. It returns the request as it is then.
func (q *Queue) Undo(ctx context.Context, actor directory.Actor, request directory.ID) (ChangeRequest, error) {
	var r ChangeRequest
	err := q.staff(ctx, actor, func(a *act) (err error) {
		if r, err = a.Request(ctx, request); err != nil {
			return err
		}
		return a.undo(ctx, &r)
	})
	if err != nil {
		return ChangeRequest{}, err
	}
	return r, nil
}

func (a *act) undo(ctx context.Context, r *ChangeRequest) error {
	is, err := a.Version(ctx, r.ClinicID)
	if err != nil {
		return err
	}
	by, err := a.person(ctx)
	if err != nil {
		return err
	}
	next, opposite, err := r.Undo(is, by, a.now)
	if err != nil {
		return err
	}
	if opposite == nil {
		return a.waitAgain(ctx, r, is)
	}
	if err := a.saveRequest(ctx, opposite, "", values{}); err != nil {
		return err
	}
	if err := a.saveRequest(ctx, r, "change.undo", valuesOf(opposite.Differences, r.By)); err != nil {
		return err
	}
	_, err = a.publish(ctx, next)
	return err
}

// waitAgain has a request wait that was rejected. An account has one open request on a
// listing, so one that it has made since goes first.
func (a *act) waitAgain(ctx context.Context, r *ChangeRequest, is Version) error {
	newer, err := a.Requests(ctx, RequestFilter{Clinic: r.ClinicID, By: r.By, Open: true}, 1)
	if err != nil {
		return err
	}
	if len(newer) > 0 {
		return directory.Refuse(directory.Conflict, "moderation.asked_since")
	}
	if _, err := r.Rebase(is); err != nil {
		return err
	}
	return a.saveRequest(ctx, r, "change.undo", values{})
}
