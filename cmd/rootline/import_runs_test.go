package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/store"
)

// runs takes files of one source in, one after the other, as people do: each has a
// map of its own, which differs in its date and in what is added to it.
type runs struct {
	t   *testing.T
	dir string
	db  string
	n   int
}

func newRuns(t *testing.T) *runs {
	t.Helper()
	dir := t.TempDir()
	return &runs{t: t, dir: dir, db: filepath.Join(dir, "a.db")}
}

// header is that of all files here, and columns the map of it.
const (
	header  = "Ref,Name,Brand,Street,Town,Postcode,Lat,Lng,Hours,Status,State\n"
	columns = `
[fields]
name = "Name"
organization = "Brand"
address_1 = "Street"
city = "Town"
postal_code = "Postcode"
latitude = "Lat"
longitude = "Lng"
hours = "Hours"
state = "State"
country = {constant = "GB"}
`
)

// take takes rows in as of a day, and returns the last line.
func (r *runs) take(day string, rows ...string) string {
	r.t.Helper()
	return r.takeWith("Made-up register", day, "", rows...)
}

func (r *runs) takeWith(source, day, more string, rows ...string) string {
	r.t.Helper()
	r.n++
	file, m := filepath.Join(r.dir, fmt.Sprintf("%d.csv", r.n)), filepath.Join(r.dir, fmt.Sprintf("%d.toml", r.n))
	text := fmt.Sprintf("source = %q\nlicence = \"CC0\"\nobserved_at = %s\nkey = [\"Ref\"]\n%s%s", source, day, columns, more)
	for path, content := range map[string]string{file: header + strings.Join(rows, "\n") + "\n", m: text} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			r.t.Fatal(err)
		}
	}
	return lastLine(mustRun(r.t, "import", file, "--map", m, "--db", r.db))
}

// open opens the directory, as somebody else would.
func (r *runs) open() *store.Store {
	r.t.Helper()
	s, err := store.Open(r.t.Context(), r.db, store.Options{Now: time.Now})
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = s.Close() })
	return s
}

// clinic is the listing of a name.
func (r *runs) clinic(name string) (found directory.Listing) {
	r.t.Helper()
	s := r.open()
	err := s.ListingsInOrder(r.t.Context(), func(l directory.Listing) error {
		if l.Clinic.Name == name {
			found = l
		}
		return nil
	})
	if err != nil || found.Clinic.ID.IsZero() {
		r.t.Fatalf("no clinic is called %s: %v", name, err)
	}
	return found
}

const (
	amber = "1,Amber Hair,Amber Group,1 Example Street,Leeds,ZZ1 1ZZ,53.7903,-1.5502,Mo-Fr 09:00-17:00,open,"
	birch = "2,Birch Scalp,Amber Group,2 Example Street,York,ZZ2 2ZZ,53.9601,-1.0802,,open,"
)

// TestRuns has what a first file and a second one come to, in their last lines.
func TestRuns(t *testing.T) {
	only := "[only]\nStatus = [\"open\"]\n"
	tests := []struct {
		name          string
		first, second []string
		more          string // in the second map
		day           string // of the second file
		want          string
	}{
		{"the same again", []string{amber, birch}, []string{birch, amber}, "", "2026-01-01", "accepted=2 human=0 refused=0 changed=0"},
		{"the same, a year later", []string{amber}, []string{amber}, "", "2026-10-01", "accepted=1 human=0 refused=0 changed=1"},
		{
			"a row that is refused now",
			[]string{amber},
			[]string{strings.Replace(amber, "open", "closed", 1)},
			only, "2026-10-01", "accepted=0 human=0 refused=1 changed=0",
		},
		{
			"a row that has lost its name",
			[]string{amber},
			[]string{strings.Replace(amber, "Amber Hair", "", 1)},
			"", "2026-10-01", "accepted=0 human=0 refused=1 changed=0",
		},
		{
			"a key that stands twice, of which one row is refused",
			[]string{birch},
			[]string{strings.Replace(amber, "open", "closed", 1), strings.Replace(amber, "1 Example", "7 Example", 1)},
			only, "2026-10-01", "accepted=1 human=0 refused=1 changed=1",
		},
		{
			"keys that were given anew",
			[]string{amber, birch},
			[]string{"2" + amber[1:], "1" + birch[1:]},
			"", "2026-10-01", "accepted=0 human=2 refused=0 changed=0",
		},
		{
			"keys that were given anew within a city",
			[]string{amber},
			[]string{"1,Omicron Dermal,Amber Group,77 Elsewhere Lane,Leeds,ZZ9 9ZZ,53.7950,-1.5502,,open,"},
			"", "2026-10-01", "accepted=0 human=1 refused=0 changed=0",
		},
		{
			"a clinic that has another name where it is",
			[]string{amber},
			[]string{strings.Replace(amber, "Amber Hair", "Amber Hair and Scalp", 1)},
			"", "2026-10-01", "accepted=1 human=0 refused=0 changed=1",
		},
		{
			"a blank brand",
			[]string{amber},
			[]string{strings.Replace(amber, "Amber Group", "", 1)},
			"", "2026-10-01", "accepted=1 human=0 refused=0 changed=1",
		},
		{
			"a row that is refused by an older file",
			[]string{amber},
			[]string{strings.Replace(amber, "Amber Hair", "", 1)},
			"", "2025-01-01", "accepted=0 human=0 refused=1 changed=0",
		},
		{
			"an older file",
			[]string{amber},
			[]string{strings.Replace(amber, "1 Example", "9 Example", 1)},
			"", "2025-01-01", "accepted=1 human=0 refused=0 changed=0",
		},
		{
			"a clinic that goes to another brand",
			[]string{amber},
			[]string{strings.Replace(amber, "Amber Group", "Zenith", 1)},
			"", "2026-10-01", "accepted=0 human=1 refused=0 changed=0",
		},
	}
	for _, tt := range tests {
		r := newRuns(t)
		r.take("2026-01-01", tt.first...)
		if got := r.takeWith("Made-up register", tt.day, tt.more, tt.second...); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		if got, want := r.takeWith("Made-up register", tt.day, tt.more, tt.second...), tt.want[:strings.Index(tt.want, "changed")]+"changed=0"; got != want {
			t.Errorf("%s, and once more: %s, want %s", tt.name, got, want)
		}
		mustRun(t, "check", "--db", r.db)
	}
}

func TestRuns_aBrandOfTwoClinicsIsAChain(t *testing.T) {
	r := newRuns(t)
	r.take("2026-01-01", amber, birch)
	a, b := r.clinic("Amber Hair").Organization, r.clinic("Birch Scalp").Organization
	if a != b || a.EntryType != directory.EntryChain {
		t.Errorf("two clinics of a brand belong to %+v and %+v, want one chain", a, b)
	}
}

// TestRuns_aBlankErasesNothing leaves cells empty that a file before had filled.
func TestRuns_aBlankErasesNothing(t *testing.T) {
	r := newRuns(t)
	r.take("2026-01-01", amber)
	before := r.clinic("Amber Hair").Clinic
	if got := r.take("2026-10-01", "1,Amber Hair,Amber Group,,Leeds,,,,,open,"); got != "accepted=1 human=0 refused=0 changed=1" {
		t.Errorf("a file with blanks: %s", got)
	}
	after := r.clinic("Amber Hair").Clinic
	a, b := before.Address, after.Address
	if a.Address1 != b.Address1 || a.PostalCode != b.PostalCode || a.Point != b.Point || a.Precision != b.Precision || !after.Hours.Fact.Known() {
		t.Errorf("blanks have made %+v of %+v", b, a)
	}
}

// TestRuns_whatWasSettledByHandIsSettled moves a clinic to the brand that the file
// moves it to, as the evidence advises.
func TestRuns_whatWasSettledByHandIsSettled(t *testing.T) {
	r := newRuns(t)
	r.take("2026-01-01", amber, "3,Zenith One,Zenith,3 Example Street,Exeter,ZZ3 3ZZ,50.7184,-3.5339,,open,")
	moved := []string{strings.Replace(amber, "Amber Group", "Zenith", 1), "3,Zenith One,Zenith,3 Example Street,Exeter,ZZ3 3ZZ,50.7184,-3.5339,,open,"}
	if got := r.take("2026-10-01", moved...); got != "accepted=1 human=1 refused=0 changed=1" {
		t.Fatalf("a clinic that goes to another brand: %s", got)
	}
	zenith := r.clinic("Zenith One").Organization.ID
	_, err := r.open().UpdateListing(t.Context(), r.clinic("Amber Hair").Clinic.ID, func(l *directory.Listing) error {
		l.Clinic.OrganizationID = zenith
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.take("2026-10-01", moved...); got != "accepted=2 human=0 refused=0 changed=1" {
		t.Errorf("after it was moved by hand: %s", got)
	}
}

// TestRuns_ownExportsOfArchivedAndMergedClinics brings a directory back to itself
// that has clinics which searches do not hold any more.
func TestRuns_ownExportsOfArchivedAndMergedClinics(t *testing.T) {
	r := newRuns(t)
	r.take("2026-01-01", amber, birch, "3,Cedar Hair,,3 Example Street,Exeter,ZZ3 3ZZ,50.7184,-3.5339,,open,")
	s := r.open()
	_, err := s.UpdateListing(t.Context(), r.clinic("Cedar Hair").Clinic.ID, func(l *directory.Listing) error {
		l.State.Value = directory.Archived
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AddAlias(t.Context(), store.Clinic, r.clinic("Amber Hair").Clinic.ID.String(), r.clinic("Birch Scalp").Clinic.ID); err != nil {
		t.Fatal(err)
	}
	whole, table := filepath.Join(r.dir, "own.ndjson"), filepath.Join(r.dir, "own.csv")
	mustRun(t, "export", "--format", "ndjson", "--db", r.db, "--out", whole)
	mustRun(t, "export", "--db", r.db, "--out", table)
	if got := lastLine(mustRun(t, "import", whole, "--db", r.db)); got != "accepted=3 human=0 refused=0 changed=0" {
		t.Errorf("NDJSON into the directory that it is of: %s", got)
	}
	if got := lastLine(mustRun(t, "import", table, "--map", "rootline", "--db", r.db)); got != "accepted=2 human=0 refused=0 changed=0" {
		t.Errorf("CSV into the directory that it is of: %s", got)
	}
}

// TestRuns_twoDirectoriesAreCompared brings two exports that have the same clinic
// under two ids.
func TestRuns_twoDirectoriesAreCompared(t *testing.T) {
	a, b := newRuns(t), newRuns(t)
	both := filepath.Join(a.dir, "both.db")
	for i, r := range []*runs{a, b} {
		r.take("2026-01-01", amber)
		file := filepath.Join(r.dir, "own.ndjson")
		mustRun(t, "export", "--format", "ndjson", "--db", r.db, "--out", file)
		want := []string{"accepted=1 human=0 refused=0 changed=1", "accepted=0 human=1 refused=0 changed=0"}[i]
		if got := lastLine(mustRun(t, "import", file, "--db", both)); got != want {
			t.Errorf("export %d of two with one clinic: %s, want %s", i+1, got, want)
		}
	}
}

// TestRuns_aFailedImportLeavesTheReportBefore names a database that is none.
func TestRuns_aFailedImportLeavesTheReportBefore(t *testing.T) {
	dir := t.TempDir()
	report, db := filepath.Join(dir, "report.csv"), filepath.Join(dir, "notes.txt")
	for _, path := range []string{report, db} {
		if err := os.WriteFile(path, []byte("what was there before, long enough to be read as a header by anybody who reads one hundred bytes of it"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := command(t, "import", quirks, "--map", "nhs", "--db", db, "--report", report); err == nil {
		t.Fatal("an import into a text file succeeded")
	}
	if b, err := os.ReadFile(report); err != nil || !strings.HasPrefix(string(b), "what was there") {
		t.Errorf("the report before is %q, %v", b, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".rootline-*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// TestRuns_theStateIsNotAFilesToChange says so instead of passing it over.
func TestRuns_theStateIsNotAFilesToChange(t *testing.T) {
	r := newRuns(t)
	r.take("2026-01-01", amber)
	r.take("2026-10-01", amber+"submitted")
	if got := r.clinic("Amber Hair").State.Value; got != directory.Draft {
		t.Errorf("a file has made a draft %s", got)
	}
	out := mustRun(t, "import", filepath.Join(r.dir, "2.csv"), "--map", filepath.Join(r.dir, "2.toml"), "--db", filepath.Join(r.dir, "b.db"))
	if strings.Contains(out, "stays so") {
		t.Errorf("a new listing has a state of its own: %s", out)
	}
}

// TestRuns_atOnce takes one file in by two programs at the same time.
func TestRuns_atOnce(t *testing.T) {
	file, db := manyRows(t, 1_200), filepath.Join(t.TempDir(), "a.db")
	mustRun(t, "import", quirks, "--map", "nhs", "--db", db) // so that neither has to make it
	before := clinicsIn(t, db)
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i := range errs {
		wg.Go(func() { _, errs[i] = command(t, "import", file, "--map", faultsMap, "--db", db) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			t.Errorf("one of two imports at once: %s", sentence(err))
		}
	}
	if got := clinicsIn(t, db) - before; got > 1_200 {
		t.Errorf("two imports of 1,200 rows at once have made %d clinics", got)
	}
	again := mustRun(t, "import", file, "--map", faultsMap, "--db", db)
	if !strings.HasSuffix(lastLine(again), "changed=0") {
		t.Errorf("the file once more: %s", lastLine(again))
	}
	mustRun(t, "check", "--db", db)
}

// TestRuns_aTableBroughtBackChangesNothing exports a table and takes it in unedited:
// nobody has confirmed anything by that.
func TestRuns_aTableBroughtBackChangesNothing(t *testing.T) {
	dir := t.TempDir()
	db, table := filepath.Join(dir, "demo.db"), filepath.Join(dir, "table.csv")
	if err := start(t, "demo", "--db", db, "--clinics", "60").stop(); err != nil {
		t.Fatal(err)
	}
	before := dump(t, db)
	mustRun(t, "export", "--db", db, "--out", table)
	out := mustRun(t, "import", table, "--map", "rootline", "--db", db)
	if !strings.HasSuffix(lastLine(out), "refused=0 changed=0") {
		t.Errorf("a table brought back: %s", out)
	}
	listings := func(dump string) string { return dump[:strings.Index(dump, `{"source":`)] }
	if after := dump(t, db); listings(after) != strings.TrimSuffix(before, before[strings.LastIndex(before, `{"end":`):]) {
		t.Error("a table brought back has changed a listing")
	}
}

// TestRuns_anotherDirectoryMergesNothingAway brings a directory in one of whose
// clinics an address of the past is the name of a clinic here.
func TestRuns_anotherDirectoryMergesNothingAway(t *testing.T) {
	theirs, ours := newRuns(t), newRuns(t)
	theirs.take("2026-01-01", amber)
	s := theirs.open()
	_, err := s.UpdateListing(t.Context(), theirs.clinic("Amber Hair").Clinic.ID, func(l *directory.Listing) error {
		l.Clinic.Slug = directory.SlugOf("birch scalp york")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.UpdateListing(t.Context(), theirs.clinic("Amber Hair").Clinic.ID, func(l *directory.Listing) error {
		l.Clinic.Slug = directory.SlugOf("amber")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	ours.take("2026-01-01", birch)
	if got := ours.clinic("Birch Scalp").Clinic.Slug.String(); got != "birch-scalp-york" {
		t.Fatalf("the clinic here is called %s", got)
	}
	file := filepath.Join(theirs.dir, "theirs.ndjson")
	if err := os.WriteFile(file, []byte(dump(t, theirs.db)), 0o600); err != nil {
		t.Fatal(err)
	}
	out := mustRun(t, "import", file, "--db", ours.db)
	if got := ours.clinic("Birch Scalp"); got.State.Value == directory.Archived || !strings.Contains(out, "1 address of the past was left") {
		t.Errorf("the clinic here is %s now: %s", got.State.Value, out)
	}
	if got := ours.clinic("Amber Hair").Clinic.Slug.String(); got != "amber" {
		t.Errorf("the clinic that came is called %s", got)
	}
	mustRun(t, "check", "--db", ours.db)
}
