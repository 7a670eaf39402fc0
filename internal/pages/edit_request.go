package pages

import (
	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/web/page"
)

// withdrawRequest answers POST /owner/clinics/{clinic}/requests/{request}/withdrawal.
func (p *Pages) withdrawRequest(c *fiber.Ctx, d clinicDesk) error {
	id, err := named(c, "request")
	if err == nil {
		err = p.hasRequest(d, id)
	}
	if err == nil {
		err = p.Listings.Withdraw(c.UserContext(), d.actor, id)
	}
	return p.settleRequest(c, d, err, "withdrawn")
}

// settleConflict answers POST /owner/clinics/{clinic}/requests/{request}/settlement.
func (p *Pages) settleConflict(c *fiber.Ctx, d clinicDesk) error {
	id, err := named(c, "request", "name", "keep")
	if err == nil {
		err = p.hasRequest(d, id)
	}
	if err == nil {
		err = p.keep(c, d, id)
	}
	return p.settleRequest(c, d, err, "settled")
}

// keep ends a conflict by one of its two sides.
func (p *Pages) keep(c *fiber.Ctx, d clinicDesk, request directory.ID) error {
	in, err := access.Form(c, "name", "keep")
	if err != nil {
		return err
	}
	if in["keep"] != "mine" && in["keep"] != "theirs" {
		return directory.Refuse(directory.Invalid, "edit_page.side")
	}
	_, err = p.Listings.Settle(c.UserContext(), d.actor, request, in["name"], in["keep"] == "mine")
	return err
}

// hasRequest refuses a request that is not the one that whoever asks has for this clinic.
func (p *Pages) hasRequest(d clinicDesk, id directory.ID) error {
	if d.own.Request == nil || d.own.Request.ID != id {
		return directory.Refuse(directory.NotFound, "moderation.no_request")
	}
	return nil
}

// settleRequest ends a change of a request as settle does.
func (p *Pages) settleRequest(c *fiber.Ctx, d clinicDesk, err error, done string) error {
	return p.settle(c, err, d.root+"?done="+done, func(s page.Sheet) error { return p.showOverview(c, d, s) })
}
