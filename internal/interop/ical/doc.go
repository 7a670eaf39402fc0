// Package ical writes when a clinic is open as a calendar (iCalendar, RFC 5545), to
// be looked at beside one's own appointments or subscribed to.
//
// A calendar covers the weeks of a year, beginning with the present one. In that
// time its events say what directory.Hours.At says, to the second: what happens
// every week recurs, the days of an exception are left out of that and have events
// of their own, and so has whatever lasts while the clocks change, for programs do
// not agree how long a recurring event lasts then. Hours by appointment are
// tentative. No event takes up its reader's time.
//
// Nobody's hours are guessed: where they are not known, or the doors stay shut,
// the calendar has no events and says why in its description. A subscriber's
// calendar so empties when a clinic closes, instead of going on.
//
// Read calendar.go first, then series.go.
package ical
