package pages

import (
	"cmp"
	"fmt"
	"slices"

	"rootline/internal/directory"
	"rootline/web/page"
)

// What a day can be said to be, in a form. Nothing is chosen where nobody has said.
const (
	dayOpen    = "open"
	dayAllDay  = "all_day"
	dayClosed  = "closed"
	dayAsFirst = "as_monday"
)

// minRows is how many times of a day there is room for: before and after a break, and
// once more.
const minRows = 3

// dayForm is the hours of a day as they stand in a form: below a name, what the day is,
// and its times.
type dayForm struct {
	name string
	day  any // what it is called in a sentence: a weekday, a date or a message
}

// row is what the names of the fields of the day's ith times begin with.
func (d dayForm) row(i int) string { return fmt.Sprintf("%s[%d]", d.name, i) }

// fill writes hours into a form.
func (d dayForm) fill(t *typed, day []directory.Interval) {
	switch {
	case len(day) == 0:
		t.values.Set(d.name+".is", dayClosed)
	case len(day) == 1 && day[0].AllDay() && !day[0].ByAppointment:
		t.values.Set(d.name+".is", dayAllDay)
	default:
		t.values.Set(d.name+".is", dayOpen)
		for i, in := range day {
			t.values.Set(d.row(i)+".opens", opensText(in))
			t.values.Set(d.row(i)+".closes", closesText(in))
			if in.ByAppointment {
				t.values.Set(d.row(i)+".appointment", "yes")
			}
		}
	}
}

// fields are the day's fields as a form has them.
func (d dayForm) fields(t *typed, label string, choices []page.Choice) page.DayFields {
	all := page.DayFields{Name: d.name, Label: label, Is: t.Text(d.name + ".is"), Choices: choices}
	for i := range directory.MaxIntervals {
		name := d.row(i)
		if i >= minRows && !t.Sent(name+".opens") {
			break
		}
		all.Rows = append(all.Rows, page.TimesFields{
			Name: name, Opens: t.Text(name + ".opens"), Closes: t.Text(name + ".closes"), Appointment: t.Ticked(name + ".appointment"),
		})
	}
	return all
}

// empty reports whether the form says nothing of the day's times. It asks for all of
// them: what stands in a row that does not count was not sent by mistake.
func (d dayForm) empty(t *typed) bool {
	empty := true
	for i := range directory.MaxIntervals {
		opens, closes, appointment := t.Text(d.row(i)+".opens"), t.Text(d.row(i)+".closes"), t.Ticked(d.row(i)+".appointment")
		empty = empty && opens == "" && closes == "" && !appointment
	}
	return empty
}

// read reads hours from a form. Where nothing was chosen, but times were typed, the day
// is open then; said is false if there is neither.
func (d dayForm) read(t *typed, wrong map[string]directory.Message) (day []directory.Interval, said bool) {
	is, timed := t.Text(d.name+".is"), !d.empty(t)
	switch {
	case is == "" && !timed:
		return nil, false
	case (is == dayClosed || is == dayAllDay) && timed:
		wrong[d.name+".is"] = directory.Msg("sections.day.both")
	case is == dayClosed:
	case is == dayAllDay:
		day = []directory.Interval{{Closes: directory.EndOfDay}}
	case is != dayOpen && is != "":
		wrong[d.name+".is"] = directory.Msg("sections.choose")
	case !timed:
		wrong[d.name+"[0].opens"] = directory.Msg("sections.day.no_times")
	default:
		day = d.times(t, wrong)
	}
	return day, true
}

// times reads the day's rows, in whatever order they were typed.
func (d dayForm) times(t *typed, wrong map[string]directory.Message) []directory.Interval {
	type row struct {
		directory.Interval
		name string
	}
	var rows []row
	for i := range directory.MaxIntervals {
		name := d.row(i)
		opens, closes, appointment := t.Text(name+".opens"), t.Text(name+".closes"), t.Ticked(name+".appointment")
		if opens == "" && closes == "" && !appointment {
			continue
		}
		in, faults := readInterval(opens, closes)
		for half, what := range faults {
			wrong[name+"."+half] = what
		}
		if in.ByAppointment = appointment; len(faults) == 0 {
			rows = append(rows, row{in, name})
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.Opens, b.Opens) })
	var day []directory.Interval
	for i, r := range rows {
		if i > 0 && r.Opens < rows[i-1].Closes {
			wrong[r.name+".opens"] = directory.Msg("invalid.hours.overlap", "Day", d.day, "Opens", r.Opens)
		}
		day = append(day, r.Interval)
	}
	return day
}

// dayChoices are what a day can be, the last of them its own.
func (p *Pages) dayChoices(more ...page.Choice) []page.Choice {
	w := p.words()
	return append([]page.Choice{
		{Value: dayOpen, Label: w.T("sections.day.open")},
		{Value: dayClosed, Label: w.T("sections.day.closed")},
		{Value: dayAllDay, Label: w.T("sections.day.all_day")},
	}, more...)
}
