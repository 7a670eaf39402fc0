package ical_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"rootline/internal/demo"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/interop/ical"
	"rootline/internal/store/storetest"
	"rootline/internal/words"
)

var site = ical.Site{Words: words.English(), Page: "https://rootline.example/clinics/example-clinic-0"}

func TestCalendar(t *testing.T) {
	l := storetest.Listing(0)
	text := ical.Calendar(&l, storetest.Now, site)
	cal := parsed(t, text)
	if got := len(cal.Events()); got != 3 { // morning, afternoon, New Year
		t.Errorf("%d events, want 3", got)
	}
	for _, e := range cal.Events() {
		if e.GetProperty(ics.ComponentPropertyTransp).Value != "TRANSPARENT" {
			t.Errorf("%s takes up its reader's time", e.Id())
		}
	}
	agree(t, &l, storetest.Now)
	golden(t, "clinic.ics", text)
}

// TestCalendar_isTheSameForAWeek lets whoever has it already be told so.
func TestCalendar_isTheSameForAWeek(t *testing.T) {
	l := storetest.Listing(0)
	l.Clinic.Address.TimeZone = "Pacific/Auckland"
	zone := l.Clinic.Address.Zone()
	monday := time.Date(2026, 3, 9, 0, 0, 0, 0, zone)
	first := ical.Calendar(&l, monday, site)
	if !bytes.Equal(first, ical.Calendar(&l, monday.AddDate(0, 0, 7).Add(-1), site)) {
		t.Error("the calendar changes within a week")
	}
	if bytes.Equal(first, ical.Calendar(&l, monday.AddDate(0, 0, 7), site)) || bytes.Equal(first, ical.Calendar(&l, monday.Add(-1), site)) {
		t.Error("the calendars of two weeks are the same")
	}
}

// TestCalendar_namesEventsForGood follows exceptions through the weeks, until they
// are over: a program that has an event already must not take it for another.
func TestCalendar_namesEventsForGood(t *testing.T) {
	l := listing(directory.Hours{
		Fact: directory.Fact{State: directory.OwnerAsserted},
		Exceptions: []directory.Exception{
			{First: date("2026-05-04"), Last: date("2026-07-31"), Intervals: []directory.Interval{{Opens: 600, Closes: 700}, {Opens: 800, Closes: 900}}},
			{First: date("2026-06-10"), Last: date("2026-06-30"), Name: "Works"}, // cuts the first in two
		},
	}, "Europe/London")
	want := []string{"closed-20260610", "day-20260504-600", "day-20260504-800", "day-20260701-600", "day-20260701-800"}
	id := l.Clinic.ID.String() + "-"
	for weeks := range 20 {
		now := storetest.Now.AddDate(0, 0, 7*weeks)
		var got []string
		for _, e := range parsed(t, ical.Calendar(l, now, site)).Events() {
			name := strings.TrimPrefix(e.Id(), id)
			got = append(got, name)
			starts := e.GetProperty(ics.ComponentPropertyDtStart).Value
			if name == "closed-20260610" && starts != "20260610" {
				t.Errorf("in week %d, closed doors are shut from %s on, want 20260610", weeks, starts)
			}
		}
		slices.Sort(got)
		shown := slices.DeleteFunc(slices.Clone(want), func(name string) bool { return !slices.Contains(got, name) })
		if !slices.Equal(got, shown) || weeks < 9 && len(shown) < len(want) {
			t.Errorf("in week %d the events are called %v, want of %v", weeks, got, want)
		}
	}
}

// TestCalendar_lastModified: a calendar changes with its listing, or as a week begins
// on the clinic's clocks.
func TestCalendar_lastModified(t *testing.T) {
	l := storetest.Listing(0)
	l.Clinic.Address.TimeZone = "Pacific/Auckland" // thirteen hours ahead of UTC in March
	zone := l.Clinic.Address.Zone()
	monday := time.Date(2026, 3, 9, 0, 0, 0, 0, zone)
	for _, tt := range []struct {
		updated, now time.Time
		want         string
	}{
		{monday.Add(-time.Second), monday, "20260308T110000Z"},
		{monday.Add(-time.Second), monday.AddDate(0, 0, 6), "20260308T110000Z"},
		{monday.Add(-time.Second), monday.AddDate(0, 0, 7), "20260315T110000Z"},
		{monday.Add(-time.Second), monday.Add(-1), "20260308T105959Z"},
		{monday.Add(time.Second), monday.AddDate(0, 0, 6), "20260308T110001Z"},
	} {
		l.UpdatedAt = directory.At(tt.updated)
		text := ical.Calendar(&l, tt.now, site)
		if want := "\r\nLAST-MODIFIED:" + tt.want + "\r\n"; !strings.Contains(string(text), want) {
			t.Errorf("the calendar of %s, updated at %s, was not last modified at %s:\n%.300s", tt.now, tt.updated, tt.want, text)
		}
	}
}

// TestCalendar_saysWhyItIsEmpty shows each reason to have no events.
func TestCalendar_saysWhyItIsEmpty(t *testing.T) {
	tests := []struct {
		change func(l *directory.Listing)
		says   string
	}{
		{func(l *directory.Listing) { l.Clinic.Hours = directory.Hours{} }, "Nobody has told us when Example Clinic 0 is open"},
		{func(l *directory.Listing) { l.Clinic.Hours.Fact.State = directory.NotChecked }, "Nobody has told us"},
		{func(l *directory.Listing) { l.Operating.Value, l.Operating.Reason = directory.Closed, "Moved away." }, "closed for good, so this calendar has no entries.\nMoved away."},
		{func(l *directory.Listing) { l.Operating.Value = directory.TemporarilyClosed }, "for the time being"},
		{func(l *directory.Listing) { l.State.Value = directory.Suspended }, "suspended"},
	}
	for _, tt := range tests {
		l := storetest.Listing(0)
		tt.change(&l)
		cal := parsed(t, ical.Calendar(&l, storetest.Now, site))
		if n := len(cal.Events()); n != 0 || !strings.Contains(about(cal), tt.says) {
			t.Errorf("a calendar of %d events says %q; want none and %q", n, about(cal), tt.says)
		}
	}
	l := storetest.Listing(0)
	if got := about(parsed(t, ical.Calendar(&l, storetest.Now, ical.Site{Words: words.English()}))); strings.Contains(got, "http") || !strings.Contains(got, "7 March 2027") {
		t.Errorf("a calendar that has no page says %q", got)
	}
}

func TestCalendar_speaksOfPublicHolidays(t *testing.T) {
	l := storetest.Listing(0)
	l.Clinic.Hours.PublicHolidays = &directory.Holidays{}
	if got := about(parsed(t, ical.Calendar(&l, storetest.Now, site))); !strings.Contains(got, "other hours on public holidays") {
		t.Errorf("a calendar without the public holidays says %q", got)
	}
}

func about(cal *ics.Calendar) string {
	for _, p := range cal.CalendarProperties {
		if p.IANAToken == string(ics.PropertyXWRCalDesc) {
			return ics.FromText(p.Value)
		}
	}
	return ""
}

// TestCalendar_agreesWithAt holds calendars of hours of every shape, through a year
// with its changes of clocks, against what the directory says of every moment.
func TestCalendar_agreesWithAt(t *testing.T) {
	all := directory.Interval{Closes: directory.EndOfDay}
	zones := []string{
		"Europe/London", "Europe/Istanbul", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/Havana",
		"Africa/Cairo", "Antarctica/Troll", "Asia/Kathmandu", "Pacific/Apia", "UTC",
	}
	shapes := map[string]directory.Hours{
		"office":      {Week: week(directory.Interval{Opens: 540, Closes: 780}, directory.Interval{Opens: 840, Closes: 1080})},
		"round":       {Week: week(all)},
		"nights":      {Week: week(directory.Interval{Opens: 1320, Closes: 1440 + 180})},
		"long":        {Week: week(directory.Interval{Opens: 60, Closes: 2 * 1440})},
		"midnight":    {Week: week(directory.Interval{Opens: 0, Closes: 30}, directory.Interval{Opens: 1380, Closes: 1440})},
		"in the gap":  {Week: week(directory.Interval{Opens: 75, Closes: 105}, directory.Interval{Opens: 120, Closes: 150}, directory.Interval{Opens: 150, Closes: 180})},
		"appointment": {ByAppointment: true, Exceptions: []directory.Exception{{First: date("2026-03-28"), Last: date("2026-03-30")}}},
		"mixed": {Week: week(directory.Interval{Opens: 540, Closes: 780, ByAppointment: true}, directory.Interval{Opens: 780, Closes: 1080}), Exceptions: []directory.Exception{
			{First: date("2026-03-20"), Last: date("2026-04-20"), Intervals: []directory.Interval{{Opens: 90, Closes: 200}}, Name: "Spring"},
			{First: date("2026-04-01"), Last: date("2026-04-02"), Name: "Closed"},
			{First: date("2026-10-01"), Last: date("9999-12-31"), Intervals: []directory.Interval{{Opens: 600, Closes: 1500, ByAppointment: true}}},
		}},
	}
	for name, h := range shapes {
		for _, zone := range zones {
			t.Run(name+" in "+zone, func(t *testing.T) {
				h.Fact.State = directory.OwnerAsserted
				agree(t, listing(h, zone), storetest.Now)
			})
		}
	}
}

// TestCalendar_agreesWithAt_random tries hours that nobody would think of.
func TestCalendar_agreesWithAt_random(t *testing.T) {
	const seed = 20260302
	r := rand.New(rand.NewPCG(seed, 0))
	zones := []string{"Europe/Berlin", "America/Santiago", "Africa/Casablanca", "Asia/Beirut", "Asia/Tokyo", "Antarctica/Troll"}
	for range 40 {
		h := directory.Hours{Fact: directory.Fact{State: directory.OwnerAsserted}, ByAppointment: r.IntN(5) == 0}
		for d := range h.Week {
			h.Week[d] = randomDay(r)
		}
		for range r.IntN(5) {
			first := directory.DateOf(storetest.Now).AddDays(r.IntN(400) - 10)
			h.Exceptions = append(h.Exceptions, directory.Exception{First: first, Last: first.AddDays(r.IntN(40)), Intervals: randomDay(r)})
		}
		if err := h.Check(); err != nil {
			t.Fatal(err)
		}
		zone := zones[r.IntN(len(zones))]
		if agree(t, listing(h, zone), storetest.Now); t.Failed() {
			t.Fatalf("seed %d: %s, %+v", seed, zone, h)
		}
	}
}

func randomDay(r *rand.Rand) []directory.Interval {
	var day []directory.Interval
	at := 0
	for range r.IntN(4) {
		opens := at + r.IntN(600)
		closes := opens + 15 + r.IntN(900)
		if opens >= int(directory.EndOfDay) || closes > 2*int(directory.EndOfDay) {
			break
		}
		day = append(day, directory.Interval{Opens: directory.Minute(opens), Closes: directory.Minute(closes), ByAppointment: r.IntN(4) == 0})
		at = closes
	}
	return day
}

// TestCalendar_demo takes clinics of all kinds.
func TestCalendar_demo(t *testing.T) {
	const seed = 20260302
	for batch := range demo.Directory(demo.Params{Clinics: 100, Seed: seed, Now: storetest.Now}, gazetteer.Embedded()) {
		for i := range batch.Listings {
			if agree(t, &batch.Listings[i], storetest.Now); t.Failed() {
				t.Fatalf("seed %d: %s", seed, batch.Listings[i].Clinic.Slug)
			}
		}
	}
}

// agree holds a calendar against the directory at every moment at which either of
// them changes its mind, and just before.
func agree(t *testing.T, l *directory.Listing, now time.Time) {
	t.Helper()
	zone := l.Clinic.Address.Zone()
	cal := parsed(t, ical.Calendar(l, now, site))
	seen := map[string]bool{}
	for _, e := range cal.Events() {
		if seen[e.Id()] {
			t.Errorf("two events are called %s", e.Id())
		}
		seen[e.Id()] = true
	}
	spans := expand(t, cal, zone)
	from, to := now, now.AddDate(1, 0, 0)
	moments := []time.Time{from}
	for at := from; !at.IsZero() && at.Before(to); at = l.Doors(at).Until {
		moments = append(moments, at)
	}
	for _, s := range spans {
		moments = append(moments, s.from, s.to)
	}
	for _, m := range moments {
		for _, at := range []time.Time{m.Add(-time.Second), m} {
			if at.Before(from) || !at.Before(to) {
				continue
			}
			got, want := stateAt(spans, at), l.Doors(at).State
			if want == directory.DoorsUnknown {
				want = directory.DoorsShut // said in the description
			}
			if got != want {
				t.Errorf("at %s the calendar says %s, the directory %s", at.In(zone), got, want)
				return
			}
		}
	}
	for _, o := range observances(t, cal) {
		for _, at := range []time.Time{o.from, o.from.Add(time.Hour)} {
			if _, want := at.In(zone).Zone(); o.from.After(from) && o.offset != want {
				t.Errorf("at %s the calendar's zone is at %d, %s at %d", at, o.offset, zone, want)
			}
		}
	}
}

// stateAt is how the doors stand as the spans, in order, have it. None is longer
// than two days and a change of clocks.
func stateAt(spans []span, at time.Time) directory.DoorState {
	state := directory.DoorsShut
	first, _ := slices.BinarySearchFunc(spans, at.Add(-51*time.Hour), func(s span, t time.Time) int { return s.from.Compare(t) })
	for _, s := range spans[first:] {
		switch {
		case s.from.After(at):
			return state
		case !s.to.After(at):
		case !s.tentative:
			return directory.DoorsOpen
		default:
			state = directory.DoorsByAppointment
		}
	}
	return state
}

// TestCalendar_zoneIsWhole asks the calendar's zone about every day of its year.
func TestCalendar_zoneIsWhole(t *testing.T) {
	for _, name := range []string{"Europe/London", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Tokyo", "America/Caracas"} {
		l := listing(directory.Hours{}, name)
		zone := l.Clinic.Address.Zone()
		all := observances(t, parsed(t, ical.Calendar(l, storetest.Now, site)))
		for at := storetest.Now; at.Before(storetest.Now.AddDate(1, 0, 0)); at = at.Add(12 * time.Hour) {
			got := 0
			for _, o := range all {
				if !o.from.After(at) {
					got = o.offset
				}
			}
			if _, want := at.In(zone).Zone(); got != want {
				t.Fatalf("in %s the calendar's zone is at %d on %s, want %d", name, got, at, want)
			}
		}
	}
}

// TestCalendar_hostile types lines into every text there is. The calendar of a
// hostile clinic has the lines that any calendar has.
func TestCalendar_hostile(t *testing.T) {
	const attack = "A\r\nEND:VEVENT\nBEGIN:VALARM\r\u2028ATTACH:x;y,z\\n\x00"
	l := storetest.Listing(0)
	tame := lines(ical.Calendar(&l, storetest.Now, site))
	l.Clinic.Name, l.Clinic.Address.Address1, l.Clinic.Address.City = attack, attack, attack
	l.Clinic.Hours.Exceptions[0].Name = attack
	text := ical.Calendar(&l, storetest.Now, site)
	if got := lines(text); got != tame && got != tame+" DESCRIPTION" {
		t.Errorf("a hostile clinic's calendar has the lines\n%s, want\n%s", got, tame)
	}
	if rest := strings.ReplaceAll(string(text), "\r\n", ""); strings.ContainsAny(rest, "\r\n\x00\u2028") {
		t.Errorf("a control character is left in %q", rest)
	}
	summary := parsed(t, text).Events()[0].GetProperty(ics.ComponentPropertySummary).Value
	if !strings.HasPrefix(summary, "A\nEND:VEVENT\nBEGIN:VALARM\n\nATTACH:x;y,z") {
		t.Errorf("the summary is %q", summary)
	}
	l.Clinic.Address.TimeZone = attack
	if zone := parsed(t, ical.Calendar(&l, storetest.Now, site)).Timezones(); len(zone) != 1 {
		t.Errorf("a zone that is none gives %d zones, want UTC's", len(zone))
	}
}

// lines are the names of a calendar's lines.
func lines(text []byte) string {
	var names []string
	for line := range strings.SplitSeq(string(text), "\r\n") {
		if !strings.HasPrefix(line, " ") {
			name, _, _ := strings.Cut(line, ":")
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

func listing(h directory.Hours, zone string) *directory.Listing {
	l := storetest.Listing(0)
	l.Clinic.Hours, l.Clinic.Address.TimeZone = h, zone
	return &l
}

func week(day ...directory.Interval) (w [7][]directory.Interval) {
	for d := range w {
		w[d] = day
	}
	return w
}

func date(s string) directory.Date {
	d, err := directory.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// golden compares got with testdata/name, or with UPDATE_GOLDEN=1 rewrites it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s differs (%v); run make golden and read the diff\n got: %s\nwant: %s", path, err, got, want)
	}
}
