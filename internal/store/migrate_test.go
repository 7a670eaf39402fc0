package store_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"

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
