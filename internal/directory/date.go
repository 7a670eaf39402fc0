package directory

import (
	"fmt"
	"time"
)

// Instant is a moment in Unix milliseconds, UTC. Zero means not known.
type Instant int64

// At is the Instant of t.
func At(t time.Time) Instant { return Instant(t.UnixMilli()) }

// Time is the moment as a time.Time in UTC.
func (i Instant) Time() time.Time { return time.UnixMilli(int64(i)).UTC() }

// Date is a day of the calendar wherever one is. The zero Date means none.
type Date struct {
	year  int16
	month uint8
	day   uint8
}

// NewDate makes a date of numbers that have to be one: 30 February is refused.
func NewDate(year int, month time.Month, day int) (Date, error) {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if year < 1 || year > 9999 || t.Year() != year || t.Month() != month || t.Day() != day {
		return Date{}, Refuse(Invalid, "invalid.date")
	}
	return DateOf(t), nil
}

// DateOf is the day that t falls on in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{int16(y), uint8(m), uint8(d)}
}

// ParseDate reads a day as RFC 3339 writes it: 2026-03-31.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, Refuse(Invalid, "invalid.date")
	}
	return DateOf(t), nil
}

// In is the start of the day at its nominal midnight in zone.
func (d Date) In(zone *time.Location) time.Time {
	return time.Date(int(d.year), time.Month(d.month), int(d.day), 0, 0, 0, 0, zone)
}

// AddDays is the day n days later, or earlier if n is negative.
func (d Date) AddDays(n int) Date { return DateOf(d.In(time.UTC).AddDate(0, 0, n)) }

// unixDay is the number of days from 1 January 1970 to d.
func (d Date) unixDay() int64 { return d.In(time.UTC).Unix() / secondsPerDay }

// dateOfDay is the day n days after 1 January 1970.
func dateOfDay(n int64) Date { return DateOf(time.Unix(n*secondsPerDay, 0).UTC()) }

// Weekday is the day's day of the week.
func (d Date) Weekday() time.Weekday { return d.In(time.UTC).Weekday() }

// Before reports whether d comes before e.
func (d Date) Before(e Date) bool { return d.number() < e.number() }

func (d Date) number() int { return int(d.year)<<16 | int(d.month)<<8 | int(d.day) }

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// writable reports whether text can hold the date: there is none, or its year has
// four digits.
func (d Date) writable() bool { return d.IsZero() || d.year >= 1 && d.year <= 9999 }

func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// MarshalText writes the date as RFC 3339 does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(b []byte) error { return parseText(d, b, ParseDate) }
