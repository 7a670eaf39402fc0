package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"

	"rootline/internal/directory"
)

// sentences are what a backup or a restoration refuses with.
type sentences struct{ exists, unsound, failed string }

var backupSays = sentences{"backup.exists", "backup.unsound", "backup.failed"}

// fresh is a file that is written aside and put into place when it is whole.
type fresh struct {
	path      string // where it will be
	temporary string // where it is, in the same folder
	says      sentences
}

// newFile makes an empty file, for its owner alone, that can become the file at
// path, where there must be nothing yet.
func newFile(path string, says sentences) (*fresh, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("new file: %w", err)
	}
	if _, err := os.Lstat(path); err == nil {
		return nil, directory.Refuse(directory.Conflict, says.exists, "File", path)
	}
	return newBeside(path, says)
}

// newBeside makes an empty file, for its owner alone, in the folder of path.
func newBeside(path string, says sentences) (*fresh, error) {
	n := &fresh{path: path, says: says}
	folder := filepath.Dir(path)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, directory.Refuse(directory.NotFound, "backup.no_folder", "File", path, "Folder", folder)
	}
	f, err := os.CreateTemp(folder, ".rootline-*.new")
	if err != nil {
		return nil, n.refused(err)
	}
	n.temporary = f.Name()
	return n, f.Close()
}

// refused words an error, in so far as it is about files.
func (n *fresh) refused(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	worded := (*directory.Error)(nil)
	if err = refusal(n.path, err); errors.As(err, &worded) && worded.Message.ID == "store.unusable" {
		return &directory.Error{Kind: worded.Kind, Message: directory.Message{ID: n.says.failed, Args: worded.Message.Args}}
	}
	return err
}

// place puts the file where it belongs, for good, unless something has come to be
// there.
func (n *fresh) place() error {
	if err := onDisk(n.temporary); err != nil {
		return err
	}
	err := os.Link(n.temporary, n.path)
	if errors.Is(err, fs.ErrExist) {
		return directory.Refuse(directory.Conflict, n.says.exists, "File", n.path)
	}
	if err != nil { // some file systems have no links
		err = os.Rename(n.temporary, n.path)
	}
	if err != nil {
		return err
	}
	return onDisk(filepath.Dir(n.path))
}

// discard removes the file from where it was written, with all that SQLite may
// have put beside it.
func (n *fresh) discard() {
	for _, of := range append([]string{""}, beside...) {
		_ = os.Remove(n.temporary + of)
	}
}

// beside is what the names of the files that SQLite keeps beside a database end in.
var beside = []string{"-wal", "-shm", "-journal"}

// onDisk returns when a file, or the entries of a folder, have reached the disk.
func onDisk(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// sound reads the new file whole: it has to be as inspect wants it, and to hold so
// many rows in each table.
func (n *fresh) sound(ctx context.Context, counts map[string]int) (Contents, error) {
	held, got, err := inspect(ctx, n.temporary, inHand, n.path, n.says.unsound)
	if err == nil && !maps.Equal(counts, got) {
		err = directory.Refuse(directory.Invalid, n.says.unsound, "File", n.path, "Found", directory.Msg("backup.rows"))
	}
	return held, err
}

// How a file is opened to be inspected. One that lies on the shelf is left alone: no
// lock, and nothing beside it. One that is ours alone is opened as if to be written,
// for SQLite keeps no constraints of files that it can only read, and checks none.
const (
	onShelf = "mode=ro&immutable=1"
	inHand  = "_query_only=on"
)

// inspect reads a whole file that nobody writes to and whose name is path, or will
// be. It has to be ours, of this release or an older one, and not damaged; what is
// damaged is refused with the sentence unsound.
func inspect(ctx context.Context, file, options, path, unsound string) (held Contents, counts map[string]int, err error) {
	if err := recognise(ctx, file); err != nil {
		return held, nil, err
	}
	pool, err := sql.Open("sqlite3", dsn(file, options))
	if err != nil {
		return held, nil, fmt.Errorf("inspect: %w", err)
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	pool.SetMaxOpenConns(readerCount())
	if err := checkVersion(ctx, pool, path); err != nil {
		return held, nil, err
	}
	found, err := damage(ctx, &Store{readers: pool})
	if err != nil {
		return held, nil, err
	}
	if found != nil {
		return held, nil, directory.Refuse(directory.Invalid, unsound, "File", path, "Found", found)
	}
	if counts, err = census(ctx, pool); err != nil {
		return held, nil, err
	}
	held.Organizations, held.Clinics, held.Photos = counts["organization"], counts["clinic"], counts["photo"]
	err = pool.QueryRowContext(ctx, `SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()`).Scan(&held.Bytes)
	return held, counts, err
}

// damage looks for what would make a file useless, and returns how to say it: nil
// if there is nothing.
func damage(ctx context.Context, s *Store) (found any, err error) {
	todays := false
	err = s.verify(ctx, vital, func(c Check) error {
		switch {
		case c.Name == "schema":
			todays = c.OK()
		case c.OK():
		case found == nil:
			found = c.Findings[0].Message
		}
		return nil
	})
	if err != nil || found != nil || !todays { // documents of another schema are another release's to read
		return found, err
	}
	if err := s.documents(ctx); err != nil && ctx.Err() == nil {
		return err.Error(), nil
	}
	return nil, ctx.Err()
}

// documents reads every document, as whoever serves the directory will.
func (s *Store) documents(ctx context.Context) error {
	if err := s.Listings(ctx, func(directory.Listing) error { return nil }); err != nil {
		return err
	}
	return s.Organizations(ctx, func(directory.Organization) error { return nil })
}
