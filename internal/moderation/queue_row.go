package moderation

import (
	"context"

	"rootline/internal/directory"
)

// TellApart remembers of the clinic that a row of a file would become that it is none of
// those that it was taken for. The next import of the file takes the row in.
func (q *Queue) TellApart(ctx context.Context, actor directory.Actor, clinic directory.ID, others []directory.ID) error {
	return q.staff(ctx, actor, func(a *act) error {
		if err := a.TellApart(ctx, clinic, others...); err != nil {
			return err
		}
		return a.note(ctx, Event{What: "row.apart", Noun: "clinic", Object: clinic}, values{after: toldApart{others}})
	})
}

// Identify remembers of a row of a file that waits which clinic it is. The next import of
// the file changes that one by it, as far as a file may.
func (q *Queue) Identify(ctx context.Context, actor directory.Actor, row int64, clinic directory.ID) error {
	return q.staff(ctx, actor, func(a *act) error {
		if err := a.Identify(ctx, row, clinic); err != nil {
			return err
		}
		return a.note(ctx, Event{What: "row.is", Noun: "clinic", Object: clinic}, values{after: identified{row}})
	})
}

// identified is which row of a file a clinic was found to be, by its number.
type identified struct {
	Row int64 `json:"row"`
}

// toldApart is what a row was told apart from, as the record has it.
type toldApart struct {
	From []directory.ID `json:"from"`
}
