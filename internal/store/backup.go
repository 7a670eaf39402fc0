package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/mattn/go-sqlite3"
)

const (
	// stepPages is how much of the file is copied between two looks at whether to
	// stop: a megabyte.
	stepPages = 256
	// stepAgain is how long a step that SQLite could not take is waited with.
	stepAgain = 20 * time.Millisecond
)

// Contents is what a backup holds.
type Contents struct {
	Organizations int
	Clinics       int
	Photos        int
	Bytes         int64
}

// Backup copies the database, as it stands at one moment, to a new file: one file
// for its owner alone, without a log beside it. Writers go on meanwhile. The copy
// is read back whole and has to be sound and to hold what was copied; it is on disk
// when Backup returns, and if anything goes wrong there is no file at all. A file
// that is there already is never touched.
//
// The whole directory is in the database, photos too. What is kept elsewhere is
// backed up elsewhere, so that no one copy holds all there is to be known.
func (s *Store) Backup(ctx context.Context, to string) (Contents, error) {
	n, err := newFile(to, backupSays)
	if err != nil {
		return Contents{}, err
	}
	defer n.discard()
	counts, err := s.copyTo(ctx, n.temporary)
	if err != nil {
		return Contents{}, n.refused(err)
	}
	held, err := n.sound(ctx, counts)
	if err != nil {
		return Contents{}, n.refused(err)
	}
	return held, n.refused(n.place())
}

// copyTo copies the database to the empty file at path, and returns how many rows
// each of its tables has.
//
// The pages are copied within a transaction that reads. In the write-ahead log that
// is one unchanging moment which no writer has to wait for. Without it, every
// commit of another connection would begin the copy anew, and under steady writing
// it would never end. VACUUM INTO reads at one moment too, but cannot be stopped
// between pages in the same way and spends its time on rearranging what is then no
// longer the same file.
func (s *Store) copyTo(ctx context.Context, path string) (counts map[string]int, err error) {
	source, err := s.readers.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("read to copy: %w", err)
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	tx, err := source.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("read to copy: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	if counts, err = census(ctx, tx); err != nil { // the first look is the moment
		return nil, err
	}
	// A copy that the power cuts short is thrown away: it needs no journal.
	pool, err := sql.Open("sqlite3", dsn(path, "_journal_mode=OFF&_synchronous=OFF"))
	if err != nil {
		return nil, fmt.Errorf("copy: %w", err)
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	target, err := pool.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("copy: %w", err)
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	err = target.Raw(func(to any) error {
		return source.Raw(func(from any) error { return copyPages(ctx, to, from) })
	})
	if err != nil {
		return nil, fmt.Errorf("copy: %w", err)
	}
	// The copy says of itself that it has a log, as its source does. Without one it
	// can be read where nothing can be written.
	if _, err = target.ExecContext(ctx, "PRAGMA journal_mode = DELETE"); err != nil {
		return nil, fmt.Errorf("copy: %w", err)
	}
	return counts, nil
}

// copyPages copies all pages between two of the driver's connections.
func copyPages(ctx context.Context, to, from any) (err error) {
	target, ok := to.(*sqlite3.SQLiteConn)
	source, also := from.(*sqlite3.SQLiteConn)
	if !ok || !also {
		return fmt.Errorf("copy from a %T to a %T", from, to)
	}
	backup, err := target.Backup("main", source, "main")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, backup.Finish()) }()
	for left := -1; ; {
		done, err := backup.Step(stepPages)
		if done || err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		// The driver does not tell a step that SQLite was too busy for.
		if now := backup.Remaining(); now == left {
			if err := wait(ctx, stepAgain); err != nil {
				return err
			}
		} else {
			left = now
		}
	}
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

// census counts the rows of every table.
func census(ctx context.Context, q querier) (map[string]int, error) {
	counts := map[string]int{}
	err := stream(ctx, q, "count", func(rows *sql.Rows) error {
		var table string
		err := rows.Scan(&table)
		counts[table] = 0
		return err
	}, `SELECT name FROM sqlite_schema WHERE type = 'table'`)
	for table := range counts {
		if err != nil {
			break
		}
		n := 0
		if err = q.QueryRowContext(ctx, `SELECT count(*) FROM "`+table+`"`).Scan(&n); err != nil {
			err = fmt.Errorf("count %s: %w", table, err)
		}
		counts[table] = n
	}
	return counts, err
}
