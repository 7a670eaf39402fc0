package store_test

import (
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"rootline/internal/directory"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

func clock() time.Time { return storetest.Now }

// TestOpen_refuses goes through what an operator can point at by mistake. Whatever
// it is, it is left as it was, and nothing is left beside it.
func TestOpen_refuses(t *testing.T) {
	tests := map[string]struct {
		make func(path string)
		want string // the message's id
	}{
		"a folder":             {func(path string) { check(t, os.Mkdir(path, 0o700)) }, "store.not_a_file"},
		"a pipe":               {func(path string) { check(t, syscall.Mkfifo(path, 0o600)) }, "store.not_a_file"},
		"a link to itself":     {func(path string) { check(t, os.Symlink(path, path)) }, "store.unusable"},
		"a text":               {func(path string) { write(t, path, "Once upon a time there was a clinic.") }, "store.not_sqlite"},
		"zeros":                {func(path string) { write(t, path, string(make([]byte, 8192))) }, "store.not_sqlite"},
		"half a header":        {func(path string) { write(t, path, "SQLite format 3\x00") }, "store.not_sqlite"},
		"another's database":   {func(path string) { foreign(t, path, "CREATE TABLE t (x)") }, "store.foreign"},
		"another's, in WAL":    {func(path string) { foreign(t, path, "PRAGMA journal_mode=WAL; CREATE TABLE t (x)") }, "store.foreign"},
		"another's, in use":    {func(path string) { inUse(t, path) }, "store.foreign"},
		"another's, marked":    {func(path string) { foreign(t, path, "PRAGMA application_id=7; CREATE TABLE t (x)") }, "store.foreign"},
		"another's, and empty": {func(path string) { foreign(t, path, "VACUUM; PRAGMA user_version=1") }, "store.foreign"},
		"a newer release's":    {func(path string) { newer(t, path) }, "store.newer"},
	}
	for name, tt := range tests {
		for _, create := range []bool{true, false} {
			folder := t.TempDir()
			path := filepath.Join(folder, "some.db")
			tt.make(path)
			before := contents(t, folder)
			s, err := store.Open(t.Context(), path, store.Options{Create: create, Now: clock})
			if err == nil {
				check(t, s.Close())
			}
			wantRefusal(t, fmt.Sprintf("Open(%s, Create: %t)", name, create), err, tt.want, path)
			if after := contents(t, folder); !slices.Equal(before, after) {
				t.Errorf("Open(%s, Create: %t) left %q, want %q", name, create, after, before)
			}
		}
	}
}

// TestOpen_missing refuses to make a file that was not asked for, or in no folder.
func TestOpen_missing(t *testing.T) {
	folder := t.TempDir()
	missing, empty := filepath.Join(folder, "missing.db"), filepath.Join(folder, "empty.db")
	write(t, empty, "")
	_, err := store.Open(t.Context(), missing, store.Options{Now: clock})
	wantRefusal(t, "Open(missing)", err, "store.missing", missing)
	lost := filepath.Join(folder, "none", "lost.db")
	_, err = store.Open(t.Context(), lost, store.Options{Create: true, Now: clock})
	wantRefusal(t, "Open(in no folder, Create)", err, "store.no_folder", lost)
	_, err = store.Open(t.Context(), empty, store.Options{Now: clock})
	wantRefusal(t, "Open(empty)", err, "store.foreign", empty)
	if _, err = store.Open(t.Context(), missing, store.Options{Create: true}); err == nil {
		t.Error("Open(without a clock) = nil, want an error")
	}
	if info, err := os.Stat(empty); len(contents(t, folder)) != 1 || err != nil || info.Size() != 0 {
		t.Errorf("the folder holds %q, want the empty file alone", contents(t, folder))
	}
}

// TestOpen_names makes, closes and opens again files whose names mean something
// to SQLite, to a URI or to the file system.
func TestOpen_names(t *testing.T) {
	names := []string{
		"plain.db", "with space.db", "what?.db", "a%20b.db", "a#b.db", "a&b=c.db", "?mode=memory", ":memory:", "file:x.db",
		"ünïcode-診療所.db", "-dash", "quote'\".db", "back\\slash.db",
	}
	t.Chdir(t.TempDir())
	for _, name := range names {
		s := storetest.Open(t, name)
		storetest.Add(t, s, storetest.Listing(1))
		check(t, s.Close())
		info, err := os.Stat(name)
		if err != nil || info.Mode() != 0o600 {
			t.Errorf("Open(%q) made %v, %v; want a file for its owner alone", name, info, err)
			continue
		}
		s, err = store.Open(t.Context(), name, store.Options{Now: clock})
		if err != nil {
			t.Errorf("Open(%q) again = %v", name, err)
			continue
		}
		if _, err := s.Listing(t.Context(), storetest.Listing(1).Clinic.ID); err != nil {
			t.Errorf("Listing(1) in %q = %v", name, err)
		}
		check(t, s.Close())
	}
	files, err := os.ReadDir(".")
	if err != nil || len(files) != len(names) {
		t.Errorf("the folder holds %v, %v; want the %d files and nothing beside them", files, err, len(names))
	}
}

// TestOpen_empty fills an empty file in, as one that a container has mounted.
func TestOpen_empty(t *testing.T) {
	path := filepath.Join(t.TempDir(), "empty.db")
	write(t, path, "")
	s := storetest.Open(t, path)
	storetest.Add(t, s, storetest.Listing(1))
}

// TestOpen_together starts several processes' worth of stores on one new file at
// one moment; all of them work, on the same directory.
func TestOpen_together(t *testing.T) {
	const many = 6
	path := filepath.Join(t.TempDir(), "shared.db")
	stores := make([]*store.Store, many)
	var all sync.WaitGroup
	for i := range stores {
		all.Go(func() {
			s, err := store.Open(t.Context(), path, store.Options{Create: true, Now: clock})
			if err != nil {
				t.Errorf("Open number %d = %v", i, err)
				return
			}
			stores[i] = s
			if err := s.AddOrganizations(t.Context(), storetest.Organization(i)); err != nil {
				t.Errorf("AddOrganizations(%d) = %v", i, err)
			}
		})
	}
	all.Wait()
	for i, s := range stores {
		if s == nil {
			continue
		}
		for n := range many {
			if _, err := s.Organization(t.Context(), storetest.Organization(n).ID); err != nil {
				t.Errorf("store %d: Organization(%d) = %v", i, n, err)
			}
		}
		check(t, s.Close())
	}
}

// TestClose empties the log even while another has the file open, leaves one file
// when the last one closes it, and may be called twice.
func TestClose(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "closed.db")
	s, other := storetest.Open(t, path), storetest.Open(t, path)
	storetest.Add(t, s, storetest.Listings(100)...)
	check(t, s.Close())
	check(t, s.Close())
	if log, err := os.Stat(path + "-wal"); err != nil || log.Size() != 0 {
		t.Errorf("Close() with another store open left a log of %v, %v; want an empty one", log, err)
	}
	check(t, other.Close())
	if got := contents(t, folder); len(got) != 1 {
		t.Errorf("Close() left %q, want the database alone", got)
	}
	if err := s.SetStamp(t.Context(), "a", "b"); err == nil {
		t.Error("SetStamp after Close = nil, want an error")
	}
}

func wantRefusal(t *testing.T, call string, err error, id, path string) {
	t.Helper()
	refused := (*directory.Error)(nil)
	if !errors.As(err, &refused) || refused.Message.ID != id || refused.Message.Args["File"] != path {
		t.Errorf("%s = %#v, want %s about %s", call, err, id, path)
	}
}

// foreign makes a database that is none of ours.
func foreign(t *testing.T, path, script string) {
	t.Helper()
	conn, err := sql.Open("sqlite3", path)
	check(t, err)
	_, err = conn.ExecContext(t.Context(), script)
	check(t, err)
	check(t, conn.Close())
}

// inUse makes a database that is none of ours and that another program has open,
// with all that it wrote still in the log.
func inUse(t *testing.T, path string) {
	t.Helper()
	conn, err := sql.Open("sqlite3", path)
	check(t, err)
	t.Cleanup(func() { check(t, conn.Close()) })
	_, err = conn.ExecContext(t.Context(), "PRAGMA journal_mode=WAL; CREATE TABLE t (x)")
	check(t, err)
}

// newer makes a database of ours and runs a migration that is not known yet.
func newer(t *testing.T, path string) {
	t.Helper()
	check(t, storetest.Open(t, path).Close())
	foreign(t, path, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
}

func write(t *testing.T, path, text string) {
	t.Helper()
	check(t, os.WriteFile(path, []byte(text), 0o600))
}

// contents is the name of everything in a folder with a digest of what it holds.
func contents(t *testing.T, folder string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	check(t, err)
	for _, e := range entries {
		line := e.Name() + " " + e.Type().String()
		if e.Type().IsRegular() {
			bytes, err := os.ReadFile(filepath.Join(folder, e.Name()))
			check(t, err)
			line += fmt.Sprintf(" %x", sha256.Sum256(bytes))
		}
		all = append(all, line)
	}
	return all
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
