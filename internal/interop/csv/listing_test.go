package csv_test

import (
	"bytes"
	stdcsv "encoding/csv"
	"errors"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rootline/internal/demo"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/intake"
	"rootline/internal/intake/maps"
	"rootline/internal/interop/csv"
	"rootline/internal/store/storetest"
	"rootline/internal/words"
)

// table is a directory as a file.
func table(t *testing.T, listings []directory.Listing) []byte {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(csv.Columns()); err != nil {
		t.Fatal(err)
	}
	for i := range listings {
		row, err := csv.Row(&listings[i])
		if err != nil {
			t.Fatalf("Row(%s) = %v", listings[i].Clinic.Slug, err)
		}
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// imported is what the map that comes with the program makes of a file.
func imported(t *testing.T, file []byte) []intake.Judged {
	t.Helper()
	toml, _ := maps.Named("rootline")
	m, err := intake.ParseMap(toml)
	if err != nil {
		t.Fatal(err)
	}
	if !m.ToldApart {
		t.Error("the map does not say that the rows are told apart")
	}
	r, err := csv.NewReader(bytes.NewReader(file), csv.Dialect{
		Encoding: m.File.Encoding, Delimiter: m.File.Delimiter, Quote: m.File.Quote, Guarded: m.File.Guarded,
	})
	if err != nil {
		t.Fatal(err)
	}
	_, header, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	judge, err := intake.NewJudge(m, header, gazetteer.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	var rows []intake.Row
	for {
		line, cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, intake.Row{Line: line, Cells: cells})
		judge.Notice(rows[len(rows)-1])
	}
	all := make([]intake.Judged, len(rows))
	for i, row := range rows {
		all[i] = judge.Row(row, storetest.Now)
	}
	return all
}

// TestRow_comesBack exports directories and reads them again: the values of every
// listing are what they were.
func TestRow_comesBack(t *testing.T) {
	const seed = 20260302
	var listings []directory.Listing
	for batch := range demo.Directory(demo.Params{Clinics: 500, Seed: seed, Now: storetest.Now}, gazetteer.Embedded()) {
		listings = append(listings, batch.Listings...)
	}
	for i := range listings {
		// The map gives back those states that are no decision of a person's.
		if s := &listings[i].State.Value; *s != directory.Draft && *s != directory.Submitted {
			*s = directory.Published
		}
	}
	rows := imported(t, table(t, listings))
	if len(rows) != len(listings) {
		t.Fatalf("seed %d: %d rows, want %d", seed, len(rows), len(listings))
	}
	for i := range rows {
		same(t, &rows[i], &listings[i])
	}
}

func same(t *testing.T, row *intake.Judged, l *directory.Listing) {
	t.Helper()
	if v := row.Verdict(); v != intake.Accepted {
		t.Fatalf("%s is %s: %s", l.Clinic.Slug, v, said(row))
	}
	at := l.Clinic.ConfirmedAt()
	if got := row.Candidate.Clinic.Address.Fact.ObservedAt; at != 0 && got != at {
		t.Errorf("%s came back as of %s, want %s", l.Clinic.Slug, got.Time(), at.Time())
	}
	got, want := values(row.Candidate.Clinic), values(l.Clinic)
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s came back as\n%+v, want\n%+v", l.Clinic.Slug, got, want)
	}
	brand := l.Organization
	brand.Description, brand.ParentID = "", directory.ID{}
	if row.Candidate.Brand != brand {
		t.Fatalf("the brand of %s came back as %+v, want %+v", l.Clinic.Slug, row.Candidate.Brand, brand)
	}
	if row.Candidate.State != l.State.Value || row.Candidate.Operating != l.Operating.Value {
		t.Errorf("%s came back %s and %s", l.Clinic.Slug, row.Candidate.State, row.Candidate.Operating)
	}
}

func said(row *intake.Judged) string {
	var all []string
	for _, e := range row.Evidence {
		all = append(all, e.Field+" "+e.Value+": "+words.English().Message(e.Message))
	}
	return strings.Join(all, "; ")
}

// values are what a table has of a clinic: of each fact, whether it says no, or
// nobody vouches for it.
func values(c directory.Clinic) directory.Clinic {
	stand := func(f *directory.Fact) {
		switch f.State {
		case directory.CheckedAbsent, directory.NotChecked:
			*f = directory.Fact{State: f.State}
		default:
			*f = directory.Fact{}
		}
	}
	c.Photos = nil
	c.Address.Fact = directory.Fact{}
	if !c.Hours.Fact.Holds() {
		c.Hours = directory.Hours{}
	}
	c.Hours.Fact = directory.Fact{}
	for i := range c.Practitioners {
		stand(&c.Practitioners[i].Fact)
	}
	for i := range c.Offerings {
		o := &c.Offerings[i]
		if stand(&o.Capacity.Fact); o.Capacity.Status == "" {
			o.Capacity.Fact = directory.Fact{}
		}
		for k := range o.Features {
			stand(&o.Features[k].Fact)
		}
		for k := range o.Prices {
			stand(&o.Prices[k].Fact)
		}
	}
	return c
}

// hostile are texts that a spreadsheet runs, or takes for the end of something.
var hostile = []string{
	`=HYPERLINK("https://evil.example","Book now")`, "+44 20 7946 0958", "-2+3", "@SUM(A1:A9)", "＝1+1", "'=1+1", `"=1+1"`,
	"Clinic;=1+1", "Clinic,=1+1", "Clinic|=cmd|' /C calc'!A0", "O'Higgins | Sons", `back\slash`, "!important", "?", "Näme 漢字 😀",
}

// TestRow_hostile is S13 from end to end: no cell of the file begins a formula, and
// reading the file gives back what was typed.
func TestRow_hostile(t *testing.T) {
	listings := storetest.Listings(len(hostile))
	for i, text := range hostile {
		l := &listings[i]
		l.Clinic.Name, l.Organization.Name = text, text
		l.Clinic.Description = text + "\n" + text
		l.Clinic.Address.Address1, l.Clinic.Address.PostalCode = text, strings.TrimSpace(text[:min(len(text), 6)])
		l.Clinic.Practitioners = []directory.Practitioner{{Name: text, Qualification: text, Register: text, RegistrationNumber: text}}
		l.Clinic.Hours.Exceptions[0].Name = strings.ReplaceAll(text, `"`, "”") // the syntax of hours has no others
		l.Clinic.Hours.PublicHolidays = &directory.Holidays{Intervals: []directory.Interval{{Opens: 600, Closes: 720}}}
		for k := range l.Clinic.Offerings[0].Features {
			if f := &l.Clinic.Offerings[0].Features[k]; f.Feature == directory.NamedKit {
				f.Detail = text
			}
		}
	}
	file := table(t, listings)
	rows := imported(t, file)
	for i := range rows {
		same(t, &rows[i], &listings[i])
	}
	formula := regexp.MustCompile(`^[=+\-@\t\r＝＋－＠]`)
	number := regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	records, err := stdcsv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\xef\xbb\xbf")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records {
		for i, cell := range record {
			for line := range strings.Lines(cell) {
				if formula.MatchString(line) && (i == 0 || !number.MatchString(line)) {
					t.Errorf("a cell of %s begins a formula: %q", records[0][i], line)
				}
			}
		}
	}
}

func TestRow_quotesInHours(t *testing.T) {
	l := storetest.Listing(0)
	l.Clinic.Hours.Exceptions[0].Name = `New "Year"`
	row, err := csv.Row(&l)
	if err != nil || !strings.Contains(strings.Join(row, "|"), "New ”Year”") {
		t.Errorf("Row = %q, %v", row, err)
	}
	l.Clinic.Hours.Week[1] = []directory.Interval{{Opens: 600, Closes: 500}}
	if _, err := csv.Row(&l); directory.KindOf(err) != directory.Invalid {
		t.Errorf("Row of hours that are none = %v, want a refusal", err)
	}
}

// TestColumns keeps the map that comes with the program and the table the same.
func TestColumns(t *testing.T) {
	toml, _ := maps.Named("rootline")
	for _, name := range csv.Columns() {
		if !regexp.MustCompile(`(?m)^` + name + ` +=`).Match(toml) {
			t.Errorf("rootline.toml does not read %s", name)
		}
	}
	l := directory.Listing{}
	if row, err := csv.Row(&l); err != nil || len(row) != len(csv.Columns()) || strings.Join(row, "") != "" {
		t.Errorf("Row of nothing = %q, %v", row, err)
	}
}

// TestRow_sharedPoint: clinics of which we know no more than the town, or that share
// a number, stand together in our own directory with good reason.
func TestRow_sharedPoint(t *testing.T) {
	listings := storetest.Listings(8)
	for i := range listings {
		a := &listings[i].Clinic.Address
		a.Point, a.Precision, a.PostalCode = storetest.Listing(0).Clinic.Address.Point, directory.Locality, a.PostalCode+strconv.Itoa(i)
	}
	rows := imported(t, table(t, listings))
	for i := range rows {
		same(t, &rows[i], &listings[i])
	}
}
