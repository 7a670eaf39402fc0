package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/interop/csv"
	"rootline/internal/store"
)

// TestMain lets a test start the program itself, to be killed: this binary is it,
// if it is told so.
func TestMain(m *testing.M) {
	if os.Getenv("ROOTLINE_TEST_IS_MAIN") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// command runs the program to its end and returns what it printed.
func command(t *testing.T, args ...string) (out string, err error) {
	t.Helper()
	var b bytes.Buffer
	err = run(t.Context(), args, noEnv, &b, io.Discard)
	return b.String(), err
}

// mustRun is command for what has to succeed.
func mustRun(t *testing.T, args ...string) string {
	t.Helper()
	out, err := command(t, args...)
	if err != nil {
		t.Fatalf("rootline %s: %s\n%s", strings.Join(args, " "), sentence(err), out)
	}
	return out
}

// lastLine is the last line of what a command printed.
func lastLine(out string) string {
	lines := strings.Split(strings.TrimSpace(out), "\n")
	return lines[len(lines)-1]
}

// reported reads a report: the verdicts by key, and the sentences.
func reported(t *testing.T, path string) (verdicts map[string]string, evidence map[string]string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := csv.NewReader(f, csv.Written)
	if err != nil {
		t.Fatal(err)
	}
	verdicts, evidence = map[string]string{}, map[string]string{}
	for {
		_, cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return verdicts, evidence
		}
		if err != nil || len(cells) != 7 {
			t.Fatalf("%s: %q, %v", path, cells, err)
		}
		if cells[0] == "line" {
			continue // the header
		}
		verdicts[cells[1]] += cells[2] + " "
		evidence[cells[1]] += cells[6]
	}
}

// dump is all that a directory holds, as rootline export writes it.
func dump(t *testing.T, db string) string {
	t.Helper()
	return mustRun(t, "export", "--format", "ndjson", "--db", db)
}

const (
	faults    = "../../internal/intake/testdata/faults.csv"
	faultsMap = "../../internal/intake/testdata/faults.toml"
	quirks    = "../../internal/intake/testdata/quirks.csv"
)

// TestImport_arguesBack takes in a made-up file with every fault there is. What
// each row is worth by itself is the judge's to say (see internal/intake); here the
// duplicate among them is found too, and everything is told.
func TestImport_arguesBack(t *testing.T) {
	dir := t.TempDir()
	db, report := filepath.Join(dir, "a.db"), filepath.Join(dir, "report.csv")
	out := mustRun(t, "import", faults, "--map", faultsMap, "--db", db, "--report", report)
	verdicts, evidence := reported(t, report)
	for key, want := range map[string]string{
		"sound": "accepted refused ", "spelling": "accepted ", "likeness": "human ", "nowhere": "human ", "two-phones": "human ",
		"hours-cut": "human ", "nameless": "refused ", "": "refused refused ", "default-5": "human ", "centre-4": "accepted ",
	} {
		if verdicts[key] != want {
			t.Errorf("row %q is %sby the report, want %s", key, verdicts[key], want)
		}
	}
	for key, want := range map[string]string{
		"likeness": "This is likely to be Harbour Hair Clinic in Leeds (harbour-hair-clinic-leeds)",
		"swapped":  "latitude", "hours-cut": "hours: Mo-Fr 09:00-17:00; Sa 10:0…: ",
	} {
		if !strings.Contains(evidence[key], want) {
			t.Errorf("the evidence on row %q is %q, want something with %q", key, evidence[key], want)
		}
	}
	var accepted, human, refused, changed, rows int
	if _, err := fmt.Sscanf(lastLine(out), "accepted=%d human=%d refused=%d changed=%d", &accepted, &human, &refused, &changed); err != nil {
		t.Fatalf("the last line is %q: %v", lastLine(out), err)
	}
	for _, v := range verdicts {
		rows += len(strings.Fields(v))
	}
	if accepted+human+refused != rows || changed != accepted || human < 30 || refused < 7 {
		t.Errorf("the last line is %q for %d rows", lastLine(out), rows)
	}
	pending := mustRun(t, "import", "--pending", "--db", db)
	if !strings.HasSuffix(pending, fmt.Sprintf("%d rows wait for a human.\n", human)) || !strings.Contains(pending, "Two Phones Clinic (line ") {
		t.Errorf("--pending prints %s", pending)
	}
	before := dump(t, db)
	again := mustRun(t, "import", faults, "--map", faultsMap, "--db", db)
	if want := fmt.Sprintf("accepted=%d human=%d refused=%d changed=0", accepted, human, refused); lastLine(again) != want {
		t.Errorf("the same file again: %s, want %s", lastLine(again), want)
	}
	if dump(t, db) != before || mustRun(t, "import", "--pending", "--db", db) != pending {
		t.Error("the same file again has changed something")
	}
}

// TestImport_ofQuirks reads a made-up file in the dialect of a real one: in
// Windows-1252, with ¬ between the cells and no quotes.
func TestImport_ofQuirks(t *testing.T) {
	db := filepath.Join(t.TempDir(), "a.db")
	mustRun(t, "import", quirks, "--map", "nhs", "--db", db)
	if out := dump(t, db); !strings.Contains(out, `"Café Row Example Hospital"`) || !strings.Contains(out, `Children's “Demo” Hospital`) {
		t.Error("the letters of Windows-1252 have not come through")
	}
}

func TestImport_dryRunChangesNothing(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "a.db")
	out := mustRun(t, "import", faults, "--map", faultsMap, "--db", db, "--dry-run", "--pending")
	if _, err := os.Stat(db); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a dry run has made a database: %v", err)
	}
	if !strings.HasPrefix(lastLine(out), "accepted=") || !strings.Contains(out, "nothing has been changed") || !strings.Contains(out, "Two Phones Clinic (line ") {
		t.Errorf("a dry run prints %s", out)
	}
	wet := mustRun(t, "import", quirks, "--map", "nhs", "--db", db)
	before := dump(t, db)
	mustRun(t, "import", faults, "--map", faultsMap, "--db", db, "--dry-run")
	if dump(t, db) != before {
		t.Error("a dry run has changed the directory")
	}
	if dry := mustRun(t, "import", quirks, "--map", "nhs", "--db", filepath.Join(dir, "b.db"), "--dry-run"); lastLine(dry) != lastLine(wet) {
		t.Errorf("a dry run says %s, and the import %s", lastLine(dry), lastLine(wet))
	}
}

// TestImport_distinct says that a row which was taken for a duplicate is none, and
// takes its file in again.
func TestImport_distinct(t *testing.T) {
	dir := t.TempDir()
	db, report := filepath.Join(dir, "a.db"), filepath.Join(dir, "report.csv")
	mustRun(t, "import", faults, "--map", faultsMap, "--db", db)
	pending := mustRun(t, "import", "--pending", "--db", db)
	var number, other int
	for line := range strings.SplitSeq(pending, "\n") {
		if n := 0; strings.Contains(line, "Harbour Hair Clinic Ltd") {
			_, _ = fmt.Sscanf(line, "row %d:", &number)
		} else if _, err := fmt.Sscanf(line, "row %d:", &n); err == nil && strings.Contains(line, "Two Phones Clinic") {
			other = n
		}
	}
	if out := mustRun(t, "import", "--distinct", strconv.Itoa(number), "--db", db); !strings.Contains(out, "no duplicate") {
		t.Errorf("--distinct prints %s", out)
	}
	mustRun(t, "import", faults, "--map", faultsMap, "--db", db, "--report", report)
	if verdicts, _ := reported(t, report); verdicts["likeness"] != "accepted " {
		t.Errorf("the row that is no duplicate is %s", verdicts["likeness"])
	}
	for _, n := range []int{other, 123456} {
		if _, err := command(t, "import", "--distinct", strconv.Itoa(n), "--db", db); err == nil {
			t.Errorf("--distinct %d, which is no duplicate of anything, is accepted", n)
		}
	}
}

// TestImport_refusesWhatItCannotRead names what is wrong in a sentence, and leaves
// no database behind that was not there.
func TestImport_refusesWhatItCannotRead(t *testing.T) {
	dir := t.TempDir()
	path := func(name, content string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	minimal := "source = \"Made up\"\nlicence = \"CC0\"\nobserved_at = 2026-03-01\nkey = [\"Ref\"]\n[fields]\nname = \"Name\"\ncity = \"Town\"\ncountry = {constant = \"GB\"}\n"
	good := path("good.toml", minimal)
	tests := []struct{ file, m, want string }{
		{filepath.Join(dir, "none.csv"), good, "There is no file"},
		{dir, good, "is a folder"},
		{path("empty.csv", ""), good, "is empty"},
		{path("a.csv", "Ref,Name,Town\n1,A,Leeds\n"), filepath.Join(dir, "none.toml"), "There is no map"},
		{path("a.csv", "Ref,Name,Town\n1,A,Leeds\n"), path("bad.toml", "source = \"x\"\ncolour = 3\n"), "colour"},
		{path("b.csv", "Ref,Name,City\n1,A,Leeds\n"), good, "Town"},
		{path("c.csv", "Ref,Name,Town\n1,\"A,Leeds\n"), good, "line 2"},
		{path("d.xlsx", "no spreadsheet"), good, "not a spreadsheet"},
		{path("e.ndjson", "{}\n"), "", "the first line does not name the format"},
		{path("a.csv", "Ref,Name,Town\n1,A,Leeds\n"), path("old.toml", strings.Replace(minimal, "2026", "2226", 1)), "observed_at"},
	}
	for _, tt := range tests {
		args := []string{"import", tt.file, "--db", filepath.Join(dir, "b.db")}
		if tt.m != "" {
			args = append(args, "--map", tt.m)
		}
		if _, err := command(t, args...); err == nil || !strings.Contains(sentence(err), tt.want) {
			t.Errorf("rootline %s: %v, want a sentence with %q", strings.Join(args, " "), sentence(err), tt.want)
		}
	}
	if _, err := command(t, "import", path("a.csv", "Ref,Name,Town\n1,A,Leeds\n"), "--map", good, "--db", filepath.Join(dir, "a.db"), "--report", filepath.Join(dir, "a.csv")); err == nil {
		t.Error("a report is written over the file that is read")
	}
	if _, err := os.Stat(filepath.Join(dir, "b.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that cannot be read has left a database: %v", err)
	}
}

// manyRows writes a file of so many clinics that have nothing to do with each
// other, and returns its path.
func manyRows(tb testing.TB, n int) string {
	tb.Helper()
	seed := rand.Uint64()
	tb.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	syllables := strings.Fields("ba ce di fo gu ha ke li mo nu pa re si to vu wa xe yi zo qua bren dral fisk glom hurn jaxt krel plim")
	word := func() string {
		var b strings.Builder
		for range 2 + random.IntN(3) {
			b.WriteString(syllables[random.IntN(len(syllables))])
		}
		return b.String()
	}
	towns := []string{"Leeds", "York", "London", "Manchester", "Cardiff", "Glasgow", "Norwich", "Exeter"}
	var b strings.Builder
	b.WriteString("Ref,Status,Clinic,Brand,Street,Town,Region,Postcode,Country,Lat,Lng,Phone,E-mail,Site,Treatments,Features,Prices,Capacity,Team,Languages,Hours,Checked\n")
	for i := range n {
		fmt.Fprintf(&b, "%d,live,%s %s Clinic,,%d %s Street,%s,,ZZ%d %dZZ,GB,,,0113 496 %04d,,https://%s-%d.example,PRP injections; Scalp tattoo,double_spin,prp session %d.00,,,en,Mo-Fr 09:00-17:00,\n",
			i, word(), word(), 1+random.IntN(200), word(), towns[random.IntN(len(towns))], random.IntN(99), random.IntN(9), i%10_000, word(), i, 100+random.IntN(300))
	}
	path := filepath.Join(tb.TempDir(), "many.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// clinicsIn is how many clinics a directory has; it may be in use.
func clinicsIn(tb testing.TB, db string) (n int) {
	tb.Helper()
	s, err := store.OpenReadOnly(tb.Context(), db)
	if err != nil {
		return 0 // it is not there yet
	}
	defer s.Close()
	if err := s.ListingsInOrder(tb.Context(), func(directory.Listing) error { n++; return nil }); err != nil {
		return 0
	}
	return n
}

// TestImport_thatIsKilledGoesOn kills the program in the middle of a file and takes
// the file in again.
func TestImport_thatIsKilledGoesOn(t *testing.T) {
	const rows = 3_000
	file, db := manyRows(t, rows), filepath.Join(t.TempDir(), "a.db")
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe, "import", file, "--map", faultsMap, "--db", db)
	cmd.Env = append(os.Environ(), "ROOTLINE_TEST_IS_MAIN=1")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	(&running{t: t}).wait("the first rows to be in the directory", func() bool { return clinicsIn(t, db) > 0 })
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	left := clinicsIn(t, db)
	if left == 0 || left >= rows {
		t.Fatalf("killed with %d of %d rows done, too early or too late for this test to show anything", left, rows)
	}
	out := mustRun(t, "import", file, "--map", faultsMap, "--db", db)
	var accepted, human, refused, changed int
	if _, err := fmt.Sscanf(lastLine(out), "accepted=%d human=%d refused=%d changed=%d", &accepted, &human, &refused, &changed); err != nil {
		t.Fatal(err)
	}
	if accepted+human != rows || changed != accepted-left || clinicsIn(t, db) != accepted {
		t.Errorf("after a kill with %d rows done: %s, and %d clinics", left, lastLine(out), clinicsIn(t, db))
	}
	mustRun(t, "check", "--db", db)
}

// TestImport_thatIsStoppedSaysSo stops an import as Ctrl-C does.
func TestImport_thatIsStoppedSaysSo(t *testing.T) {
	file, db := manyRows(t, 3_000), filepath.Join(t.TempDir(), "a.db")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"import", file, "--map", faultsMap, "--db", db}, noEnv, io.Discard, io.Discard)
	}()
	(&running{t: t}).wait("the first rows to be in the directory", func() bool { return clinicsIn(t, db) > 0 })
	cancel()
	err := <-ended
	done := clinicsIn(t, db)
	if want := fmt.Sprintf("Stopped after %d rows", done); err == nil || !strings.Contains(strings.ReplaceAll(sentence(err), ",", ""), want) {
		t.Errorf("stopped with %v, want %q", sentence(err), want)
	}
}

// TestImport_ofAHundredThousandRows measures what the plan allows a minute for.
func TestImport_ofAHundredThousandRows(t *testing.T) {
	rows := 1_000
	if os.Getenv("ROOTLINE_ASSURE") != "" {
		rows = 100_000
	}
	file, db := manyRows(t, rows), filepath.Join(t.TempDir(), "a.db")
	started := time.Now()
	out := mustRun(t, "import", file, "--map", faultsMap, "--db", db)
	t.Logf("%d rows in %s: %s", rows, time.Since(started).Round(time.Millisecond), lastLine(out))
	if !strings.HasSuffix(lastLine(out), fmt.Sprintf("changed=%d", clinicsIn(t, db))) {
		t.Errorf("%s, and %d clinics", lastLine(out), clinicsIn(t, db))
	}
}
