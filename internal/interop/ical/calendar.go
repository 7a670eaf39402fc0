package ical

import (
	"slices"
	"strings"
	"time"

	"rootline/internal/directory"
	"rootline/internal/interop/contentline"
	"rootline/internal/words"
)

// MediaType is what a calendar is sent as.
const MediaType = "text/calendar; charset=utf-8"

// weeks is how many weeks a calendar covers: a year, whatever day it is made on.
const weeks = 53

// Site is what a calendar has to know beside the listing.
type Site struct {
	Words *words.Words
	Page  string // the address of the clinic's page; empty if it has none
}

// Calendar is the calendar of a clinic's hours as of now. It is the same for a week,
// unless the listing changes.
func Calendar(l *directory.Listing, now time.Time, site Site) []byte {
	c := calendar{listing: l, site: site, zone: l.Clinic.Address.Zone()}
	today := directory.DateOf(now.In(c.zone))
	monday := today.AddDays(-int(today.Weekday()+6) % 7)
	c.first, c.last = monday.AddDays(-2), monday.AddDays(7*weeks-1) // a night may last two days
	c.made = l.UpdatedAt.Time()
	if week := monday.In(c.zone); week.After(c.made) {
		c.made = week
	}
	return c.write()
}

// calendar is a calendar as it is being written.
type calendar struct {
	contentline.Writer
	listing     *directory.Listing
	site        Site
	zone        *time.Location
	first, last directory.Date // the days whose hours it has
	made        time.Time      // when what it says last changed
}

func (c *calendar) write() []byte {
	c.Line("BEGIN", "VCALENDAR")
	c.Line("VERSION", "2.0")
	c.Line("PRODID", "-//Rootline//Directory//EN")
	c.Line("CALSCALE", "GREGORIAN")
	c.Line("UID", "urn:uuid:"+c.listing.Clinic.ID.String())
	c.Line("LAST-MODIFIED", utc(c.made))
	c.head()
	c.timeZone()
	if id, _ := c.silent(); id == "" {
		c.events()
	}
	c.Line("END", "VCALENDAR")
	return c.Bytes()
}

// head names the calendar. Programs read the names of RFC 7986 or, most of them,
// those that were there before.
func (c *calendar) head() {
	name := c.site.Words.T("ical.name", "Name", c.listing.Clinic.Name)
	c.Text("NAME", name)
	c.Text("X-WR-CALNAME", name)
	about := c.about()
	c.Text("DESCRIPTION", about)
	c.Text("X-WR-CALDESC", about)
	c.Text("X-WR-TIMEZONE", c.zone.String())
	if c.site.Page != "" {
		c.Line("URL", c.site.Page)
		c.Line("SOURCE;VALUE=URI", c.site.Page+".ics")
		c.Line("REFRESH-INTERVAL;VALUE=DURATION", "P1D")
		c.Line("X-PUBLISHED-TTL", "P1D")
	}
}

// silent is why the calendar has no events, if it has none.
func (c *calendar) silent() (id, reason string) {
	switch l := c.listing; {
	case l.Operating.Value == directory.Closed:
		return "ical.closed", l.Operating.Reason
	case l.State.Value == directory.Suspended:
		return "ical.suspended", l.State.Reason
	case l.Operating.Value == directory.TemporarilyClosed:
		return "ical.paused", l.Operating.Reason
	case !l.Clinic.Hours.Fact.Holds():
		return "ical.unknown", ""
	}
	return "", ""
}

// about says what the calendar is worth.
func (c *calendar) about() string {
	w, h := c.site.Words, &c.listing.Clinic.Hours
	var said []string
	if id, reason := c.silent(); id != "" {
		said = append(said, w.T(id, "Name", c.listing.Clinic.Name), reason)
	} else {
		said = append(said, w.T("ical.covers", "Last", c.last))
		if h.PublicHolidays != nil {
			said = append(said, w.T("ical.holidays"))
		}
		if h.Fact.ObservedAt != 0 {
			said = append(said, w.T("ical.confirmed", "Date", directory.DateOf(h.Fact.ObservedAt.Time())))
		}
	}
	if c.site.Page != "" {
		said = append(said, w.T("ical.page", "Address", c.site.Page))
	}
	return strings.Join(slices.DeleteFunc(said, func(s string) bool { return s == "" }), "\n")
}

// utc is a moment as iCalendar writes it.
func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }
