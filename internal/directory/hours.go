package directory

import (
	"fmt"
	"time"
)

// Minute is a time of day in minutes after the day's nominal midnight. Past
// 24:00 it belongs to the night of the same day: 25:30 is half past one.
type Minute int

// EndOfDay is midnight at the end of a day.
const EndOfDay Minute = 24 * 60

// String is the time as clocks show it: 25:30 is 01:30. Midnight at the end of
// a day is 24:00, so that it is not taken for the day's beginning.
func (m Minute) String() string {
	if m > EndOfDay {
		m = (m-1)%EndOfDay + 1
	}
	return fmt.Sprintf("%02d:%02d", m/60, m%60)
}

// Interval is a stretch of a day during which the doors are open, from Opens up
// to but not including Closes. Closes may lie past EndOfDay, up to 48:00: the
// stretch then ends on the next day. With ByAppointment, only those who have
// arranged it are let in.
type Interval struct {
	Opens         Minute `json:"opens"`
	Closes        Minute `json:"closes"`
	ByAppointment bool   `json:"by_appointment,omitzero"`
}

// AllDay reports whether the interval is a day from midnight to midnight.
func (i Interval) AllDay() bool { return i.Opens == 0 && i.Closes == EndOfDay }

// Exception replaces the week's hours on the days from First to Last: with its
// intervals, or with closed doors if it has none.
type Exception struct {
	First     Date       `json:"first"`
	Last      Date       `json:"last"`
	Intervals []Interval `json:"intervals,omitempty"`
	Name      string     `json:"name,omitzero"` // such as "New Year"
}

// covers reports whether d is one of the exception's days.
func (e *Exception) covers(d Date) bool { return !d.Before(e.First) && !e.Last.Before(d) }

// Holidays is what holds on a public holiday in place of the week's hours: its
// intervals, or closed doors if it has none.
type Holidays struct {
	Intervals []Interval `json:"intervals,omitempty"`
}

// Hours is when a clinic is open, in its own time zone. Unless the fact is
// known, nobody has said, and the clinic is neither open nor closed.
//
// A day's intervals are in order and do not overlap; [Hours.Check] tells. Those
// of different days may: a night that runs into the next day is one stretch
// with it. Of two exceptions for a day, the later in the list counts.
type Hours struct {
	Week          [7][]Interval `json:"week,omitzero"`           // by time.Weekday, Sunday first
	ByAppointment bool          `json:"by_appointment,omitzero"` // at any time else, but for the exceptions' days
	Exceptions    []Exception   `json:"exceptions,omitempty"`

	// PublicHolidays is what the clinic says of public holidays, nil if it says
	// nothing. It is kept, shown and handed on, but [Hours.At] and what is derived
	// from it do not go by it: which days are public holidays in a place is not
	// known here. Where a dated exception falls on one, the exception counts.
	PublicHolidays *Holidays `json:"public_holidays,omitempty"`

	Fact Fact `json:"fact"`
}

// DoorState says how the doors stand.
type DoorState int

// How the doors can stand.
const (
	DoorsUnknown DoorState = iota // nobody has said
	DoorsOpen
	DoorsByAppointment // open to those who have arranged it
	DoorsShut
)

var doorStates = [...]string{
	DoorsUnknown: "unknown", DoorsOpen: "open", DoorsByAppointment: "by_appointment", DoorsShut: "shut",
}

func (s DoorState) String() string { return doorStates[s] }

// Doors is how the doors stand at a moment. Until is when that changes, and
// OpensNext when they are next open to everybody after a time when they are
// not; each is the zero time if it is not known, never, or further away than
// 366 times 24 hours.
type Doors struct {
	State     DoorState
	Until     time.Time
	OpensNext time.Time
}
