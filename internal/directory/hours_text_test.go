package directory

import (
	"fmt"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same zones wherever the tests run
)

// hours reads hours as a table line writes them: parts divided by semicolons,
// each some days and their intervals, such as
//
//	Mo-Fr 09:00-12:30 13:30-18:00; Sa 10:00-14:00a; 2026-12-24..2026-12-26 shut
//
// where a marks an interval by appointment. A part that says just "appointment"
// makes the hours so; one that says "unknown" takes the fact away, and one that
// begins with PH is what holds on public holidays.
func hours(tb testing.TB, text string) Hours {
	tb.Helper()
	h := Hours{Fact: Fact{State: OwnerAsserted}}
	for part := range strings.SplitSeq(text, ";") {
		words := strings.Fields(part)
		if len(words) == 0 {
			continue
		}
		switch first := words[0]; {
		case first == "unknown":
			h.Fact = Fact{}
		case first == "absent":
			h.Fact.State = CheckedAbsent
		case first == "appointment":
			h.ByAppointment = true
		case first == "PH":
			h.PublicHolidays = &Holidays{Intervals: intervals(tb, words[1:])}
		case first[0] == '2':
			from, to, ok := strings.Cut(first, "..")
			if !ok {
				to = from
			}
			h.Exceptions = append(h.Exceptions, Exception{First: date(tb, from), Last: date(tb, to), Intervals: intervals(tb, words[1:])})
		default:
			for _, d := range weekdays(tb, first) {
				h.Week[d] = intervals(tb, words[1:])
			}
		}
	}
	return h
}

func weekdays(tb testing.TB, text string) []time.Weekday {
	tb.Helper()
	const names = "SuMoTuWeThFrSa"
	day := func(s string) int {
		i := strings.Index(names, s)
		if len(s) != 2 || i < 0 {
			tb.Fatalf("no weekday is called %q", s)
		}
		return i / 2
	}
	from, to, ok := strings.Cut(text, "-")
	if !ok {
		to = from
	}
	var all []time.Weekday
	for d := day(from); ; d = (d + 1) % 7 {
		all = append(all, time.Weekday(d))
		if d == day(to) {
			return all
		}
	}
}

func intervals(tb testing.TB, words []string) []Interval {
	tb.Helper()
	var all []Interval
	for _, w := range words {
		if w == "shut" {
			continue
		}
		text, byAppointment := strings.CutSuffix(w, "a")
		var h1, m1, h2, m2 Minute
		if _, err := fmt.Sscanf(text, "%d:%d-%d:%d", &h1, &m1, &h2, &m2); err != nil {
			tb.Fatalf("interval %q: %v", w, err)
		}
		all = append(all, Interval{Opens: h1*60 + m1, Closes: h2*60 + m2, ByAppointment: byAppointment})
	}
	return all
}

func date(tb testing.TB, text string) Date {
	tb.Helper()
	return must(ParseDate(text))
}

func zone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatal(err)
	}
	return z
}

// moment reads a moment as RFC 3339 writes it.
func moment(tb testing.TB, text string) time.Time {
	tb.Helper()
	m, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// text says how the doors stand in one line: "shut until 03-02 09:00 CET, then
// open", or with "; opens" and a time if they first let others in.
func text(d Doors) string {
	layout := "01-02 15:04:05 MST"
	said := d.State.String()
	if !d.Until.IsZero() {
		said += " until " + strings.Replace(d.Until.Format(layout), ":00 ", " ", 1)
		if y := d.Until.Year(); y != 2026 {
			said += fmt.Sprintf(" %d", y)
		}
	}
	switch {
	case d.OpensNext.IsZero():
	case d.OpensNext.Equal(d.Until):
		said += ", then open"
	default:
		said += "; opens " + strings.Replace(d.OpensNext.Format(layout), ":00 ", " ", 1)
	}
	return said
}

// must is for values that the test itself got right.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
