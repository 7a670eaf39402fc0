package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-vcard"

	"rootline/internal/directory"
	"rootline/internal/interop/ndjson"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// exported is what rootline export prints.
func exported(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(t.Context(), append([]string{"export"}, args...), noEnv, &out, io.Discard); err != nil {
		t.Fatalf("rootline export %s: %s", strings.Join(args, " "), sentence(err))
	}
	return out.String()
}

// stored is the file of a directory of six listings: one is a draft, one closed, one
// has been merged into the first. Their photos are there, and one that nobody shows.
func stored(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rootline.db")
	db, err := store.Open(t.Context(), path, store.Options{Create: true, Now: func() time.Time { return storetest.Now }})
	if err != nil {
		t.Fatal(err)
	}
	all := storetest.Listings(6)
	all[1].State.Value = directory.Draft
	all[2].Operating.Value = directory.Closed
	all[5].Organization.ParentID = all[4].Organization.ID
	for i := range all {
		err = errors.Join(err, db.AddOrganizations(t.Context(), all[i].Organization), db.AddListings(t.Context(), all[i]))
		for _, photo := range all[i].Clinic.Photos {
			err = errors.Join(err, db.AddPhotos(t.Context(), store.Photo{ID: photo.ID, MediaType: "image/png", Width: 2, Height: 1, Bytes: []byte{byte(i), 0xff}}))
		}
	}
	err = errors.Join(err,
		db.AddPhotos(t.Context(), store.Photo{ID: storetest.ID(999), MediaType: "image/png", Width: 2, Height: 1, Bytes: []byte("nobody's")}),
		db.AddAlias(t.Context(), store.Clinic, all[3].Clinic.ID.String(), all[0].Clinic.ID),
		db.AddAlias(t.Context(), store.Clinic, "once-upon-a-time", all[0].Clinic.ID),
		db.Close())
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestExport_whole(t *testing.T) {
	db := stored(t)
	text := exported(t, "--db", db, "--format", "ndjson")
	var kinds []string
	brands, photos := map[directory.ID]bool{}, map[directory.ID]bool{}
	r := ndjson.NewReader(strings.NewReader(text))
	for {
		item, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		switch {
		case err != nil:
			t.Fatal(sentence(err))
		case item.Organization != nil:
			brands[item.Organization.ID] = true
		case item.Photo != nil:
			photos[item.Photo.ID] = true
		case item.Alias != nil:
			kinds = append(kinds, item.Alias.Old)
		case item.Listing != nil:
			kinds = append(kinds, item.Listing.Clinic.Slug.String()+" "+string(item.Listing.State.Value))
			if !brands[item.Listing.Clinic.OrganizationID] {
				t.Errorf("%s comes before its organization", item.Listing.Clinic.Slug)
			}
			for _, photo := range item.Listing.Clinic.Photos {
				if !photos[photo.ID] {
					t.Errorf("%s comes before its photo", item.Listing.Clinic.Slug)
				}
			}
		}
	}
	want := []string{
		"example-clinic-0 published", "example-clinic-1 draft", "example-clinic-2 published", "example-clinic-3 archived",
		"example-clinic-4 published", "example-clinic-5 published",
		storetest.Listing(3).Clinic.ID.String(), "example-clinic-3", "once-upon-a-time",
	}
	if !slices.Equal(kinds, want) {
		t.Errorf("the file has %q, want %q", kinds, want)
	}
	if photos[storetest.ID(999)] || len(brands) != 6 {
		t.Errorf("the file has %d photos and %d organizations", len(photos), len(brands))
	}
	if again := exported(t, "--db", db, "--format", "ndjson"); again != text {
		t.Error("a second export is another file")
	}
}

func TestExport_table(t *testing.T) {
	text := exported(t, "--db", stored(t))
	for i, want := range []bool{true, true, true, false, true, true} {
		if got := strings.Contains(text, storetest.Listing(i).Clinic.ID.String()); got != want {
			t.Errorf("the table has clinic %d: %t, want %t", i, got, want)
		}
	}
	if !strings.HasPrefix(text, "\ufeffid,slug,name,") {
		t.Errorf("the table begins with %.40q", text)
	}
}

func TestExport_map(t *testing.T) {
	var got struct {
		Features []struct{ Properties struct{ Slug string } }
	}
	if err := json.Unmarshal([]byte(exported(t, "--db", stored(t), "--format", "geojson")), &got); err != nil {
		t.Fatal(err)
	}
	var slugs []string
	for _, f := range got.Features {
		slugs = append(slugs, f.Properties.Slug)
	}
	if want := []string{"example-clinic-0", "example-clinic-4", "example-clinic-5"}; !slices.Equal(slugs, want) {
		t.Errorf("the map has %q, want %q", slugs, want)
	}
}

func TestExport_clinic(t *testing.T) {
	db := stored(t)
	for _, slug := range []string{"example-clinic-0", "once-upon-a-time", "example-clinic-3"} {
		card, err := vcard.NewDecoder(strings.NewReader(exported(t, "--db", db, "--format", "vcard", "--clinic", slug))).Decode()
		if err != nil || card.Value(vcard.FieldFormattedName) != "Example Clinic 0" {
			t.Errorf("the card of %s is %v, %v", slug, card, err)
		}
	}
	if text := exported(t, "--db", db, "--format", "ical", "--clinic", "example-clinic-1"); !strings.Contains(text, "BEGIN:VEVENT\r\n") {
		t.Errorf("the calendar of a draft is %q", text)
	}
}

func TestExport_toAFile(t *testing.T) {
	db, dir := stored(t), t.TempDir()
	path := filepath.Join(dir, "out.csv")
	if said := exported(t, "--db", db, "--out", path); said != path+" holds 5 clinics.\n" {
		t.Errorf("the export says %q", said)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != exported(t, "--db", db) {
		t.Errorf("the file has %d bytes, %v; want what is printed without --out", len(b), err)
	}
	if names := namesIn(t, dir); names != "out.csv" {
		t.Errorf("the folder has %s, want the file alone", names)
	}
}

// TestExport_refuses shows what is refused, and that nothing is left of it.
func TestExport_refuses(t *testing.T) {
	db, dir := stored(t), t.TempDir()
	taken, text := filepath.Join(dir, "taken.csv"), filepath.Join(dir, "notes.txt")
	for _, path := range []string{taken, text} {
		if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct{ args, says string }{
		{"--db " + db + " --out " + taken, "overwrites nothing"},
		{"--db " + db + " --out " + filepath.Join(dir, "no", "out.csv"), "no folder"},
		{"--db " + filepath.Join(dir, "none.db"), "none.db"},
		{"--db " + text, "notes.txt"},
		{"--db " + db + " --format vcard --clinic nowhere --out " + filepath.Join(dir, "x.vcf"), "There is no clinic nowhere"},
		{"--db " + db + " --format vcard --clinic Not+A+Slug", "lower-case letters"},
		{"--db " + db + " --format vcard", "--clinic is missing"},
	}
	for _, tt := range tests {
		err := run(t.Context(), append([]string{"export"}, strings.Fields(tt.args)...), noEnv, io.Discard, io.Discard)
		if err == nil || !strings.Contains(sentence(err), tt.says) {
			t.Errorf("rootline export %s: %v, want something of %q", tt.args, err, tt.says)
		}
	}
	if b, err := os.ReadFile(taken); err != nil || string(b) != "mine" {
		t.Errorf("the file that was there holds %q, %v", b, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := run(ctx, []string{"export", "--db", db, "--out", filepath.Join(dir, "out.csv")}, noEnv, io.Discard, io.Discard)
	if err == nil || !strings.Contains(sentence(err), "Stopped") {
		t.Errorf("an export that was stopped says %v", err)
	}
	if names := namesIn(t, dir); names != "notes.txt taken.csv" {
		t.Errorf("the folder has %s; want what was there before", names)
	}
}

func TestWholeFile_overwritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out.csv")
	f, err := newWhole(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil { // somebody was quicker
		t.Fatal(err)
	}
	if err := f.place(); directory.KindOf(err) != directory.Conflict {
		t.Errorf("place where there is a file = %v, want a Conflict", err)
	}
	f.discard()
	if b, err := os.ReadFile(path); err != nil || string(b) != "mine" {
		t.Errorf("the file that was there holds %q, %v", b, err)
	}
}

func namesIn(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// broken is an output that nobody reads any more.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestExport_passesFailuresOn(t *testing.T) {
	db := stored(t)
	for _, args := range []string{"", "--format ndjson", "--format geojson", "--format ical --clinic example-clinic-0"} {
		err := run(t.Context(), append([]string{"export", "--db", db}, strings.Fields(args)...), noEnv, broken{}, io.Discard)
		if !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("rootline export %s to nobody: %v", args, err)
		}
	}
}
