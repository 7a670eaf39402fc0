package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rootline/internal/demo"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// imported is the file of a new directory that was taken in from another's export.
func imported(t *testing.T, format, text string, args ...string) (db, said string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "directory."+format)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	db = filepath.Join(t.TempDir(), "rootline.db")
	return db, importedInto(t, db, file, args...)
}

func importedInto(t *testing.T, db, file string, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(t.Context(), append([]string{"import", file, "--db", db}, args...), noEnv, &out, io.Discard); err != nil {
		t.Fatalf("rootline import %s: %s", file, sentence(err))
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	return lines[len(lines)-1]
}

// TestExport_isTakenInWhole moves a directory in which everything occurs to another
// database: what that one writes out is the same, byte for byte.
func TestExport_isTakenInWhole(t *testing.T) {
	first := exported(t, "--db", stored(t), "--format", "ndjson")
	db, said := imported(t, "ndjson", first)
	if want := "accepted=6 human=0 refused=0 changed=6"; said != want {
		t.Errorf("the import says %q, want %q", said, want)
	}
	if again := exported(t, "--db", db, "--format", "ndjson"); again != first {
		t.Errorf("what was taken in is written out as\n%s, want\n%s", again, first)
	}
}

// TestExport_tableIsTakenIn does so with a table of published clinics, of which a
// demo directory has all kinds. It has the values alone, so it is tables that are
// compared; what nobody ever confirmed comes back as of the day that the map gives.
func TestExport_tableIsTakenIn(t *testing.T) {
	const seed = 20260302
	path := filepath.Join(t.TempDir(), "rootline.db")
	db, err := store.Open(t.Context(), path, store.Options{Create: true, Now: func() time.Time { return storetest.Now }})
	if err != nil {
		t.Fatal(err)
	}
	clinics := 0
	for batch := range demo.Directory(demo.Params{Clinics: 300, Seed: seed, Now: storetest.Now}, gazetteer.Embedded()) {
		if err := db.AddOrganizations(t.Context(), batch.Organizations...); err != nil {
			t.Fatal(err)
		}
		for _, l := range batch.Listings {
			if l.State.Value = directory.Published; l.Clinic.ConfirmedAt() == 0 {
				continue
			}
			clinics++
			if err := db.AddListings(t.Context(), l); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	first := exported(t, "--db", path)
	into, said := imported(t, "csv", first, "--map", "rootline")
	if !strings.Contains(said, " human=0 refused=0 ") {
		t.Errorf("seed %d: of %d clinics the import says %q", seed, clinics, said)
	}
	again := exported(t, "--db", into)
	theirs, ours := strings.Split(first, "\r\n"), strings.Split(again, "\r\n")
	if len(theirs) != len(ours) {
		t.Fatalf("seed %d: %d rows came back as %d", seed, len(theirs), len(ours))
	}
	for i := range theirs {
		if theirs[i] != ours[i] {
			t.Fatalf("seed %d: a row came back as\n%s, want\n%s", seed, ours[i], theirs[i])
		}
	}
}
