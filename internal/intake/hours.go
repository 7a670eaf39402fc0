package intake

import (
	"slices"
	"strings"
	"time"

	"rootline/internal/directory"
	"rootline/internal/openinghours"
)

// hours reads when the clinic is open: from one cell that says it all, or from one
// for each day.
func (v *view) hours(file facts) directory.Hours {
	var h directory.Hours
	var ok bool
	if v.j.fields[fieldMonday] != nil {
		h, ok = v.weekdays()
	} else if text := v.line(fieldHours); text != "" {
		var err error
		if h, err = openinghours.Parse(text); err != nil {
			v.doubt(fieldHours, text, messageOf(err))
		}
		ok = err == nil
	}
	if !ok {
		return directory.Hours{}
	}
	if !v.j.m.File.Guarded { // what a directory has let in is not for a table to doubt
		v.doubtHours(h)
	}
	h.Fact = file.of(directory.FactHours)
	return h
}

// hoursFields are those that hours are read from.
var hoursFields = []field{
	fieldHours, fieldMonday, fieldTuesday, fieldWednesday, fieldThursday, fieldFriday, fieldSaturday, fieldSunday,
}

// longestDay is the longest stretch that a clinic is believed to be open, short of
// all day: beyond it, an afternoon has most likely lost its pm.
const longestDay = 16 * 60

// doubtHours finds hours that are well written and hardly meant: those of some days
// alone, which would say that the clinic is shut on all others, and those that go
// on through the night.
func (v *view) doubtHours(h directory.Hours) {
	week := slices.Concat(h.Week[:]...)
	doubted := slices.ContainsFunc(hoursFields, func(f field) bool { return v.doubted(f.String()) })
	if len(week) == 0 && !h.ByAppointment && !doubted {
		v.doubt(fieldHours, v.line(fieldHours), directory.Msg("intake.hours.no_week"))
	}
	for _, i := range week {
		if length := i.Closes - i.Opens; length > longestDay && !i.AllDay() {
			v.doubt(fieldHours, v.line(fieldHours), directory.Msg("intake.hours.long", "Opens", i.Opens.String(), "Closes", i.Closes.String()))
			return
		}
	}
}

// weekdays reads the hours of each day. Where some days have any, one without is
// not taken to be shut: it may be as well that nobody asked.
func (v *view) weekdays() (h directory.Hours, ok bool) {
	var blank []field
	for f := fieldMonday; f <= fieldSunday; f++ {
		text := v.line(f)
		if text == "" {
			blank = append(blank, f)
			continue
		}
		intervals, err := readDay(text)
		if err != nil {
			v.doubt(f, text, messageOf(err))
		}
		h.Week[f.weekday()] = intervals
	}
	if len(blank) == 7 {
		return h, false
	}
	for _, f := range blank {
		if !v.doubted(f.String()) {
			v.doubt(f, "", directory.Msg("intake.hours.blank"))
		}
	}
	return h, true
}

// weekday is the day that f is the hours of.
func (f field) weekday() time.Weekday { return time.Weekday((int(f-fieldMonday) + 1) % 7) }

// readDay reads the hours of one day: times as they stand in opening hours of
// every day, closed, or 24h.
func readDay(text string) ([]directory.Interval, error) {
	switch strings.ReplaceAll(sameness(text), " ", "") {
	case "24h", "24hours", "24":
		return []directory.Interval{{Opens: 0, Closes: directory.EndOfDay}}, nil
	}
	h, err := openinghours.Parse(text)
	if err != nil {
		return nil, err
	}
	same := !h.ByAppointment && len(h.Exceptions) == 0
	for _, intervals := range h.Week {
		same = same && slices.Equal(intervals, h.Week[0])
	}
	if !same {
		return nil, directory.Refuse(directory.Invalid, "intake.hours.day")
	}
	return h.Week[0], nil
}
