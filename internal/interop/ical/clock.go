package ical

import (
	"fmt"
	"time"

	"rootline/internal/directory"
)

// occurrence is when an interval of a day begins and ends, if that is odd: if the
// clocks change meanwhile, or where it would begin. An odd one that does not begin
// before it ends does not happen: the clocks skip it. Of others the moments are of
// no interest, and may be zero.
func (c *calendar) occurrence(d directory.Date, v directory.Interval) (from, to time.Time, odd bool) {
	start := d.In(time.UTC).Add(time.Duration(v.Opens) * time.Minute)
	end := d.In(time.UTC).Add(time.Duration(v.Closes) * time.Minute)
	if c.steady(start.Add(-slack), end.Add(slack)) {
		return from, to, false
	}
	// Only package directory knows what happens when clocks change.
	v.ByAppointment = false
	only := directory.Hours{
		Exceptions: []directory.Exception{{First: d, Last: d, Intervals: []directory.Interval{v}}},
		Fact:       directory.Fact{State: directory.OwnerAsserted},
	}
	from = only.At(start.Add(-slack), c.zone).OpensNext
	if from.IsZero() {
		return from, from, true
	}
	to = only.At(from, c.zone).Until
	_, before := from.Zone()
	_, after := to.Zone()
	return from, to, before != after || from.Format(time.DateTime) != start.Format(time.DateTime)
}

// slack is more than any zone is from UTC, and any change of clocks.
const slack = 48 * time.Hour

// steady reports whether the clocks do not change between two moments.
func (c *calendar) steady(from, to time.Time) bool {
	_, change := change(from, c.zone)
	return change.IsZero() || change.After(to)
}

// change returns the offset from UTC in seconds that holds at a moment, and when the
// next one comes into force; the zero time if none does.
func change(t time.Time, zone *time.Location) (offset int, next time.Time) {
	t = t.In(zone)
	_, offset = t.Zone()
	_, next = t.ZoneBounds()
	if !next.IsZero() && !next.After(t) {
		// Beyond the changes on file, the library takes every year for one of 365
		// days, and on the last of a leap year names a moment that has passed.
		return change(time.Date(t.Year()+1, time.January, 1, 0, 0, 0, 0, time.UTC), zone)
	}
	return offset, next
}

// timeZone writes the zone as it is during the calendar, change by change.
func (c *calendar) timeZone() {
	c.Line("BEGIN", "VTIMEZONE")
	c.Line("TZID", c.zone.String())
	at := c.first.In(c.zone).Add(-slack)
	end := c.last.In(c.zone).Add(2 * slack)
	was, next := change(at, c.zone)
	c.observance(at, was)
	for !next.IsZero() && next.Before(end) {
		c.observance(next, was)
		was, next = change(next, c.zone)
	}
	c.Line("END", "VTIMEZONE")
}

// observance writes what clocks show from a moment on, at which they showed another
// offset from UTC before.
func (c *calendar) observance(from time.Time, was int) {
	from = from.In(c.zone)
	name, offset := from.Zone()
	kind := "STANDARD"
	if from.IsDST() {
		kind = "DAYLIGHT"
	}
	c.Line("BEGIN", kind)
	c.Line("DTSTART", from.In(time.FixedZone("", was)).Format("20060102T150405"))
	c.Line("TZOFFSETFROM", offsetText(was))
	c.Line("TZOFFSETTO", offsetText(offset))
	c.Text("TZNAME", name)
	c.Line("END", kind)
}

// offsetText is an offset from UTC as iCalendar writes it: +0530.
func offsetText(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		text += fmt.Sprintf("%02d", seconds%60)
	}
	return text
}
