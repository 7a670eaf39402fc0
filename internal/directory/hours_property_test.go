package directory

import (
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// zones are those whose clocks have done something odd since 1970, beside some
// that never do.
var zoneNames = []string{
	"UTC", "Asia/Kathmandu", "Pacific/Kiritimati", // the date line moved in 1995
	"Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Nuuk",
	"America/Santiago", "Africa/Cairo", "Asia/Beirut", "America/Asuncion", // at midnight
	"America/Havana",           // at one, back to midnight
	"America/St_Johns",         // a minute past midnight, until 2011
	"Australia/Lord_Howe",      // half an hour
	"Antarctica/Troll",         // two hours
	"Africa/Casablanca",        // for Ramadan
	"Asia/Gaza", "Asia/Tehran", // by decree
	"Pacific/Apia", "Pacific/Kwajalein", // skipped a day, in 2011 and 1993
	"Asia/Pyongyang", "America/Caracas", // half an hour, for some years
	"Antarctica/Casey", "America/Argentina/San_Luis", // to and fro
}

// drawMoment is near a change of clocks more often than not.
func drawMoment(t *rapid.T, zone *time.Location) time.Time {
	from, to := time.Date(1975, 1, 1, 0, 0, 0, 0, time.UTC).Unix(), time.Date(2045, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	m := time.Unix(rapid.Int64Range(from, to).Draw(t, "moment"), 0).In(zone)
	if _, change := m.ZoneBounds(); !change.IsZero() && change.After(m) && rapid.IntRange(0, 3).Draw(t, "near a change") > 0 {
		return change.Add(time.Duration(rapid.IntRange(-3*24*60, 24*60).Draw(t, "minutes from it")) * time.Minute)
	}
	return m
}

// drawHours is hours on whole steps of minutes, with exceptions around a day.
func drawHours(t *rapid.T, around Date, step, reach int) Hours {
	h := Hours{
		Fact:          Fact{State: rapid.SampledFrom([]FactState{OwnerAsserted, SourceChecked, OwnerAsserted, OwnerAsserted, NotChecked}).Draw(t, "fact")},
		ByAppointment: rapid.IntRange(0, 4).Draw(t, "by appointment") == 0,
	}
	usual := drawDay(t, step)
	for d := range h.Week {
		h.Week[d] = usual
		if rapid.Bool().Draw(t, "unusual") {
			h.Week[d] = drawDay(t, step)
		}
	}
	for range rapid.IntRange(0, 4).Draw(t, "exceptions") {
		first := around.AddDays(rapid.IntRange(-reach, reach).Draw(t, "first"))
		last := first.AddDays(rapid.IntRange(0, reach/2).Draw(t, "days"))
		h.Exceptions = append(h.Exceptions, Exception{First: first, Last: last, Intervals: drawDay(t, step)})
	}
	return h
}

// drawDay is a day's intervals: shut, round the clock, around the hours at which
// clocks change, or anything.
func drawDay(t *rapid.T, step int) []Interval {
	switch rapid.IntRange(0, 5).Draw(t, "kind of day") {
	case 0:
		return nil
	case 1:
		return []Interval{{Opens: 0, Closes: EndOfDay}}
	}
	early := rapid.Bool().Draw(t, "early")
	var day []Interval
	at := 0
	for range rapid.IntRange(1, 4).Draw(t, "intervals") {
		gap, length := rapid.IntRange(0, 20*60/step), rapid.IntRange(1, 30*60/step)
		if early {
			gap, length = rapid.IntRange(0, 90/step), rapid.IntRange(1, 90/step)
		}
		opens := at + gap.Draw(t, "gap")*step
		closes := min(opens+length.Draw(t, "length")*step, 2*int(EndOfDay))
		if opens >= int(EndOfDay) {
			break
		}
		day = append(day, Interval{Minute(opens), Minute(closes), rapid.IntRange(0, 3).Draw(t, "let") == 0})
		at = closes
	}
	return day
}

// ask compares At with the oracle around one tick: at it, within it, and a
// nanosecond before it.
func ask(t *rapid.T, o *oracle, h Hours, i int) {
	m := o.moment(i)
	for _, at := range []time.Time{m, m.Add(-1), m.Add(time.Duration(o.tick) * time.Second / 2)} {
		if wrong := o.differ(at, h.At(at, o.zone)); wrong != "" {
			t.Fatalf("%s\nhours %+v", wrong, h)
		}
	}
}

// TestHoursAt_minuteByMinute looks at every change of state in a week, and at
// moments between.
func TestHoursAt_minuteByMinute(t *testing.T) {
	const day = 24 * time.Hour
	rapid.Check(t, func(t *rapid.T) {
		zone := must(time.LoadLocation(rapid.SampledFrom(zoneNames).Draw(t, "zone")))
		at := drawMoment(t, zone).Truncate(time.Minute)
		r := read(zone, at.Add(-5*day), at.Add(9*day), time.Minute)
		h := drawHours(t, DateOf(at), rapid.SampledFrom([]int{1, 30}).Draw(t, "step"), 6)
		if err := h.Check(); err != nil {
			t.Fatalf("drew hours that do not pass: %v in %+v", err, h)
		}
		o := consult(r, h)
		for i := 4 * 24 * 60; i < len(o.state)-2*24*60; i++ {
			if o.state[i] != o.state[i-1] {
				ask(t, o, h, i)
			}
		}
		for range 10 {
			ask(t, o, h, rapid.IntRange(4*24*60, len(o.state)-2*24*60).Draw(t, "tick"))
		}
	})
}

// TestHoursAt_yearAhead looks as far as At does, by the quarter of an hour, with
// hours that are shut or open for months.
func TestHoursAt_yearAhead(t *testing.T) {
	const day = 24 * time.Hour
	rapid.Check(t, func(t *rapid.T) {
		zone := must(time.LoadLocation(rapid.SampledFrom([]string{
			"UTC", "Asia/Kathmandu", "Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca",
		}).Draw(t, "zone")))
		at := time.Date(2012, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 30*365*24*4).Draw(t, "quarters")) * 15 * time.Minute)
		h := drawHours(t, DateOf(at), 15, 400)
		if rapid.Bool().Draw(t, "monotonous") {
			for d := range h.Week {
				h.Week[d] = h.Week[0]
			}
		}
		o := consult(read(zone, at.Add(-5*day), at.Add((horizonDays+8)*day), 15*time.Minute), h)
		for range 5 {
			ask(t, o, h, rapid.IntRange(4*24*4, 6*24*4).Draw(t, "tick"))
		}
	})
}

// TestHoursAt_secondBySecond looks at the changes that no minute divides: those
// from the mean time of a place to the time of a zone.
func TestHoursAt_secondBySecond(t *testing.T) {
	changes := map[string]string{
		"Africa/Monrovia":    "1972-01-07T00:44:30Z", // from -0:44:30
		"America/Paramaribo": "1945-10-01T03:40:36Z", // from -3:40:36
		"Asia/Singapore":     "1905-05-31T17:04:35Z", // from +6:55:25
		"America/New_York":   "1883-11-18T17:00:00Z", // from -4:56:02
	}
	clocks := map[string]*readings{}
	for name, at := range changes {
		zone, change := zone(t, name), moment(t, at)
		if _, end := change.Add(-time.Second).In(zone).ZoneBounds(); !end.Equal(change) {
			t.Fatalf("the clocks of %s changed at %v, not %v", name, end.UTC(), change)
		}
		clocks[name] = read(zone, change.Add(-52*time.Hour), change.Add(12*time.Hour), time.Second)
	}
	rapid.Check(t, func(t *rapid.T) {
		r := clocks[rapid.SampledFrom(slices.Sorted(maps.Keys(clocks))).Draw(t, "zone")]
		const change = 52 * 3600
		h := drawHours(t, DateOf(r.moment(change)), 1, 2)
		o := consult(r, h)
		for i := change - 2*3600; i < change+8*3600; i++ {
			if o.state[i] != o.state[i-1] {
				ask(t, o, h, i)
			}
		}
		ask(t, o, h, change)
	})
}
