package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Options says how the keys' file is opened.
type Options struct {
	// Create makes the file if there is none; its folder has to be there. It is to
	// be set only while nothing has been sealed: new keys open nothing old.
	Create bool
	// Of is the name of the vault that the file has to be (see [Vault.Name]), as the
	// database remembers it; "" takes any.
	Of     string
	Now    func() time.Time // the clock that dates keys
	Random io.Reader        // what keys are made of; crypto/rand's, but for tests
}

// Vault is the keys' file. Its methods may be called from several goroutines at
// once, and from several processes on one file: what one of them has done, the
// others see with their next call.
type Vault struct {
	writer  *sql.DB // one connection
	readers *sql.DB // several, which cannot write
	flusher *sql.DB // one connection, which empties the log
	now     func() time.Time
	random  io.Reader // read within a write alone, which is one at a time
	path    string
	name    string
	digest  []byte
	ready   cache
	closing context.Context // for the last checkpoint, when the caller's has ended
	close   func() error
}

// Open opens the keys' file at path. It refuses, with a *directory.Error that names
// the file, what it cannot or must not use: a missing file (unless it may create
// one) or folder, something that is not a file, a file that others than its owner
// may read or write, that is not SQLite, belongs to another application, was
// written by a newer release, or is another vault than the one it has to be; and a
// copy that lies beside the log of another file. What it refuses it leaves as it was,
// byte for byte, but for another vault whose log a power cut has left half moved: that
// is moved to its end, as whoever opens it would.
func Open(ctx context.Context, path string, o Options) (*Vault, error) {
	if o.Now == nil || o.Random == nil {
		return nil, errors.New("open the vault: no clock or no randomness given")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open the vault: %w", err)
	}
	if err := admit(ctx, path, o); err != nil {
		return nil, refusal(path, err)
	}
	v := &Vault{path: path, now: o.Now, random: o.Random, closing: context.WithoutCancel(ctx)}
	err = v.open(ctx, path)
	if err == nil {
		err = called(path, o.Of, v.name)
	}
	if err != nil {
		return nil, errors.Join(refusal(path, err), v.closePools())
	}
	v.close = sync.OnceValue(v.finish)
	return v, nil
}

// open fills the pools and reads what stays the same while the file is open.
func (v *Vault) open(ctx context.Context, path string) (err error) {
	found, err := os.Stat(path)
	if err != nil {
		return err
	}
	if v.readers, err = openPool(ctx, path, readerSettings, readerCount()); err != nil {
		return err
	}
	if err = unmoved(path, found); err != nil {
		return err
	}
	if v.writer, err = openPool(ctx, path, writerSettings, 1); err != nil {
		return err
	}
	if v.flusher, err = openPool(ctx, path, flusherSettings, 1); err != nil {
		return err
	}
	// SQLite opens a file that may only be read without a word. Changing nothing
	// tells now what the first new person would tell later.
	if _, err = v.writer.ExecContext(ctx, `DELETE FROM free WHERE slot IS NULL`); err != nil {
		return err
	}
	if err = v.readers.QueryRowContext(ctx, `SELECT name FROM vault`).Scan(&v.name); err != nil {
		return fmt.Errorf("name of the vault: %w", err)
	}
	v.digest, err = readDigestKey(ctx, v.readers)
	return err
}

// Name tells this vault from every other. The database that is sealed with it
// remembers the name, so that it is never opened with the keys of another.
func (v *Vault) Name() string { return v.name }

// Close ends all work and leaves all keys in the one file: what the write-ahead log
// still holds is moved over and the log is emptied. Closing again does nothing.
func (v *Vault) Close() error { return v.close() }

// write runs fn in one transaction, which is on disk when write returns nil and has
// not happened otherwise. The one connection that writes is fn's alone until then.
func (v *Vault) write(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := v.writer.BeginTx(ctx, nil)
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

// instant is how the file writes a time: in Unix milliseconds.
func instant(t time.Time) int64 { return t.UnixMilli() }
