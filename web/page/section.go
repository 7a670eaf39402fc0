package page

import (
	"strings"

	"rootline/internal/directory"
)

// DayFields are the hours of a day, or of a kind of days, as a form asks for them.
type DayFields struct {
	Name    string // begins the names of its fields
	Label   string
	Is      string // the value of the choice that is made
	Choices []Choice
	Rows    []TimesFields
}

// TimesFields are from when until when the doors are open, as they stand in a form.
type TimesFields struct {
	Name        string
	Opens       string
	Closes      string
	Appointment bool
}

func (t TimesFields) empty() bool { return t.Opens == "" && t.Closes == "" && !t.Appointment }

// further reports whether any of a day's rows but the first has something to show.
func (d DayFields) further(s Sheet) bool {
	for _, row := range d.Rows[1:] {
		if !row.empty() || s.faultBelow(row.Name) {
			return true
		}
	}
	return false
}

// faultBelow reports whether anything is wrong with a field whose name begins so.
func (s Sheet) faultBelow(name string) bool {
	for _, f := range s.Faults {
		if strings.HasPrefix(f.Name, name+".") {
			return true
		}
	}
	return false
}

// HoursFields are a week's hours as a form asks for them.
type HoursFields struct {
	Days        []DayFields // Monday first
	Copy        Tick        // makes some days like the first
	Appointment Tick
	Holidays    DayFields
	Zone        string // the city whose clocks the times are on
}

// ExceptionFields are a dated exception as a form asks for it.
type ExceptionFields struct {
	Name    string              // begins the names of its fields
	Was     directory.Exception // as it is in the listing; the zero one of a row to be filled in
	First   string
	Last    string
	Why     string
	Day     DayFields
	Removed bool
}

// fresh reports whether there is nothing yet that could be removed.
func (e ExceptionFields) fresh() bool { return e.Was.First.IsZero() }

// title says which days a row is about.
func (e ExceptionFields) title(f Frame) string {
	if e.fresh() {
		return f.T("sections.exceptions.fresh")
	}
	return f.days(e.Was)
}

// removal is the box by which an exception is removed that is told and no more.
func (e ExceptionFields) removal(f Frame) Tick {
	label := f.T("sections.exceptions.remove", "Days", f.days(e.Was))
	if e.Was.Name != "" {
		label = f.T("sections.exceptions.remove_named", "Days", f.days(e.Was), "Name", e.Was.Name)
	}
	return Tick{Name: e.Name + ".remove", Label: label, Checked: e.Removed}
}

// ExceptionsFields are those of a clinic. Others are told and can be removed: they are
// over, or too many to be changed at once.
type ExceptionsFields struct {
	Rows   []ExceptionFields
	Others []ExceptionFields
}
