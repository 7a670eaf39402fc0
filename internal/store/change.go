package store

import (
	"context"
	"database/sql"
	"fmt"

	"rootline/internal/directory"
)

// Change is a row of the change feed: at some moment something was added or
// changed. What it is now is read from its own row, which is there as soon as the
// change is.
type Change struct {
	Seq  int64 // its place in the feed
	Noun Noun
	ID   directory.ID
	At   directory.Instant
}

// LastChange returns the number of the newest change, or 0 before the first.
func (s *Store) LastChange(ctx context.Context) (seq int64, err error) {
	err = s.readers.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM change`).Scan(&seq)
	if err != nil {
		return 0, fmt.Errorf("last change: %w", err)
	}
	return seq, nil
}

// Changes returns the changes numbered above after, limit of them at most, in the
// order of their numbers. [Store.Follow] knows what else a reader has to mind.
func (s *Store) Changes(ctx context.Context, after int64, limit int) ([]Change, error) {
	rows, err := s.readers.QueryContext(ctx, `SELECT seq, noun, noun_id, at FROM change
		WHERE seq > ?1 ORDER BY seq LIMIT ?2`, after, limit)
	if err != nil {
		return nil, fmt.Errorf("changes after %d: %w", after, err)
	}
	defer func() { _ = rows.Close() }()
	var changes []Change
	for rows.Next() {
		var c Change
		var id []byte
		if err := rows.Scan(&c.Seq, &c.Noun, &id, &c.At); err != nil {
			return nil, fmt.Errorf("changes after %d: %w", after, err)
		}
		if err := c.ID.UnmarshalText(id); err != nil {
			return nil, fmt.Errorf("change %d: %w", c.Seq, err)
		}
		changes = append(changes, c)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("changes after %d: %w", after, err)
	}
	return changes, nil
}

// announce writes the change feed. It belongs into the transaction that makes the
// change, so that neither is ever there without the other.
func (s *Store) announce(ctx context.Context, tx *sql.Tx, noun Noun, id string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO change (noun, noun_id, at) VALUES (?1, ?2, ?3)`,
		string(noun), id, s.now().UnixMilli())
	if err != nil {
		return fmt.Errorf("announce %s %s: %w", noun, id, err)
	}
	return nil
}
