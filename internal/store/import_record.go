package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"

	quick "github.com/segmentio/encoding/json"

	"rootline/internal/directory"
	"rootline/internal/intake"
)

// selectRecord leads from the clinic that a row became to the one that answers for
// it today.
const selectRecord = `SELECT r.number, r.source, r.key, r.line, r.digest, r.verdict, r.evidence,
	coalesce(a.target_id, r.clinic_id), r.observed_at, r.judged_at, r.applied, r.pending
	FROM import_row r LEFT JOIN alias a ON a.noun = 'clinic' AND a.old = r.clinic_id `

const (
	pendingOfAll = `WHERE r.verdict = 'human' ORDER BY r.source, r.number`
	pendingOfOne = `WHERE r.verdict = 'human' AND r.source = ?1 ORDER BY r.number`
)

// Records calls fn with what is remembered of each row of a source, by key, and
// stops at the first error. A row's clinic is the one that answers for it today.
//
// The documents go through the quick decoder, as those of [Store.Listings] do. Who
// means to write a record back reads it by [intake.Tx.Record].
func (s *Store) Records(ctx context.Context, source string, fn func(intake.Record) error) error {
	return records(ctx, s.readers, quick.Unmarshal, func(_ int64, r intake.Record) error { return fn(r) },
		`WHERE r.source = ?1 ORDER BY r.key`, source)
}

// Pending calls fn with each row that needs a human, of one source or, if that is
// "", of all, and with the number that people name it by: by source, and in the
// order in which the rows were first read. A row keeps its number for as long as it
// is remembered, and no other row ever has it.
func (s *Store) Pending(ctx context.Context, source string, fn func(number int64, r intake.Record) error) error {
	if source == "" {
		return records(ctx, s.readers, json.Unmarshal, fn, pendingOfAll)
	}
	return records(ctx, s.readers, json.Unmarshal, fn, pendingOfOne, source)
}

// CountPending counts the rows that need a human.
func (s *Store) CountPending(ctx context.Context) (n int, err error) {
	err = s.readers.QueryRowContext(ctx, `SELECT count(*) FROM import_row WHERE verdict = 'human'`).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count the rows that wait: %w", err)
	}
	return n, nil
}

// PendingRow returns the row with a number, if it needs a human.
func (s *Store) PendingRow(ctx context.Context, number int64) (intake.Record, error) {
	none := directory.Refuse(directory.NotFound, "not_found.pending", "Number", int(number))
	return record(ctx, s.readers, none, `WHERE r.number = ?1 AND r.verdict = 'human'`, number)
}

// Identify remembers which clinic a row is that waits.
func (t *moderationTx) Identify(ctx context.Context, row int64, clinic directory.ID) error {
	return t.try(func() error {
		if _, err := listing(ctx, t.tx, `WHERE c.id = ?1`, clinic.String()); err != nil {
			return err
		}
		done, err := t.tx.ExecContext(ctx, `UPDATE import_row SET clinic_id = ?2 WHERE number = ?1 AND verdict = 'human'`, row, clinic.String())
		if err != nil {
			return fmt.Errorf("identify row %d: %w", row, err)
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return directory.Refuse(directory.NotFound, "not_found.pending", "Number", int(row))
	})
}

// Record returns what is remembered of a row, this transaction's changes included.
func (t *importTx) Record(ctx context.Context, source, key string) (r intake.Record, err error) {
	err = t.try(func() error {
		none := directory.Refuse(directory.NotFound, "not_found.record")
		r, err = record(ctx, t.tx, none, `WHERE r.source = ?1 AND r.key = ?2`, source, key)
		return err
	})
	return r, err
}

// SaveRecord remembers a row, in the place of what was remembered of its key. What
// has been applied, and the clinic that it became, stay until they are replaced: a
// row that comes to nothing the next time does not undo them. The source has to be
// saved in the same transaction, if not before, and only a row with the verdict
// Human may have something pending.
func (t *importTx) SaveRecord(ctx context.Context, r intake.Record) error {
	return t.try(func() error {
		if err := saveRecord(ctx, t.tx, &r); err != nil {
			return fmt.Errorf("save the record of line %d: %w", r.Line, err)
		}
		return nil
	})
}

// saveRecord updates before it inserts, for a statement that does either would use
// up a number each time.
func saveRecord(ctx context.Context, tx *sql.Tx, r *intake.Record) error {
	evidence, err := writeEvidence(r.Evidence)
	if err != nil {
		return err
	}
	applied, err := writeCandidate(r.Applied)
	if err != nil {
		return err
	}
	pending, err := writeCandidate(r.Pending)
	if err != nil {
		return err
	}
	args := []any{
		r.Source, r.Key, r.Line, r.Digest, string(r.Verdict), evidence, orNull(r.ClinicID),
		int64(r.ObservedAt), int64(r.JudgedAt), applied, pending,
	}
	saved, err := tx.ExecContext(ctx, `UPDATE import_row SET line = ?3, digest = ?4, verdict = ?5, evidence = ?6,
		clinic_id = coalesce(?7, clinic_id), observed_at = ?8, judged_at = ?9, applied = coalesce(?10, applied), pending = ?11
		WHERE source = ?1 AND key = ?2`, args...)
	if err != nil {
		return err
	}
	if n, err := saved.RowsAffected(); err != nil || n > 0 {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO import_row (source, key, line, digest, verdict, evidence, clinic_id,
		observed_at, judged_at, applied, pending) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)`, args...)
	return err
}

// record returns the one record that where finds, or else none.
func record(ctx context.Context, q querier, none error, where string, args ...any) (intake.Record, error) {
	found := intake.Record{}
	err := records(ctx, q, json.Unmarshal, func(_ int64, r intake.Record) error {
		found, none = r, nil
		return nil
	}, where, args...)
	if err == nil {
		err = none
	}
	return found, err
}

// records calls fn with every record that where finds, and its number.
func records(ctx context.Context, q querier, decode decoder, fn func(int64, intake.Record) error, where string, args ...any) error {
	return stream(ctx, q, "import rows", func(rows *sql.Rows) error {
		number, r, err := scanRecord(rows, decode)
		if err != nil {
			return unreadable("import row", strconv.FormatInt(number, 10), err)
		}
		return fn(number, r)
	}, selectRecord+where, args...)
}

func scanRecord(rows *sql.Rows, decode decoder) (number int64, r intake.Record, err error) {
	var evidence, applied, pending sql.RawBytes
	if err := rows.Scan(&number, &r.Source, &r.Key, &r.Line, &r.Digest, &r.Verdict, &evidence,
		text(&r.ClinicID), &r.ObservedAt, &r.JudgedAt, &applied, &pending); err != nil {
		return number, r, err
	}
	if r.Evidence, err = readEvidence(evidence); err != nil {
		return number, r, err
	}
	if r.Applied, err = readCandidate(applied, decode); err != nil {
		return number, r, err
	}
	r.Pending, err = readCandidate(pending, decode)
	return number, r, err
}

// writeCandidate is a candidate's document, or NULL if there is none.
func writeCandidate(c *intake.Candidate) (sql.NullString, error) {
	if c == nil {
		return sql.NullString{}, nil
	}
	document, err := json.Marshal(c)
	return sql.NullString{String: string(document), Valid: true}, err
}

func readCandidate(document []byte, decode decoder) (*intake.Candidate, error) {
	if document == nil {
		return nil, nil
	}
	c := new(intake.Candidate)
	if err := decode(document, c); err != nil {
		return nil, err
	}
	return c, nil
}
