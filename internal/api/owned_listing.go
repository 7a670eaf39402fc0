package api

import (
	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
)

// stillRight answers POST /api/v1/owner/clinics/{clinic}/facts.
func (a *API) stillRight(c *fiber.Ctx) error {
	var in struct {
		Fact  string `json:"fact"`
		Right *bool  `json:"right"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	err := a.Asking.StillRight(c.UserContext(), access.AskingOf(c).Actor, access.ObjectOf(c).Clinic, in.Fact, *in.Right)
	if err != nil {
		return err
	}
	return done(c)
}

// withdrawListing answers POST /api/v1/owner/clinics/{clinic}/withdrawal.
func (a *API) withdrawListing(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	if err := a.Listings.WithdrawListing(c.UserContext(), access.AskingOf(c).Actor, access.ObjectOf(c).Clinic); err != nil {
		return err
	}
	return done(c)
}

// export answers GET /api/v1/owner/clinics/{clinic}/export with everything as it is kept,
// as the page for it does.
func (a *API) export(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	all, err := a.Listings.Export(c.UserContext(), access.AskingOf(c).Actor, access.ObjectOf(c).Clinic)
	if err != nil {
		return err
	}
	return c.JSON(all)
}
