package page

import (
	"time"

	"rootline/internal/directory"
)

// doors says how a clinic's doors stand, on the clocks of its zone.
func (f Frame) doors(d directory.Doors, zone *time.Location) string {
	switch d.State {
	case directory.DoorsOpen:
		return f.open(d, zone)
	case directory.DoorsByAppointment:
		return f.T("doors.by_appointment")
	case directory.DoorsShut:
		return f.shut(d, zone)
	case directory.DoorsUnknown:
	}
	return f.T("doors.unknown")
}

func (f Frame) open(d directory.Doors, zone *time.Location) string {
	until := d.Until.In(zone)
	switch days := f.daysUntil(until); {
	case d.Until.IsZero() || days >= 7:
		return f.T("doors.open")
	case days == 0, days == 1 && until.Hour() == 0 && until.Minute() == 0:
		return f.T("doors.open_until", "Time", f.closing(until))
	default:
		return f.T("doors.open_until_day", "Weekday", until.Weekday(), "Time", f.Time(until))
	}
}

// closing is a closing time of today: midnight belongs to the day that it ends.
func (f Frame) closing(until time.Time) string {
	if until.Hour() == 0 && until.Minute() == 0 {
		return f.Minute(directory.EndOfDay)
	}
	return f.Time(until)
}

func (f Frame) shut(d directory.Doors, zone *time.Location) string {
	opens := d.OpensNext.In(zone)
	switch days := f.daysUntil(opens); {
	case d.OpensNext.IsZero():
		return f.T("doors.shut")
	case days == 0:
		return f.T("doors.opens_today", "Time", f.Time(opens))
	case days < 7:
		return f.T("doors.opens_day", "Weekday", opens.Weekday(), "Time", f.Time(opens))
	default:
		return f.T("doors.opens_date", "Date", directory.DateOf(opens))
	}
}

// daysUntil counts the midnights between now and t, on the clocks of t's zone.
func (f Frame) daysUntil(t time.Time) int {
	today := directory.DateOf(f.Now.In(t.Location()))
	return int(directory.DateOf(t).In(time.UTC).Sub(today.In(time.UTC)) / (24 * time.Hour))
}

// doorsTone is the class of the badge that tells how the doors stand.
func doorsTone(s directory.DoorState) string {
	switch s {
	case directory.DoorsOpen:
		return "doors doors-open"
	case directory.DoorsByAppointment:
		return "doors doors-appointment"
	case directory.DoorsShut:
		return "doors doors-shut"
	case directory.DoorsUnknown:
	}
	return "doors doors-unknown"
}

// intervals says the hours of a day, each with the comma that goes before the
// next.
func (f Frame) intervals(day []directory.Interval) []string {
	said := make([]string, len(day))
	for i, in := range day {
		said[i] = f.interval(in)
		if i+1 < len(day) {
			said[i] += ","
		}
	}
	return said
}

// interval says from when until when the doors are open.
func (f Frame) interval(in directory.Interval) string {
	said := f.T("hours.interval", "Opens", f.Minute(in.Opens), "Closes", f.Minute(in.Closes))
	if in.AllDay() {
		said = f.T("hours.all_day")
	}
	if in.ByAppointment {
		return f.T("hours.by_appointment", "Interval", said)
	}
	return said
}

// usuallyByAppointment reports whether a day of the week has no hours but those
// that one arranges.
func (v ClinicView) usuallyByAppointment(day directory.DayHours) bool {
	return v.Listing.Clinic.Hours.ByAppointment && day.Usual && len(day.Intervals) == 0
}

// onlyByAppointment reports whether a table of the hours would say nothing but
// that one has to arrange them.
func (v ClinicView) onlyByAppointment() bool {
	for _, day := range v.Week {
		if !v.usuallyByAppointment(day) {
			return false
		}
	}
	return v.Listing.Clinic.Hours.PublicHolidays == nil
}
