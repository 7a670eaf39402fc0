package directory

import (
	"math"
	"time"
)

// How far into the future At looks.
const (
	horizonDays = 366
	horizon     = horizonDays * 24 * 60 * 60 // seconds
)

// never is a moment beyond every horizon.
const never = math.MaxInt64

// At says how the doors stand at t in a place whose clocks are those of zone.
// Whatever tells people when a clinic is open is derived from it.
//
// An interval begins when clocks first show the time at which it opens, or are
// put forward past it, and ends when they last show the time at which it
// closes: where an hour happens twice, doors that open in it open the first
// time, and doors that close in it close the second. Stretches that touch are
// one, so Until is when the state does change, be it weeks ahead. Where hours
// for everybody and by appointment overlap, the doors are open.
//
// Hours that do not pass [Hours.Check] get an answer, but no promise about it.
func (h Hours) At(t time.Time, zone *time.Location) Doors {
	if !h.Fact.Holds() {
		return Doors{}
	}
	f := newFinder(t.Unix(), zone)
	open, edge := f.find(&h, false)
	if open {
		return Doors{State: DoorsOpen, Until: f.time(edge)}
	}
	doors := Doors{State: DoorsShut, OpensNext: f.time(edge)}
	if h.takesAppointments() {
		let, until := f.find(&h, true)
		if let {
			doors.State = DoorsByAppointment
		}
		edge = min(edge, until)
	}
	doors.Until = f.time(edge)
	return doors
}

// takesAppointments reports whether any of the hours are by appointment. Most
// clinics have none, and need not be searched for them.
func (h *Hours) takesAppointments() bool {
	if h.ByAppointment {
		return true
	}
	for i := range h.Week {
		if anyByAppointment(h.Week[i]) {
			return true
		}
	}
	for i := range h.Exceptions {
		if anyByAppointment(h.Exceptions[i].Intervals) {
			return true
		}
	}
	return false
}

func anyByAppointment(day []Interval) bool {
	for i := range day {
		if day[i].ByAppointment {
			return true
		}
	}
	return false
}

// finder looks for stretches of time in hours. It counts in Unix seconds, and
// days from 1 January 1970. The hours are no part of it, so that they may stay
// on the stack, which a zone may not.
type finder struct {
	clock wallClock
	now   int64
	today int64
}

func newFinder(now int64, zone *time.Location) finder {
	w := newWallClock(now, zone)
	return finder{clock: w, now: now, today: w.day(now)}
}

// find looks at one kind of hours. It reports whether now lies in a stretch of
// them and when that ends; or if not, when the next one begins.
func (f *finder) find(h *Hours, byAppointment bool) (inside bool, edge int64) {
	s := stretch{now: f.now, end: f.now, next: never}
	last := f.today + horizonDays + 2
	// What opened the day before yesterday may not be over: it lasts two days at
	// most, but where clocks repeat the first hour of today, until the second.
	days := run{last: f.today - 3}
	for d := f.today - 2; d <= last; d++ {
		if d > days.last {
			days = h.runFrom(d)
		}
		if f.addDay(&s, d, &days, byAppointment) {
			break
		}
		if days.last >= last && d-max(days.first, f.today) >= 3*7 {
			// Whatever happens every week has happened by now, on weeks with and
			// without a change of clocks. A stretch that still goes on, always will.
			if s.end >= f.clock.first(d*secondsPerDay) {
				s.end = never
			}
			break
		}
	}
	if s.end > s.now {
		return true, s.end
	}
	return false, s.next
}

// addDay adds one day's intervals of one kind to s, and reports whether s needs
// no more days.
func (f *finder) addDay(s *stretch, d int64, days *run, byAppointment bool) (done bool) {
	midnight := d * secondsPerDay
	if byAppointment && days.hours.ByAppointment && days.exception == nil &&
		s.add(f.clock.first(midnight), f.clock.last(midnight+secondsPerDay)) {
		return true
	}
	intervals := days.intervals(d)
	for i := range intervals {
		if v := &intervals[i]; v.ByAppointment == byAppointment &&
			s.add(f.clock.first(midnight+int64(v.Opens)*60), f.clock.last(midnight+int64(v.Closes)*60)) {
			return true
		}
	}
	return false
}

// time is the moment, as zone shows it, or zero if it is beyond the horizon.
func (f *finder) time(edge int64) time.Time {
	if edge > f.now+horizon {
		return time.Time{}
	}
	return time.Unix(edge, 0).In(f.clock.zone)
}

// stretch grows from now, or lies ahead of it, as intervals are added in the
// order in which they begin.
type stretch struct {
	now  int64
	end  int64 // now, unless an interval holds now
	next int64 // when the first interval begins that end does not reach
}

// add adds the interval between two moments, and reports whether no interval
// that begins later can matter.
func (s *stretch) add(from, to int64) (done bool) {
	switch {
	case to <= from: // put forward, the clocks skipped it
		return false
	case from <= s.end:
		s.end = max(s.end, to)
		return false
	}
	s.next = from
	return true
}
