package main

import (
	"database/sql"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
	"rootline/internal/store/storetest"
)

// TestCheck_findsNothing checks a database on its own, while it is served, and as a
// backup: every check says ok, one to a line.
func TestCheck_findsNothing(t *testing.T) {
	folder := t.TempDir()
	db, copied := filepath.Join(folder, "some.db"), filepath.Join(folder, "backup.db")
	filled(t, db, 60)
	sound := func(path string) {
		t.Helper()
		out, refusal := said(t, "check", "--db", path)
		if lines := strings.Count(out, "\n"); refusal != "" || lines != strings.Count(out, "ok   ")+1 || lines != 25 {
			t.Errorf("check of a sound database said %q and %q", out, refusal)
		}
	}
	sound(db)
	r := start(t, "serve", "--db", db)
	sound(db)
	if _, refusal := said(t, "backup", copied, "--db", db); refusal != "" {
		t.Fatal(refusal)
	}
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	sound(copied)
	if names := files(t, folder); len(names) != 3 { // the database, its keys, the backup
		t.Errorf("check left %q", names)
	}
}

// TestCheck_saysWhatToDo brings faults into databases and wants each of them told,
// in whole sentences, with what to do.
func TestCheck_saysWhatToDo(t *testing.T) {
	clinic := `(SELECT id FROM clinic ORDER BY id LIMIT 1)`
	tests := []struct{ script, check, want string }{
		{"UPDATE clinic SET document = json_set(document, '$.surprise', 1) WHERE id = " + clinic, "clinics", "surprise: "},
		{"UPDATE clinic SET document = json_set(document, '$.offerings', 'none') WHERE id = " + clinic, "index", "cannot be made"},
		{"UPDATE clinic SET slug = 'another' WHERE id = " + clinic, "clinics", "The column slug says another"},
		{"UPDATE clinic SET document = json_set(document, '$.name', '') WHERE id = " + clinic, "clinics", "breaks a rule. name: "},
		{"PRAGMA ignore_check_constraints = ON; UPDATE clinic SET state = 'lost' WHERE id = " + clinic, "integrity", "CHECK constraint failed"},
		{"DELETE FROM organization WHERE id = (SELECT organization_id FROM clinic LIMIT 1)", "references", "refers to a row of organization"},
		{"DROP INDEX clinic_by_organization", "schema", "clinic_by_organization: It is not as"},
		{"DELETE FROM goose_db_version WHERE version_id > 6", "schema", "that of an older release (version 6;"},
		{"INSERT INTO alias VALUES ('clinic', 'once', 'nowhere', 0)", "aliases", "once: The former address leads to something"},
		{"INSERT INTO alias VALUES ('clinic', 'a', 'b', 0), ('clinic', 'b', 'a', 0)", "aliases", "leads in a circle"},
		{"DELETE FROM photo", "photos", "and "},
		{"UPDATE photo SET bytes = x'00'", "photos", "not those that were stored"},
		{"DELETE FROM change WHERE seq = 3", "changes", "leaves numbers out: 1 of"},
		{"UPDATE sqlite_sequence SET seq = 1", "changes", "would go on after 1"},
	}
	folder := t.TempDir()
	for _, tt := range tests {
		path := filepath.Join(t.TempDir(), "some.db")
		if _, refusal := said(t, "restore", backupOf(t, folder), "--db", path); refusal != "" {
			t.Fatal(refusal)
		}
		altered(t, path, tt.script)
		out, refusal := said(t, "check", "--db", path)
		if !strings.Contains(refusal, "needs somebody to look at it") {
			t.Errorf("check after %s ended with %q", tt.script, refusal)
		}
		_, below, _ := strings.Cut(out, "BAD  "+tt.check+": ")
		if before, _, _ := strings.Cut(below, "\nok "); !strings.Contains(before, tt.want) || !strings.Contains(before, "→ ") {
			t.Errorf("check after %s said\n%swant BAD %s with %q and what to do", tt.script, out, tt.check, tt.want)
		}
		if gap := regexp.MustCompile(`\{\{|check\.[a-z]|no value`); gap.MatchString(out) {
			t.Errorf("check after %s left a gap: %s", tt.script, out)
		}
	}
}

// backupOf is a backup of a small directory, made once in the folder.
func backupOf(t *testing.T, folder string) string {
	t.Helper()
	copied := filepath.Join(folder, "backup.db")
	if len(files(t, folder)) > 0 {
		return copied
	}
	filled(t, filepath.Join(folder, "some.db"), 60)
	if _, refusal := said(t, "backup", copied, "--db", filepath.Join(folder, "some.db")); refusal != "" {
		t.Fatal(refusal)
	}
	return copied
}

// altered runs SQL on a database as only somebody else would.
func altered(t *testing.T, path, script string) {
	t.Helper()
	conn, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(t.Context(), script); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestCheckIndex_comparesWithAPlainCount has the counts of an index differ from
// those of the listings.
func TestCheckIndex_comparesWithAPlainCount(t *testing.T) {
	c, err := checkIndex(t.Context(), storetest.New(t, storetest.Listings(5)...), today)
	if err != nil || !c.OK() || c.Looked != 5 {
		t.Errorf("checkIndex(5 listings) = %+v, %v; want 5 and no findings", c, err)
	}
	places := gazetteer.Embedded()
	b := search.NewBuilder(places, today)
	l := storetest.Listing(1)
	b.Add(&l)
	live := search.NewLive(places)
	live.Replace(b.Index())
	found, err := searched(live, today)
	if err != nil {
		t.Fatal(err)
	}
	counted := map[string]int{}
	for n := range 3 {
		l := storetest.Listing(n)
		count(counted, &l)
	}
	got := compare(counted, found)
	want := map[string]bool{"all": true, "entry_type=clinic": true, "country=TR": true, "service=prp": true, "service=smp": true, "service=tandem": true}
	for _, f := range got {
		if !want[f.ID] || f.Message.Args["Got"] != 1 || f.Message.Args["Want"] != 3 {
			t.Errorf("compare(3 listings with an index of 1) found %+v", f)
		}
	}
	if len(got) != len(want) {
		t.Errorf("compare(3 listings with an index of 1) = %v, want %v", got, want)
	}
	hidden := storetest.Listing(9)
	hidden.State.Value = directory.Draft
	if count(counted, &hidden); counted["all"] != 3 {
		t.Errorf("a draft was counted: %v", counted)
	}
}
