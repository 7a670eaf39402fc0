package jsonld_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
)

// spans writes what is said of hours: days, or a row of dates, and from when to when.
func spans(said any) string {
	list, _ := said.([]any)
	all := make([]string, len(list))
	for i := range list {
		n, _ := list[i].(map[string]any)
		days := ""
		if names, ok := n["dayOfWeek"].([]any); ok {
			for _, name := range names {
				days += strings.TrimPrefix(fmt.Sprint(name), "https://schema.org/")[:2]
			}
		} else {
			days = fmt.Sprint(n["validFrom"])[5:] + ".." + fmt.Sprint(n["validThrough"])[5:]
		}
		all[i] = fmt.Sprintf("%s %s-%s", days, n["opens"], n["closes"])
	}
	return strings.Join(all, ", ")
}

func hour(opens, closes directory.Minute) directory.Interval {
	return directory.Interval{Opens: opens * 60, Closes: closes * 60}
}

// TestClinic_hoursOfADayOrLonger: midnight at the end of a day is 00:00 but for whole
// days, and what lasts 24 hours or longer goes on on the day after.
func TestClinic_hoursOfADayOrLonger(t *testing.T) {
	tests := []struct {
		hours directory.Interval // of Sundays
		want  string
	}{
		{hour(9, 18), "Su 09:00-18:00"},
		{hour(18, 24), "Su 18:00-00:00"},
		{hour(0, 24), "Su 00:00-23:59"},
		{hour(22, 26), "Su 22:00-02:00"},
		{hour(0, 23), "Su 00:00-23:00"},
		{hour(12, 35), "Su 12:00-11:00"},
		{hour(12, 36), "Mo 00:00-12:00, Su 12:00-00:00"},
		{hour(8, 40), "Mo 00:00-16:00, Su 08:00-00:00"},
		{hour(9, 48), "Mo 00:00-23:59, Su 09:00-00:00"},
		{hour(0, 48), "MoSu 00:00-23:59"},
		{hour(0, 25), "Mo 00:00-01:00, Su 00:00-23:59"},
		{directory.Interval{Opens: 0, Closes: 2 * directory.EndOfDay, ByAppointment: true}, ""},
	}
	for _, tt := range tests {
		l := published()
		l.Clinic.Hours = directory.Hours{Fact: l.Clinic.Hours.Fact}
		l.Clinic.Hours.Week[time.Sunday] = []directory.Interval{tt.hours}
		if got := spans(clinic(t, l)["openingHoursSpecification"]); got != tt.want {
			t.Errorf("hours %v-%v on Sundays are said as %q, want %q", tt.hours.Opens, tt.hours.Closes, got, tt.want)
		}
	}
	l := published()
	l.Clinic.Hours = directory.Hours{Fact: l.Clinic.Hours.Fact, PublicHolidays: &directory.Holidays{Intervals: []directory.Interval{hour(12, 36)}}}
	for d := range l.Clinic.Hours.Week {
		l.Clinic.Hours.Week[d] = []directory.Interval{hour(0, 48)}
	}
	if got, want := spans(clinic(t, l)["openingHoursSpecification"]), "MoTuWeThFrSaSu 00:00-23:59, Pu 12:00-00:00"; got != want {
		t.Errorf("doors that never shut are said as %q, want %q", got, want)
	}
}

// TestClinic_exceptions: they are told until they are over, and what is left of the
// last day's hours on the day after, which keeps the hours that it has.
func TestClinic_exceptions(t *testing.T) {
	day := func(n int) directory.Date { return directory.DateOf(now).AddDays(n) } // from Monday, 2 March
	tests := []struct {
		exceptions []directory.Exception
		want       string
	}{
		{[]directory.Exception{{First: day(-9), Last: day(-1)}}, ""},
		{[]directory.Exception{{First: day(-9), Last: day(0)}}, "02-21..03-02 00:00-00:00"},
		{[]directory.Exception{{First: day(1), Last: day(2), Intervals: []directory.Interval{hour(18, 24)}}}, "03-03..03-04 18:00-00:00"},
		{[]directory.Exception{{First: day(1), Last: day(1), Intervals: []directory.Interval{hour(0, 24)}}}, "03-03..03-03 00:00-23:59"},
		{
			[]directory.Exception{{First: day(1), Last: day(2), Intervals: []directory.Interval{hour(12, 36)}}},
			"03-03..03-04 12:00-00:00, 03-04..03-05 00:00-12:00, 03-05..03-05 14:00-18:00",
		},
		{ // a Saturday, before a Sunday without hours
			[]directory.Exception{{First: day(5), Last: day(5), Intervals: []directory.Interval{hour(12, 36)}}},
			"03-07..03-07 12:00-00:00, 03-08..03-08 00:00-12:00",
		},
		{ // the day after is one of another exception
			[]directory.Exception{
				{First: day(1), Last: day(1), Intervals: []directory.Interval{hour(12, 36)}},
				{First: day(2), Last: day(2), Intervals: []directory.Interval{hour(20, 22)}},
			},
			"03-03..03-03 12:00-00:00, 03-04..03-04 00:00-12:00, 03-04..03-04 20:00-22:00",
		},
		{ // over, but for what is left
			[]directory.Exception{{First: day(-1), Last: day(-1), Intervals: []directory.Interval{hour(12, 36)}}},
			"03-01..03-01 12:00-00:00, 03-02..03-02 00:00-12:00, 03-02..03-02 14:00-18:00",
		},
		{[]directory.Exception{{First: day(-2), Last: day(-2), Intervals: []directory.Interval{hour(12, 36)}}}, ""},
	}
	for _, tt := range tests {
		l := published()
		l.Clinic.Hours = directory.Hours{Fact: l.Clinic.Hours.Fact, Exceptions: tt.exceptions}
		for d := time.Monday; d <= time.Friday; d++ {
			l.Clinic.Hours.Week[d] = []directory.Interval{hour(14, 18)}
		}
		if got := spans(clinic(t, l)["specialOpeningHoursSpecification"]); got != tt.want {
			t.Errorf("exceptions %v are said as %q, want %q", tt.exceptions, got, tt.want)
		}
	}
}

// TestClinic_exceptionsEndByTheClinicsClocks: at nine in the morning in UTC, the next
// day has begun in Auckland's summer only from eleven on.
func TestClinic_exceptionsEndByTheClinicsClocks(t *testing.T) {
	today := directory.DateOf(now)
	l := published()
	l.Clinic.Hours.Exceptions = []directory.Exception{{First: today, Last: today}}
	for _, tt := range []struct {
		zone  string
		hours int
		said  bool
	}{{"Pacific/Auckland", 1, true}, {"Pacific/Auckland", 2, false}, {"UTC", 14, true}, {"UTC", 15, false}} {
		l.Clinic.Address.TimeZone = tt.zone
		b, err := site.Clinic(&l, now.Add(time.Duration(tt.hours)*time.Hour))
		if err != nil || strings.Contains(string(b), "special") != tt.said {
			t.Errorf("%d hours later, an exception of %s in %s is said: %t, %v; want %t", tt.hours, today, tt.zone, !tt.said, err, tt.said)
		}
	}
}
