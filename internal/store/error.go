package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"rootline/internal/directory"
)

// IsFull reports whether err says that there is no room left to write.
func IsFull(err error) bool {
	if e := (sqlite3.Error{}); errors.As(err, &e) && (e.Code == sqlite3.ErrFull || noRoom(e.SystemErrno)) {
		return true
	}
	errno := syscall.Errno(0)
	return errors.As(err, &errno) && noRoom(errno)
}

func noRoom(errno syscall.Errno) bool { return errno == syscall.ENOSPC || errno == syscall.EDQUOT }

// IsBusy reports whether err says that somebody else was writing all the while.
func IsBusy(err error) bool {
	e := sqlite3.Error{}
	return errors.As(err, &e) && (e.Code == sqlite3.ErrBusy || e.Code == sqlite3.ErrLocked)
}

// isCorrupt reports whether err says that a file is not as SQLite writes it.
func isCorrupt(err error) bool {
	e := sqlite3.Error{}
	return errors.As(err, &e) && e.Code == sqlite3.ErrCorrupt
}

// isUnique reports whether err says that there already is such a row.
func isUnique(err error) bool {
	e := sqlite3.Error{}
	return errors.As(err, &e) &&
		(e.ExtendedCode == sqlite3.ErrConstraintUnique || e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey)
}

// unreadable is the failure of a document that is ours and does not parse. What
// the parser says is told and not passed on: as an error to be shown, it would
// blame the reader.
func unreadable(what, id string, err error) error {
	return fmt.Errorf("document of %s %s: %s", what, id, err.Error())
}

// refusal words what keeps the file at path from being used. Errors that are
// worded already stay as they are, and so do those that are not the file's fault.
func refusal(path string, err error) error {
	worded, sqlite, system := (*directory.Error)(nil), sqlite3.Error{}, (*fs.PathError)(nil)
	linked := (*os.LinkError)(nil)
	switch {
	case errors.As(err, &worded):
		return err
	case IsFull(err):
		return directory.Refuse(directory.Invalid, "store.full", "File", path)
	case IsBusy(err):
		return directory.Refuse(directory.Conflict, "store.busy", "File", path)
	case errors.As(err, &sqlite) && sqlite.Code == sqlite3.ErrNotADB:
		return directory.Refuse(directory.Invalid, "store.not_sqlite", "File", path)
	case errors.As(err, &sqlite):
		return directory.Refuse(directory.Invalid, "store.unusable", "File", path, "Reason", sqlite.Error())
	case errors.As(err, &system):
		return directory.Refuse(directory.Invalid, "store.unusable", "File", path, "Reason", system.Err.Error())
	case errors.As(err, &linked):
		return directory.Refuse(directory.Invalid, "store.unusable", "File", path, "Reason", linked.Err.Error())
	}
	return fmt.Errorf("open %s: %w", path, err)
}
