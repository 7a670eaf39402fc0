package openinghours

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rootline/internal/directory"
)

// The days that drawn hours make exceptions of, and the moments that are asked
// about: three weeks around Christmas and New Year.
var (
	windowFirst = mustDate(2026, time.December, 21) // a Monday
	windowDays  = 21
)

func mustDate(year int, month time.Month, day int) directory.Date {
	d, err := directory.NewDate(year, month, day)
	if err != nil {
		panic(err)
	}
	return d
}

// drawHours draws any hours that pass Check, but for names that no comment can
// hold: closed and full days, breaks, nights and two-day stretches.
func drawHours(t *rapid.T) directory.Hours {
	h := directory.Hours{
		Fact:          directory.Fact{State: directory.OwnerAsserted},
		ByAppointment: rapid.IntRange(0, 3).Draw(t, "by appointment") == 0,
	}
	usual := drawDay(t)
	for d := range h.Week {
		switch rapid.IntRange(0, 3).Draw(t, "day") {
		case 0:
			h.Week[d] = drawDay(t)
		case 1:
		default:
			h.Week[d] = usual
		}
	}
	if rapid.Bool().Draw(t, "public holidays") {
		h.PublicHolidays = &directory.Holidays{Intervals: drawDay(t)}
	}
	for range rapid.IntRange(0, 4).Draw(t, "exceptions") {
		first := windowFirst.AddDays(rapid.IntRange(0, windowDays).Draw(t, "first"))
		h.Exceptions = append(h.Exceptions, directory.Exception{
			First: first, Last: first.AddDays(rapid.IntRange(0, 14).Draw(t, "days")), Intervals: drawDay(t),
			Name: rapid.OneOf(rapid.Just(""), rapid.SampledFrom([]string{
				"Christmas", "Seen " + letIn, "No appointments: none", "a; b, c || d", "“Eve”", " ", ": ", "…", "Mo-Fr 09:00", "Kerst ’26 ❄", "'", "\\",
			})).Draw(t, "name"),
		})
	}
	return h
}

// drawDay draws the hours of a day, in order and without overlaps.
func drawDay(t *rapid.T) (day []directory.Interval) {
	step := rapid.SampledFrom([]int{1, 30, 60}).Draw(t, "step")
	longest := rapid.SampledFrom([]int{4, 4, 12, 48}).Draw(t, "longest") * 60 / step
	at := 0
	for range rapid.IntRange(0, directory.MaxIntervals).Draw(t, "intervals") {
		opens := at + rapid.IntRange(0, 6*60/step).Draw(t, "gap")*step
		closes := min(opens+rapid.IntRange(1, longest).Draw(t, "length")*step, 2*int(directory.EndOfDay))
		if opens >= int(directory.EndOfDay) {
			break
		}
		day = append(day, directory.Interval{
			Opens: directory.Minute(opens), Closes: directory.Minute(closes),
			ByAppointment: rapid.IntRange(0, 3).Draw(t, "let") == 0,
		})
		at = closes
	}
	return day
}

// TestFormat_isReadBack: what is written is read as the very same hours, and so as
// hours of the same meaning at every moment.
func TestFormat_isReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHours(t)
		if err := h.Check(); err != nil {
			t.Fatalf("drew hours that do not pass: %v in %+v", err, h)
		}
		text, err := Format(h)
		if err != nil {
			t.Fatalf("Format(%+v): %v", h, err)
		}
		got, err := Parse(text)
		if err != nil {
			t.Fatalf("Parse(%q): %v, of %+v", text, err, h)
		}
		if differ := differ(h, said(got)); differ != "" {
			t.Fatalf("Parse(%q): %s\n got %+v\nwant %+v", text, differ, got, h)
		}
	})
}

// differ says in what two hours differ, of which none stands for an empty list.
func differ(a, b directory.Hours) string {
	same := func(a, b []directory.Interval) bool { return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b) }
	for d := range a.Week {
		if !same(a.Week[d], b.Week[d]) {
			return fmt.Sprint(time.Weekday(d))
		}
	}
	switch {
	case a.ByAppointment != b.ByAppointment:
		return "by appointment"
	case (a.PublicHolidays == nil) != (b.PublicHolidays == nil):
		return "whether public holidays are said"
	case a.PublicHolidays != nil && !same(a.PublicHolidays.Intervals, b.PublicHolidays.Intervals):
		return "public holidays"
	case len(a.Exceptions) != len(b.Exceptions):
		return "the number of exceptions"
	}
	for i := range a.Exceptions {
		x, y := a.Exceptions[i], b.Exceptions[i]
		if x.First != y.First || x.Last != y.Last || x.Name != y.Name || !same(x.Intervals, y.Intervals) {
			return fmt.Sprintf("exception %d", i)
		}
	}
	return ""
}
