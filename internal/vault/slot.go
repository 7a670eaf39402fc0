package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"time"

	"rootline/internal/directory"
)

// A key is erased by writing over it where it stands. To delete its row would not
// be enough, even with secure_delete: when SQLite rearranges the rows of a page, it
// can leave copies of them in the part of the page that is free then, and what is
// deleted later is overwritten in the one place that counts as the row. (Of 4,000
// keys that were deleted from a table of rows of different lengths, up to 9 could
// still be read.) Therefore the rows of slot are all of one length, are added at
// the end alone, where SQLite moves nothing, and are never removed: a key's bytes
// stand in one place for as long as it lives, and zeroes stand there afterwards.

// addKey makes a key and puts it into a slot. It is on disk when the transaction has
// been committed.
func (v *Vault) addKey(ctx context.Context, tx *sql.Tx, u use, person directory.ID) error {
	slot, err := freeSlot(ctx, tx)
	if err != nil {
		return err
	}
	var serial int64
	err = tx.QueryRowContext(ctx, `INSERT INTO key (slot, use, person, made_at) VALUES (?1, ?2, nullif(?3, ''), ?4) RETURNING serial`,
		slot, string(u), person.String(), instant(v.now())).Scan(&serial)
	if err != nil {
		return fmt.Errorf("add a key: %w", err)
	}
	if serial > math.MaxUint32 {
		return errors.New("add a key: the numbers for keys have run out")
	}
	k, err := newKey(u, uint32(serial), v.random)
	if err != nil {
		return fmt.Errorf("add a key: %w", err)
	}
	content, err := encode(k)
	if err != nil {
		return fmt.Errorf("add a key: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `UPDATE slot SET content = ?2 WHERE id = ?1`, slot, content); err != nil {
		return fmt.Errorf("add a key: %w", err)
	}
	return nil
}

// freeSlot takes a slot that is free, or adds one at the end.
func freeSlot(ctx context.Context, tx *sql.Tx) (slot int64, err error) {
	err = tx.QueryRowContext(ctx, `DELETE FROM free WHERE slot = (SELECT min(slot) FROM free) RETURNING slot`).Scan(&slot)
	if errors.Is(err, sql.ErrNoRows) {
		err = tx.QueryRowContext(ctx, `INSERT INTO slot (content) VALUES (?1) RETURNING id`, make([]byte, slotBytes)).Scan(&slot)
	}
	if err != nil {
		return 0, fmt.Errorf("free slot: %w", err)
	}
	return slot, nil
}

// erase writes over the keys with these numbers, and tells everybody who may
// remember them.
func erase(ctx context.Context, tx *sql.Tx, serials []int64) error {
	for _, serial := range serials {
		var slot int64
		err := tx.QueryRowContext(ctx, `DELETE FROM key WHERE serial = ?1 RETURNING slot`, serial).Scan(&slot)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, `UPDATE slot SET content = ?2 WHERE id = ?1`, slot, make([]byte, slotBytes))
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, `INSERT INTO free (slot) VALUES (?1)`, slot)
		}
		if err != nil {
			return fmt.Errorf("erase a key: %w", err)
		}
	}
	return tell(ctx, tx)
}

// tell makes everybody who remembers keys read them anew.
func tell(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, `UPDATE vault SET epoch = epoch + 1`); err != nil {
		return fmt.Errorf("tell of a change: %w", err)
	}
	return nil
}

const (
	flushTries = 200
	flushAgain = 20 * time.Millisecond // besides what SQLite itself waits for a lock
)

// flush empties the write-ahead log, in which earlier versions of pages stand with
// the keys that they held. It waits for those who read; should one of them read for
// long, it fails, and has to be called again.
func (v *Vault) flush(ctx context.Context) error {
	for range flushTries {
		var busy, left, done int
		if err := v.flusher.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &left, &done); err != nil {
			return fmt.Errorf("empty the log: %w", err)
		}
		if busy == 0 {
			return nil
		}
		if err := wait(ctx, flushAgain); err != nil {
			return fmt.Errorf("empty the log: %w", err)
		}
	}
	return errors.New("empty the log: somebody else keeps reading it")
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// serialsOf runs a query for the numbers of keys.
func serialsOf(ctx context.Context, tx *sql.Tx, query string, args ...any) (serials []int64, err error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var serial int64
		if err := rows.Scan(&serial); err != nil {
			return nil, err
		}
		serials = append(serials, serial)
	}
	return serials, rows.Err()
}
