package searchtest

import (
	"rootline/internal/directory"
)

// hours are of every kind: unknown, by appointment, round the clock, with lunch
// breaks, past midnight, around the hours that clocks skip or repeat, or none.
func (r *Random) hours() directory.Hours {
	h := directory.Hours{Fact: r.fact(), ByAppointment: r.chance(8)}
	if r.chance(70) {
		h.Fact.State = directory.OwnerAsserted
	}
	usual := r.day24()
	for d := range h.Week {
		switch {
		case r.chance(60):
			h.Week[d] = usual
		case r.chance(60):
			h.Week[d] = r.day24()
		}
	}
	for range r.IntN(4) {
		h.Exceptions = append(h.Exceptions, r.exception())
	}
	return h
}

func (r *Random) exception() directory.Exception {
	first := directory.DateOf(r.asOf).AddDays(r.IntN(15) - 7)
	e := directory.Exception{First: first, Last: first.AddDays(r.IntN(3))}
	if r.chance(50) {
		e.Intervals = r.day24()
	}
	return e
}

// day24 is what a day can look like.
func (r *Random) day24() []directory.Interval {
	const hour = 60
	span := func(from, to int) directory.Interval {
		return directory.Interval{Opens: directory.Minute(from), Closes: directory.Minute(to), ByAppointment: r.chance(10)}
	}
	switch r.IntN(9) {
	case 0: // shut
		return nil
	case 1: // round the clock
		return []directory.Interval{span(0, 24*hour)}
	case 2: // a lunch break
		return []directory.Interval{span(9*hour, 12*hour+30), span(13*hour+30, 18*hour)}
	case 3: // past midnight
		return []directory.Interval{span(20*hour, 26*hour)}
	case 4: // around the hour that clocks skip or repeat
		return []directory.Interval{span(hour, 2*hour), span(2*hour+30, 3*hour)}
	case 5: // no gap between two
		return []directory.Interval{span(8*hour, 12*hour), span(12*hour, 17*hour)}
	case 6: // almost two days
		return []directory.Interval{span(6*hour, 47*hour+r.IntN(61))}
	default:
		from := r.IntN(20) * hour
		return []directory.Interval{span(from, from+15*(1+r.IntN(40)))}
	}
}
