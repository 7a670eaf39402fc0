package ical_test

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
)

// span is a stretch of time that a calendar or the directory speaks of.
type span struct {
	from, to  time.Time
	tentative bool
}

// parsed is a calendar as another program reads it.
func parsed(t *testing.T, text []byte) *ics.Calendar {
	t.Helper()
	cal, err := ics.ParseCalendar(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%s is no calendar: %v", text, err)
	}
	return cal
}

// expand returns every occurrence of every event at which somebody can come, in
// the order in which they begin. It reads RFC 5545, section 3.3.10, as far as our
// rules go: a recurring event lasts as long every time.
func expand(t *testing.T, cal *ics.Calendar, zone *time.Location) []span {
	t.Helper()
	var all []span
	for _, e := range cal.Events() {
		if strings.Contains(e.Id(), "-closed-") {
			continue
		}
		all = append(all, occurrences(t, e, zone)...)
	}
	slices.SortFunc(all, func(a, b span) int { return a.from.Compare(b.from) })
	return all
}

func occurrences(t *testing.T, e *ics.VEvent, zone *time.Location) []span {
	t.Helper()
	tentative := e.GetProperty(ics.ComponentPropertyStatus).Value == "TENTATIVE"
	start, end := e.GetProperty(ics.ComponentPropertyDtStart), e.GetProperty(ics.ComponentPropertyDtEnd)
	from, to := moment(t, start, zone), moment(t, end, zone)
	excluded := map[string]bool{}
	for _, p := range e.GetProperties(ics.ComponentPropertyExdate) {
		excluded[p.Value] = true
	}
	rule := map[string]string{}
	if p := e.GetProperty(ics.ComponentPropertyRrule); p != nil {
		for part := range strings.SplitSeq(p.Value, ";") {
			name, value, _ := strings.Cut(part, "=")
			rule[name] = value
		}
	}
	if len(rule) == 0 {
		return []span{{from, to, tentative}}
	}
	layout, until := "20060102T150405", parse(t, "20060102T150405Z", rule["UNTIL"], zone)
	wholeDays := len(start.Value) == len("20060102")
	if wholeDays {
		layout = "20060102"
	}
	var all []span
	wall := parse(t, layout, start.Value, time.UTC) // count days without clocks that change
	for ; ; wall = wall.AddDate(0, 0, 1) {
		text := wall.Format(layout)
		at := parse(t, layout, text, zone)
		if at.After(until) {
			return all
		}
		by := rule["BYDAY"]
		if by != "" && !slices.Contains(strings.Split(by, ","), strings.ToUpper(wall.Weekday().String()[:2])) {
			if wall.Equal(from) {
				t.Errorf("%s begins on a day that %s does not have", e.Id(), by)
			}
			continue
		}
		switch {
		case excluded[text]:
			delete(excluded, text)
		case wholeDays:
			all = append(all, span{at, parse(t, layout, wall.AddDate(0, 0, 1).Format(layout), zone), tentative})
		default:
			all = append(all, span{at, at.Add(to.Sub(from)), tentative})
		}
	}
}

// moment is the time of a DTSTART or DTEND.
func moment(t *testing.T, p *ics.IANAProperty, zone *time.Location) time.Time {
	t.Helper()
	if id := p.ICalParameters["TZID"]; len(id) > 0 && id[0] != zone.String() {
		t.Fatalf("a time is of %s, want %s", id[0], zone)
	}
	return parse(t, "", p.Value, zone)
}

// parse reads a time in any of the forms there are. An UNTIL of whole days takes
// the day in.
func parse(t *testing.T, layout, text string, zone *time.Location) time.Time {
	t.Helper()
	switch len(text) {
	case len("20060102"):
		layout = "20060102"
	case len("20060102T150405"):
		layout = "20060102T150405"
	case len("20060102T150405Z"):
		layout, zone = "20060102T150405Z", time.UTC
	}
	at, err := time.ParseInLocation(cmp.Or(layout, "20060102"), text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// zoneOf reads the offsets of a calendar's VTIMEZONE: when each comes into force.
type observance struct {
	from   time.Time
	offset int
	name   string
}

func observances(t *testing.T, cal *ics.Calendar) []observance {
	t.Helper()
	var all []observance
	for _, c := range cal.Timezones()[0].SubComponents() {
		property := func(name string) string {
			for _, p := range c.UnknownPropertiesIANAProperties() {
				if p.IANAToken == name {
					return p.Value
				}
			}
			t.Fatalf("an observance without %s", name)
			return ""
		}
		was, is := offset(t, property("TZOFFSETFROM")), offset(t, property("TZOFFSETTO"))
		wall := parse(t, "", property("DTSTART"), time.UTC)
		all = append(all, observance{wall.Add(-time.Duration(was) * time.Second), is, property("TZNAME")})
	}
	slices.SortFunc(all, func(a, b observance) int { return a.from.Compare(b.from) })
	return all
}

func offset(t *testing.T, text string) int {
	t.Helper()
	at, err := time.Parse("-0700", text)
	if err != nil {
		t.Fatal(err)
	}
	_, seconds := at.Zone()
	return seconds
}
