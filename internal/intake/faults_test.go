package intake

import (
	"os"
	"testing"

	"rootline/internal/intake/maps"
)

// TestFaults reads a made-up file with every fault that real ones have, and wants
// each row's verdict, and the evidence for it, to be these.
func TestFaults(t *testing.T) {
	toml, err := os.ReadFile("testdata/faults.toml")
	if err != nil {
		t.Fatal(err)
	}
	m := parsedMap(t, string(toml))
	header, rows := readFile(t, "faults.csv", m)
	checkAll(t, m, header, rows, []expected{
		{"sound", Accepted, "accepted phones intake.phones.shared"},
		{"spelling", Accepted, ""},
		{"unplaced", Accepted, "accepted latitude locate.point.city"},
		{"likeness", Accepted, "accepted phones intake.phones.shared"},
		{"nowhere", Human, "latitude locate.point.nothing; accepted latitude locate.point.city"},
		{"swapped", Human, "latitude locate.point.swapped"},
		{"abroad", Human, "latitude locate.point.abroad"},
		{"half", Human, "longitude locate.point.half; accepted latitude locate.point.city"},
		{"degrees", Human, "latitude locate.point.sexagesimal; longitude locate.point.sexagesimal; accepted latitude locate.point.city"},
		{"far", Human, "city locate.city.far"},
		{"default-1", Human, "accepted phones intake.phones.shared; latitude intake.point.shared"},
		{"default-2", Human, "accepted phones intake.phones.shared; latitude intake.point.shared"},
		{"default-3", Human, "accepted phones intake.phones.shared; latitude intake.point.shared"},
		{"default-4", Human, "accepted phones intake.phones.shared; latitude intake.point.shared"},
		{"default-5", Human, "accepted phones intake.phones.shared; latitude intake.point.shared"},
		{"centre-1", Accepted, ""},
		{"centre-2", Accepted, ""},
		{"centre-3", Accepted, ""},
		{"centre-4", Accepted, ""},
		{"wordy", Human, "phones intake.phones.none"},
		{"short-phone", Human, "phones intake.phones.plan"},
		{"two-phones", Human, "phones intake.phones.several"},
		{"extension", Human, "phones intake.phones.words"},
		{"hours-unread", Human, "hours invalid.opening_hours.unknown_part"},
		{"hours-cut", Human, "hours invalid.opening_hours.cut"},
		{"hours-overlap", Human, "hours invalid.opening_hours.same_time"},
		{"misspelt-town", Human, "city locate.city.unknown_alike_near"},
		{"many-towns", Human, "city locate.city.several"},
		{"nameless", Refused, "refused name intake.name.none"},
		{"", Refused, "refused key intake.key.none"},
		{"sound", Refused, "refused key intake.key.repeated"},
		{"shut", Refused, "refused Status intake.only"},
		{"demo", Refused, "refused Street intake.refuse"},
		{"countryless", Refused, "refused country intake.country.none"},
		{"atlantis", Human, "phones intake.phones.code; country intake.country.unknown"},
		{"misread", Human, "name intake.text.misread; accepted phones intake.phones.shared"},
		{"undecoded", Human, "name intake.text.undecoded; accepted phones intake.phones.shared"},
		{"control", Human, "name intake.text.control"},
		{"misread-turkish", Human, "name intake.text.turkish; accepted phones intake.phones.shared"},
		{"e-mail", Human, "email invalid.email"},
		{"two-e-mails", Human, "email intake.email.several"},
		{"site", Human, "url intake.url.host"},
		{"site-host", Human, "url intake.url.host"},
		{"treatment", Human, "services intake.value"},
		{"no-treatment", Human, "services intake.services.none"},
		{"feature", Human, "features intake.features.unknown"},
		{"feature-of-other", Human, "features intake.services.without"},
		{"feature-twice", Human, "features intake.twice"},
		{"price", Human, "prices cell.amount"},
		{"capacity", Human, "capacity cell.capacity"},
		{"team", Human, "practitioners cell.practitioner"},
		{"language", Human, "languages invalid.language"},
		{"long", Human, "name invalid.too_long"},
		{"future", Human, "observed_at intake.observed.future"},
		{"day-or-month", Human, "observed_at intake.observed.date"},
		{"stale", Accepted, "accepted observed_at intake.stale"},
		{"", Refused, "refused intake.cells"},
	})
}

// TestQuirks reads a made-up file that is written as NHS Choices writes theirs,
// with the map that comes with the program.
func TestQuirks(t *testing.T) {
	toml, ok := maps.Named("nhs")
	if !ok {
		t.Fatal("there is no map nhs")
	}
	m := parsedMap(t, string(toml))
	header, rows := readFile(t, "quirks.csv", m)
	checkAll(t, m, header, rows, []expected{
		{"90001", Accepted, "accepted observed_at intake.stale"},
		{"90002", Accepted, "accepted phones intake.phones.shared; accepted observed_at intake.stale"},
		{"90003", Accepted, "accepted phones intake.phones.shared; accepted observed_at intake.stale"},
		{"90004", Accepted, "accepted phones intake.phones.shared; accepted observed_at intake.stale"},
		{"90005", Accepted, "accepted observed_at intake.stale"},
		{"90006", Accepted, "accepted observed_at intake.stale"},
		{"90007", Human, "city locate.city.missing_near; accepted observed_at intake.stale"},
		{"90008", Accepted, "accepted latitude locate.point.city; accepted observed_at intake.stale"},
		{"90009", Human, "phones intake.phones.plan; accepted observed_at intake.stale"},
		{"90010", Human, "phones intake.phones.words; accepted observed_at intake.stale"},
		{"90011", Refused, "refused OrganisationStatus intake.only"},
		{"90012", Human, "city locate.city.far; accepted observed_at intake.stale"},
	})
}

// expected is what is to become of a row.
type expected struct {
	key      string
	verdict  Verdict
	evidence string
}

func checkAll(t *testing.T, m *Map, header []string, rows []Row, want []expected) {
	t.Helper()
	if len(rows) != len(want) {
		t.Fatalf("%d rows, want %d", len(rows), len(want))
	}
	j := judgeOf(t, m, header, rows)
	for i, r := range rows {
		got := j.Row(r, today)
		said(t, got.Evidence)
		if is := (expected{got.Key, got.Verdict(), evidenceOf(got)}); is != want[i] {
			t.Errorf("the row on line %d: %q, want %q", r.Line, is, want[i])
		}
		sound(t, got)
	}
}

// sound wants a row that is accepted to be one that the directory takes.
func sound(tb testing.TB, j Judged) {
	tb.Helper()
	if j.Verdict() != Accepted {
		return
	}
	l, b := completed(j.Candidate)
	if err := l.Check(); err != nil {
		tb.Errorf("%s is accepted, and no listing: %s", j.Key, mistakesIn(err))
	}
	if err := b.Check(); err != nil {
		tb.Errorf("%s is accepted, and its organization is none: %s", j.Key, mistakesIn(err))
	}
}
