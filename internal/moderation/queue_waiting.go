package moderation

import (
	"context"

	"rootline/internal/directory"
)

// Waiting tells moderators and admins how much of each kind waits, and for how long.
func (q *Queue) Waiting(ctx context.Context, actor directory.Actor) ([]Waiting, error) {
	if err := isStaff(actor); err != nil {
		return nil, err
	}
	items, err := q.Store.Queue(ctx, QueueFilter{})
	if err != nil {
		return nil, err
	}
	return WaitingOf(items, q.Now()), nil
}
