package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"rootline/internal/directory"
)

type sealedColumn struct{ table, column, key, of string }

// sealed lists everything that is sealed: the column, the one that its rows are known
// by, and the condition that finds what is sealed for ?1. In the record of what was done
// only that is sealed which is somebody's.
var sealed = []sealedColumn{
	{"account", "sealed", "id", "id = ?1"},
	{"account", "password", "id", "id = ?1"},
	{"account", "totp", "id", "id = ?1"},
	{"session", "sealed", "id", "account_id = ?1"},
	{"secret", "sealed", "id", "account_id = ?1 OR id = ?1 AND account_id IS NULL"},
	{"letter", "sealed", "id", "person = ?1"},
	{"passkey", "sealed", "credential", "account_id = ?1"},
	{"claim", "sealed", "id", "account_id = ?1"},
	{"document", "sealed", "id", "account_id = ?1"},
	{"report", "sealed", "id", "id = ?1"},
	{auditValue, "value", "id", "person = ?1"},
}

// among is the condition that finds what has to be sealed, of a column that has other
// values too.
func (c sealedColumn) among() string {
	if c.table == auditValue {
		return ` AND person IS NOT NULL`
	}
	return ""
}

// keyName is what a row's key is called in the name of a place: a text is itself.
func keyName(key any) string {
	if raw, ok := key.([]byte); ok {
		return hex.EncodeToString(raw)
	}
	return fmt.Sprint(key)
}

// Person reports whether anything is sealed with a person's key, so that the keys of
// nobody can be swept. It asks every table that has something sealed in it: to forget
// one would be to erase the keys of those who are in that one alone.
func (s *Store) Person(ctx context.Context, id directory.ID) (known bool, err error) {
	var somewhere []string
	for _, c := range sealed {
		somewhere = append(somewhere, `EXISTS (SELECT 1 FROM `+c.table+` WHERE `+c.of+`)`)
	}
	query := `SELECT ` + strings.Join(slices.Compact(somewhere), ` OR `)
	if err := s.readers.QueryRowContext(ctx, query, id.String()).Scan(&known); err != nil {
		return false, fmt.Errorf("person %s: %w", id, err)
	}
	return known, nil
}

// Reseal puts what reseal makes of everything that is sealed with a person's key in
// its place, in one transaction. It is the database's part of giving the person a new
// key, and recorded where it changes the record of what was done. That somebody has been
// forgotten is no failure.
func (s *Store) Reseal(ctx context.Context, person directory.ID, reseal func(ctx context.Context, person directory.ID, sealed, place []byte) ([]byte, error)) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		changed := map[int64][]byte{} // values in the record
		for _, c := range sealed {
			err := c.reseal(ctx, tx, person, reseal, changed)
			if directory.KindOf(err) == directory.NotFound {
				break
			}
			if err != nil {
				return fmt.Errorf("reseal for %s: %w", person, err)
			}
		}
		if err := s.recordResealed(ctx, tx, person, changed); err != nil {
			return fmt.Errorf("reseal for %s: %w", person, err)
		}
		return nil
	})
}

// reseal adds to changed what is different now of the values in the record.
func (c sealedColumn) reseal(ctx context.Context, tx *sql.Tx, person directory.ID, reseal func(context.Context, directory.ID, []byte, []byte) ([]byte, error), changed map[int64][]byte) error {
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
		if id, ok := found[i].key.(int64); ok && err == nil && c.table == auditValue && !bytes.Equal(found[i].value, again) {
			changed[id] = again
		}
	}
	return err
}

// sweptAtOnce is how many rows are removed in one transaction, so that nobody waits
// for long: after a flood there may be hundreds of thousands.
const sweptAtOnce = 500

// SweepPeople removes sessions, with their refresh families, and secrets that were
// of no use any more before some moment, and letters that had then not been sent for
// 30 days. It returns how many, also when it fails: those are gone.
func (s *Store) SweepPeople(ctx context.Context, before directory.Instant) (removed int, err error) {
	for _, over := range []struct {
		table, condition string
		moment           directory.Instant
	}{
		{"session", "expires_at < ?1 OR revoked_at <> 0 AND revoked_at < ?1", before},
		{"secret", "expires_at < ?1", before},
		{"letter", "created_at < ?1", directory.At(before.Time().Add(-letterLife))},
	} {
		query := `DELETE FROM ` + over.table + ` WHERE id IN (SELECT id FROM ` + over.table + ` WHERE ` + over.condition + ` LIMIT ?2)`
		for more := true; more; {
			n, err := s.sweep(ctx, query, int64(over.moment), sweptAtOnce)
			if err != nil {
				return removed, fmt.Errorf("sweep people: %w", err)
			}
			removed += n
			more = n == sweptAtOnce
		}
	}
	return removed, nil
}

// sweep runs one statement, and returns how many rows it removed.
func (s *Store) sweep(ctx context.Context, query string, args ...any) (removed int, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, query, args...)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		removed = int(n)
		return err
	})
	return removed, err
}
