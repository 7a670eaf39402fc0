package words

import (
	"strconv"
	"time"

	"rootline/internal/directory"
)

// Date is a day in full: 21 November 2026. The zero Date is nothing.
func (w *Words) Date(d directory.Date) string { return w.date("format.date", d) }

// Month is the month a day lies in, with its year: November 2026.
func (w *Words) Month(d directory.Date) string { return w.date("format.month", d) }

// DayMonth is a day without its year, where that is plain: 21 November.
func (w *Words) DayMonth(d directory.Date) string { return w.date("format.day_month", d) }

func (w *Words) date(pattern string, d directory.Date) string {
	if d.IsZero() {
		return ""
	}
	t := d.In(time.UTC)
	return w.T(pattern, "Day", strconv.Itoa(t.Day()), "Month", w.months[t.Month()], "Year", strconv.Itoa(t.Year()))
}

// Time is the time of day in t's own zone: 09:00.
func (w *Words) Time(t time.Time) string { return t.Format(w.plain["format.time"]) }

// Minute is a time of day of opening hours: 09:00. Midnight at the end of a day
// is 24:00, and a time past it is said as on the next day's clock.
func (w *Words) Minute(m directory.Minute) string {
	if m == directory.EndOfDay {
		return "24:00"
	}
	return w.Time(time.Date(2000, 1, 1, 0, int(m), 0, 0, time.UTC))
}

// Weekday is the day's name: Monday.
func (w *Words) Weekday(d time.Weekday) string { return w.weekdays[d] }
