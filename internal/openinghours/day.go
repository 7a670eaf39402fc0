package openinghours

import (
	"cmp"
	"slices"

	"rootline/internal/directory"
)

// day is what the rules come to for a day.
type day struct {
	intervals []directory.Interval // in order, without overlaps
	let       bool                 // by appointment at any time else
}

// same reports whether the doors stand the same on both days.
func (d *day) same(other *day) bool {
	return d.let == other.let && slices.Equal(d.intervals, other.intervals)
}

// lay changes the day by a rule for it. It returns the message that says why that
// cannot be, if it cannot.
func (d *day) lay(r *rule) (id string) {
	if !r.takesAway() && (r.sep == normal || r.state == off) {
		*d = day{}
	}
	if len(r.spans) > 0 {
		for _, v := range r.spans {
			if id = d.put(v, r.state); id != "" {
				return id
			}
		}
		return ""
	}
	whole := directory.Interval{Closes: directory.EndOfDay}
	switch r.state {
	case open:
		id = d.put(whole, open)
	case byAppointment: // whatever else the day had
		id = d.put(whole, off)
		d.let = true
	case off, unsaid:
	}
	return id
}

// takesAway reports whether the rule shuts the doors for a part of its days.
func (r *rule) takesAway() bool { return r.state == off && len(r.spans) > 0 }

// put opens the doors during v, or shuts them. Of what was there, v takes in what
// is of its own kind and overlaps, and leaves of the rest what does not.
func (d *day) put(v directory.Interval, s state) (id string) {
	if d.let && s == off {
		d.intervals, d.let = d.fill(), false
	}
	var all []directory.Interval
	for _, e := range d.intervals {
		switch {
		case e.Closes <= v.Opens || v.Closes <= e.Opens:
			all = append(all, e)
		case s != off && e.ByAppointment == v.ByAppointment:
			v.Opens, v.Closes = min(v.Opens, e.Opens), max(v.Closes, e.Closes)
		default:
			before, after := e, e
			before.Closes, after.Opens = v.Opens, v.Closes
			if before.Opens < before.Closes {
				all = append(all, before)
			}
			if after.Opens < after.Closes {
				all = append(all, after)
			}
			if after.Opens < after.Closes && after.Opens >= directory.EndOfDay {
				return "invalid.opening_hours.night"
			}
		}
	}
	if s != off {
		all = append(all, v)
	}
	slices.SortFunc(all, func(a, b directory.Interval) int { return cmp.Compare(a.Opens, b.Opens) })
	if d.intervals = all; len(all) > directory.MaxIntervals {
		return "invalid.opening_hours.intervals"
	}
	return ""
}

// fill is the day's intervals, with those between them by appointment if that is
// how the doors stand then.
func (d *day) fill() []directory.Interval {
	if !d.let {
		return d.intervals
	}
	var all []directory.Interval
	var at directory.Minute
	for _, v := range d.intervals {
		if at < v.Opens {
			all = append(all, directory.Interval{Opens: at, Closes: v.Opens, ByAppointment: true})
		}
		all = append(all, v)
		at = v.Closes
	}
	if at < directory.EndOfDay {
		all = append(all, directory.Interval{Opens: at, Closes: directory.EndOfDay, ByAppointment: true})
	}
	return all
}
