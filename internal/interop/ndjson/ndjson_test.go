package ndjson_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"rootline/internal/demo"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/interop/ndjson"
	"rootline/internal/store/storetest"
	"rootline/internal/words"
)

// written is what a Writer makes of items.
func written(t *testing.T, items ...ndjson.Item) string {
	t.Helper()
	var b bytes.Buffer
	w := ndjson.NewWriter(&b)
	for _, i := range items {
		if err := w.Write(i); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// read is what a Reader makes of text.
func read(text string) (items []ndjson.Item, err error) {
	r := ndjson.NewReader(strings.NewReader(text))
	for {
		i, err := r.Read()
		if errors.Is(err, io.EOF) {
			return items, nil
		}
		if err != nil {
			return items, err
		}
		items = append(items, i)
	}
}

// example is a directory with one thing of each kind.
func example(t *testing.T) []ndjson.Item {
	t.Helper()
	l := storetest.Listing(0)
	o, id := l.Organization, l.Clinic.ID
	return []ndjson.Item{
		{Organization: &o},
		{Photo: &ndjson.Photo{ID: id, MediaType: "image/png", Width: 2, Height: 1, Bytes: []byte{0, 255, '\n'}}},
		{Listing: &l},
		{Alias: &ndjson.Alias{Noun: "clinic", Old: "once-harbour", Target: id}},
	}
}

func TestRoundTrip(t *testing.T) {
	items := example(t)
	text := written(t, items...)
	got, err := read(text)
	if err != nil {
		t.Fatal(err)
	}
	items[2].Listing.Organization = directory.Organization{} // a document of its own
	if !reflect.DeepEqual(got, items) {
		t.Errorf("read(written(items)) = %+v, want %+v", got, items)
	}
	if again := written(t, got...); again != text {
		t.Errorf("write, read, write gives\n%s, want\n%s", again, text)
	}
	path := filepath.Join("testdata", "directory.ndjson")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(path); err != nil || string(want) != text {
		t.Errorf("%s differs (%v); run make golden and read the diff\n got: %s\nwant: %s", path, err, text, want)
	}
}

// TestRoundTrip_demo takes a directory in which everything occurs.
func TestRoundTrip_demo(t *testing.T) {
	const seed = 20260302
	var items []ndjson.Item
	for batch := range demo.Directory(demo.Params{Clinics: 300, Seed: seed, Now: storetest.Now}, gazetteer.Embedded()) {
		for i := range batch.Organizations {
			items = append(items, ndjson.Item{Organization: &batch.Organizations[i]})
		}
		for i := range batch.Listings {
			items = append(items, ndjson.Item{Listing: &batch.Listings[i]})
		}
	}
	text := written(t, items...)
	got, err := read(text)
	if err != nil || len(got) != len(items) {
		t.Fatalf("seed %d: read %d of %d items, %v", seed, len(got), len(items), err)
	}
	for i, item := range items {
		if l := item.Listing; l != nil {
			l.Organization = directory.Organization{}
		}
		if !reflect.DeepEqual(got[i], item) {
			t.Fatalf("seed %d: item %d is read as %+v, want %+v", seed, i, got[i], item)
		}
	}
	if again := written(t, got...); again != text {
		t.Errorf("seed %d: write, read, write is not the same text", seed)
	}
}

func TestRoundTrip_nothing(t *testing.T) {
	if items, err := read(written(t)); err != nil || len(items) != 0 {
		t.Errorf("an empty directory is read as %v, %v", items, err)
	}
}

// TestRead_refuses shows for each way to be wrong a file and what is said of it.
func TestRead_refuses(t *testing.T) {
	const head = `{"format":"rootline","version":1}` + "\n"
	const org = `{"organization":{"id":"0197c0de-5eed-7a11-8b0b-15dead5ea1ed","slug":"a","name":"A","entry_type":"clinic"}}` + "\n"
	tests := []struct{ name, text, says string }{
		{"nothing", "", "no directory"},
		{"a table", "id,name\n1,A\n", "no directory"},
		{"other JSON", `{"type":"FeatureCollection"}`, "no directory"},
		{"no header", org, "no directory"},
		{"a byte order mark", "\ufeff" + head + `{"end":{"documents":0}}` + "\n", "begins with a byte order mark"},
		{"a last line that is cut", head + org + `{"end":{"documents":1}`, "Line 3"},
		{"a format in capitals", `{"Format":"rootline","version":1}` + "\n", "Line 1: Format"},
		{"a later version", `{"format":"rootline","version":2}` + "\n", "version 2"},
		{"more in the header", `{"format":"rootline","version":1,"x":1}` + "\n", "Line 1: x"},
		{"no end", head + org, "after 1 documents"},
		{"cut in a line", head + org[:40], "Line 2"},
		{"not JSON", head + "what\n", "Line 2"},
		{"an empty line", head + "\n" + org, "Line 2"},
		{"two values", head + strings.TrimSpace(org) + org, "Line 2"},
		{"an unknown thing", head + org + `{"referral":{}}` + "\n", "Line 3: referral"},
		{"an unknown member", head + strings.Replace(org, `"slug"`, `"Slug"`, 1), "Line 2: organization.Slug"},
		{"a member twice", head + strings.Replace(org, `"slug"`, `"name":"B","slug"`, 1), "Line 2: organization.name"},
		{"a bad value", head + strings.Replace(org, `"a"`, `"A a"`, 1), "Line 2: organization.slug"},
		{"nothing on a line", head + "{}\n", "one thing"},
		{"null", head + `{"listing":null}` + "\n", "one thing"},
		{"two things", head + strings.Replace(org, "}}", `},"end":{"documents":1}}`, 1), "one thing"},
		{"a wrong count", head + org + `{"end":{"documents":2}}` + "\n", "counts 2"},
		{"more after the end", head + org + `{"end":{"documents":1}}` + "\n" + org, "after the end"},
		{"a photo that is no base64", head + `{"photo":{"id":"","media_type":"","width":0,"height":0,"bytes":"-"}}` + "\n", "photo.bytes"},
		{"a line without end", head + `{"photo":"` + strings.Repeat("a", ndjson.MaxLine), "Line 2: The line is longer than 32 MiB"},
	}
	for _, tt := range tests {
		_, err := read(tt.text)
		e := (*directory.Error)(nil)
		if !errors.As(err, &e) || e.Kind != directory.Invalid || !strings.Contains(words.English().Message(e.Message), tt.says) {
			t.Errorf("%s: Read says %v (%+v), want something of %q", tt.name, err, e, tt.says)
		}
	}
}

// TestRead_lineEnds: an editor may have changed them, and nothing else with them.
func TestRead_lineEnds(t *testing.T) {
	text := written(t, example(t)...)
	want, err := read(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, changed := range map[string]string{
		"CRLF":                        strings.ReplaceAll(text, "\n", "\r\n"),
		"CRLF, the last line without": strings.TrimSuffix(strings.ReplaceAll(text, "\n", "\r\n"), "\r\n"),
		"LF, the last line without":   strings.TrimSuffix(text, "\n"),
	} {
		if got, err := read(changed); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("with %s: %d items, %v; want %d", name, len(got), err, len(want))
		}
	}
}

func TestRead_tellsTheLine(t *testing.T) {
	r := ndjson.NewReader(strings.NewReader(written(t, example(t)...)))
	for want := 2; ; want++ {
		_, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || r.Line() != want {
			t.Fatalf("Line() = %d, %v; want %d", r.Line(), err, want)
		}
	}
	if _, err := r.Read(); !errors.Is(err, io.EOF) {
		t.Errorf("Read after the end = %v, want io.EOF", err)
	}
}

var errBroken = errors.New("broken disk")

type broken struct{}

func (broken) Read([]byte) (int, error)  { return 0, errBroken }
func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestFailuresAreHandedOn(t *testing.T) {
	if _, err := ndjson.NewReader(broken{}).Read(); !errors.Is(err, errBroken) {
		t.Errorf("Read from a broken disk = %v", err)
	}
	w := ndjson.NewWriter(broken{})
	if err := w.Write(ndjson.Item{}); err == nil {
		t.Error("Write of nothing = nil, want an error")
	}
	if err := w.Close(); !errors.Is(err, errBroken) {
		t.Errorf("Close on a broken disk = %v", err)
	}
	big := ndjson.Item{Photo: &ndjson.Photo{Bytes: make([]byte, 1<<20)}}
	if err := ndjson.NewWriter(broken{}).Write(big); !errors.Is(err, errBroken) {
		t.Errorf("Write to a broken disk = %v", err)
	}
}
