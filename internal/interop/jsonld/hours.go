package jsonld

import (
	"slices"
	"time"

	"rootline/internal/directory"
)

// closing is how midnight at the end of a day is written: schema.org reads a time
// that is not after the opening one as one of the next day, and 24:00 is none.
const closing = "23:59"

// hours are the week's opening hours, days alike together, and those of days that
// differ. There are none where nobody has said any.
func hours(h directory.Hours) (week, special []hoursNode) {
	if !h.Fact.Holds() {
		return nil, nil
	}
	for d := range 7 {
		day := time.Weekday((d + 1) % 7) // Monday first
		for _, i := range h.Week[day] {
			week = addDay(week, i, day.String())
		}
	}
	if h.PublicHolidays != nil {
		week = append(week, publicHolidays(h.PublicHolidays.Intervals)...)
	}
	for _, e := range h.Exceptions {
		special = append(special, exception(e)...)
	}
	return week, special
}

// addDay adds a stretch of a day to those of other days at the same time.
func addDay(all []hoursNode, i directory.Interval, day string) []hoursNode {
	if i.ByAppointment {
		return all
	}
	n := stretch(i)
	at := slices.IndexFunc(all, func(o hoursNode) bool { return o.Opens == n.Opens && o.Closes == n.Closes })
	if at < 0 {
		n.Days = []string{day}
		return append(all, n)
	}
	all[at].Days = append(all[at].Days, day)
	return all
}

// publicHolidays are what holds on them: a stretch that opens and closes at midnight
// says that the doors are shut.
func publicHolidays(intervals []directory.Interval) []hoursNode {
	all := open(intervals)
	for i := range all {
		all[i].Days = []string{"https://schema.org/PublicHolidays"}
	}
	return all
}

// open are the stretches of a day that is told by itself, or the one that says that
// the doors are shut.
func open(intervals []directory.Interval) []hoursNode {
	var all []hoursNode
	for _, i := range intervals {
		if !i.ByAppointment {
			all = append(all, stretch(i))
		}
	}
	if len(all) == 0 {
		all = []hoursNode{{Type: "OpeningHoursSpecification", Opens: "00:00", Closes: "00:00"}}
	}
	return all
}

func stretch(i directory.Interval) hoursNode {
	n := hoursNode{Type: "OpeningHoursSpecification", Opens: i.Opens.String(), Closes: i.Closes.String()}
	if i.Closes == directory.EndOfDay {
		n.Closes = closing
	}
	return n
}

// exception is what holds on the days of an exception.
func exception(e directory.Exception) []hoursNode {
	all := open(e.Intervals)
	for i := range all {
		all[i].Name, all[i].From, all[i].Through = e.Name, e.First.String(), e.Last.String()
	}
	return all
}
