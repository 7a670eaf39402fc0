package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/mattn/go-sqlite3"

	"rootline/internal/directory"
)

// replace puts the new file into the place of the old one in one step, and returns
// under which name the old one is kept.
func (n *fresh) replace(ctx context.Context, was predecessor, now time.Time) (kept string, err error) {
	release, err := seize(ctx, was.path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, release()) }()
	if err := orphans(was.path); err != nil { // its own have gone with the seizure
		return "", err
	}
	if err := onDisk(n.temporary); err != nil {
		return "", err
	}
	if kept, err = keep(was.path, now); err != nil {
		return "", err
	}
	if err := os.Rename(n.temporary, was.path); err != nil {
		return "", errors.Join(err, unkeep(kept, was.path))
	}
	return kept, onDisk(filepath.Dir(was.path))
}

// seize makes sure that nobody else has the database open, and keeps everybody out
// of it until it is released. What its log held is in the one file then.
//
// Whoever has a database in use holds a lock on the file for as long as it has a
// log, even if they do nothing. SQLite gives up the log only for somebody who is
// alone; after that, the lock of a writer keeps out all others.
func seize(ctx context.Context, path string) (release func() error, err error) {
	pool, err := sql.Open("sqlite3", dsn(path, "_busy_timeout=1000&_txlock=exclusive"))
	if err != nil {
		return nil, fmt.Errorf("seize: %w", err)
	}
	pool.SetMaxOpenConns(1)
	tx, err := alone(ctx, pool)
	busy := sqlite3.Error{}
	if errors.As(err, &busy) && (busy.Code == sqlite3.ErrBusy || busy.Code == sqlite3.ErrLocked) {
		err = directory.Refuse(directory.Conflict, "restore.in_use", "File", path)
	}
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return func() error { return errors.Join(tx.Rollback(), pool.Close()) }, nil
}

// alone begins a transaction that shuts everybody else out.
func alone(ctx context.Context, pool *sql.DB) (tx *sql.Tx, err error) {
	if _, err = pool.ExecContext(ctx, "PRAGMA journal_mode = DELETE"); err != nil {
		return nil, err
	}
	if tx, err = pool.BeginTx(ctx, nil); err != nil {
		return nil, err
	}
	var journal string // somebody may have come in between the two
	if err = tx.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&journal); err == nil && journal != "delete" {
		err = sqlite3.Error{Code: sqlite3.ErrBusy}
	}
	if err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	return tx, nil
}

// keep gives the file at path a second name beside its own, with the moment in it.
// Where files cannot have two, it has no other for the moment that is left.
func keep(path string, now time.Time) (kept string, err error) {
	suffix := filepath.Ext(path)
	name := strings.TrimSuffix(path, suffix) + ".replaced-" + now.UTC().Format("20060102T150405Z")
	for i := 1; i < 100; i++ {
		if kept = name + suffix; i > 1 {
			kept = fmt.Sprintf("%s-%d%s", name, i, suffix)
		}
		if err = os.Link(path, kept); err == nil {
			return kept, nil
		}
		if _, there := os.Lstat(kept); errors.Is(there, fs.ErrNotExist) {
			return kept, os.Rename(path, kept)
		}
	}
	return "", err
}

// unkeep takes back what keep did.
func unkeep(kept, path string) error {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(kept, path)
	}
	return os.Remove(kept)
}

// unmoved refuses a database that a restoration has replaced while somebody was
// waiting to open it. They have the old file in hand, and would write a log beside
// the new one. From the moment that they have it open, nobody can replace it.
func unmoved(path string, found os.FileInfo) error {
	now, err := os.Stat(path)
	if err != nil || !os.SameFile(found, now) {
		return directory.Refuse(directory.Conflict, "restore.replaced", "File", path)
	}
	return nil
}
