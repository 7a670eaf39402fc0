package pages

import (
	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/interop/ical"
	"rootline/internal/interop/vcard"
	"rootline/web/page"
)

// The forms in which a clinic can be taken along, by how the address ends.
const (
	cardForm     = "vcf"
	calendarForm = "ics"
)

// clinicFile answers GET /clinics/{slug}.vcf, the clinic among one's contacts, and
// GET /clinics/{slug}.ics, its hours in one's calendar.
//
// Of a clinic that is closed for good or suspended nobody should keep a card: who
// asks for it is led to the page, which says why. Its calendar is there and empty,
// for those who subscribed to it would go on seeing the old one.
func (p *Pages) clinicFile(c *fiber.Ctx) error {
	given, form := pathPart(c, "slug"), pathPart(c, "form")
	slug, err := directory.ParseSlug(given)
	if err != nil || form != cardForm && form != calendarForm {
		return p.unknown("clinic.unknown", given)
	}
	listing, err := p.listing(c.UserContext(), slug)
	if directory.KindOf(err) == directory.NotFound {
		return p.movedClinic(c, slug, "."+form)
	}
	if err != nil {
		return err
	}
	path := clinicPath(slug)
	if rawPath(c) != path+"."+form {
		return moved(c, path+"."+form)
	}
	if form == cardForm && !listing.Searchable() {
		return c.Redirect(path, fiber.StatusFound)
	}
	return p.sendFile(c, &listing, form)
}

func (p *Pages) sendFile(c *fiber.Ctx, l *directory.Listing, form string) error {
	at := p.Base + clinicPath(l.Clinic.Slug)
	var body []byte
	if form == cardForm {
		region, _ := p.Places.Region(l.Clinic.Address.Region)
		c.Set(fiber.HeaderContentType, vcard.MediaType)
		body = vcard.Card(l, vcard.Site{Words: p.words(), Page: at, Region: region.Name})
	} else {
		c.Set(fiber.HeaderContentType, ical.MediaType)
		body = ical.Calendar(l, p.Now(), ical.Site{Words: p.words(), Page: at})
	}
	// A slug is letters a to z, digits and hyphens: nothing that a header has to fear.
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+l.Clinic.Slug.String()+`.`+form+`"`)
	c.Set("X-Robots-Tag", "noindex") // the page is what searches should find
	return c.Send(body)
}

// clinicFiles are the files that a clinic's page offers: a card of every clinic that
// can be visited, a calendar of those whose hours are known.
func clinicFiles(l *directory.Listing) []page.File {
	path := clinicPath(l.Clinic.Slug)
	if !l.Searchable() {
		return nil
	}
	files := []page.File{{Type: "text/vcard", Path: path + "." + cardForm, Title: "contact.save"}}
	if l.Clinic.Hours.Fact.Holds() {
		files = append(files, page.File{Type: "text/calendar", Path: path + "." + calendarForm, Title: "hours.calendar"})
	}
	return files
}
