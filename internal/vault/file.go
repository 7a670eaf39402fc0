package vault

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
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
	if err := recognise(ctx, path, o.Of); err != nil {
		return err
	}
	return ownLog(path)
}

// ownLog refuses a copy that was put where a crash had left the log of the file that
// was there before: SQLite would take the log for the copy's, and the keys of both
// would be one damaged heap. A copy has no log until it is opened, and its header
// says so.
func ownLog(path string) error {
	whole, err := filepath.EvalSymlinks(path) // the log lies beside the file, wherever links to it are
	if err != nil {
		return err
	}
	log, err := os.Stat(whole + "-wal")
	if errors.Is(err, fs.ErrNotExist) || err == nil && log.Size() == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	m, err := marksInHeader(whole)
	if err == nil && !m.logged {
		err = directory.Refuse(directory.Conflict, "vault.log", "File", path, "Left", whole+"-wal")
	}
	return err
}

// recognise refuses the file at path unless it says of itself that it is ours, of a
// release that we know, and the vault of that name. The connection is an immutable
// one: it takes no lock and makes no file beside this one. What it looks at is
// written once, when the file is made, and so never stands in the log alone.
//
// While the log is being moved into it, a file is shorter than its header says, and
// it stays so if the power fails: a connection that does not read the log then takes
// it for malformed. Its header alone is looked at in that case, and its name when it
// has been opened.
func recognise(ctx context.Context, path, of string) (err error) {
	conn, err := sql.Open("sqlite3", dsn(path, "mode=ro&immutable=1"))
	if err != nil {
		return fmt.Errorf("recognise %s: %w", path, err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	m, err := marksOf(ctx, conn)
	if e := (sqlite3.Error{}); errors.As(err, &e) && e.Code == sqlite3.ErrCorrupt {
		m, err = marksInHeader(path)
		m.name = of
	}
	switch {
	case err != nil:
		return err
	case m.application != applicationID:
		return directory.Refuse(directory.Invalid, "vault.foreign", "File", path)
	case m.version > schemaVersion:
		return directory.Refuse(directory.Invalid, "vault.newer", "File", path, "Version", m.version, "Known", schemaVersion)
	}
	return called(path, of, m.name)
}

// called refuses a vault that has not the name it has to have.
func called(path, of, name string) error {
	if of != "" && name != of {
		return directory.Refuse(directory.Invalid, "vault.another", "File", path)
	}
	return nil
}

// marks are what a file says of itself.
type marks struct {
	application, version int64
	name                 string
	logged               bool // it has been written to by way of a log; marksOf does not know
}

// marksOf asks SQLite. A file that is not ours, or is newer, may have no name.
func marksOf(ctx context.Context, conn *sql.DB) (m marks, err error) {
	if err = conn.QueryRowContext(ctx, "PRAGMA application_id").Scan(&m.application); err == nil {
		err = conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&m.version)
	}
	if err == nil && m.application == applicationID && m.version <= schemaVersion {
		err = conn.QueryRowContext(ctx, "SELECT name FROM vault").Scan(&m.name)
	}
	return m, err
}

// marksInHeader reads them out of the file's header.
func marksInHeader(path string) (m marks, err error) {
	f, err := os.Open(path)
	if err != nil {
		return m, err
	}
	var header [100]byte // https://www.sqlite.org/fileformat2.html
	_, err = io.ReadFull(f, header[:])
	m.logged = header[18] == 2
	m.version = int64(binary.BigEndian.Uint32(header[60:]))
	m.application = int64(binary.BigEndian.Uint32(header[68:]))
	return m, errors.Join(err, f.Close())
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
