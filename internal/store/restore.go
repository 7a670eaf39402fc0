package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"rootline/internal/directory"
)

var restoreSays = sentences{"restore.exists", "restore.unsound", "restore.failed"}

// RestoreOptions says how a backup is restored.
type RestoreOptions struct {
	Replace bool // a database that is there gives way, and is kept under another name
	Now     func() time.Time
}

// Restored is what a restoration came to.
type Restored struct {
	Contents
	Kept string // where the database that gave way is now; "" if there was none
}

// Restore makes the database at path to of the backup at path from. The backup is
// only read. It is checked whole, copied to a new file and brought up to today's
// schema there; that file is checked as well, and on disk, before it takes its place
// in one step: whatever happens, there is at to what was there before or the
// directory that the backup holds, and no half of either.
//
// A database that is there already is refused, unless it may be replaced. It is then
// kept beside the new one, whole, with whatever its log still held. It must be one of
// ours, and nobody may have it open: a server would go on with a file that is no
// longer the one of this name.
func Restore(ctx context.Context, from, to string, o RestoreOptions) (Restored, error) {
	from, err := aBackup(ctx, from)
	if err != nil {
		return Restored{}, err
	}
	old, err := predecessorAt(ctx, from, to, o.Replace)
	if err != nil {
		return Restored{}, err
	}
	n, err := newBeside(old.path, restoreSays)
	if err != nil {
		return Restored{}, err
	}
	defer n.discard()
	if err := n.fill(ctx, from, o.Now); err != nil {
		return Restored{}, n.refused(err)
	}
	held, _, err := inspect(ctx, n.temporary, inHand, from, n.says.unsound)
	if err != nil {
		return Restored{}, n.refused(err)
	}
	if !old.there {
		return Restored{Contents: held}, n.refused(n.place())
	}
	kept, err := n.replace(ctx, old, o.Now())
	return Restored{held, kept}, n.refused(err)
}

// aBackup is the full name of the file, which has to be a sound database and nothing
// but a file.
func aBackup(ctx context.Context, path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	if err := admit(ctx, path, false); err != nil {
		return "", err
	}
	// A database with a log is two files, and the log may hold the better part.
	for _, of := range []string{"-wal", "-journal"} {
		if log, err := os.Stat(path + of); err == nil && log.Size() > 0 {
			return "", directory.Refuse(directory.Conflict, "restore.log", "File", path, "Left", path+of)
		}
	}
	if _, _, err := inspect(ctx, path, onShelf, path, restoreSays.unsound); err != nil {
		return "", refusal(path, err)
	}
	return path, nil
}

// fill makes of the new file what the backup is, brought up to today's schema.
func (n *fresh) fill(ctx context.Context, from string, now func() time.Time) (err error) {
	if err := copyFile(ctx, from, n.temporary); err != nil {
		return err
	}
	s, err := Open(ctx, n.temporary, Options{Now: now})
	if err != nil {
		return err
	}
	return s.Close() // leaves one file
}

// copyFile copies what the one file holds into the other. SQLite has neither open.
func copyFile(ctx context.Context, from, to string) (err error) {
	r, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	w, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	_, err = io.Copy(w, stopping{ctx, r})
	return err
}

// stopping is a reader that stops when its context is done.
type stopping struct {
	ctx context.Context
	io.Reader
}

func (s stopping) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.Reader.Read(p)
}

// predecessor is what a restoration finds at the place of the new database.
type predecessor struct {
	path  string
	there bool
}

// predecessorAt looks at what is at path, and refuses what must not be replaced.
func predecessorAt(ctx context.Context, from, path string, replace bool) (was predecessor, err error) {
	if was.path, err = filepath.Abs(path); err != nil {
		return was, fmt.Errorf("restore: %w", err)
	}
	path = was.path
	if _, err = os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return was, orphans(path)
	}
	if !replace {
		return was, directory.Refuse(directory.Conflict, "restore.exists", "File", path)
	}
	if err := admit(ctx, path, false); err != nil {
		return was, err
	}
	// Through a link, it is the file that is replaced: the link goes on leading there.
	if was.path, err = filepath.EvalSymlinks(path); err != nil {
		return was, refusal(path, err)
	}
	if same(from, was.path) {
		return was, directory.Refuse(directory.Conflict, "restore.same", "File", path)
	}
	was.there = true
	return was, nil
}

// same reports whether two paths lead to one file.
func same(a, b string) bool {
	one, err := os.Stat(a)
	other, also := os.Stat(b)
	return err == nil && also == nil && os.SameFile(one, other)
}

// orphans refuses a place beside which a log lies that a database has left behind.
// SQLite would take it for the new one's, and apply it.
func orphans(path string) error {
	for _, of := range beside {
		if _, err := os.Lstat(path + of); !errors.Is(err, fs.ErrNotExist) {
			return directory.Refuse(directory.Conflict, "restore.orphan", "File", path, "Left", path+of)
		}
	}
	return nil
}
