package jobs_test

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rootline/internal/jobs"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// TestMigrate_together has several stores make the tables of one new file at one
// moment. All of them can be used.
func TestMigrate_together(t *testing.T) {
	const many = 6
	path := here(t)
	all := make([]*store.Store, many)
	var opening sync.WaitGroup
	for i := range all {
		opening.Go(func() {
			var err error
			all[i], err = store.Open(t.Context(), path, store.Options{Create: true, Now: time.Now, Migrate: jobs.Migrate})
			if err != nil {
				t.Errorf("Open number %d = %v", i, err)
			}
		})
	}
	opening.Wait()
	for _, s := range all {
		if s != nil {
			if err := jobs.Migrate(t.Context(), s.Writer()); err != nil {
				t.Errorf("Migrate() again = %v", err)
			}
			check(t, s.Close())
		}
	}
}

// TestMigrate_refused refuses tables of a release that is not known yet, and a
// database that cannot be written. What the directory keeps in it stays as it is.
func TestMigrate_refused(t *testing.T) {
	path := here(t)
	s := open(t, path)
	storetest.Add(t, s, storetest.Listing(1))
	check(t, s.Close())
	r, err := store.OpenReadOnly(t.Context(), path)
	check(t, err)
	if err := jobs.Migrate(t.Context(), r.Writer()); err != nil {
		t.Errorf("Migrate(what is up to date, for reading alone) = %v", err)
	}
	check(t, r.Close())
	script(t, path, `INSERT INTO river_migration (line, version) VALUES ('main', 99)`)
	if s, err := store.Open(t.Context(), path, store.Options{Now: time.Now, Migrate: jobs.Migrate}); err == nil {
		check(t, s.Close())
		t.Error("Open(with jobs of a newer release) = nil, want an error")
	}
	s, err = store.Open(t.Context(), path, store.Options{Now: time.Now})
	check(t, err)
	if _, err := s.Listing(t.Context(), storetest.Listing(1).Clinic.ID); err != nil {
		t.Errorf("Listing(1) = %v", err)
	}
	check(t, s.Close())

	bare := filepath.Join(t.TempDir(), "bare.db")
	check(t, storetest.Open(t, bare).Close())
	r, err = store.OpenReadOnly(t.Context(), bare)
	check(t, err)
	if err := jobs.Migrate(t.Context(), r.Writer()); err == nil {
		t.Error("Migrate(a database for reading alone) = nil, want an error")
	}
	check(t, r.Close())
}

// script runs a statement that none of our code would.
func script(t *testing.T, path, statements string) {
	t.Helper()
	conn, err := sql.Open("sqlite3", path)
	check(t, err)
	_, err = conn.ExecContext(t.Context(), statements)
	check(t, err)
	check(t, conn.Close())
}

// TestMigrate_schema shows what the tables are, column by column, for whoever has to
// know what is kept where. They are the only ones beside goose's that are not STRICT.
func TestMigrate_schema(t *testing.T) {
	s := open(t, here(t))
	got := bytes.NewBufferString("-- What River keeps in the database, made by make golden; never edited.\n")
	each(t, s, func(statement string) { got.WriteString("\n" + statement + ";\n") }, `SELECT sql FROM sqlite_schema
		WHERE sql IS NOT NULL AND tbl_name LIKE 'river^_%' ESCAPE '^' ORDER BY tbl_name, type DESC, name`)
	const golden = "testdata/schema.sql"
	if os.Getenv("UPDATE_GOLDEN") != "" {
		check(t, os.WriteFile(golden, got.Bytes(), 0o600))
	}
	want, err := os.ReadFile(golden)
	check(t, err)
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%s differs; run make golden and read the diff\n got: %s\nwant: %s", golden, got, want)
	}
	each(t, s, func(name string) {
		if !strings.HasPrefix(name, "river_") {
			t.Errorf("table %s is not STRICT", name)
		}
	}, `SELECT name FROM pragma_table_list
		WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite^_%' ESCAPE '^' AND name <> 'goose_db_version'`)
}

func each(t *testing.T, s *store.Store, fn func(string), query string) {
	t.Helper()
	rows, err := s.Writer().QueryContext(t.Context(), query)
	check(t, err)
	defer func() { check(t, rows.Close()) }()
	for rows.Next() {
		var text string
		check(t, rows.Scan(&text))
		fn(text)
	}
	check(t, rows.Err())
}

// TestStore_keepsJobs has the directory's own examination find nothing wrong with a
// database that has jobs in it, waiting, done and dead. A backup has them too: what
// waited in it is done once it is restored.
func TestStore_keepsJobs(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "some.db")
	work := map[string]deed{"letter": fine, "broken": func(_ context.Context, _ string, _ int) error { return jobs.Permanent(errSome) }}
	s := newShop(t, path, work, jobs.Options{})
	check(t, s.store.AddOrganizations(t.Context(), storetest.Organization(1)))
	stop := s.run(t)
	s.enqueue(t, "letter", "id-1")
	s.enqueue(t, "broken", "id-2")
	s.finished(t)
	check(t, stop())
	s.enqueue(t, "letter", "id-3")
	backup, again := filepath.Join(folder, "backup.db"), filepath.Join(folder, "again.db")
	_, err := s.store.Backup(t.Context(), backup)
	check(t, err)
	_, err = store.Restore(t.Context(), backup, again, store.RestoreOptions{Now: time.Now})
	check(t, err)
	for _, file := range []string{path, backup, again} {
		r, err := store.OpenReadOnly(t.Context(), file)
		check(t, err)
		check(t, r.Verify(t.Context(), func(c store.Check) error {
			if !c.OK() {
				t.Errorf("Verify(%s) found of %s: %v", filepath.Base(file), c.Name, c.Findings)
			}
			return nil
		}))
		check(t, r.Close())
	}
	restored := newShop(t, again, work, jobs.Options{})
	restored.run(t)
	restored.finished(t)
	restored.wantBegun(t, map[string]int{"letter id-3": 1})
	if dead := restored.dead(t); len(dead) != 1 {
		t.Errorf("Dead() of what is restored = %v, want the one", dead)
	}
}
