package pages

import (
	"fmt"
	"time"

	"github.com/a-h/templ"

	"rootline/internal/directory"
	"rootline/web/page"
)

// practitionersSection is who gives treatments at a clinic, and what they say they have
// learnt.
var practitionersSection = section{
	path: "practitioners", title: "people_section.title", fields: practitionerFields, read: readPractitioners,
}

// maxPractitioners is as many as a form has rows for: all that a listing can have.
const maxPractitioners = 100

// personForm is a practitioner as they stand in a form.
type personForm struct{ name string }

func personAt(i int) personForm { return personForm{fmt.Sprintf("practitioners[%d]", i)} }

func (x personForm) fields(t *typed) page.PersonFields {
	return page.PersonFields{
		Form: x.name, Name: t.Text(x.name + ".name"), Qualification: t.Text(x.name + ".qualification"),
		Register: t.Text(x.name + ".register"), Number: t.Text(x.name + ".registration_number"),
		Until: t.Text(x.name + ".until"), Removed: t.Ticked(x.name + ".remove"),
	}
}

// practitionerFields draws a row for each practitioner, and empty ones for more.
func practitionerFields(_ *Pages, e editing, t *typed) (templ.Component, error) {
	var rows []page.PersonFields
	for i, p := range e.Listing.Clinic.Practitioners {
		rows = append(rows, page.PersonFields{
			Form: personAt(i).name, Name: p.Name, Qualification: p.Qualification, Register: p.Register,
			Number: p.RegistrationNumber, Until: untilText(p.Fact),
		})
	}
	if t != nil {
		rows = nil
		for i := range practitionersIn(t) {
			rows = append(rows, personAt(i).fields(t))
		}
	}
	for len(rows) < maxPractitioners && (len(rows) == 0 || !rows[len(rows)-1].Empty()) {
		rows = append(rows, page.PersonFields{Form: personAt(len(rows)).name})
	}
	return page.PractitionersForm(e.Frame, e.Sheet, rows), nil
}

// practitionersIn counts the rows that were sent.
func practitionersIn(t *typed) int {
	n := 0
	for n < maxPractitioners && t.values.Has(personAt(n).name+".name") {
		n++
	}
	return n
}

// untilText is the last day of a credential, empty if it has none.
func untilText(f directory.Fact) string {
	if f.ExpiresAt == 0 {
		return ""
	}
	return directory.DateOf(f.ExpiresAt.Time().Add(-time.Millisecond)).String()
}

// readPractitioners writes who was typed into the listing. A row of which nothing has
// changed stays as it was, with its fact; one that was emptied is removed.
func readPractitioners(_ *Pages, t *typed, l *directory.Listing) map[string]directory.Message {
	was, wrong := l.Clinic.Practitioners, wrongs{}
	var all []directory.Practitioner
	names := map[string]bool{}
	n := practitionersIn(t)
	for i := range n {
		x, old := personAt(i), directory.Practitioner{}
		if i < len(was) {
			old = was[i]
		}
		row := x.fields(t)
		if row.Removed || row.Empty() {
			continue
		}
		p := x.read(row, old, wrong)
		if p != old && names[p.Name] {
			wrong[x.name+".name"] = directory.Msg("people_section.twice")
		}
		names[p.Name] = true
		all = append(all, p)
	}
	if n < len(was) { // what the form did not have is not removed by it
		all = append(all, was[n:]...)
	}
	l.Clinic.Practitioners = all
	return wrong
}

// read is the practitioner whom a row tells of. Whoever says something else of a
// credential asserts it anew.
func (x personForm) read(row page.PersonFields, old directory.Practitioner, wrong wrongs) directory.Practitioner {
	p := directory.Practitioner{
		Name: row.Name, Qualification: row.Qualification, Register: row.Register, RegistrationNumber: row.Number, Fact: old.Fact,
	}
	if row.Name == "" {
		wrong[x.name+".name"] = directory.Msg("people_section.name_missing")
	}
	if row.Until != untilText(old.Fact) {
		day, ok := readDate(row.Until)
		if !ok {
			wrong[x.name+".until"] = directory.Msg("sections.date")
		}
		p.Fact.ExpiresAt = 0
		if !day.IsZero() {
			p.Fact.ExpiresAt = directory.At(day.AddDays(1).In(time.UTC))
		}
	}
	if p != old {
		p.Fact = directory.Fact{State: directory.OwnerAsserted, ExpiresAt: p.Fact.ExpiresAt}
	}
	return p
}
