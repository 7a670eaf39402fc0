package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rootline/internal/demo"
	"rootline/internal/gazetteer"
	"rootline/internal/store"
)

// filled makes a database of so many invented clinics in the file at path.
func filled(t *testing.T, path string, clinics int) {
	t.Helper()
	db, err := store.Open(t.Context(), path, store.Options{Create: true, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range demo.Photos(1) {
		photo := store.Photo{ID: p.ID, MediaType: p.MediaType, Width: p.Width, Height: p.Height, Bytes: p.Bytes}
		if err := db.AddPhotos(t.Context(), photo); err != nil {
			t.Fatal(err)
		}
	}
	for batch := range demo.Directory(demo.Params{Clinics: clinics, Seed: 1, Now: today}, gazetteer.Embedded()) {
		if err := db.AddOrganizations(t.Context(), batch.Organizations...); err != nil {
			t.Fatal(err)
		}
		if err := db.AddListings(t.Context(), batch.Listings...); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// said runs the program and returns what it printed and what it said at its end.
func said(t *testing.T, args ...string) (out, refusal string) {
	t.Helper()
	var b strings.Builder
	if err := run(t.Context(), args, noEnv, &b, io.Discard); err != nil {
		refusal = sentence(err)
	}
	return b.String(), refusal
}

// files are the names of what is in a folder.
func files(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestBackup_andRestore backs up a directory that is being served, loses it and has
// it again.
func TestBackup_andRestore(t *testing.T) {
	folder := t.TempDir()
	db, copied := filepath.Join(folder, "some.db"), filepath.Join(folder, "backup.db")
	filled(t, db, 40)
	r := start(t, "serve", "--db", db)
	total := r.total("")
	if out, refusal := said(t, "backup", copied, "--db", db); refusal != "" || !strings.Contains(out, "40 clinics") {
		t.Errorf("backup of a database that is served: %q, %q", out, refusal)
	}
	if _, refusal := said(t, "backup", copied, "--db", db); !strings.Contains(refusal, "overwrites nothing") {
		t.Errorf("backup to a file that is there: %q", refusal)
	}
	if _, refusal := said(t, "restore", copied, "--db", db); !strings.Contains(refusal, "--replace") {
		t.Errorf("restore over a database: %q", refusal)
	}
	if _, refusal := said(t, "restore", copied, "--db", db, "--replace"); !strings.Contains(refusal, "in use") {
		t.Errorf("restore over a database that is served: %q", refusal)
	}
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	out, refusal := said(t, "restore", copied, "--db", db, "--replace")
	if refusal != "" || !strings.Contains(out, "some.replaced-") || !strings.Contains(out, "40 clinics") {
		t.Errorf("restore over a database that is not served: %q, %q", out, refusal)
	}
	if names := files(t, folder); len(names) != 4 {
		t.Errorf("restore left %q, want the database, its keys, the old one and the backup", names)
	}
	again := start(t, "serve", "--db", db)
	if got := again.total(""); got != total {
		t.Errorf("%d clinics are found after a restoration, and %d were before", got, total)
	}
	if err := again.stop(); err != nil {
		t.Fatal(err)
	}
}

// TestBackup_refusesWithOneSentence goes through what an operator can mistake, and
// wants nothing made or changed.
func TestBackup_refusesWithOneSentence(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	filled(t, at("some.db"), 5)
	if err := os.WriteFile(at("letters.db"), []byte(strings.Repeat("Dear Sir or Madam, ", 300)), 0o600); err != nil {
		t.Fatal(err)
	}
	before := files(t, folder)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	tests := []struct {
		ctx  context.Context
		args []string
		want string
	}{
		{t.Context(), []string{"check", "--db", at("missing.db")}, "There is no database at"},
		{t.Context(), []string{"check", "--db", at("letters.db")}, "not a SQLite database"},
		{t.Context(), []string{"backup", at("b.db"), "--db", at("missing.db")}, "There is no database at"},
		{t.Context(), []string{"backup", at("b.db"), "--db", at("letters.db")}, "not a SQLite database"},
		{t.Context(), []string{"backup", filepath.Join(folder, "none", "b.db"), "--db", at("some.db")}, "There is no folder"},
		{t.Context(), []string{"restore", at("missing.db"), "--db", at("new.db")}, "There is no database at"},
		{t.Context(), []string{"restore", at("letters.db"), "--db", at("new.db")}, "not a SQLite database"},
		{t.Context(), []string{"restore", folder, "--db", at("new.db")}, "not a file"},
		{t.Context(), []string{"restore", at("some.db"), "--db", at("letters.db"), "--replace"}, "not a SQLite database"},
		{t.Context(), []string{"restore", at("some.db"), "--db", at("some.db"), "--replace"}, "is the backup itself"},
		{stopped, []string{"check", "--db", at("some.db")}, "Stopped before"},
		{stopped, []string{"backup", at("b.db"), "--db", at("some.db")}, "Stopped before"},
		{stopped, []string{"restore", at("some.db"), "--db", at("new.db")}, "Stopped before"},
	}
	for _, tt := range tests {
		err := run(tt.ctx, tt.args, noEnv, io.Discard, io.Discard)
		if err == nil {
			t.Errorf("rootline %s was not refused", strings.Join(tt.args, " "))
			continue
		}
		if got := sentence(err); !strings.Contains(got, tt.want) || strings.Contains(got, "\n") {
			t.Errorf("rootline %s: %q; want one sentence with %q", strings.Join(tt.args, " "), got, tt.want)
		}
		if after := files(t, folder); !slices.Equal(before, after) {
			t.Errorf("rootline %s left %q, want %q", strings.Join(tt.args, " "), after, before)
		}
	}
}
