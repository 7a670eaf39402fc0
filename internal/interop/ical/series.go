package ical

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"rootline/internal/directory"
)

// series is an interval that happens on some days of the calendar.
type series struct {
	interval directory.Interval
	days     []directory.Date // in order
	rule     string           // what it recurs by: a FREQ, maybe with BYDAY, that fits the days and others
	reason   string           // the name of the exception that it belongs to
	key      string           // tells it from every other series of the clinic
}

// events writes all there are.
func (c *calendar) events() {
	h := &c.listing.Clinic.Hours
	if h.ByAppointment {
		c.anyTime()
	}
	for _, s := range c.weekly() {
		c.series(s)
	}
	for _, r := range c.runs() {
		if len(r.exception.Intervals) == 0 {
			c.closed(r)
		}
		for _, v := range r.exception.Intervals {
			c.series(series{
				interval: v, days: r.days, rule: "FREQ=DAILY", reason: r.exception.Name,
				key: "day-" + basic(r.begins) + "-" + strconv.Itoa(int(v.Opens)),
			})
		}
	}
}

// weekly are the hours of the week: those that several days have in common are one
// series.
func (c *calendar) weekly() []series {
	h := &c.listing.Clinic.Hours
	var all []series
	seen := map[directory.Interval]bool{}
	for i := range h.Week {
		for _, v := range h.Week[(i+1)%7] { // Monday first
			if seen[v] {
				continue
			}
			seen[v] = true
			if s := c.everyWeek(v); len(s.days) > 0 {
				all = append(all, s)
			}
		}
	}
	return all
}

// everyWeek is an interval on all days whose hours have it and are the week's.
func (c *calendar) everyWeek(v directory.Interval) series {
	h := &c.listing.Clinic.Hours
	s := series{interval: v, key: "week-" + strconv.Itoa(int(v.Opens)) + "-" + strconv.Itoa(int(v.Closes))}
	if v.ByAppointment {
		s.key += "-appointment"
	}
	var by []string
	for i := range h.Week {
		if day := time.Weekday((i + 1) % 7); slices.Contains(h.Week[day], v) {
			by = append(by, strings.ToUpper(day.String()[:2]))
		}
	}
	s.rule = "FREQ=WEEKLY;BYDAY=" + strings.Join(by, ",")
	for d := c.first; !c.last.Before(d); d = d.AddDays(1) {
		if _, special := h.ExceptionOn(d); !special && slices.Contains(h.Week[d.Weekday()], v) {
			s.days = append(s.days, d)
		}
	}
	return s
}

// run is a row of days that one exception governs. It may have begun before the days
// that the calendar has: next week it is still the same.
type run struct {
	exception directory.Exception
	begins    directory.Date
	days      []directory.Date // of the calendar
}

// runs are the days of the calendar that exceptions govern.
func (c *calendar) runs() []run {
	var all []run
	was := -1
	for d := c.first; !c.last.Before(d); d = d.AddDays(1) {
		i := c.exceptionOn(d)
		if i >= 0 && i != was {
			all = append(all, run{exception: c.listing.Clinic.Hours.Exceptions[i], begins: c.begins(i, d)})
		}
		if i >= 0 {
			r := &all[len(all)-1]
			r.days = append(r.days, d)
		}
		was = i
	}
	return all
}

// begins is when the run that an exception governs on a day did: on its first day,
// or when the last exception of those that count before it was over.
func (c *calendar) begins(exception int, d directory.Date) directory.Date {
	all := c.listing.Clinic.Hours.Exceptions
	begins := all[exception].First
	for i := exception + 1; i < len(all); i++ {
		if after := all[i].Last.AddDays(1); begins.Before(after) && !d.Before(after) {
			begins = after
		}
	}
	return begins
}

// exceptionOn is which exception counts on a day, the later of two; -1 if none does.
func (c *calendar) exceptionOn(d directory.Date) int {
	all := c.listing.Clinic.Hours.Exceptions
	for i := len(all) - 1; i >= 0; i-- {
		if !d.Before(all[i].First) && !all[i].Last.Before(d) {
			return i
		}
	}
	return -1
}

// series writes a series as one event that recurs, and an event each for the days
// on which the clocks make it differ.
func (c *calendar) series(s series) {
	var plain []directory.Date
	for _, d := range s.days {
		from, to, odd := c.occurrence(d, s.interval)
		switch {
		case !odd:
			plain = append(plain, d)
		case from.Before(to):
			c.once(s, d, from, to)
		}
	}
	if len(plain) > 0 {
		c.recurring(s, plain)
	}
}

// basic is a date as iCalendar writes it.
func basic(d directory.Date) string { return strings.ReplaceAll(d.String(), "-", "") }
