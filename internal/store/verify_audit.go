package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

var (
	faultRecord       = fault{"audit_broken", "", "check.remedy.audit"} // in the words of moderation.Break
	faultValue        = fault{"audit_value", "check.audit_value", "check.remedy.audit"}
	faultUnremembered = fault{"audit_unremembered", "check.audit_unremembered", "check.remedy.audit"}
	faultResealed     = fault{"audit_resealed", "check.audit_resealed", "check.remedy.audit"}
)

// checkAudit follows the chain of what was done from its beginning to the remembered
// head, and looks whether all that was there before and after is what was kept. All of it
// is one pass: there may be millions.
func checkAudit(ctx context.Context, tx *sql.Tx, c *Check) error {
	remembered, err := rememberedHead(ctx, tx)
	if err != nil {
		return err
	}
	r := &recordCheck{Check: c, odd: map[int64]moderation.Hash{}}
	head, err := moderation.Verify(r.events(ctx, tx), remembered)
	broken := (*moderation.Break)(nil)
	if err != nil && !errors.As(err, &broken) {
		return err
	}
	switch {
	case broken != nil: // what comes after it may be anything; how much that is, is told
		f := faultRecord
		f.message = broken.Message.ID
		c.add(f, number(broken.Number), pairs(broken.Message.Args)...)
		err = tx.QueryRowContext(ctx, `SELECT count(*) FROM audit_event`).Scan(&c.Looked)
	case head != remembered:
		c.add(faultUnremembered, number(head.Number), "Remembered", remembered.Number)
		fallthrough
	default:
		err = r.values(ctx, tx)
	}
	if err != nil {
		return err
	}
	return c.unsealed(ctx, tx, auditValue)
}

// recordCheck is a pass over the record.
type recordCheck struct {
	*Check
	odd      map[int64]moderation.Hash // digests of values that are not those of their events
	resealed []int64                   // numbers of the events that say why some are not
}

// events yields the record, and looks on the way at what was there before and after.
func (r *recordCheck) events(ctx context.Context, tx *sql.Tx) iter.Seq2[moderation.Event, error] {
	return func(yield func(moderation.Event, error) bool) {
		var e moderation.Event
		var before, after sql.RawBytes // read in place, for there is much of it
		columns := append(into(&e), &before, &after)
		err := stream(ctx, tx, r.Name, func(rows *sql.Rows) error {
			if err := rows.Scan(columns...); err != nil { // we write nothing that does not parse
				return &moderation.Break{Number: e.Number, Message: directory.Msg("moderation.audit.changed", "Number", e.Number)}
			}
			r.Looked++
			r.value(valueID(e.Number, false), before, e.Before)
			r.value(valueID(e.Number, true), after, e.After)
			if e.What == resealedEvent {
				r.resealed = append(r.resealed, e.Number)
			}
			if !yield(e, nil) {
				return errEnough
			}
			return nil
		}, `SELECT `+eventColumns+`, b.value, a.value`+withValues+`ORDER BY e.number`)
		if err != nil && !errors.Is(err, errEnough) {
			yield(moderation.Event{}, err)
		}
	}
}

func (r *recordCheck) value(id int64, kept []byte, want moderation.Hash) {
	if got := moderation.DigestOf(kept); got != want {
		r.odd[id] = got
	}
}

// values notes the values that are neither what their events say nor what an event says
// that they were sealed as since.
func (r *recordCheck) values(ctx context.Context, tx *sql.Tx) error {
	since := map[int64]moderation.Hash{}
	for _, event := range r.resealed {
		if err := readResealed(ctx, tx, event, since); err != nil {
			if !errors.Is(err, errUnreadable) {
				return err
			}
			r.add(faultResealed, number(event))
		}
	}
	for id, want := range since {
		if got, odd := r.odd[id]; !odd || got != want {
			r.add(faultValue, number(id/2))
		}
		delete(r.odd, id)
	}
	for id := range r.odd {
		r.add(faultValue, number(id/2))
	}
	return nil
}
