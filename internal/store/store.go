package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"rootline/internal/directory"
)

// Options says how a database is opened.
type Options struct {
	Create bool             // make the file if there is none; its folder has to be there
	Now    func() time.Time // the clock that dates changes

	// Migrate, if there is one, makes the tables that somebody else keeps in the
	// database, once ours are up to date. It is given [Store.Writer].
	Migrate func(ctx context.Context, writer *sql.DB) error

	// Enqueue, if there is one, adds a job in a transaction.
	Enqueue func(ctx context.Context, tx *sql.Tx, kind, id string) error

	// What personal data is kept with. Without it there are no people.
	Keys
}

// Store is the directory in its database. Its methods may be called from several
// goroutines at once, and from several processes on one file.
type Store struct {
	writer  *sql.DB // one connection
	readers *sql.DB // several, which cannot write
	now     func() time.Time
	keys    Keys
	enqueue func(ctx context.Context, tx *sql.Tx, kind, id string) error
	closing context.Context // for the last checkpoint, when the caller's has ended
	close   func() error
}

// Open opens the database in the file at path and brings its schema up to date.
// It refuses, with a *directory.Error that names the file, what it cannot or must
// not use: a missing file (unless it may create one) or folder, something that is
// not a file, a file that cannot be opened, is not SQLite, belongs to another
// application or was written by a newer release. What it refuses it leaves as it
// was, byte for byte.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	if o.Now == nil {
		return nil, errors.New("open the store: no clock given")
	}
	// Absolute, so that every connection means the same file, and so that names
	// such as ":memory:", which SQLite reads otherwise, are files like any other.
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	if err := admit(ctx, path, o.Create); err != nil {
		return nil, err
	}
	s := &Store{now: o.Now, keys: o.Keys, enqueue: o.Enqueue, closing: context.WithoutCancel(ctx)}
	if err := s.open(ctx, path, o.Migrate); err != nil {
		return nil, errors.Join(refusal(path, err), s.closePools())
	}
	s.close = sync.OnceValue(s.finish)
	return s, nil
}

// open fills the pools. The readers come first: until the schema is known to be
// one of ours, there is no connection that could write.
func (s *Store) open(ctx context.Context, path string, more func(context.Context, *sql.DB) error) (err error) {
	found, err := os.Stat(path)
	if err != nil {
		return err
	}
	if s.readers, err = openPool(ctx, path, readerSettings, readerCount()); err != nil {
		return err
	}
	if err = unmoved(path, found); err != nil {
		return err
	}
	if err = checkVersion(ctx, s.readers, path); err != nil {
		return err
	}
	if s.writer, err = openPool(ctx, path, writerSettings, 1); err != nil {
		return err
	}
	if err = migrate(ctx, s.writer); err != nil {
		return err
	}
	if more != nil {
		if err = more(ctx, s.writer); err != nil {
			return err
		}
	}
	// SQLite opens a file that may only be read without a word, and even begins to
	// write to it. Changing nothing tells now what every change would tell later.
	_, err = s.writer.ExecContext(ctx, `DELETE FROM stamp WHERE key IS NULL`)
	return err
}

// Writer is the pool of the one connection that writes, for whoever keeps tables of
// their own in the database: jobs are enqueued in the transaction that causes them.
// As long as they have it in hand, nothing else is written. The directory's tables
// are not theirs. A store that was opened for reading alone refuses their writes.
func (s *Store) Writer() *sql.DB { return s.writer }

// Close ends all work and leaves the whole database in its one file: what the
// write-ahead log still holds is moved over and the log is emptied. Closing again
// does nothing.
func (s *Store) Close() error { return s.close() }

// Empty reports whether nothing has been added to the directory yet.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	var some bool
	err := s.readers.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM organization)
		OR EXISTS (SELECT 1 FROM photo) OR EXISTS (SELECT 1 FROM account) OR EXISTS (SELECT 1 FROM import_source)`).Scan(&some)
	if err != nil {
		return false, fmt.Errorf("empty: %w", err)
	}
	return !some, nil
}

// write runs fn in one transaction. It commits if fn returns nil and leaves the
// database untouched otherwise. The one connection that writes is fn's alone until
// then: fn must not call a method that writes.
func (s *Store) write(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing once committed
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// attempt makes a failure the end of a transaction: SQLite takes back some
// transactions as a whole when a statement of theirs fails, and commits one by one
// what is written afterwards.
type attempt struct{ failed error } // the first failure

// try runs fn, unless there has been a failure.
func (a *attempt) try(fn func() error) error {
	if a.failed != nil {
		return a.failed
	}
	err := fn()
	if err != nil && directory.KindOf(err) == directory.Internal {
		a.failed = err
	}
	return err
}
