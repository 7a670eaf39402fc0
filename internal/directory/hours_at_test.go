package directory

import "testing"

// atTest is a line of a table: these hours in this zone at this moment.
type atTest struct{ zone, hours, at, want string }

func checkAt(t *testing.T, tests []atTest) {
	t.Helper()
	for _, tt := range tests {
		if got := text(hours(t, tt.hours).At(moment(t, tt.at), zone(t, tt.zone))); got != tt.want {
			t.Errorf("At(%s, %s) of %q\n got %s\nwant %s", tt.at, tt.zone, tt.hours, got, tt.want)
		}
	}
}

// 2 March 2026 is a Monday.
func TestHoursAt(t *testing.T) {
	const lunch = "Mo-Fr 09:00-12:30 13:30-18:00"
	checkAt(t, []atTest{
		// A lunch break, and the boundaries in pairs.
		{"Europe/Berlin", lunch, "2026-03-02T08:59:59.999999999+01:00", "shut until 03-02 09:00 CET, then open"},
		{"Europe/Berlin", lunch, "2026-03-02T09:00:00+01:00", "open until 03-02 12:30 CET"},
		{"Europe/Berlin", lunch, "2026-03-02T12:29:59.999999999+01:00", "open until 03-02 12:30 CET"},
		{"Europe/Berlin", lunch, "2026-03-02T12:30:00+01:00", "shut until 03-02 13:30 CET, then open"},
		{"Europe/Berlin", lunch, "2026-03-06T17:59:59.999999999+01:00", "open until 03-06 18:00 CET"},
		{"Europe/Berlin", lunch, "2026-03-06T18:00:00+01:00", "shut until 03-09 09:00 CET, then open"},
		// The same moment, said from elsewhere.
		{"Europe/Berlin", lunch, "2026-03-02T08:00:00Z", "open until 03-02 12:30 CET"},
		{"Asia/Kathmandu", lunch, "2026-03-02T03:14:59.999999999Z", "shut until 03-02 09:00 +0545, then open"},
		{"Asia/Kathmandu", lunch, "2026-03-02T03:15:00Z", "open until 03-02 12:30 +0545"},

		// Past midnight.
		{"Europe/Berlin", "Fr 20:00-26:00", "2026-03-07T01:59:59.999999999+01:00", "open until 03-07 02:00 CET"},
		{"Europe/Berlin", "Fr 20:00-26:00", "2026-03-07T02:00:00+01:00", "shut until 03-13 20:00 CET, then open"},
		{"Europe/Berlin", "Fr 20:00-48:00", "2026-03-07T23:59:00+01:00", "open until 03-08 00:00 CET"},
		{"Europe/Berlin", "Fr 20:00-48:00; Su 00:00-01:00", "2026-03-07T23:59:00+01:00", "open until 03-08 01:00 CET"},
		{"Europe/Berlin", "Sa 22:00-30:00; Su 04:00-10:00", "2026-03-07T23:00:00+01:00", "open until 03-08 10:00 CET"},

		// Stretches that touch are one.
		{"Europe/Berlin", "Mo 09:00-12:00 12:00-17:00", "2026-03-02T10:00:00+01:00", "open until 03-02 17:00 CET"},
		{"Europe/Berlin", "Mo-We 00:00-24:00", "2026-03-02T10:00:00+01:00", "open until 03-05 00:00 CET"},
		{"Europe/Berlin", "Mo-We 00:00-24:00", "2026-03-05T10:00:00+01:00", "shut until 03-09 00:00 CET, then open"},

		// Round the clock, and almost.
		{"Europe/Berlin", "Mo-Su 00:00-24:00", "2026-03-02T10:00:00+01:00", "open"},
		{"Europe/Berlin", "Mo-Su 12:00-36:00", "2026-03-02T10:00:00+01:00", "open"},
		{"Europe/Berlin", "Su 00:00-48:00; Tu 00:00-48:00; Th 00:00-48:00; Sa 00:00-24:00", "2026-03-02T10:00:00+01:00", "open"},
		{"Europe/Berlin", "Mo-Su 00:00-24:00; Su 00:00-23:59", "2026-03-02T10:00:00+01:00", "open until 03-08 23:59 CET"},
		{"Europe/Berlin", "Mo-Su 00:00-24:00; 2026-12-25 shut", "2026-03-02T10:00:00+01:00", "open until 12-25 00:00 CET"},
		{"Europe/Berlin", "Mo-Su 00:00-24:00; 2027-03-03 shut", "2026-03-02T00:00:00+01:00", "open until 03-03 00:00 CET 2027"},
		{"Europe/Berlin", "Mo-Su 00:00-24:00; 2027-03-03 shut", "2026-03-01T23:59:59.999999999+01:00", "open"}, // a second beyond 366 days

		// Nobody has said, or somebody has looked and found none.
		{"Europe/Berlin", "Mo-Su 00:00-24:00; unknown", "2026-03-02T10:00:00+01:00", "unknown"},
		{"Europe/Berlin", "Mo-Su 00:00-24:00; absent", "2026-03-02T10:00:00+01:00", "unknown"},
		{"Europe/Berlin", "appointment; unknown", "2026-03-02T10:00:00+01:00", "unknown"},
		{"Europe/Berlin", "", "2026-03-02T10:00:00+01:00", "shut"},
	})
}

func TestHoursAt_byAppointment(t *testing.T) {
	checkAt(t, []atTest{
		// No fixed hours at all.
		{"Europe/Berlin", "appointment", "2026-03-02T10:00:00+01:00", "by_appointment"},
		{"Europe/Berlin", "appointment; 2026-03-03 shut", "2026-03-02T10:00:00+01:00", "by_appointment until 03-03 00:00 CET"},
		{"Europe/Berlin", "appointment; 2026-03-03 shut", "2026-03-03T10:00:00+01:00", "shut until 03-04 00:00 CET"},
		// Some, and for the rest by appointment.
		{"Europe/Berlin", "appointment; Sa 10:00-14:00", "2026-03-02T10:00:00+01:00", "by_appointment until 03-07 10:00 CET, then open"},
		{"Europe/Berlin", "appointment; Sa 10:00-14:00", "2026-03-07T13:00:00+01:00", "open until 03-07 14:00 CET"},
		{"Europe/Berlin", "appointment; 2026-03-07 10:00-14:00", "2026-03-07T09:00:00+01:00", "shut until 03-07 10:00 CET, then open"},
		// Fixed hours by appointment.
		{"Europe/Berlin", "Mo 10:00-14:00a", "2026-03-02T09:00:00+01:00", "shut until 03-02 10:00 CET"},
		{"Europe/Berlin", "Mo 10:00-14:00a; Tu 09:00-17:00", "2026-03-02T09:00:00+01:00", "shut until 03-02 10:00 CET; opens 03-03 09:00 CET"},
		{"Europe/Berlin", "Mo 10:00-14:00a; Tu 09:00-17:00", "2026-03-02T13:59:59.999999999+01:00", "by_appointment until 03-02 14:00 CET; opens 03-03 09:00 CET"},
		{"Europe/Berlin", "Mo 10:00-14:00a; Tu 09:00-17:00", "2026-03-02T14:00:00+01:00", "shut until 03-03 09:00 CET, then open"},
		{"Europe/Berlin", "Mo 08:00-09:00a 09:00-12:00 12:00-18:00a", "2026-03-02T08:30:00+01:00", "by_appointment until 03-02 09:00 CET, then open"},
		{"Europe/Berlin", "Mo 08:00-09:00a 09:00-12:00 12:00-18:00a", "2026-03-02T09:00:00+01:00", "open until 03-02 12:00 CET"},
		{"Europe/Berlin", "Mo 08:00-09:00a 09:00-12:00 12:00-18:00a", "2026-03-02T12:00:00+01:00", "by_appointment until 03-02 18:00 CET; opens 03-09 09:00 CET"},
		// Where both overlap, the doors are open.
		{"Europe/Berlin", "Mo 20:00-34:00a; Tu 08:00-12:00", "2026-03-03T07:00:00+01:00", "by_appointment until 03-03 08:00 CET, then open"},
		{"Europe/Berlin", "Mo 20:00-34:00a; Tu 08:00-12:00", "2026-03-03T09:00:00+01:00", "open until 03-03 12:00 CET"},
		{"Europe/Berlin", "Mo 20:00-34:00; Tu 08:00-12:00a", "2026-03-03T09:00:00+01:00", "open until 03-03 10:00 CET"},
		{"Europe/Berlin", "2026-03-02 10:00-14:00a", "2026-03-02T11:00:00+01:00", "by_appointment until 03-02 14:00 CET"},
	})
}

// TestHoursAt_publicHolidays knows no calendar of holidays: Christmas is a Friday.
func TestHoursAt_publicHolidays(t *testing.T) {
	checkAt(t, []atTest{
		{"Europe/Berlin", "Mo-Fr 09:00-17:00; PH shut", "2026-12-25T10:00:00+01:00", "open until 12-25 17:00 CET"},
		{"Europe/Berlin", "Mo-Fr 09:00-17:00; PH 18:00-19:00", "2026-12-25T18:30:00+01:00", "shut until 12-28 09:00 CET, then open"},
	})
}

func TestHoursAt_exceptions(t *testing.T) {
	const usual = "Mo-Su 09:00-17:00"
	checkAt(t, []atTest{
		{"Europe/Berlin", usual + "; 2026-12-24..2026-12-26 shut", "2026-12-23T16:59:59.999999999+01:00", "open until 12-23 17:00 CET"},
		{"Europe/Berlin", usual + "; 2026-12-24..2026-12-26 shut", "2026-12-23T17:00:00+01:00", "shut until 12-27 09:00 CET, then open"},
		{"Europe/Berlin", usual + "; 2026-12-24..2026-12-26 shut", "2026-12-26T12:00:00+01:00", "shut until 12-27 09:00 CET, then open"},
		{"Europe/Berlin", usual + "; 2026-12-24 10:00-13:00", "2026-12-24T09:30:00+01:00", "shut until 12-24 10:00 CET, then open"},
		{"Europe/Berlin", usual + "; 2026-12-24 10:00-13:00", "2026-12-24T13:00:00+01:00", "shut until 12-25 09:00 CET, then open"},
		// Of two, the later in the list.
		{"Europe/Berlin", usual + "; 2026-07-01..2026-07-31 shut; 2026-07-15 08:00-09:00", "2026-07-02T12:00:00+02:00", "shut until 07-15 08:00 CEST, then open"},
		{"Europe/Berlin", usual + "; 2026-07-01..2026-07-31 shut; 2026-07-15 08:00-09:00", "2026-07-15T09:00:00+02:00", "shut until 08-01 09:00 CEST, then open"},
		{"Europe/Berlin", usual + "; 2026-07-15 08:00-09:00; 2026-07-01..2026-07-31 shut", "2026-07-02T12:00:00+02:00", "shut until 08-01 09:00 CEST, then open"},
		// A stretch that began the evening before runs on, into the exception and out of it.
		{"Europe/Berlin", "Mo 20:00-27:00; 2026-03-03 shut", "2026-03-03T02:00:00+01:00", "open until 03-03 03:00 CET"},
		{"Europe/Berlin", "Mo 20:00-27:00; 2026-03-03 02:00-05:00", "2026-03-03T01:00:00+01:00", "open until 03-03 05:00 CET"},
		{"Europe/Berlin", "2026-03-03 20:00-27:00", "2026-03-04T02:59:59.999999999+01:00", "open until 03-04 03:00 CET"},
		{"Europe/Berlin", "Mo-Su 00:00-24:00; 2026-03-03 shut", "2026-03-03T00:00:00+01:00", "shut until 03-04 00:00 CET, then open"},
		// Far ahead, to the horizon and a nanosecond beyond.
		{"Europe/Berlin", "2027-03-03 09:00-10:00", "2026-03-02T09:00:00+01:00", "shut until 03-03 09:00 CET 2027, then open"},
		{"Europe/Berlin", "2027-03-03 09:00-10:00", "2026-03-02T08:59:59.999999999+01:00", "shut"},
		{"Europe/Berlin", "2020-01-01..2030-12-31 00:00-24:00", "2026-03-02T09:00:00+01:00", "open"},
		{"Europe/Berlin", "2020-01-01..2030-12-31 shut; Mo-Su 00:00-24:00", "2026-03-02T09:00:00+01:00", "shut"},
		{"Europe/Berlin", "2026-03-01..2026-03-04 00:00-24:00", "2026-03-02T09:00:00+01:00", "open until 03-05 00:00 CET"},
	})
}

// Clocks are put forward: the hour that they skip opens nothing, and what opens
// or closes in it does so at the moment of the jump.
func TestHoursAt_clocksForward(t *testing.T) {
	checkAt(t, []atTest{
		// Berlin skips 02:00 to 03:00 on Sunday 29 March.
		{"Europe/Berlin", "Su 02:30-06:00", "2026-03-29T00:59:59.999999999Z", "shut until 03-29 03:00 CEST, then open"},
		{"Europe/Berlin", "Su 02:30-06:00", "2026-03-29T01:00:00Z", "open until 03-29 06:00 CEST"},
		{"Europe/Berlin", "Sa 22:00-26:30", "2026-03-29T00:59:59.999999999Z", "open until 03-29 03:00 CEST"},
		{"Europe/Berlin", "Sa 22:00-26:30", "2026-03-29T01:00:00Z", "shut until 04-04 22:00 CEST, then open"},
		{"Europe/Berlin", "Su 02:00-03:00", "2026-03-29T01:00:00Z", "shut until 04-05 02:00 CEST, then open"},
		{"Europe/Berlin", "Su 02:10-02:50", "2026-03-28T12:00:00Z", "shut until 04-05 02:10 CEST, then open"},
		{"Europe/Berlin", "Su 01:00-02:15 02:45-04:00", "2026-03-29T00:30:00Z", "open until 03-29 04:00 CEST"}, // the break is skipped
		// New York skips 02:00 to 03:00 on 8 March.
		{"America/New_York", "Su 02:30-06:00", "2026-03-08T06:59:59.999999999Z", "shut until 03-08 03:00 EDT, then open"},
		{"America/New_York", "Su 02:30-06:00", "2026-03-08T07:00:00Z", "open until 03-08 06:00 EDT"},
		// Lord Howe skips half an hour, 02:00 to 02:30 on 4 October.
		{"Australia/Lord_Howe", "Su 02:15-03:00", "2026-10-03T15:29:59.999999999Z", "shut until 10-04 02:30 +11, then open"},
		{"Australia/Lord_Howe", "Su 02:15-03:00", "2026-10-03T15:30:00Z", "open until 10-04 03:00 +11"},
		// Cairo and Santiago skip the first hour of a day: 24 April, 6 September.
		{"Africa/Cairo", "Fr 00:00-02:00", "2026-04-23T21:59:59.999999999Z", "shut until 04-24 01:00 EEST, then open"},
		{"Africa/Cairo", "Th 20:00-24:00", "2026-04-23T21:59:59.999999999Z", "open until 04-24 01:00 EEST"},
		{"Africa/Cairo", "Th 20:00-24:00; Fr 00:00-02:00", "2026-04-23T21:00:00Z", "open until 04-24 02:00 EEST"},
		{"America/Santiago", "Sa 20:00-24:30; Su 00:45-02:00", "2026-09-06T03:59:59.999999999Z", "open until 09-06 02:00 -03"},
		{"America/Santiago", "Su 00:30-02:00", "2026-09-06T03:59:59.999999999Z", "shut until 09-06 01:00 -03, then open"},
		{"America/Santiago", "Mo-Su 00:00-24:00", "2026-09-06T03:59:59.999999999Z", "open"},
		// Samoa skipped 30 December 2011, a Friday, whole.
		{"Pacific/Apia", "Fr 09:00-17:00", "2011-12-30T09:59:59Z", "shut until 01-06 09:00 +14 2012, then open"},
		{"Pacific/Apia", "Th 09:00-41:00", "2011-12-30T09:59:59Z", "open until 12-31 00:00 +14 2011"},
	})
}

// Clocks are put back: what opens in the hour that they repeat opens the first
// time, and what closes in it closes the second.
func TestHoursAt_clocksBack(t *testing.T) {
	checkAt(t, []atTest{
		// Berlin repeats 02:00 to 03:00 on Sunday 25 October.
		{"Europe/Berlin", "Su 02:30-06:00", "2026-10-25T00:29:59.999999999Z", "shut until 10-25 02:30 CEST, then open"},
		{"Europe/Berlin", "Su 02:30-06:00", "2026-10-25T00:30:00Z", "open until 10-25 06:00 CET"},
		{"Europe/Berlin", "Su 02:30-06:00", "2026-10-25T01:00:00Z", "open until 10-25 06:00 CET"},
		{"Europe/Berlin", "Sa 22:00-26:30", "2026-10-25T00:30:00Z", "open until 10-25 02:30 CET"},
		{"Europe/Berlin", "Sa 22:00-26:30", "2026-10-25T01:29:59.999999999Z", "open until 10-25 02:30 CET"},
		{"Europe/Berlin", "Sa 22:00-26:30", "2026-10-25T01:30:00Z", "shut until 10-31 22:00 CET, then open"},
		{"Europe/Berlin", "Sa 22:00-26:00", "2026-10-25T00:59:59.999999999Z", "open until 10-25 02:00 CET"}, // shown again at the jump
		{"Europe/Berlin", "Sa 22:00-27:00", "2026-10-25T00:59:59.999999999Z", "open until 10-25 03:00 CET"},
		{"Europe/Berlin", "Su 03:00-06:00", "2026-10-25T00:59:59.999999999Z", "shut until 10-25 03:00 CET, then open"},
		{"Europe/Berlin", "Su 02:00-02:01", "2026-10-25T00:30:00Z", "open until 10-25 02:01 CET"},
		{"Europe/Berlin", "Su 02:10-02:20 02:40-02:50", "2026-10-25T00:15:00Z", "open until 10-25 02:50 CET"},
		// New York repeats 01:00 to 02:00 on 1 November.
		{"America/New_York", "Su 01:30-06:00", "2026-11-01T05:29:59.999999999Z", "shut until 11-01 01:30 EDT, then open"},
		{"America/New_York", "Sa 20:00-25:30", "2026-11-01T06:29:59.999999999Z", "open until 11-01 01:30 EST"},
		{"America/New_York", "Sa 20:00-25:30", "2026-11-01T06:30:00Z", "shut until 11-07 20:00 EST, then open"},
		// Lord Howe repeats 01:30 to 02:00 on 5 April.
		{"Australia/Lord_Howe", "Su 01:45-03:00", "2026-04-04T14:44:59.999999999Z", "shut until 04-05 01:45 +11, then open"},
		{"Australia/Lord_Howe", "Sa 20:00-25:45", "2026-04-04T15:14:59.999999999Z", "open until 04-05 01:45 +1030"},
		{"Australia/Lord_Howe", "Sa 20:00-25:45", "2026-04-04T15:15:00Z", "shut until 04-11 20:00 +1030, then open"},
		// Cairo and Santiago repeat the last hour of a day: 29 October, 4 April.
		{"Africa/Cairo", "Th 20:00-23:30", "2026-10-29T21:29:59.999999999Z", "open until 10-29 23:30 EET"},
		{"Africa/Cairo", "Th 20:00-24:00; Fr 00:00-01:00", "2026-10-29T20:30:00Z", "open until 10-30 01:00 EET"},
		{"America/Santiago", "Sa 23:30-24:30", "2026-04-05T02:29:59.999999999Z", "shut until 04-04 23:30 -03, then open"},
		{"America/Santiago", "Sa 23:30-24:30", "2026-04-05T03:15:00Z", "open until 04-05 00:30 -04"},
		{"America/Santiago", "Su 00:00-02:00", "2026-04-05T03:15:00Z", "shut until 04-05 00:00 -04, then open"},
		// Havana repeats the first hour of a day, on 1 November.
		{"America/Havana", "Su 00:00-00:30", "2026-11-01T04:45:00Z", "open until 11-01 00:30 CST"},
		{"America/Havana", "Fr 20:00-48:00", "2026-11-01T04:45:00Z", "open until 11-01 00:00 CST"},
		{"America/Havana", "Sa 20:00-24:00", "2026-11-01T04:45:00Z", "open until 11-01 00:00 CST"},
	})
}

// The package time knows no bound of the last day of a leap year that lies
// beyond the changes of clocks on file, and must not be waited for.
func TestHoursAt_endOfLeapYear(t *testing.T) {
	checkAt(t, []atTest{
		{"America/New_York", "Mo 09:00-17:00", "2040-12-31T12:00:00-05:00", "open until 12-31 17:00 EST 2040"},
		{"America/New_York", "Tu 09:00-17:00", "2040-12-31T12:00:00-05:00", "shut until 01-01 09:00 EST 2041, then open"},
		{"Australia/Sydney", "Mo-Su 00:00-24:00", "2040-12-31T12:00:00Z", "open"},
	})
}

func TestHoursAt_answersInItsZone(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	d := hours(t, "Mo 09:00-17:00").At(moment(t, "2026-03-02T08:00:00Z"), berlin)
	if d.Until.Location() != berlin {
		t.Errorf("Until is told in %v, want %v", d.Until.Location(), berlin)
	}
}

// BenchmarkHoursAt asks what a card asks of every clinic that it shows. Mid-May
// is far from any change of clocks, 24 October is the eve of one.
func BenchmarkHoursAt(b *testing.B) {
	const lunch = "Mo-Fr 09:00-12:30 13:30-18:00; "
	for _, bb := range []struct{ name, hours, at string }{
		{"unknown", "unknown", "2026-05-13T10:00:00Z"},
		{"open", lunch, "2026-05-13T10:00:00Z"},
		{"lunch", lunch, "2026-05-13T11:00:00Z"},
		{"weekend", lunch, "2026-05-16T11:00:00Z"},
		{"exceptions", lunch + "2026-01-01 shut; 2026-04-03 shut; 2026-04-06 shut; 2026-05-01 shut; 2026-05-14 shut; " +
			"2026-05-25 shut; 2026-10-03 shut; 2026-12-24..2026-12-26 shut; 2026-12-31 09:00-12:00; 2027-01-01 shut", "2026-05-13T17:00:00Z"},
		{"appointment", "appointment", "2026-05-13T10:00:00Z"},
		{"always", "Mo-Su 00:00-24:00", "2026-05-13T10:00:00Z"},
		{"almost always", "Mo-Su 00:00-24:00; 2027-01-01 shut", "2026-05-13T10:00:00Z"},
		{"clocks change", lunch, "2026-10-24T10:00:00Z"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			h, berlin := hours(b, bb.hours), zone(b, "Europe/Berlin")
			at := moment(b, bb.at)
			var d Doors
			b.ReportAllocs()
			for b.Loop() {
				d = h.At(at, berlin)
			}
			if d.State == DoorsUnknown != (bb.name == "unknown") {
				b.Fatalf("At(%s) = %s", bb.at, text(d))
			}
		})
	}
}
