package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"rootline/internal/directory"
)

// applicationID marks a SQLite file as a keys' file of ours, in its header: "RTLK".
const applicationID = 0x52544c4b

// othersMay are the permissions that nobody but the owner may have.
const othersMay = 0o077

// admit makes sure that there is a keys' file of ours at path, or makes a new one
// if it may. It never writes to a file that is there already. An empty one is
// refused as foreign: it is more likely what is left of keys than a place for them.
func admit(ctx context.Context, path string, o Options) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) && o.Create && o.Of == "" {
		if err := establish(ctx, path, o); err != nil {
			return err
		}
		info, err = os.Stat(path)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return directory.Refuse(directory.NotFound, "vault.missing", "File", path)
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return directory.Refuse(directory.Invalid, "vault.not_a_file", "File", path)
	case info.Mode().Perm()&othersMay != 0:
		return directory.Refuse(directory.Invalid, "vault.open_to_others", "File", path, "Mode", fmt.Sprintf("%04o", info.Mode().Perm()))
	}
	return recognise(ctx, path, o.Of)
}

// recognise refuses the file at path unless it says of itself that it is ours, of a
// release that we know, and the vault of that name. The connection is an immutable
// one: it takes no lock and makes no file beside this one. What it looks at is
// written once, when the file is made, and so never stands in the log alone.
func recognise(ctx context.Context, path, of string) (err error) {
	conn, err := sql.Open("sqlite3", dsn(path, "mode=ro&immutable=1"))
	if err != nil {
		return fmt.Errorf("recognise %s: %w", path, err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	var id, version int64
	if err := conn.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if id != applicationID {
		return directory.Refuse(directory.Invalid, "vault.foreign", "File", path)
	}
	if err := conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version > schemaVersion {
		return directory.Refuse(directory.Invalid, "vault.newer", "File", path, "Version", version, "Known", schemaVersion)
	}
	var name string
	if err := conn.QueryRowContext(ctx, "SELECT name FROM vault").Scan(&name); err != nil {
		return err
	}
	if of != "" && name != of {
		return directory.Refuse(directory.Invalid, "vault.another", "File", path)
	}
	return nil
}

// unmoved refuses when the name leads to another file than it did: the one that was
// admitted may not be the one that was opened.
func unmoved(path string, found fs.FileInfo) error {
	now, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !os.SameFile(found, now) {
		return directory.Refuse(directory.Conflict, "vault.replaced", "File", path)
	}
	return nil
}

// onDisk returns when a file, or the entries of a folder, have reached the disk.
func onDisk(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// place links the finished file at temporary to path, where there must be nothing,
// and returns when it is there for good.
func place(temporary, path string) error {
	if err := onDisk(temporary); err != nil {
		return err
	}
	err := os.Link(temporary, path)
	if err != nil && !errors.Is(err, fs.ErrExist) { // some file systems have no links
		err = os.Rename(temporary, path)
	}
	if err != nil {
		return err
	}
	return onDisk(filepath.Dir(path))
}

// discard removes a file that was written aside, with all that SQLite may have put
// beside it.
func discard(temporary string) {
	for _, end := range []string{"", "-wal", "-shm", "-journal"} {
		_ = os.Remove(temporary + end)
	}
}

// refusal words what keeps the file at path from being used. Errors that are worded
// already stay as they are, and so do those that are not the file's fault.
func refusal(path string, err error) error {
	worded, sqlite, system, linked := (*directory.Error)(nil), sqlite3.Error{}, (*fs.PathError)(nil), (*os.LinkError)(nil)
	switch {
	case errors.As(err, &worded):
		return err
	case errors.Is(err, errDamaged):
		return directory.Refuse(directory.Invalid, "vault.damaged", "File", path)
	case isFull(err):
		return directory.Refuse(directory.Invalid, "vault.full", "File", path)
	case errors.As(err, &sqlite) && sqlite.Code == sqlite3.ErrNotADB:
		return directory.Refuse(directory.Invalid, "vault.foreign", "File", path)
	case errors.As(err, &sqlite):
		return directory.Refuse(directory.Invalid, "vault.unusable", "File", path, "Reason", sqlite.Error())
	case errors.As(err, &system):
		return directory.Refuse(directory.Invalid, "vault.unusable", "File", path, "Reason", system.Err.Error())
	case errors.As(err, &linked):
		return directory.Refuse(directory.Invalid, "vault.unusable", "File", path, "Reason", linked.Err.Error())
	}
	return fmt.Errorf("open %s: %w", path, err)
}

func isFull(err error) bool {
	if e := (sqlite3.Error{}); errors.As(err, &e) && (e.Code == sqlite3.ErrFull || noRoom(e.SystemErrno)) {
		return true
	}
	errno := syscall.Errno(0)
	return errors.As(err, &errno) && noRoom(errno)
}

func noRoom(errno syscall.Errno) bool { return errno == syscall.ENOSPC || errno == syscall.EDQUOT }
