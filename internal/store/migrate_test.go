package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"rootline/internal/store"
)

// TestOpen_migratesOthers makes the tables that somebody else keeps in the database
// once ours are there, on the pool that Writer returns. If they fail, so does Open.
func TestOpen_migratesOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	errOthers := errors.New("theirs")
	_, err := store.Open(t.Context(), path, store.Options{Create: true, Now: clock, Migrate: func(context.Context, *sql.DB) error {
		return errOthers
	}})
	if !errors.Is(err, errOthers) {
		t.Errorf("Open(Migrate: fails) = %v, want its error", err)
	}
	var given *sql.DB
	s, err := store.Open(t.Context(), path, store.Options{Now: clock, Migrate: func(ctx context.Context, writer *sql.DB) error {
		given = writer
		_, err := writer.ExecContext(ctx, `CREATE TABLE other (x INT) STRICT; INSERT INTO stamp VALUES ('other', '1')`)
		return err
	}})
	check(t, err)
	if s.Writer() != given {
		t.Error("Migrate was given another pool than Writer returns")
	}
	if got, err := s.Stamp(t.Context(), "other"); err != nil || got != "1" {
		t.Errorf("Stamp(other) = %q, %v; want what Migrate has written", got, err)
	}
	check(t, s.Close())
	r, err := store.OpenReadOnly(t.Context(), path)
	check(t, err)
	if _, err := r.Writer().ExecContext(t.Context(), `INSERT INTO other VALUES (1)`); err == nil {
		t.Error("the writer of a store for reading alone has written")
	}
	check(t, r.Verify(t.Context(), func(c store.Check) error {
		if !c.OK() {
			t.Errorf("Verify() with somebody else's table found %v", c.Findings)
		}
		return nil
	}))
	check(t, r.Close())
}

// TestOpen_wholeOrNothing makes a new database, and is stopped on the way. What there is
// at its path is never a part of one: it is there with all of its tables, or not at all.
func TestOpen_wholeOrNothing(t *testing.T) {
	for wait := time.Duration(0); ; wait += wait/2 + 100*time.Microsecond {
		folder := t.TempDir()
		path := filepath.Join(folder, "test.db")
		ctx, stop := context.WithTimeout(t.Context(), wait)
		s, err := store.Open(ctx, path, store.Options{Create: true, Now: clock})
		stop()
		files, e := filepath.Glob(filepath.Join(folder, ".*"))
		if e != nil || len(files) != 0 {
			t.Errorf("Open(stopped after %s) left %q beside it, %v", wait, files, e)
		}
		if _, e := os.Stat(path); e == nil {
			r, e := store.OpenReadOnly(t.Context(), path)
			if e != nil {
				t.Fatalf("OpenReadOnly(made by Open, stopped after %s) = %v", wait, e)
			}
			check(t, r.Verify(t.Context(), func(c store.Check) error {
				if !c.OK() {
					t.Errorf("Open(stopped after %s) made what has %+v", wait, c.Findings)
				}
				return nil
			}))
			check(t, r.Close())
		} else if err == nil {
			t.Errorf("Open(in %s) made nothing: %v", wait, e)
		}
		if err == nil {
			check(t, s.Close())
			return
		}
	}
}

// BenchmarkOpen_new makes a new database, as hundreds of tests do.
func BenchmarkOpen_new(b *testing.B) {
	folder := b.TempDir()
	for n := 0; b.Loop(); n++ {
		s, err := store.Open(b.Context(), filepath.Join(folder, strconv.Itoa(n)+".db"), store.Options{Create: true, Now: clock})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		check(b, s.Close())
		b.StartTimer()
	}
}
