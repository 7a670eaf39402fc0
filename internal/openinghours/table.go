package openinghours

import (
	"slices"

	"rootline/internal/directory"
)

// table is what the rules so far come to.
type table struct {
	week     [7]day // by time.Weekday
	holidays *day
	dated    []dated
	done     bool // by ||, after which nothing can come
}

// dated is a row of dates with hours of its own.
type dated struct {
	day
	first, last directory.Date
	name        string
}

// lay changes the table by the next rule. It returns the message that says why
// that cannot be, if it cannot.
func (t *table) lay(r *rule) (id string) {
	switch {
	case t.done:
		return "invalid.opening_hours.after_fallback"
	case r.sep == fallback:
		return t.layFallback(r)
	case r.every() && !r.first:
		return "invalid.opening_hours.every_day"
	case r.dates:
		return t.layDates(r)
	}
	if r.holidays {
		if id = t.layHolidays(r); id != "" {
			return id
		}
	}
	for i := range t.week {
		if !r.days[i] {
			continue
		}
		if id = t.week[i].lay(r); id != "" {
			return id
		}
		if !r.holidays && t.holidays != nil && !t.holidays.same(&t.week[i]) || t.undoesDates(&t.week[i]) {
			return "invalid.opening_hours.order"
		}
	}
	return ""
}

// undoesDates reports whether a day differs from any of the dates that came before:
// the rule that made it would hold on them instead.
func (t *table) undoesDates(d *day) bool {
	for i := range t.dated {
		if !t.dated[i].same(d) {
			return true
		}
	}
	return false
}

func (t *table) layHolidays(r *rule) (id string) {
	if t.holidays == nil {
		if r.takesAway() || r.sep == add && r.state != off {
			return "invalid.opening_hours.adds"
		}
		t.holidays = new(day)
	}
	if id = t.holidays.lay(r); id == "" && t.undoesDates(t.holidays) {
		id = "invalid.opening_hours.order"
	}
	return id
}

func (t *table) layDates(r *rule) (id string) {
	last := len(t.dated) - 1
	again := last >= 0 && t.dated[last].first == r.from && t.dated[last].last == r.to
	switch {
	case r.takesAway() || r.sep == add && r.state != off:
		if !again {
			return "invalid.opening_hours.adds"
		}
	case len(t.dated) == directory.MaxExceptions:
		return "invalid.opening_hours.exceptions"
	default:
		t.dated = append(t.dated, dated{first: r.from, last: r.to})
		last++
	}
	e := &t.dated[last]
	switch {
	case r.name == "":
	case e.name != "" && e.name != r.name:
		return "invalid.opening_hours.names"
	default:
		e.name = r.name
	}
	return e.lay(r)
}

// layFallback gives appointments whenever the doors would be shut.
func (t *table) layFallback(r *rule) (id string) {
	if !r.every() || r.state != byAppointment || len(r.spans) > 0 {
		return "invalid.opening_hours.fallback"
	}
	t.done = true
	for _, d := range t.days() {
		d.let = true
	}
	return ""
}

// days are all days of the table.
func (t *table) days() (all []*day) {
	for i := range t.week {
		all = append(all, &t.week[i])
	}
	if t.holidays != nil {
		all = append(all, t.holidays)
	}
	for i := range t.dated {
		all = append(all, &t.dated[i].day)
	}
	return all
}

// hours is the table as package directory has it: the week is by appointment as a
// whole, or on some of its days by intervals. It returns the message that says why
// that cannot be, if it cannot.
func (t *table) hours() (h directory.Hours, id string) {
	h.ByAppointment = !slices.ContainsFunc(t.week[:], func(d day) bool { return !d.let })
	if h.ByAppointment {
		for i := range t.week {
			t.week[i].let = false
		}
	}
	for _, d := range t.days() {
		if d.intervals = d.fill(); len(d.intervals) > directory.MaxIntervals {
			return directory.Hours{}, "invalid.opening_hours.intervals"
		}
	}
	for i := range t.week {
		h.Week[i] = t.week[i].intervals
	}
	if t.holidays != nil {
		h.PublicHolidays = &directory.Holidays{Intervals: t.holidays.intervals}
	}
	for i := range t.dated {
		e := &t.dated[i]
		h.Exceptions = append(h.Exceptions, directory.Exception{First: e.first, Last: e.last, Intervals: e.intervals, Name: e.name})
	}
	return h, ""
}
