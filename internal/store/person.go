package store

import (
	"context"
	"database/sql"
	"fmt"

	"rootline/internal/directory"
)

// sealed lists everything that is sealed: the column, the expression that says with
// whose key, and the condition that finds what is sealed for ?1.
var sealed = []struct{ table, column, owner, of string }{
	{"account", "sealed", "id", "id = ?1"},
	{"account", "password", "id", "id = ?1"},
	{"account", "totp", "id", "id = ?1"},
	{"session", "sealed", "account_id", "account_id = ?1"},
	{"secret", "sealed", "coalesce(account_id, id)", "account_id = ?1 OR id = ?1 AND account_id IS NULL"},
}

// Person reports whether anything is sealed with a person's key, so that the keys of
// nobody can be swept.
func (s *Store) Person(ctx context.Context, id directory.ID) (known bool, err error) {
	err = s.readers.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM account WHERE id = ?1)
		OR EXISTS (SELECT 1 FROM secret WHERE id = ?1 AND account_id IS NULL)`, id.String()).Scan(&known)
	if err != nil {
		return false, fmt.Errorf("person %s: %w", id, err)
	}
	return known, nil
}

// Reseal puts what reseal makes of everything that is sealed with a person's key in
// its place, in one transaction. It is the database's part of giving the person a new
// key. That somebody has been forgotten is no failure.
func (s *Store) Reseal(ctx context.Context, person directory.ID, reseal func(ctx context.Context, person directory.ID, sealed, place []byte) ([]byte, error)) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		for _, c := range sealed {
			found := map[string][]byte{}
			err := stream(ctx, tx, "reseal", func(rows *sql.Rows) error {
				var id string
				var value []byte
				err := rows.Scan(&id, &value)
				found[id] = value
				return err
			}, `SELECT id, `+c.column+` FROM `+c.table+` WHERE (`+c.of+`) AND `+c.column+` IS NOT NULL`, person.String())
			if err != nil {
				return fmt.Errorf("reseal for %s: %w", person, err)
			}
			for id, value := range found {
				again, err := reseal(ctx, person, value, place{c.table + "." + c.column, id}.name())
				if err != nil && directory.KindOf(err) == directory.NotFound {
					return nil
				}
				if err == nil {
					_, err = tx.ExecContext(ctx, `UPDATE `+c.table+` SET `+c.column+` = ?2 WHERE id = ?1`, id, again)
				}
				if err != nil {
					return fmt.Errorf("reseal for %s: %w", person, err)
				}
			}
		}
		return nil
	})
}

// SweepPeople removes sessions, with their refresh families, and secrets that were
// of no use any more before some moment, and returns how many.
func (s *Store) SweepPeople(ctx context.Context, before directory.Instant) (removed int, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		for _, query := range []string{
			`DELETE FROM session WHERE expires_at < ?1 OR revoked_at <> 0 AND revoked_at < ?1`,
			`DELETE FROM secret WHERE expires_at < ?1`,
		} {
			done, err := tx.ExecContext(ctx, query, int64(before))
			if err != nil {
				return fmt.Errorf("sweep people: %w", err)
			}
			n, err := done.RowsAffected()
			if err != nil {
				return fmt.Errorf("sweep people: %w", err)
			}
			removed += int(n)
		}
		return nil
	})
	return removed, err
}
