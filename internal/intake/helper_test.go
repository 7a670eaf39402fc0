package intake

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/interop/csv"
	"rootline/internal/words"
)

// today is when the rows of the tests are judged.
var today = time.Date(2026, time.November, 21, 9, 0, 0, 0, time.UTC)

// parsedMap is a map that has to be one.
func parsedMap(tb testing.TB, toml string) *Map {
	tb.Helper()
	m, err := ParseMap([]byte(toml))
	if err != nil {
		tb.Fatalf("ParseMap: %s", mistakesIn(err))
	}
	return m
}

// mistakesIn are the fields of an error with what is wrong with each, in order.
func mistakesIn(err error) string {
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) {
		return fmt.Sprint(err)
	}
	all := []string{}
	for path, what := range e.Fields {
		all = append(all, path+" "+what.ID)
	}
	slices.Sort(all)
	if len(all) == 0 {
		return e.Message.ID
	}
	return strings.Join(all, "; ")
}

// readFile reads a file of testdata as its map says.
func readFile(tb testing.TB, name string, m *Map) (header []string, rows []Row) {
	tb.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	r, err := csv.NewReader(f, csv.Dialect{Encoding: m.File.Encoding, Delimiter: m.File.Delimiter, Quote: m.File.Quote})
	if err != nil {
		tb.Fatal(err)
	}
	for {
		line, cells, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return header, rows
		case err != nil:
			tb.Fatal(err)
		case header == nil:
			header = slices.Clone(cells)
		default:
			rows = append(rows, Row{Line: line, Cells: slices.Clone(cells)})
		}
	}
}

// judgeOf is a judge that has noticed all rows.
func judgeOf(tb testing.TB, m *Map, header []string, rows []Row) *Judge {
	tb.Helper()
	j, err := NewJudge(m, header, gazetteer.Embedded())
	if err != nil {
		tb.Fatalf("NewJudge: %s", mistakesIn(err))
	}
	for _, r := range rows {
		j.Notice(r)
	}
	return j
}

// judgeOne judges a row of a small map: fields is TOML for its table of fields,
// and what follows it.
func judgeOne(t *testing.T, fields string, cells map[string]string) Judged {
	t.Helper()
	m := parsedMap(t, "source = \"A made-up file\"\nlicence = \"CC0 1.0\"\nobserved_at = 2026-11-01\nkey = [\"Ref\"]\n"+
		"[fields]\nname = \"Name\"\ncountry = {constant = \"GB\"}\ncity = {constant = \"Leeds\"}\n"+fields)
	header, row := []string{"Ref", "Name"}, []string{"1", "A Clinic"}
	for name, text := range cells {
		header, row = append(header, name), append(row, text)
	}
	return judgeOf(t, m, header, nil).Row(Row{Line: 2, Cells: row}, today)
}

// evidenceOf is the evidence on a row but for the remarks in except: the weight's
// first letter unless it is a human's, the field, and the message's id.
func evidenceOf(j Judged, except ...string) string {
	var all []string
	for _, e := range j.Evidence {
		if slices.Contains(except, e.Message.ID) {
			continue
		}
		text := strings.TrimSpace(e.Field + " " + e.Message.ID)
		if e.Weight != Human {
			text = string(e.Weight) + " " + text
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

// said wants every message to be in the catalogue, with all its gaps filled.
func said(tb testing.TB, evidence []Evidence) {
	tb.Helper()
	for _, e := range evidence {
		text := words.English().Message(e.Message)
		if text == e.Message.ID || strings.Contains(text, "{") && !strings.Contains(fmt.Sprint(e.Message.Args), "{") && e.Message.ID != "intake.country.none" {
			tb.Errorf("%s says %q", e.Message.ID, text)
		}
	}
}

// completed is what a candidate becomes once it has ids.
func completed(c Candidate) (directory.Listing, directory.Organization) {
	l := directory.Listing{Clinic: c.Clinic}
	l.State.Value, l.Operating.Value = c.State, c.Operating
	for i, id := range []*directory.ID{&c.Brand.ID, &l.Clinic.ID} {
		if id.IsZero() {
			*id = mustID(fmt.Sprintf("0197c0de-5eed-7a11-8b0b-15dead5ea1e%d", i))
		}
	}
	for _, slug := range []*directory.Slug{&c.Brand.Slug, &l.Clinic.Slug} {
		if slug.IsZero() {
			*slug = directory.SlugOf("made-up")
		}
	}
	if c.Brand.EntryType == "" {
		c.Brand.EntryType = directory.EntryClinic
	}
	l.Clinic.OrganizationID, l.Organization = c.Brand.ID, c.Brand
	return l, c.Brand
}
