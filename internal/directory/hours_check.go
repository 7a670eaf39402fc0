package directory

import (
	"fmt"
	"time"
)

// How much a clinic can say of its hours. Whoever has more has made a mistake,
// and every look at the doors would pay for it.
const (
	MaxIntervals  = 8 // a day
	MaxExceptions = 400
)

// Check reports what is wrong with the hours as an [Error]: its sentence tells
// the first mistake, and its fields all days that have one, each with the first
// of its own. The fields are named week[1] for Mondays and exceptions[0] for
// the first exception; public_holidays is what holds on those.
func (h Hours) Check() error {
	wrong := h.checkTimes()
	return wrong.error()
}

// check is Check, and beside the times looks at what is said of them.
func (h *Hours) check() mistakes {
	wrong := h.checkTimes()
	for i := range min(len(h.Exceptions), MaxExceptions) {
		wrong.each("exceptions", i, h.Exceptions[i].checkWords())
	}
	wrong.within("fact", h.Fact.check())
	return wrong
}

func (h *Hours) checkTimes() (wrong mistakes) {
	for i, intervals := range h.Week {
		m, ok := checkDay(intervals, time.Weekday(i))
		if !ok {
			wrong.add(fmt.Sprintf("week[%d]", i), m)
		}
	}
	if h.PublicHolidays != nil {
		if m, ok := checkDay(h.PublicHolidays.Intervals, Msg("hours.public_holidays")); !ok {
			wrong.add("public_holidays", m)
		}
	}
	for i := range min(len(h.Exceptions), MaxExceptions) {
		if m, ok := h.Exceptions[i].check(); !ok {
			wrong.add(fmt.Sprintf("exceptions[%d]", i), m)
		}
	}
	if len(h.Exceptions) > MaxExceptions {
		wrong.add("exceptions", Msg("invalid.hours.exceptions", "Max", MaxExceptions))
	}
	return wrong
}

func (e *Exception) checkWords() (wrong mistakes) {
	wrong.line("name", e.Name, maxName)
	wrong.date("first", e.First)
	wrong.date("last", e.Last)
	return wrong
}

func (e *Exception) check() (Message, bool) {
	switch {
	case e.First.IsZero() || e.Last.IsZero():
		return Msg("invalid.hours.dates"), false
	case e.Last.Before(e.First):
		return Msg("invalid.hours.date_order", "First", e.First, "Last", e.Last), false
	}
	return checkDay(e.Intervals, e.First)
}

// checkDay checks the intervals of one day: a weekday, a date, or the name of a
// kind of days.
func checkDay(intervals []Interval, day any) (Message, bool) {
	if len(intervals) > MaxIntervals {
		return Msg("invalid.hours.intervals", "Day", day, "Max", MaxIntervals), false
	}
	for i, v := range intervals {
		switch {
		case v.Opens < 0 || v.Opens >= EndOfDay:
			return Msg("invalid.hours.opens", "Day", day), false
		case v.Closes <= v.Opens || v.Closes > 2*EndOfDay:
			return Msg("invalid.hours.closes", "Day", day, "Opens", v.Opens), false
		case i > 0 && v.Opens < intervals[i-1].Opens:
			return Msg("invalid.hours.order", "Day", day, "Opens", v.Opens), false
		case i > 0 && v.Opens < intervals[i-1].Closes:
			return Msg("invalid.hours.overlap", "Day", day, "Opens", v.Opens), false
		}
	}
	return Message{}, true
}
