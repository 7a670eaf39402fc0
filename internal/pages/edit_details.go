package pages

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"rootline/internal/directory"
	"rootline/web/page"
)

// details is the section of what a clinic is called and how to reach it.
var details = section{path: "details", title: "edit_page.details", fields: detailFields, read: readDetails}

// How many empty rows there are to write one more thing into, and the most that are shown.
const (
	spareRows = 2
	maxRows   = 60
)

// spokenWidely are the languages that a clinic is offered to say it speaks. Others that
// it speaks already are offered, too.
var spokenWidely = strings.Fields("af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu ha he hi hr hu hy id " +
	"is it ja ka kk km kn ko ku ky lb lo lt lv mk ml mn mr ms mt my ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tk " +
	"tr uk ur uz vi yo zh zu")

// detailFields draws the fields of a clinic's name, site and numbers.
func detailFields(p *Pages, e editing, t *typed) (templ.Component, error) {
	c := &e.Listing.Clinic
	v := page.DetailsView{
		Name: c.Name, Description: c.Description, URL: c.URL.String(), Email: c.Email.String(),
		Operating: string(e.Listing.Operating.Value), Reason: e.Listing.Operating.Reason,
	}
	var spoken []string
	for _, l := range c.Languages {
		spoken = append(spoken, l.String())
	}
	for _, n := range c.Phones {
		v.Phones = append(v.Phones, page.PhoneRow{Number: n.Number.International(), WhatsApp: n.WhatsApp})
	}
	if t != nil {
		v, spoken = typedDetails(t)
	}
	for range spareRows {
		v.Phones, spoken = append(v.Phones, page.PhoneRow{}), append(spoken, "")
	}
	v.Spoken, v.Languages = spoken, p.languageChoices(c.Languages)
	return page.DetailFields(e.Frame, e.Sheet, v), nil
}

// typedDetails are the fields as they were typed.
func typedDetails(t *typed) (v page.DetailsView, spoken []string) {
	v = page.DetailsView{
		Name: t.Raw("name"), Description: t.Raw("description"), URL: t.Raw("url"), Email: t.Raw("email"),
		Operating: t.Raw("operating"), Reason: t.Raw("operating.reason"),
	}
	for i := range rowsOf(t, "phones[%d].number") {
		v.Phones = append(v.Phones, page.PhoneRow{Number: t.Raw(phoneField(i, "number")), WhatsApp: t.Ticked(phoneField(i, "whatsapp"))})
	}
	for i := range rowsOf(t, "languages[%d]") {
		spoken = append(spoken, t.Raw(languageField(i)))
	}
	return v, spoken
}

func phoneField(i int, of string) string { return fmt.Sprintf("phones[%d].%s", i, of) }
func languageField(i int) string         { return fmt.Sprintf("languages[%d]", i) }

// rowsOf counts the rows of a form that were sent, of fields that are numbered from 0
// without a gap.
func rowsOf(t *typed, pattern string) int {
	n := 0
	for n < maxRows && t.values.Has(fmt.Sprintf(pattern, n)) {
		n++
	}
	return n
}

// languageChoices are the languages that can be chosen, by name, after none.
func (p *Pages) languageChoices(also []directory.Language) []page.Choice {
	codes := slices.Clone(spokenWidely)
	for _, l := range also {
		if !slices.Contains(codes, l.String()) {
			codes = append(codes, l.String())
		}
	}
	var all []page.Choice
	for _, code := range codes {
		if l, err := directory.ParseLanguage(code); err == nil {
			all = append(all, page.Choice{Value: code, Label: p.words().Language(l)})
		}
	}
	slices.SortFunc(all, func(a, b page.Choice) int { return cmp.Compare(a.Label, b.Label) })
	return append([]page.Choice{{Label: p.words().T("edit_page.no_language")}}, all...)
}

// readDetails writes what was typed into the listing.
func readDetails(p *Pages, t *typed, l *directory.Listing) map[string]directory.Message {
	wrong, c := wrongs{}, &l.Clinic
	c.Name, c.Description = t.Text("name"), t.Text("description")
	c.URL = parsed(wrong, t, "url", directory.ParseURL)
	c.Email = parsed(wrong, t, "email", directory.ParseEmail)
	c.Phones = nil
	for i := range rowsOf(t, "phones[%d].number") {
		whatsApp := t.Ticked(phoneField(i, "whatsapp"))
		number := parsed(wrong, t, phoneField(i, "number"), func(s string) (directory.Phone, error) {
			return directory.ParsePhone(s, c.Address.Country)
		})
		if !number.IsZero() {
			c.Phones = append(c.Phones, directory.ClinicPhone{Number: number, WhatsApp: whatsApp})
		}
	}
	c.Languages = nil
	for i := range rowsOf(t, "languages[%d]") {
		l := parsed(wrong, t, languageField(i), directory.ParseLanguage)
		if !l.IsZero() && !slices.Contains(c.Languages, l) {
			c.Languages = append(c.Languages, l)
		}
	}
	p.readOperating(t, &l.Operating)
	return wrong
}

// readOperating writes whether the clinic is in business. Since when is the day on which
// that is said first.
func (p *Pages) readOperating(t *typed, o *directory.Standing[directory.OperatingStatus]) {
	to := directory.OperatingStatus(t.Text("operating"))
	if to != o.Value {
		o.Value, o.Since = to, directory.At(p.Now())
	}
	o.Reason = t.Text("operating.reason")
}

// parsed reads a field that may be left empty, and notes what is wrong with it.
func parsed[T any](wrong wrongs, t *typed, name string, parse func(string) (T, error)) (v T) {
	text := t.Text(name)
	if text == "" {
		return v
	}
	v, err := parse(text)
	if err != nil && wrong.note(name, err) != nil {
		wrong[name] = directory.Msg("edit_page.unreadable")
	}
	return v
}
