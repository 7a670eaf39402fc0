package vcard

import (
	"strconv"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/interop/contentline"
	"rootline/internal/words"
)

// MediaType is what a card is sent as.
const MediaType = "text/vcard; charset=utf-8"

// Site is what a card has to know beside the listing.
type Site struct {
	Words  *words.Words
	Page   string // the address of the clinic's page; empty if it has none
	Region string // the name of the clinic's region, if that has one
}

// Card is the card of a clinic.
func Card(l *directory.Listing, site Site) []byte {
	var w contentline.Writer
	w.Line("BEGIN", "VCARD")
	w.Line("VERSION", "4.0")
	w.Line("PRODID", "-//Rootline//Directory//EN")
	w.Line("KIND", "org")
	w.Line("UID", "urn:uuid:"+l.Clinic.ID.String())
	if l.UpdatedAt != 0 {
		w.Line("REV", l.UpdatedAt.Time().Format("20060102T150405Z"))
	}
	if site.Page != "" {
		w.Line("SOURCE", site.Page+".vcf")
	}
	names(&w, l)
	place(&w, l.Clinic.Address, site)
	ways(&w, &l.Clinic)
	w.Text("NOTE", note(l, site))
	w.Line("END", "VCARD")
	return w.Bytes()
}

// names are the clinic's own and its organization's, of which it is a unit.
func names(w *contentline.Writer, l *directory.Listing) {
	w.Text("FN", l.Clinic.Name)
	switch l.Organization.Name {
	case "", l.Clinic.Name:
		w.Text("ORG", l.Clinic.Name)
	default:
		w.Text("ORG", l.Organization.Name, l.Clinic.Name)
	}
}

func place(w *contentline.Writer, a directory.Address, site Site) {
	// The first two parts, the box and the floor, are not to be used any more.
	w.Text("ADR;TYPE=work", "", "", a.Address1, a.City, site.Region, a.PostalCode, site.Words.Country(a.Country))
	if a.AtTheDoor() {
		w.Line("GEO", "geo:"+degrees(a.Point.Lat())+","+degrees(a.Point.Lng()))
	}
	w.Text("TZ", a.TimeZone)
}

func degrees(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// ways are the ways to reach the clinic, the preferred one of each kind first.
func ways(w *contentline.Writer, c *directory.Clinic) {
	for i, phone := range c.Phones {
		kinds := "work,voice"
		if phone.WhatsApp {
			kinds = "work,voice,text"
		}
		w.Line(`TEL;VALUE=uri;TYPE="`+kinds+`"`+preference(i, len(c.Phones)), "tel:"+phone.Number.String())
	}
	if !c.Email.IsZero() {
		w.Text("EMAIL;TYPE=work", c.Email.String())
	}
	if !c.URL.IsZero() {
		w.Line("URL;TYPE=work", c.URL.String())
	}
	for i, l := range c.Languages {
		w.Line("LANG;TYPE=work"+preference(i, len(c.Languages)), l.String())
	}
}

// preference says of several which comes first; the numbers end at 100.
func preference(i, of int) string {
	if of < 2 {
		return ""
	}
	return ";PREF=" + strconv.Itoa(min(i+1, 100))
}

// note says what else somebody should know who finds the card next year.
func note(l *directory.Listing, site Site) string {
	var said []string
	if l.Operating.Value == directory.TemporarilyClosed {
		said = append(said, site.Words.T("vcard.paused"))
	}
	if id := l.Organization.EntryType.Note(); id != "" {
		said = append(said, site.Words.T(id))
	}
	if site.Page != "" {
		said = append(said, site.Words.T("vcard.page", "Address", site.Page))
	}
	if at := l.Clinic.ConfirmedAt(); at != 0 {
		said = append(said, site.Words.T("vcard.confirmed", "Date", directory.DateOf(at.Time())))
	} else {
		said = append(said, site.Words.T("vcard.unconfirmed"))
	}
	return strings.Join(said, "\n")
}
