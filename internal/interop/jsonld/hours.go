package jsonld

import (
	"slices"
	"time"

	"rootline/internal/directory"
)

// How midnight is written at the end of a day: schema.org reads a time that is not
// after the opening one as one of the next day, and 24:00 is none. That is why a
// whole day has to end before it.
const (
	midnight = "00:00"
	allDay   = "23:59"
)

// hours are the week's opening hours, days alike together, and from today on those
// of days that differ. There are none where nobody has said any.
func hours(h *directory.Hours, today directory.Date) (week, special []hoursNode) {
	if !h.Fact.Holds() {
		return nil, nil
	}
	for d := range 7 {
		day := time.Weekday((d + 1) % 7) // Monday first
		_, left := split(h.Week[d])
		own, _ := split(h.Week[day])
		for _, i := range append(left, own...) {
			week = addDay(week, i, day.String())
		}
	}
	if h.PublicHolidays != nil {
		week = append(week, publicHolidays(h.PublicHolidays.Intervals)...)
	}
	for i := range h.Exceptions {
		special = append(special, exception(h, &h.Exceptions[i], today)...)
	}
	return week, special
}

// split takes what is by appointment from a day's hours. What lasts 24 hours or
// longer cannot be told from what is a day shorter; it ends at midnight, and what is
// left of it is told as hours of the day after.
func split(intervals []directory.Interval) (own, left []directory.Interval) {
	for _, i := range intervals {
		if i.ByAppointment {
			continue
		}
		if i.Closes-i.Opens >= directory.EndOfDay && !i.AllDay() {
			left = append(left, directory.Interval{Closes: i.Closes - directory.EndOfDay})
			i.Closes = directory.EndOfDay
		}
		own = append(own, i)
	}
	return own, left
}

// addDay adds a stretch of a day to those of other days at the same time.
func addDay(all []hoursNode, i directory.Interval, day string) []hoursNode {
	n := stretch(i)
	at := slices.IndexFunc(all, func(o hoursNode) bool { return o.Opens == n.Opens && o.Closes == n.Closes })
	switch {
	case at < 0:
		n.Days = []string{day}
		return append(all, n)
	case !slices.Contains(all[at].Days, day):
		all[at].Days = append(all[at].Days, day)
	}
	return all
}

// publicHolidays are what holds on them, up to midnight at the latest if it lasts
// longer than a day: which day comes after one is not known.
func publicHolidays(intervals []directory.Interval) []hoursNode {
	own, _ := split(intervals)
	all := told(own)
	for i := range all {
		all[i].Days = []string{"https://schema.org/PublicHolidays"}
	}
	return all
}

// told are the stretches of days that are told by themselves, or the one that says
// that the doors are shut, which opens and closes at midnight.
func told(intervals []directory.Interval) []hoursNode {
	if len(intervals) == 0 {
		return []hoursNode{{Type: "OpeningHoursSpecification", Opens: midnight, Closes: midnight}}
	}
	all := make([]hoursNode, len(intervals))
	for i, v := range intervals {
		all[i] = stretch(v)
	}
	return all
}

func stretch(i directory.Interval) hoursNode {
	n := hoursNode{Type: "OpeningHoursSpecification", Opens: i.Opens.String(), Closes: i.Closes.String()}
	switch {
	case i.AllDay():
		n.Closes = allDay
	case i.Closes == directory.EndOfDay:
		n.Closes = midnight
	}
	return n
}

// exception is what holds on the days of an exception, and what is left of it on the
// days after each, unless all that is past. The day after the last is then told by
// itself, with the hours that it has anyway.
func exception(h *directory.Hours, e *directory.Exception, today directory.Date) []hoursNode {
	own, left := split(e.Intervals)
	after := e.Last.AddDays(1)
	if e.Last.Before(today) && (len(left) == 0 || after.Before(today)) {
		return nil
	}
	all := dated(told(own), e.Name, e.First, e.Last)
	if len(left) == 0 {
		return all
	}
	all = append(all, dated(told(left), e.Name, e.First.AddDays(1), after)...)
	if _, special := h.ExceptionOn(after); special {
		return all
	}
	if usual, _ := split(h.Day(after)); len(usual) > 0 {
		all = append(all, dated(told(usual), "", after, after)...)
	}
	return all
}

// dated says of stretches on which days they hold.
func dated(all []hoursNode, name string, first, last directory.Date) []hoursNode {
	for i := range all {
		all[i].Name, all[i].From, all[i].Through = name, first.String(), last.String()
	}
	return all
}
