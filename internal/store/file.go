package store

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

	"rootline/internal/directory"
)

// applicationID marks a SQLite file as ours, in its header: "RTLN".
const applicationID = 0x52544c4e

// admit makes sure that there is a database of ours at path, or makes an empty one
// if it may. It never writes to a file that is not ours.
func admit(ctx context.Context, path string, create bool) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && create:
		if err := establish(ctx, path); err != nil {
			return refusal(path, err)
		}
	case errors.Is(err, fs.ErrNotExist):
		return directory.Refuse(directory.NotFound, "store.missing", "File", path)
	case err != nil:
		return refusal(path, err)
	case !info.Mode().IsRegular():
		return directory.Refuse(directory.Invalid, "store.not_a_file", "File", path)
	case info.Size() == 0 && create: // made by hand, to own or to mount
		if err := mark(ctx, path, "FULL", nil); err != nil {
			return refusal(path, err)
		}
	}
	return recognise(ctx, path)
}

// establish puts a new database at path: nothing, or one that is marked as ours and
// has today's schema, whenever the power fails. It is made aside and linked, not
// moved, into place: whoever comes second finds the first one's, and uses it. The
// folder's entry is on disk before anything is acknowledged, because SQLite syncs the
// folder when it makes the write-ahead log.
func establish(ctx context.Context, path string) error {
	folder := filepath.Dir(path)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return directory.Refuse(directory.NotFound, "store.no_folder", "File", path, "Folder", folder)
	}
	f, err := os.CreateTemp(folder, ".rootline-*.new") // readable by its owner alone
	if err != nil {
		return fmt.Errorf("create: %w", err)
	}
	defer func() { _ = os.Remove(f.Name()) }()
	// SQLite leaves it to us to wait for the disk, which it would do at each migration:
	// of a file that nobody has seen yet no part is worth keeping.
	err = mark(ctx, f.Name(), "OFF", migrate)
	if err == nil {
		err = f.Sync()
	}
	// Before others find it: closing it would drop the locks they hold in this process.
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("create: %w", err)
	}
	if err := os.Link(f.Name(), path); err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err := os.Rename(f.Name(), path); err != nil { // some file systems have no links
		return fmt.Errorf("create: %w", err)
	}
	return nil
}

// mark makes the empty file at path a database of ours, and fills it if there is
// something to fill it with.
func mark(ctx context.Context, path, synchronous string, fill func(context.Context, *sql.DB) error) error {
	conn, err := sql.Open("sqlite3", dsn(path, "_synchronous="+synchronous))
	if err != nil {
		return fmt.Errorf("create: %w", err)
	}
	conn.SetMaxOpenConns(1)
	_, err = conn.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA journal_mode = WAL", applicationID))
	if err == nil && fill != nil {
		err = fill(ctx, conn)
	}
	return errors.Join(err, conn.Close())
}

// recognise refuses the file at path unless its header says that it is ours. The
// connection is an immutable one: it takes no lock, makes no file beside this one
// and leaves alone what another application's log still holds. Going through
// SQLite matters: were the file opened and closed by anybody else in this process,
// the system would drop the locks that SQLite holds on it.
func recognise(ctx context.Context, path string) error {
	conn, err := sql.Open("sqlite3", dsn(path, "mode=ro&immutable=1"))
	if err != nil {
		return fmt.Errorf("recognise %s: %w", path, err)
	}
	var id int64
	err = conn.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id)
	if isCorrupt(err) {
		id, err = markOf(path)
	}
	if err := errors.Join(err, conn.Close()); err != nil {
		return refusal(path, err)
	}
	if id != applicationID {
		return directory.Refuse(directory.Invalid, "store.foreign", "File", path)
	}
	return nil
}

// markOf reads the application's id out of the file's header. While a log is being
// moved into it, a file is shorter than its header says, and it stays so if the
// power fails: an immutable connection, which does not read the log, then takes it
// for malformed. The file is read by ourselves in that case alone.
func markOf(path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("recognise %s: %w", path, err)
	}
	var header [100]byte
	_, err = io.ReadFull(f, header[:])
	if err := errors.Join(err, f.Close()); err != nil {
		return 0, fmt.Errorf("recognise %s: %w", path, err)
	}
	const magic, at = "SQLite format 3\x00", 68 // https://www.sqlite.org/fileformat2.html
	if string(header[:len(magic)]) != magic {
		return 0, nil
	}
	return int64(binary.BigEndian.Uint32(header[at:])), nil
}
