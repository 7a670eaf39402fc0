package pages

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"rootline/internal/directory"
	"rootline/web/page"
)

// exceptionsSection is the days on which a clinic keeps other hours than usual.
var exceptionsSection = section{
	path: "exceptions", title: "sections.exceptions.title", fields: (*Pages).exceptionsFields, read: readExceptions,
}

const (
	// freshExceptions is how many rows there are to be filled in.
	freshExceptions = 2
	// mostEditable is how many exceptions can be changed at once: what a form can hold.
	// Any further one can still be removed.
	mostEditable = 60
)

// exceptionForm is an exception as it stands in a form: in its place in the listing.
type exceptionForm struct{ name string }

func exceptionAt(i int) exceptionForm {
	return exceptionForm{"hours.exceptions[" + strconv.Itoa(i) + "]"}
}

func (x exceptionForm) day(of any) dayForm { return dayForm{x.name + ".times", of} }

func (x exceptionForm) fill(t *typed, e directory.Exception) {
	t.values.Set(x.name+".first", e.First.String())
	t.values.Set(x.name+".last", e.Last.String())
	t.values.Set(x.name+".name", e.Name)
	x.day(nil).fill(t, e.Intervals)
}

// empty reports whether nothing is said in the form but what is there to begin with.
func (x exceptionForm) empty(t *typed) bool {
	is, timed := t.Text(x.name+".times.is"), !x.day(nil).empty(t)
	first, last, name := t.Text(x.name+".first"), t.Text(x.name+".last"), t.Text(x.name+".name")
	return first == "" && last == "" && name == "" && !timed && (is == "" || is == dayClosed)
}

// read reads an exception. That nothing is chosen means closed doors: the form begins
// with them.
func (x exceptionForm) read(t *typed, wrong map[string]directory.Message) (e directory.Exception) {
	e.First, e.Last = readDates(t, x.name, wrong)
	if e.Name = t.Text(x.name + ".name"); e.Name != "" {
		if what, ok := nameFault(e.Name); !ok {
			wrong[x.name+".name"] = what
		}
	}
	e.Intervals, _ = x.day(e.First).read(t, wrong)
	return e
}

// fields are the fields of an exception that is, in the listing, what was is.
func (x exceptionForm) fields(p *Pages, t *typed, was directory.Exception) page.ExceptionFields {
	return page.ExceptionFields{
		Name: x.name, Was: was, Removed: t.Ticked(x.name + ".remove"),
		First: t.Text(x.name + ".first"), Last: t.Text(x.name + ".last"), Why: t.Text(x.name + ".name"),
		Day: x.day(nil).fields(t, p.words().T("sections.exceptions.times"), p.exceptionChoices()),
	}
}

// exceptionChoices are what such a day can be. Closed comes first: most of them are.
func (p *Pages) exceptionChoices() []page.Choice {
	all := p.dayChoices()
	all[0], all[1] = all[1], all[0]
	return all
}

// editable reports for each exception whether the form lets it be changed: it is not
// over on the day, and not one too many.
func editable(all []directory.Exception, today directory.Date) []bool {
	is, n := make([]bool, len(all)), 0
	for i, e := range all {
		if !e.Last.Before(today) && n < mostEditable {
			is[i] = true
			n++
		}
	}
	return is
}

func (p *Pages) exceptionsFields(e editing, t *typed) (templ.Component, error) {
	all := e.Listing.Clinic.Hours.Exceptions
	open := editable(all, directory.DateOf(e.Now.In(e.Listing.Clinic.Address.Zone())))
	if t == nil {
		t = newTyped(url.Values{})
		for i := range all {
			if open[i] {
				exceptionAt(i).fill(t, all[i])
			}
		}
	}
	var v page.ExceptionsFields
	for i, was := range all {
		x := exceptionAt(i)
		row := x.fields(p, t, was)
		if open[i] || t.Sent(x.name+".first") {
			v.Rows = append(v.Rows, row)
		} else {
			v.Others = append(v.Others, row)
		}
	}
	for i := range freshExceptions {
		v.Rows = append(v.Rows, exceptionAt(len(all)+i).fields(p, t, directory.Exception{}))
	}
	return page.ExceptionsForm(e.Frame, e.Sheet, v), nil
}

// readExceptions writes the exceptions into a listing, each in its place; new ones come
// last, and so count where they fall on the days of others.
func readExceptions(_ *Pages, t *typed, l *directory.Listing) map[string]directory.Message {
	wrong := map[string]directory.Message{}
	var all []directory.Exception
	was := l.Clinic.Hours.Exceptions
	for i, e := range was {
		x := exceptionAt(i)
		removed := t.Ticked(x.name + ".remove")
		if t.Sent(x.name + ".first") {
			faults := map[string]directory.Message{}
			now := x.read(t, faults)
			if removed || x.empty(t) {
				continue
			}
			maps.Copy(wrong, faults)
			if !sameException(e, now) {
				e = now
			}
		}
		if !removed {
			all = append(all, e)
		}
	}
	for i := range freshExceptions {
		if x := exceptionAt(len(was) + i); !x.empty(t) {
			all = append(all, x.read(t, wrong))
		}
	}
	if len(wrong) == 0 && len(all) > directory.MaxExceptions {
		wrong[exceptionAt(len(was)).name+".first"] = directory.Msg("invalid.hours.exceptions", "Max", directory.MaxExceptions)
	}
	if len(wrong) == 0 {
		l.Clinic.Hours.Exceptions = all
	}
	return wrong
}

func sameException(a, b directory.Exception) bool {
	return a.First == b.First && a.Last == b.Last && strings.TrimSpace(a.Name) == b.Name && slices.Equal(a.Intervals, b.Intervals)
}
