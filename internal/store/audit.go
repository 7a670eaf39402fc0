package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"math"
	"strconv"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// auditValue is the table of what was there before and after.
const auditValue = "audit_value"

// headStamp is the key of the stamp that remembers the head of the record.
const headStamp = "audit head"

const eventColumns = `e.number, e.id, e.at, e.account_id, e.session_id, e.what, e.noun, e.noun_id, e.clinic_id,
	e.before_digest, e.after_digest, e.hash`

const selectEvent = `SELECT ` + eventColumns + ` FROM audit_event e `

// digestColumn scans a digest, of which NULL is the zero one.
type digestColumn struct{ into *moderation.Hash }

// Scan reads what the driver has of the column.
func (d digestColumn) Scan(column any) error {
	*d.into = moderation.Hash{}
	b, _ := column.([]byte)
	if column != nil && len(b) != len(d.into) {
		return fmt.Errorf("%T of %d bytes is no digest", column, len(b))
	}
	copy(d.into[:], b)
	return nil
}

// orNoDigest is the column of a digest.
func orNoDigest(h moderation.Hash) []byte {
	if h == (moderation.Hash{}) {
		return nil
	}
	return h[:]
}

// into are the destinations of the columns of an event.
func into(e *moderation.Event) []any {
	return []any{
		&e.Number, text(&e.ID), &e.At, text(&e.By), text(&e.Session), &e.What, &e.Noun,
		text(&e.Object), text(&e.Listing),
		digestColumn{&e.Before},
		digestColumn{&e.After},
		digestColumn{&e.Hash},
	}
}

// valueID is the id under which a value of an event is kept.
func valueID(number int64, after bool) int64 {
	if after {
		return 2*number + 1
	}
	return 2 * number
}

func valuePlace(id int64) place { return place{auditValue + ".value", strconv.FormatInt(id, 10)} }

// Append writes an event, and what was there before and after, and remembers the new
// head.
func (t *moderationTx) Append(ctx context.Context, e moderation.Event, before, after []byte, person directory.ID) (moderation.Event, error) {
	return attempted(t.peopleTx, func() (moderation.Event, error) {
		e, err := t.s.record(ctx, t.tx, e, [2][]byte{before, after}, person)
		if err != nil {
			return e, fmt.Errorf("record %s: %w", e.What, err)
		}
		return e, nil
	})
}

func (s *Store) record(ctx context.Context, tx *sql.Tx, e moderation.Event, values [2][]byte, person directory.ID) (moderation.Event, error) {
	head, err := auditHead(ctx, tx)
	if err != nil {
		return e, err
	}
	first := valueID(head.Number+1, false)
	for i, value := range values {
		if value == nil || person.IsZero() {
			continue
		}
		if values[i], err = s.keys.seal(ctx, person, value, valuePlace(first+int64(i))); err != nil {
			return e, err
		}
	}
	e.Before, e.After = moderation.DigestOf(values[0]), moderation.DigestOf(values[1])
	if e, head = moderation.Chain(head, e); e.ID.IsZero() || e.What == "" {
		return e, errors.New("the event has no id, or does not say what was done")
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO audit_event (number, id, at, account_id, session_id, what, noun, noun_id, clinic_id,
		before_digest, after_digest, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)`,
		e.Number, e.ID.String(), int64(e.At), orNull(e.By), orNull(e.Session), e.What, e.Noun, orNull(e.Object), orNull(e.Listing),
		orNoDigest(e.Before), orNoDigest(e.After), e.Hash[:])
	if err != nil {
		return e, err
	}
	for i, value := range values {
		if value == nil {
			continue
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO audit_value (id, number, person, value) VALUES (?1, ?2, ?3, ?4)`,
			first+int64(i), e.Number, orNull(person), value)
		if err != nil {
			return e, err
		}
	}
	return e, rememberHead(ctx, tx, head)
}

// auditHead is what the next event comes after. The remembered head counts, even if the
// record does not reach as far: what was cut off leaves a gap then, which cannot be
// closed by going on.
func auditHead(ctx context.Context, q querier) (moderation.Head, error) {
	remembered, err := rememberedHead(ctx, q)
	if err != nil {
		return remembered, err
	}
	var last moderation.Head
	err = q.QueryRowContext(ctx, `SELECT number, hash FROM audit_event ORDER BY number DESC LIMIT 1`).Scan(&last.Number, digestColumn{&last.Hash})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return last, fmt.Errorf("head of the record: %w", err)
	}
	if last.Number > remembered.Number {
		return last, nil
	}
	return remembered, nil
}

// rememberedHead is the head that was remembered last; that of what cannot be read is
// none.
func rememberedHead(ctx context.Context, q querier) (head moderation.Head, err error) {
	var value, digest string
	err = q.QueryRowContext(ctx, `SELECT value FROM stamp WHERE key = ?1`, headStamp).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return head, nil
	}
	if err != nil {
		return head, fmt.Errorf("remembered head: %w", err)
	}
	if _, err := fmt.Sscanf(value, "%d %s", &head.Number, &digest); err != nil {
		return moderation.Head{}, nil //nolint:nilerr // what cannot be read is none
	}
	if len(digest) != hex.EncodedLen(len(head.Hash)) {
		return moderation.Head{}, nil
	}
	if _, err := hex.Decode(head.Hash[:], []byte(digest)); err != nil {
		return moderation.Head{}, nil //nolint:nilerr // what cannot be read is none
	}
	return head, nil
}

func rememberHead(ctx context.Context, tx *sql.Tx, head moderation.Head) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO stamp (key, value) VALUES (?1, ?2)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, headStamp, fmt.Sprintf("%d %x", head.Number, head.Hash))
	if err != nil {
		return fmt.Errorf("remember head: %w", err)
	}
	return nil
}

// errEnough ends a stream of which nobody wants more.
var errEnough = errors.New("enough")

func (d desk) Events(ctx context.Context) iter.Seq2[moderation.Event, error] {
	return func(yield func(moderation.Event, error) bool) {
		var e moderation.Event
		columns := into(&e)
		err := stream(ctx, d.p.q, "record", func(rows *sql.Rows) error {
			if err := rows.Scan(columns...); err != nil {
				return fmt.Errorf("record: %w", err)
			}
			if !yield(e, nil) {
				return errEnough
			}
			return nil
		}, selectEvent+`ORDER BY e.number`)
		if err != nil && !errors.Is(err, errEnough) {
			yield(moderation.Event{}, err)
		}
	}
}

// withValues leads from events to what was there before and after.
const withValues = ` FROM audit_event e LEFT JOIN audit_value b ON b.id = 2 * e.number LEFT JOIN audit_value a ON a.id = 2 * e.number + 1 `

func (d desk) Recorded(ctx context.Context, f moderation.EventFilter, limit int) ([]moderation.Recorded, error) {
	if f.Listing.IsZero() {
		return d.recordedOf(ctx, f, limit)
	}
	all, err := ofAll(ctx, d, f.Listing, func(ctx context.Context, clinic directory.ID) ([]moderation.Recorded, error) {
		f.Listing = clinic
		return d.recordedOf(ctx, f, limit)
	}, func(a, b moderation.Recorded) int { return cmp.Compare(b.Number, a.Number) })
	return upTo(limit, all), err
}

func (d desk) recordedOf(ctx context.Context, f moderation.EventFilter, limit int) ([]moderation.Recorded, error) {
	var c conditions
	c.of("e.clinic_id", f.Listing)
	if f.Before == 0 {
		f.Before = math.MaxInt64
	}
	c.add("e.number <", f.Before)
	where, args := c.query("e.number DESC", limit)
	var all []moderation.Recorded
	err := stream(ctx, d.p.q, "record", func(rows *sql.Rows) error {
		var r moderation.Recorded
		var values [2]struct {
			person directory.ID
			kept   []byte
		}
		b, a := &values[0], &values[1]
		if err := rows.Scan(append(into(&r.Event), text(&b.person), &b.kept, text(&a.person), &a.kept)...); err != nil {
			return fmt.Errorf("record: %w", err)
		}
		for i, value := range []*[]byte{&r.Before, &r.After} {
			var err error
			if *value, err = d.value(ctx, valueID(r.Number, i == 1), values[i].person, values[i].kept); err != nil {
				return err
			}
		}
		all = append(all, r)
		return nil
	}, `SELECT `+eventColumns+`, b.person, b.value, a.person, a.value`+withValues+where, args...)
	return all, err
}

// value is what was kept, opened if it is somebody's; nothing, if they are forgotten.
func (d desk) value(ctx context.Context, id int64, person directory.ID, kept []byte) ([]byte, error) {
	if kept == nil || person.IsZero() {
		return kept, nil
	}
	plain, err := d.p.s.keys.open(ctx, person, kept, valuePlace(id))
	if directory.KindOf(err) == directory.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("value %d of the record: %w", id, err)
	}
	return append([]byte{}, plain...), nil // nil would say that there was nothing
}
