package directory

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestMinute(t *testing.T) {
	for m, want := range map[Minute]string{
		0: "00:00", 9 * 60: "09:00", 23*60 + 59: "23:59", EndOfDay: "24:00", EndOfDay + 1: "00:01", 25*60 + 30: "01:30", 2 * EndOfDay: "24:00",
	} {
		if got := m.String(); got != want {
			t.Errorf("Minute(%d) = %s, want %s", int(m), got, want)
		}
	}
}

func TestIntervalAllDay(t *testing.T) {
	for text, want := range map[string]bool{"00:00-24:00": true, "00:00-23:59": false, "00:01-24:00": false, "00:00-25:00": false} {
		if got := intervals(t, []string{text})[0].AllDay(); got != want {
			t.Errorf("AllDay() of %s = %t, want %t", text, got, want)
		}
	}
}

func TestHoursDay(t *testing.T) {
	h := hours(t, "Mo-Fr 09:00-17:00; 2026-03-03..2026-03-05 10:00-12:00; 2026-03-04 shut; 2026-03-08 13:00-26:00a")
	for day, want := range map[string]string{
		"2026-03-02": "09:00-17:00",
		"2026-03-03": "10:00-12:00",
		"2026-03-04": "",
		"2026-03-05": "10:00-12:00",
		"2026-03-06": "09:00-17:00",
		"2026-03-07": "",
		"2026-03-08": "13:00-02:00a",
		"2026-03-09": "09:00-17:00",
	} {
		if got := timesOf(h.Day(date(t, day))); got != want {
			t.Errorf("Day(%s) = %q, want %q", day, got, want)
		}
	}
}

func TestHoursWeekOf(t *testing.T) {
	h := hours(t, "Mo-Fr 09:00-17:00; 2026-12-24..2026-12-26 shut; 2026-12-26 10:00-12:00")
	h.Exceptions[0].Name = "Christmas"
	const want = "12-21 09:00-17:00 | 12-22 09:00-17:00 | 12-23 09:00-17:00 | 12-24 shut (Christmas) | 12-25 shut (Christmas) | 12-26 10:00-12:00 () | 12-27 shut"
	for _, day := range []string{"2026-12-21", "2026-12-24", "2026-12-27"} {
		if got := rows(h.WeekOf(date(t, day), time.Monday)); got != want {
			t.Errorf("WeekOf(%s, Monday)\n got %s\nwant %s", day, got, want)
		}
	}
	if got := rows(h.WeekOf(date(t, "2026-12-26"), time.Sunday)); !strings.HasPrefix(got, "12-20 shut | 12-21") {
		t.Errorf("WeekOf(2026-12-26, Sunday) = %s; want it to begin with 12-20", got)
	}
	if got := rows(h.WeekOf(date(t, "2026-12-27"), time.Sunday)); !strings.HasPrefix(got, "12-27 shut | 12-28") {
		t.Errorf("WeekOf(2026-12-27, Sunday) = %s; want it to begin with 12-27", got)
	}
}

func rows(week [7]DayHours) string {
	var all []string
	for _, d := range week {
		row := d.Date.String()[5:] + " " + timesOf(d.Intervals)
		if len(d.Intervals) == 0 {
			row += "shut"
		}
		if !d.Usual {
			row += " (" + d.Exception + ")"
		}
		all = append(all, row)
	}
	return strings.Join(all, " | ")
}

func timesOf(day []Interval) string {
	var all []string
	for _, v := range day {
		said := fmt.Sprintf("%s-%s", v.Opens, v.Closes)
		if v.ByAppointment {
			said += "a"
		}
		all = append(all, said)
	}
	return strings.Join(all, " ")
}
