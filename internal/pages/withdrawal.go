package pages

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/web/page"
)

// mountWithdrawal adds what only owners do to a whole listing. The buttons stand on the
// overview of the clinic.
func (p *Pages) mountWithdrawal(r *access.Router) {
	r.Post("/owner/clinics/:clinic/withdrawal", p.postWithdrawal)
	r.Get("/owner/clinics/:clinic/export", p.export)
}

// postWithdrawal answers POST /owner/clinics/{clinic}/withdrawal.
func (p *Pages) postWithdrawal(c *fiber.Ctx) error {
	if _, err := access.Form(c); err != nil {
		return err
	}
	asked := access.ObjectOf(c)
	err := p.Listings.WithdrawListing(c.UserContext(), access.AskingOf(c).Actor, asked.Clinic)
	return p.settle(c, err, "/owner?done=taken_out", func(page.Sheet) error { return err })
}

// export answers GET /owner/clinics/{clinic}/export with a file.
func (p *Pages) export(c *fiber.Ctx) error {
	e, err := p.Listings.Export(c.UserContext(), access.AskingOf(c).Actor, access.ObjectOf(c).Clinic)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		return fmt.Errorf("export %s: %w", e.Clinic.ID, err)
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSONCharsetUTF8)
	c.Set(fiber.HeaderContentDisposition, fmt.Sprintf(`attachment; filename="%s-%s.json"`, e.Clinic.Slug, p.Now().UTC().Format(time.DateOnly)))
	return c.Send(text)
}
