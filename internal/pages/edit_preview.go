package pages

import (
	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/web/page"
)

// preview answers GET /owner/clinics/{clinic}/preview: the clinic's page as visitors would
// see it, were all that was asked for approved and the listing public.
func (p *Pages) preview(c *fiber.Ctx, d clinicDesk) error {
	l := d.own.Proposed
	l.State = directory.Standing[directory.ListingState]{Value: directory.Published}
	view, err := p.clinicView(c.UserContext(), l)
	if err != nil {
		return err
	}
	view.PhotosAt = d.root + "/photos/"
	f := p.editFrame(c, d, "edit_page.preview")
	f.Treatment = true
	return show(c, page.Preview(f, view, d.root))
}
