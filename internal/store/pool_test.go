package store

import (
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"

	"rootline/internal/directory"
)

func open(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), Options{Create: true, Now: func() time.Time { return time.UnixMilli(1) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// TestPools_settings takes every connection that a pool can have and asks each one
// for the settings, not just the one that Open asked.
func TestPools_settings(t *testing.T) {
	s := open(t)
	for name, pool := range map[string]struct {
		*sql.DB
		want []setting
		size int
	}{"writer": {s.writer, writerSettings, 1}, "readers": {s.readers, readerSettings, readerCount()}} {
		for i := range pool.size {
			conn, err := pool.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			for _, want := range pool.want {
				var got string
				if err := conn.QueryRowContext(t.Context(), "PRAGMA "+want.name).Scan(&got); err != nil || got != want.back {
					t.Errorf("%s %d: PRAGMA %s = %q, %v; want %q", name, i, want.name, got, err, want.back)
				}
			}
		}
	}
}

// TestPool_refused reads back a setting that did not come out as asked for.
func TestPool_refused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	_, err := openPool(t.Context(), path, []setting{{"journal_mode", "MEMORY", "wal"}}, 1)
	refused := (*directory.Error)(nil)
	if !errors.As(err, &refused) || refused.Message.ID != "store.setting" || refused.Message.Args["Got"] != "memory" {
		t.Errorf("openPool(wanting another journal) = %#v, want store.setting", err)
	}
}

// TestReaders_cannotWrite tries each way to write through a reader.
func TestReaders_cannotWrite(t *testing.T) {
	s := open(t)
	for _, statement := range []string{
		"INSERT INTO stamp VALUES ('a', 'b')",
		"DELETE FROM clinic",
		"CREATE TABLE mine (x)",
		"PRAGMA user_version = 7",
	} {
		if _, err := s.readers.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("a reader ran %s, want it refused", statement)
		}
	}
}

// TestWriter_locksAtOnce has the writer only begin a transaction: nobody else can
// write from then on. One that took the lock at its first write instead would fail
// there, with what it has read out of date.
func TestWriter_locksAtOnce(t *testing.T) {
	s := open(t)
	tx, err := s.writer.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	other, err := sql.Open("sqlite3", s.path(t)+"?_busy_timeout=1")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	busy := sqlite3.Error{}
	_, err = other.ExecContext(t.Context(), "INSERT INTO stamp VALUES ('a', 'b')")
	if !errors.As(err, &busy) || busy.Code != sqlite3.ErrBusy {
		t.Errorf("another's write while ours has only begun = %v, want busy", err)
	}
}

// path is the file of the database.
func (s *Store) path(t *testing.T) (path string) {
	t.Helper()
	if err := s.readers.QueryRowContext(t.Context(), "SELECT file FROM pragma_database_list").Scan(&path); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestIsFull fills a database up to a limit of pages. What was there stays there,
// and once there is room again, so does what comes.
func TestIsFull(t *testing.T) {
	s := open(t)
	if _, err := s.writer.ExecContext(t.Context(), "PRAGMA max_page_count = 200"); err != nil {
		t.Fatal(err)
	}
	id := func(n byte) directory.ID {
		id, err := directory.NewID(time.UnixMilli(int64(n)), zeros{})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	photo := Photo{MediaType: "image/png", Width: 1, Height: 1, Bytes: make([]byte, 50_000)}
	var err error
	kept := byte(0)
	for ; kept < 100 && err == nil; kept++ {
		photo.ID = id(kept)
		err = s.AddPhotos(t.Context(), photo)
	}
	if !IsFull(err) || kept < 2 {
		t.Fatalf("IsFull(%v) = false after %d photos, want true", err, kept)
	}
	for _, other := range []error{nil, errors.New("other"), sqlite3.ErrBusy, directory.Refuse(directory.Conflict, "conflict.slug")} {
		if IsFull(other) {
			t.Errorf("IsFull(%v) = true", other)
		}
	}
	if _, err := s.writer.ExecContext(t.Context(), "PRAGMA max_page_count = 1000"); err != nil {
		t.Fatal(err)
	}
	if err := s.AddPhotos(t.Context(), photo); err != nil {
		t.Errorf("AddPhotos with room again = %v", err)
	}
	for n := range kept {
		if _, err := s.Photo(t.Context(), id(n)); err != nil {
			t.Errorf("Photo(%d) = %v", n, err)
		}
	}
}

// zeros is a source of randomness that is none.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// TestReplaced_movedOn saves something in the place of a version that is no
// longer there, which a database without SQLite's one writer could bring about.
func TestReplaced_movedOn(t *testing.T) {
	s := open(t)
	var saved sql.Result
	err := s.write(t.Context(), func(tx *sql.Tx) (err error) {
		saved, err = tx.ExecContext(t.Context(), "UPDATE clinic SET version = version + 1 WHERE id = ?1 AND version = ?2", "none", 7)
		return err
	})
	if err := replaced(saved, err, directory.Slug{}); directory.KindOf(err) != directory.Conflict {
		t.Errorf("replaced(no row) = %v, want a Conflict", err)
	}
}
