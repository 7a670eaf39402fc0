package directory

import (
	"math"
	"time"
)

// Day returns the hours that count on d: an exception's, or the week's. What
// began on an earlier day and runs on into d is not among them. The caller must
// not change them.
func (h Hours) Day(d Date) []Interval {
	if e, ok := h.ExceptionOn(d); ok {
		return e.Intervals
	}
	return h.Week[d.Weekday()]
}

// ExceptionOn returns the exception that counts on d, if there is one.
func (h Hours) ExceptionOn(d Date) (Exception, bool) {
	for i := len(h.Exceptions) - 1; i >= 0; i-- {
		if h.Exceptions[i].covers(d) {
			return h.Exceptions[i], true
		}
	}
	return Exception{}, false
}

// DayHours is a row in the table of a week's hours.
type DayHours struct {
	Date      Date
	Intervals []Interval // none: shut all day
	Exception string     // the name of the exception, if one counts and has one
	Usual     bool       // no exception counts
}

// WeekOf returns the hours of the seven days around d, of which the first is
// the given weekday: weeks begin on a Monday here and on a Sunday there. It
// means nothing unless the hours are known.
func (h Hours) WeekOf(d Date, first time.Weekday) [7]DayHours {
	var week [7]DayHours
	start := d.AddDays(-int(d.Weekday()-first+7) % 7)
	for i := range week {
		day := start.AddDays(i)
		e, special := h.ExceptionOn(day)
		week[i] = DayHours{Date: day, Intervals: h.Day(day), Exception: e.Name, Usual: !special}
	}
	return week
}

// run is a row of days that one rule governs, as numbers from 1 January 1970:
// the week's or, if exception is set, that one's.
type run struct {
	hours       *Hours
	first, last int64
	exception   *Exception
}

// intervals returns the hours of a day of the run.
func (r *run) intervals(day int64) []Interval {
	if r.exception != nil {
		return r.exception.Intervals
	}
	const thursday = int64(time.Thursday) // 1 January 1970
	return r.hours.Week[((day+thursday)%7+7)%7]
}

// runFrom returns the run of days that begins with the given one.
func (h *Hours) runFrom(day int64) run {
	r := run{hours: h, first: day, last: math.MaxInt64}
	if len(h.Exceptions) == 0 {
		return r
	}
	date, overruled := dateOfDay(day), Date{}
	for i := len(h.Exceptions) - 1; i >= 0; i-- {
		e := &h.Exceptions[i]
		if e.covers(date) {
			r.exception, r.last = e, e.Last.unixDay()
			break
		}
		if date.Before(e.First) && (overruled.IsZero() || e.First.Before(overruled)) {
			overruled = e.First
		}
	}
	if !overruled.IsZero() {
		r.last = min(r.last, overruled.unixDay()-1)
	}
	return r
}
