package openinghours

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rootline/internal/directory"
)

// modules is where make build puts npm's packages.
const modules = "../../web/node_modules"

var seed = flag.Int("seed", 0, "which hours to write for the oracle; 0: others each time")

// question is a notation and the moments, in milliseconds, at which it is asked
// how the doors stand.
type question struct {
	Text string  `json:"text"`
	At   []int64 `json:"at"`
}

// answer is what npm's opening_hours says: see testdata/oracle.mjs.
type answer struct {
	Doors string `json:"doors"`
	Wrong string `json:"wrong"`
}

// consult puts all questions to npm's opening_hours at once.
func consult(t *testing.T, questions []question) []answer {
	t.Helper()
	oracle := filepath.Join(modules, "opening_hours", "build", "opening_hours.esm.mjs")
	if _, err := os.Stat(oracle); err != nil {
		t.Fatal("npm's opening_hours is missing; make build brings it")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("Node.js is missing; make build brings it")
	}
	in, err := json.Marshal(questions)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, filepath.Join("testdata", "oracle.mjs"), oracle)
	cmd.Env = append(os.Environ(), "TZ=UTC")
	cmd.Stdin, cmd.Stderr = bytes.NewReader(in), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node: %v", err)
	}
	var answers []answer
	if err := json.Unmarshal(out, &answers); err != nil || len(answers) != len(questions) {
		t.Fatalf("%d answers to %d questions, %v", len(answers), len(questions), err)
	}
	return answers
}

// doors are the letters of testdata/oracle.mjs.
var doors = map[directory.DoorState]byte{
	directory.DoorsUnknown: 'u', directory.DoorsOpen: 'o', directory.DoorsByAppointment: 'a', directory.DoorsShut: 's',
}

// berlin are the public holidays of Berlin in the window.
var berlin = []directory.Date{
	mustDate(2026, time.December, 25), mustDate(2026, time.December, 26), mustDate(2027, time.January, 1),
}

// observed is the hours with what they say of public holidays made exceptions, as
// whoever has a calendar of holidays would.
func observed(h directory.Hours) directory.Hours {
	if h.PublicHolidays == nil {
		return h
	}
	dated := h.Exceptions
	h.Exceptions = nil
	for _, d := range berlin {
		h.Exceptions = append(h.Exceptions, directory.Exception{First: d, Last: d, Intervals: h.PublicHolidays.Intervals})
	}
	h.Exceptions = append(h.Exceptions, dated...)
	return h
}

// moments are the minutes at which something may change under the hours, the
// minutes before, and one in every three hours: of the days of the window, and of
// those around exceptions.
func moments(h directory.Hours) (all []int64) {
	days := map[directory.Date]bool{}
	for n := range windowDays {
		days[windowFirst.AddDays(n)] = true
	}
	for _, e := range h.Exceptions {
		for n := -1; n <= 2; n++ {
			days[e.First.AddDays(n)], days[e.Last.AddDays(n)] = true, true
		}
	}
	for d := range days {
		midnight := d.In(time.UTC)
		for hour := range 8 {
			all = append(all, midnight.Add(time.Duration(3*hour)*time.Hour).UnixMilli())
		}
		for _, v := range h.Day(d) {
			for _, m := range []directory.Minute{v.Opens, v.Closes, v.Opens - 1, v.Closes - 1} {
				all = append(all, midnight.Add(time.Duration(m)*time.Minute).UnixMilli())
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// disputed reports whether t lies where a night may reach that borders on a date
// with hours of its own. To us a night belongs to the day on which it began: into
// such a date it goes on, and if such a date replaces its day, nothing is left of
// it. The oracle looks at what lies past midnight by itself: it ends the one at
// midnight, and keeps the rest of the other.
func disputed(h directory.Hours, t time.Time) bool {
	today := directory.DateOf(t)
	yesterday := today.AddDays(-1)
	_, special := h.ExceptionOn(today)
	if _, was := h.ExceptionOn(yesterday); !special && !was {
		return false
	}
	nights := slices.Clone(h.Week[yesterday.Weekday()])
	for _, e := range h.Exceptions {
		if !yesterday.Before(e.First) && !e.Last.Before(yesterday) {
			nights = append(nights, e.Intervals...)
		}
	}
	minute := directory.Minute(t.Sub(today.In(time.UTC)) / time.Minute)
	return slices.ContainsFunc(nights, func(v directory.Interval) bool { return v.Closes-directory.EndOfDay > minute })
}

// compare holds an answer against the hours, and returns the first moment at which
// they differ, and how many were not compared.
func compare(h directory.Hours, q question, a answer) (wrong string, skipped int) {
	for i, ms := range q.At {
		at := time.UnixMilli(ms).UTC()
		if disputed(h, at) {
			skipped++
			continue
		}
		if ours := doors[h.At(at, time.UTC).State]; ours != a.Doors[i] {
			return at.Format("Mon 2 Jan 15:04") + ": the oracle says " + string(a.Doors[i]) + ", we say " + string(ours), skipped
		}
	}
	return "", skipped
}

// differing are notations of the table that the oracle reads otherwise, or not at
// all, and why we do not follow it.
var differing = map[string]string{
	"Fr 22:00-02:00; Sa 10:00-14:00":                    "it lets the rule for Saturday end Friday's night; whoever writes this means both",
	"Mo-Fr 09:00-18:00; 2026 Jul 30-Aug 02 off":         "it wants the year twice; there is only one that can be meant",
	"  Mo-Fr\u00a009:00-18:00\r\n; 2026 december 5 off": "it knows months by three letters alone",
}

// TestOracle_notations asks npm's opening_hours about every text that we read, and
// about the form that we give it.
func TestOracle_notations(t *testing.T) {
	var questions []question
	var hours []directory.Hours
	for _, n := range notations {
		h := observed(parse(t, n.text))
		texts := []string{n.text}
		if n.want != same {
			texts = append(texts, n.want)
		}
		for _, text := range texts {
			questions, hours = append(questions, question{text, moments(h)}), append(hours, h)
		}
	}
	for i, a := range consult(t, questions) {
		wrong := a.Wrong
		if wrong == "" {
			wrong, _ = compare(hours[i], questions[i], a)
		}
		why, known := differing[questions[i].Text]
		switch {
		case known && wrong == "":
			t.Errorf("%q: the oracle agrees by now; it was said that %s", questions[i].Text, why)
		case !known && wrong != "":
			t.Errorf("%q: %s", questions[i].Text, wrong)
		}
	}
}

// TestOracle_written asks npm's opening_hours about texts that we wrote.
func TestOracle_written(t *testing.T) {
	seed := *seed
	if seed == 0 {
		seed = 1 + rand.IntN(1<<30)
	}
	t.Logf("go test -run Oracle_written ./internal/openinghours -seed %d", seed)
	draw := rapid.Custom(drawHours)
	var questions []question
	var hours []directory.Hours
	for i := range 150 {
		h := draw.Example(seed + i)
		text, err := Format(h)
		if err != nil {
			t.Fatalf("Format(%+v): %v", h, err)
		}
		h = observed(h)
		questions, hours = append(questions, question{text, moments(h)}), append(hours, h)
	}
	asked, skipped := 0, 0
	for i, a := range consult(t, questions) {
		if a.Wrong != "" {
			t.Errorf("%q, of seed %d: %s", questions[i].Text, seed+i, a.Wrong)
			continue
		}
		wrong, n := compare(hours[i], questions[i], a)
		if wrong != "" {
			t.Errorf("%q, of seed %d: %s", questions[i].Text, seed+i, wrong)
		}
		asked, skipped = asked+len(questions[i].At), skipped+n
	}
	t.Logf("%d moments, %d of them in nights that border on an exception", asked, skipped)
}

// TestOracle_differs shows where we read a text otherwise than npm's opening_hours
// does, at a moment, and why.
func TestOracle_differs(t *testing.T) {
	tests := []struct{ text, at, ours, theirs, why string }{
		{"Mo-Su 20:00-02:00; 2026 Dec 24 off", "2026-12-24T01:00:00Z", "o", "s", "the night of the 23rd is not that of the 24th"},
		{"Mo-Su 20:00-02:00; 2026 Dec 24 off", "2026-12-25T01:00:00Z", "s", "o", "and the night of the 24th is off with it"},
		{"Fr 20:00-02:00; Sa 10:00-14:00", "2026-12-26T01:00:00Z", "o", "s", "nor is that of Friday Saturday's"},
		{"Mo 20:00-02:00; Mo 10:00-12:00", "2026-12-22T01:00:00Z", "s", "o", "a later rule replaces the whole of a Monday"},
		{"Mo-Su 20:00-02:00; Tu 00:00-01:00 off", "2026-12-22T00:30:00Z", "o", "s", "this takes from Tuesday what it has not"},
		{`Mo 20:00-02:00, Tu 00:00-01:00 "by appointment"`, "2026-12-22T00:30:00Z", "o", "a", "where days overlap, open doors are open"},
		{"Mo-Fr 09:00-17:00; PH off", "2026-12-25T10:00:00Z", "o", "s", "no calendar of holidays is kept"},
	}
	questions := make([]question, len(tests))
	for i, tt := range tests {
		at, err := time.Parse(time.RFC3339, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		questions[i] = question{tt.text, []int64{at.UnixMilli()}}
	}
	for i, a := range consult(t, questions) {
		tt := tests[i]
		ours := string(doors[parse(t, tt.text).At(time.UnixMilli(questions[i].At[0]), time.UTC).State])
		if ours != tt.ours || a.Doors != tt.theirs {
			t.Errorf("%q at %s: we say %q and the oracle %q %s; want %q and %q, for %s", tt.text, tt.at, ours, a.Doors, a.Wrong, tt.ours, tt.theirs, tt.why)
		}
	}
}
