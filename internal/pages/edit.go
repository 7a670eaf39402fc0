package pages

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// editRoot is the address that all pages begin with on which a clinic is edited.
const editRoot = "/owner/clinics/:clinic"

// mountEdit adds the pages on which the people of a clinic change its listing.
func (p *Pages) mountEdit(r *access.Router) {
	r.Get(editRoot, p.ofClinic(p.overview))
	for _, s := range sections {
		r.Get(editRoot+"/"+s.path, p.ofClinic(func(c *fiber.Ctx, d clinicDesk) error { return p.editSection(c, d, s) }))
		r.PostKept(editRoot+"/"+s.path, p.ofClinic(func(c *fiber.Ctx, d clinicDesk) error { return p.sendSection(c, d, s) }), p.kept)
	}
	r.Get(editRoot+"/preview", p.ofClinic(p.preview))
	r.Get(editRoot+"/history", p.ofClinic(p.history))
	r.Post(editRoot+"/requests/:request/withdrawal", p.ofClinic(p.withdrawRequest))
	r.Post(editRoot+"/requests/:request/settlement", p.ofClinic(p.settleConflict))
	p.mountHoliday(r)
}

// clinicDesk is one request about a clinic: who asks, of which, and what there is of it.
type clinicDesk struct {
	root  string // the address that all pages of the clinic begin with, as it was asked for
	actor directory.Actor
	own   moderation.Own
}

// ofClinic gives handle the listing of the clinic that the path names.
func (p *Pages) ofClinic(handle func(*fiber.Ctx, clinicDesk) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		d := clinicDesk{root: "/owner/clinics/" + url.PathEscape(pathPart(c, "clinic")), actor: access.AskingOf(c).Actor}
		var err error
		if d.own, err = p.Listings.Listing(c.UserContext(), d.actor, access.ObjectOf(c).Clinic); err != nil {
			return err
		}
		return handle(c, d)
	}
}

// editHead is what stands above every page of a clinic's listing; here is the path of
// the page below the clinic's own.
func (p *Pages) editHead(d clinicDesk, here string) page.EditHead {
	is := &d.own.Is.Listing.Clinic
	h := page.EditHead{
		Name: is.Name, Detail: is.Address.City, Above: p.aboveClinic(d),
		Tabs: []page.Tab{{Label: p.words().T("edit_page.overview"), Path: d.root, Here: here == ""}},
	}
	for _, s := range sections {
		h.Tabs = append(h.Tabs, page.Tab{Label: p.words().T(s.title), Path: d.root + "/" + s.path, Here: here == s.path})
	}
	return h
}

// aboveClinic leads from a clinic's pages to where it is among others.
func (p *Pages) aboveClinic(d clinicDesk) []page.Link {
	above := []page.Link{{Label: p.words().T("account_page.title"), Path: "/account"}}
	if d.own.Who == moderation.Moderator {
		return append(above, page.Link{Label: p.words().T("team_page.admin.title"), Path: "/admin"})
	}
	return append(above, page.Link{Label: p.words().T("team_page.owner.title"), Path: "/owner"})
}

// editFrame is the frame of a page about a clinic's listing.
func (p *Pages) editFrame(c *fiber.Ctx, d clinicDesk, title string) page.Frame {
	return p.personFrame(c, p.words().T("edit_page.title", "Page", p.words().T(title), "Clinic", d.own.Is.Listing.Clinic.Name))
}
