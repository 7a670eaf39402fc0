package db_test

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"

	"rootline/db"
)

const hashes = "testdata/hashes.txt"

// TestMigrations_neverEdited compares every migration with the hash it was
// merged with. UPDATE_GOLDEN=1 adds the new ones, and never touches the others.
func TestMigrations_neverEdited(t *testing.T) {
	known, err := os.ReadFile(hashes)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(string(known)) // hash, name, hash, name …
	merged := map[string]string{}
	for i := 0; i+1 < len(lines); i += 2 {
		merged[lines[i+1]] = lines[i]
	}
	for name, text := range migrations(t) {
		hash := fmt.Sprintf("%x", sha256.Sum256(text))
		switch was, ok := merged[name]; {
		case !ok && os.Getenv("UPDATE_GOLDEN") != "":
			known = fmt.Appendf(known, "%s  %s\n", hash, name)
		case !ok:
			t.Errorf("%s is not in %s; run make golden", name, hashes)
		case was != hash:
			t.Errorf("%s has changed since it was merged; write another migration instead", name)
		}
		delete(merged, name)
	}
	for name := range merged {
		t.Errorf("%s was merged and is gone", name)
	}
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(hashes, known, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestMigrations_tellTheirReason holds each file to the house's form: a name with
// four digits in an unbroken row, and a comment before anything else.
func TestMigrations_tellTheirReason(t *testing.T) {
	form := regexp.MustCompile(`^(\d{4})_[a-z]+_[a-z_]+\.sql$`)
	next := 1
	for name, text := range migrations(t) {
		m := form.FindStringSubmatch(name)
		if m == nil || m[1] != fmt.Sprintf("%04d", next) {
			t.Errorf("migration %d is named %s, want %04d_noun_change.sql", next, name, next)
		}
		if reason, _, ok := bytes.Cut(text, []byte("-- +goose Up")); !ok || len(reason) < 40 || !bytes.HasPrefix(reason, []byte("-- ")) {
			t.Errorf("%s does not begin with its reason", name)
		}
		next++
	}
}

// TestSchema keeps schema.sql true: it is what all migrations add up to.
func TestSchema(t *testing.T) {
	conn := migrated(t)
	var got strings.Builder
	got.WriteString("-- What the migrations in sqlite/ add up to. Made by make golden; never edited.\n")
	rows, err := conn.QueryContext(t.Context(), `SELECT sql FROM sqlite_schema
		WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'sqlite^_%' ESCAPE '^' AND tbl_name <> 'goose_db_version'
		ORDER BY tbl_name, type = 'trigger', type DESC, name`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var statement string
		if err := rows.Scan(&statement); err != nil {
			t.Fatal(err)
		}
		got.WriteString("\n" + statement + ";\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	golden(t, "schema.sql", []byte(got.String()))
}

// TestSchema_isStrict wants every table of ours to refuse a value that is not of
// its column's type.
func TestSchema_isStrict(t *testing.T) {
	conn := migrated(t)
	rows, err := conn.QueryContext(t.Context(), `SELECT name FROM pragma_table_list
		WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite^_%' ESCAPE '^' AND name <> 'goose_db_version'`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		t.Errorf("table %s is not STRICT", name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// migrations yields the name and the text of each migration, in order.
func migrations(t *testing.T) func(func(string, []byte) bool) {
	t.Helper()
	files, err := db.SQLite()
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(files, "*")
	if err != nil || len(names) == 0 {
		t.Fatalf("SQLite() holds %q, %v; want migrations", names, err)
	}
	return func(yield func(string, []byte) bool) {
		for _, name := range names {
			text, err := fs.ReadFile(files, name)
			if err != nil {
				t.Fatal(err)
			}
			if !yield(name, text) {
				return
			}
		}
	}
}

// migrated returns a database that every migration has been run on.
func migrated(t *testing.T) *sql.DB {
	t.Helper()
	conn, err := sql.Open("sqlite3", filepath.Join(t.TempDir(), "schema.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	files, err := db.SQLite()
	if err != nil {
		t.Fatal(err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, conn, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	return conn
}

// golden compares got with the file at path, or with UPDATE_GOLDEN=1 rewrites it.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run make golden and read the diff\n got: %s\nwant: %s", path, got, want)
	}
}
