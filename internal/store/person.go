package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"

	"rootline/internal/directory"
)

type sealedColumn struct{ table, column, key, of string }

// sealed lists everything that is sealed: the column, the one that its rows are known
// by, and the condition that finds what is sealed for ?1.
var sealed = []sealedColumn{
	{"account", "sealed", "id", "id = ?1"},
	{"account", "password", "id", "id = ?1"},
	{"account", "totp", "id", "id = ?1"},
	{"session", "sealed", "id", "account_id = ?1"},
	{"secret", "sealed", "id", "account_id = ?1 OR id = ?1 AND account_id IS NULL"},
	{"letter", "sealed", "id", "person = ?1"},
	{"passkey", "sealed", "credential", "account_id = ?1"},
}

// keyName is what a row's key is called in the name of a place: a text is itself.
func keyName(key any) string {
	if raw, ok := key.([]byte); ok {
		return hex.EncodeToString(raw)
	}
	return fmt.Sprint(key)
}

// Person reports whether anything is sealed with a person's key, so that the keys of
// nobody can be swept.
func (s *Store) Person(ctx context.Context, id directory.ID) (known bool, err error) {
	err = s.readers.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM account WHERE id = ?1)
		OR EXISTS (SELECT 1 FROM secret WHERE id = ?1 AND account_id IS NULL)
		OR EXISTS (SELECT 1 FROM letter WHERE person = ?1)`, id.String()).Scan(&known)
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
			err := c.reseal(ctx, tx, person, reseal)
			if directory.KindOf(err) == directory.NotFound {
				return nil
			}
			if err != nil {
				return fmt.Errorf("reseal for %s: %w", person, err)
			}
		}
		return nil
	})
}

func (c sealedColumn) reseal(ctx context.Context, tx *sql.Tx, person directory.ID, reseal func(context.Context, directory.ID, []byte, []byte) ([]byte, error)) error {
	type row struct {
		key   any
		value []byte
	}
	var found []row
	err := stream(ctx, tx, c.table, func(rows *sql.Rows) error {
		var r row
		err := rows.Scan(&r.key, &r.value)
		found = append(found, r)
		return err
	}, `SELECT `+c.key+`, `+c.column+` FROM `+c.table+` WHERE (`+c.of+`) AND `+c.column+` IS NOT NULL`, person.String())
	for i := 0; i < len(found) && err == nil; i++ {
		var again []byte
		again, err = reseal(ctx, person, found[i].value, place{c.table + "." + c.column, keyName(found[i].key)}.name())
		if err == nil {
			_, err = tx.ExecContext(ctx, `UPDATE `+c.table+` SET `+c.column+` = ?2 WHERE `+c.key+` = ?1`, found[i].key, again)
		}
	}
	return err
}

// SweepPeople removes sessions, with their refresh families, and secrets that were
// of no use any more before some moment, and letters that had then not been sent for
// 30 days. It returns how many.
func (s *Store) SweepPeople(ctx context.Context, before directory.Instant) (removed int, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		old := directory.At(before.Time().Add(-letterLife))
		for query, moment := range map[string]directory.Instant{
			`DELETE FROM session WHERE expires_at < ?1 OR revoked_at <> 0 AND revoked_at < ?1`: before,
			`DELETE FROM secret WHERE expires_at < ?1`:                                         before,
			`DELETE FROM letter WHERE created_at < ?1`:                                         old,
		} {
			done, err := tx.ExecContext(ctx, query, int64(moment))
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
