package demo

import (
	"slices"
	"time"

	"rootline/internal/directory"
)

// hours makes hours of one of the kinds that clinics keep, or none: nobody has
// said.
func (m *maker) hours() directory.Hours {
	h := directory.Hours{Fact: m.fact(directory.FactHours)}
	switch m.weigh(42, 18, 7, 5, 4, 11, 13) {
	case 0:
		m.week(&h, m.allDay()...)
	case 1:
		m.week(&h, m.withLunch()...)
	case 2: // Saturdays for those who have arranged it
		m.week(&h, m.allDay()...)
		h.Week[time.Saturday] = []directory.Interval{{Opens: 10 * 60, Closes: 14 * 60, ByAppointment: true}}
	case 3: // from the afternoon into the night
		m.week(&h, directory.Interval{Opens: 14 * 60, Closes: directory.EndOfDay + directory.Minute(30*m.from(1, 4))})
	case 4:
		for d := range h.Week {
			h.Week[d] = []directory.Interval{{Closes: directory.EndOfDay}}
		}
	case 5:
		h.ByAppointment = true
	default:
		return directory.Hours{Fact: directory.Fact{State: directory.NotChecked}}
	}
	if m.odds(25) {
		h.Exceptions = m.exceptions()
		if h.Exceptions[0].Name == publicHoliday { // whoever says it of one, says it of all
			h.PublicHolidays = &directory.Holidays{}
		}
	}
	return h
}

// half is a time of day in half hours.
func half(n int) directory.Minute { return directory.Minute(30 * n) }

func (m *maker) allDay() []directory.Interval {
	return []directory.Interval{{Opens: half(m.from(16, 20)), Closes: half(m.from(34, 40))}}
}

func (m *maker) withLunch() []directory.Interval {
	lunch := m.from(25, 27)
	return []directory.Interval{
		{Opens: half(m.from(16, 20)), Closes: half(lunch)},
		{Opens: half(lunch + m.from(2, 4)), Closes: half(m.from(35, 40))},
	}
}

// working holds the days of each kind of week, and the day on which some open
// besides.
var working = map[week]struct {
	days  []time.Weekday
	extra time.Weekday
}{
	mondayToFriday:   {[]time.Weekday{1, 2, 3, 4, 5}, time.Saturday},
	mondayToSaturday: {[]time.Weekday{1, 2, 3, 4, 5, 6}, time.Sunday},
	sundayToThursday: {[]time.Weekday{0, 1, 2, 3, 4}, time.Saturday},
}

// week opens the clinic on the country's working days; some rest on one of
// them, and some open for a few hours on a day more.
func (m *maker) week(h *directory.Hours, open ...directory.Interval) {
	w := working[m.land.week]
	rest := time.Weekday(-1)
	if m.odds(15) {
		rest = w.days[0]
	}
	for _, d := range w.days {
		if d != rest {
			h.Week[d] = slices.Clone(open)
		}
	}
	if m.odds(30) {
		h.Week[w.extra] = []directory.Interval{{Opens: half(20), Closes: half(m.from(26, 30))}}
	}
}

const publicHoliday = "Public holiday"

var (
	closures  = []string{publicHoliday, "Team training", "Work on the rooms", "Holidays"}
	shortDays = []string{"Short day", "Stock-taking", "Eve of a holiday"}
)

// exceptions lie around the demo's day: one may be in force, others are ahead.
func (m *maker) exceptions() []directory.Exception {
	first := m.plan.today.AddDays(m.from(-3, 20))
	last := first.AddDays(m.weigh(60, 10, 5, 5, 5, 5, 10))
	all := []directory.Exception{{First: first, Last: last, Name: pick(m.dice, closures)}}
	if m.odds(40) {
		short := last.AddDays(m.from(2, 30))
		all = append(all, directory.Exception{
			First: short, Last: short, Name: pick(m.dice, shortDays),
			Intervals: []directory.Interval{{Opens: half(20), Closes: half(m.from(25, 28))}},
		})
	}
	return all
}
