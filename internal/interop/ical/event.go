package ical

import (
	"slices"
	"strings"
	"time"

	"rootline/internal/directory"
)

// recurring writes the event of a series on these days, of which there is one at
// least. The days that its rule takes in beside them are excluded.
func (c *calendar) recurring(s series, days []directory.Date) {
	at := ";TZID=" + c.zone.String()
	c.begin(s.key, s.interval.ByAppointment)
	c.Line("DTSTART"+at, local(days[0], s.interval.Opens))
	c.Line("DTEND"+at, local(days[0], s.interval.Closes))
	if len(days) > 1 {
		c.Line("RRULE", s.rule+";UNTIL="+utc(c.moment(days[len(days)-1], s.interval.Opens)))
		for _, d := range missing(s.rule, days) {
			c.Line("EXDATE"+at, local(d, s.interval.Opens))
		}
	}
	c.end(s.interval.ByAppointment, s.reason)
}

// once writes the event of a series on one day, from one moment to another.
func (c *calendar) once(s series, d directory.Date, from, to time.Time) {
	c.begin(s.key+"-on-"+basic(d), s.interval.ByAppointment)
	c.Line("DTSTART", utc(from))
	c.Line("DTEND", utc(to))
	c.end(s.interval.ByAppointment, s.reason)
}

// anyTime writes that the doors open for those who have arranged it, on all days
// but those of exceptions.
func (c *calendar) anyTime() {
	var days []directory.Date
	for d := c.first; !c.last.Before(d); d = d.AddDays(1) {
		if c.exceptionOn(d) < 0 {
			days = append(days, d)
		}
	}
	if len(days) == 0 {
		return
	}
	const daily = "FREQ=DAILY"
	c.begin("any-time", true)
	c.Line("DTSTART;VALUE=DATE", basic(days[0]))
	c.Line("DTEND;VALUE=DATE", basic(days[0].AddDays(1)))
	if len(days) > 1 {
		c.Line("RRULE", daily+";UNTIL="+basic(days[len(days)-1]))
		for _, d := range missing(daily, days) {
			c.Line("EXDATE;VALUE=DATE", basic(d))
		}
	}
	c.end(true, "")
}

// closed writes days on which the doors stay shut, from the first on, be it past.
func (c *calendar) closed(r run) {
	c.begin("closed-"+basic(r.begins), false)
	c.Line("DTSTART;VALUE=DATE", basic(r.begins))
	c.Line("DTEND;VALUE=DATE", basic(r.days[len(r.days)-1].AddDays(1)))
	c.summary("ical.event.closed", r.exception.Name)
	c.Line("END", "VEVENT")
}

func (c *calendar) begin(key string, tentative bool) {
	c.Line("BEGIN", "VEVENT")
	c.Line("UID", c.listing.Clinic.ID.String()+"-"+key)
	c.Line("DTSTAMP", utc(c.made))
	status := "CONFIRMED"
	if tentative {
		status = "TENTATIVE"
	}
	c.Line("STATUS", status)
	c.Line("TRANSP", "TRANSPARENT")
	if c.site.Page != "" {
		c.Line("URL", c.site.Page)
	}
	if where := c.where(); where != "" {
		c.Text("LOCATION", where)
	}
}

func (c *calendar) end(byAppointment bool, reason string) {
	if byAppointment {
		c.summary("ical.event.by_appointment", reason)
	} else {
		c.summary("ical.event.open", reason)
	}
	c.Line("END", "VEVENT")
}

// summary is what the event is called; the reason tells it from usual days.
func (c *calendar) summary(id, reason string) {
	c.Text("SUMMARY", c.site.Words.T(id, "Name", c.listing.Clinic.Name))
	if reason != "" {
		c.Text("DESCRIPTION", reason)
	}
}

func (c *calendar) where() string {
	a := &c.listing.Clinic.Address
	parts := []string{a.Address1, strings.TrimSpace(a.PostalCode + " " + a.City), c.site.Words.Country(a.Country)}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// local is a time of day as clocks show it, and past midnight on the day after.
func local(d directory.Date, m directory.Minute) string {
	t := d.In(time.UTC).Add(time.Duration(m) * time.Minute)
	return t.Format("20060102T150405")
}

// moment is when clocks show a time of day, on a day when they do so once.
func (c *calendar) moment(d directory.Date, m directory.Minute) time.Time {
	year, month, day := d.In(time.UTC).Date()
	return time.Date(year, month, day, 0, int(m), 0, 0, c.zone)
}

// missing are the days that a rule takes in between the first of these and the last,
// and that are not among them.
func missing(rule string, days []directory.Date) []directory.Date {
	_, by, weekly := strings.Cut(rule, "BYDAY=")
	var all []directory.Date
	next := 0
	for d := days[0]; next < len(days); d = d.AddDays(1) {
		switch {
		case d == days[next]:
			next++
		case !weekly || strings.Contains(by, strings.ToUpper(d.Weekday().String()[:2])):
			all = append(all, d)
		}
	}
	return all
}
