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
	h.Fact = file.of(directory.FactHours)
	return h
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
