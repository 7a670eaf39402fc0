package pages

import (
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/a-h/templ"

	"rootline/internal/directory"
	"rootline/web/page"
)

// hoursSection is the week's hours. Nobody having said them is not the same as being
// closed all week, so a day can be left open to both.
var hoursSection = section{path: "hours", title: "sections.hours.title", fields: (*Pages).hoursFields, read: readHours}

// weekdays are the days of the week as forms have them.
var weekdays = []time.Weekday{
	time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday,
}

// copied are the days that one tick makes like Monday.
var copied = weekdays[1:5]

const (
	copyField        = "copy_monday"
	appointmentField = "hours.by_appointment"
)

func weekdayForm(d time.Weekday) dayForm { return dayForm{fmt.Sprintf("hours.week[%d]", d), d} }

func holidaysForm() dayForm {
	return dayForm{"hours.public_holidays", directory.Msg("hours.public_holidays")}
}

// hoursSaid reports whether anything was said of the week.
func hoursSaid(h *directory.Hours) bool {
	return h.Fact.Known() || h.ByAppointment || h.PublicHolidays != nil ||
		slices.ContainsFunc(h.Week[:], func(day []directory.Interval) bool { return len(day) > 0 })
}

// hoursTyped is the form as it would be typed for hours.
func hoursTyped(h *directory.Hours) *typed {
	t := newTyped(url.Values{})
	if !hoursSaid(h) {
		return t
	}
	for _, d := range weekdays {
		weekdayForm(d).fill(t, h.Week[d])
	}
	if h.ByAppointment {
		t.values.Set(appointmentField, "yes")
	}
	if h.PublicHolidays != nil {
		holidaysForm().fill(t, h.PublicHolidays.Intervals)
	}
	return t
}

func (p *Pages) hoursFields(e editing, t *typed) (templ.Component, error) {
	if t == nil {
		t = hoursTyped(&e.Listing.Clinic.Hours)
	}
	w := p.words()
	unsaid := page.Choice{Label: w.T("sections.day.unsaid")}
	v := page.HoursFields{
		Copy:        page.Tick{Name: copyField, Label: w.T("sections.hours.copy"), Checked: t.Ticked(copyField)},
		Appointment: page.Tick{Name: appointmentField, Label: w.T("sections.hours.appointment"), Hint: w.T("sections.hours.appointment_hint"), Checked: t.Ticked(appointmentField)},
		Holidays:    holidaysForm().fields(t, w.T("hours.public_holidays"), append([]page.Choice{unsaid}, p.dayChoices()...)),
		Zone:        e.Listing.Clinic.Address.City,
	}
	choices := append([]page.Choice{unsaid}, p.dayChoices()...)
	for i, d := range weekdays {
		if i == 1 {
			choices = append(slices.Clip(choices), page.Choice{Value: dayAsFirst, Label: w.T("sections.day.as_monday")})
		}
		v.Days = append(v.Days, weekdayForm(d).fields(t, w.Weekday(d), choices))
	}
	return page.HoursForm(e.Frame, e.Sheet, v), nil
}

// readHours writes a week into a listing. Once anything is said of it, each day is to be
// said, for none would be taken as closed by whoever reads it; but where the clinic can
// be visited by appointment at all other times, nothing is left to say.
func readHours(_ *Pages, t *typed, l *directory.Listing) map[string]directory.Message {
	wrong := map[string]directory.Message{}
	h := directory.Hours{Exceptions: l.Clinic.Hours.Exceptions, ByAppointment: t.Ticked(appointmentField)}
	unsaid, some := readWeek(t, &h, wrong)
	if day, said := holidaysForm().read(t, wrong); said {
		h.PublicHolidays, some = &directory.Holidays{Intervals: day}, true
	}
	switch {
	case h.ByAppointment:
		some = true
	case some:
		for _, d := range unsaid {
			wrong[weekdayForm(d).name+".is"] = directory.Msg("sections.day.missing", "Day", d)
		}
	}
	if len(wrong) == 0 {
		replaceHours(&l.Clinic.Hours, h, some)
	}
	return wrong
}

// readWeek reads the days, and tells of which nothing is said and whether anything is.
func readWeek(t *typed, h *directory.Hours, wrong map[string]directory.Message) (unsaid []time.Weekday, some bool) {
	for _, d := range weekdays {
		form := weekdayForm(d)
		asFirst := t.Text(form.name+".is") == dayAsFirst
		if d != time.Monday && asFirst || t.Ticked(copyField) && slices.Contains(copied, d) {
			form.empty(t) // what stands there was asked for, and does not count
			h.Week[d] = slices.Clone(h.Week[time.Monday])
			if slices.Contains(unsaid, time.Monday) {
				unsaid = append(unsaid, d)
			}
			continue
		}
		day, said := form.read(t, wrong)
		if h.Week[d] = day; said {
			some = true
		} else {
			unsaid = append(unsaid, d)
		}
	}
	return unsaid, some
}

// replaceHours puts what was said in the place of what there was. What says the same
// keeps its fact.
func replaceHours(was *directory.Hours, h directory.Hours, said bool) {
	before := hoursSaid(was)
	switch {
	case !said && !before, said && before && sameWeek(was, &h):
		return
	case said:
		h.Fact = directory.Fact{State: directory.OwnerAsserted}
	default:
		h.Fact = directory.Fact{State: directory.NotChecked}
	}
	*was = h
}

func sameWeek(a, b *directory.Hours) bool {
	for d := range a.Week {
		if !slices.Equal(a.Week[d], b.Week[d]) {
			return false
		}
	}
	if a.ByAppointment != b.ByAppointment || (a.PublicHolidays == nil) != (b.PublicHolidays == nil) {
		return false
	}
	return a.PublicHolidays == nil || slices.Equal(a.PublicHolidays.Intervals, b.PublicHolidays.Intervals)
}
