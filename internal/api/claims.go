package api

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// mountClaims adds what somebody asks who says that they speak for a clinic or a brand,
// and what its holder answers.
func (a *API) mountClaims(r *access.Router) {
	r.Get("/owner/claims", a.claims)
	r.Post("/owner/claims", a.startClaim)
	r.Get("/owner/claims/:claim", a.claim)
	r.Post("/owner/claims/:claim/mail-codes", a.mailClaimCode)
	r.Post("/owner/claims/:claim/mail-codes/redemption", a.redeemClaimCode)
	r.Post("/owner/claims/:claim/page-checks", a.checkPage)
	r.Post("/owner/claims/:claim/call", a.askCall)
	r.Post("/owner/claims/:claim/submission", a.submitClaim)
	r.Post("/owner/claims/:claim/answer", a.answerClaim)
	r.Post("/owner/claims/:claim/appeal", a.appealClaim)
	r.Post("/owner/claims/:claim/withdrawal", a.withdrawClaim)
}

// claims answers GET /api/v1/owner/claims.
func (a *API) claims(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	asks := access.AskingOf(c).Actor
	mine, err := a.Claims.Mine(c.UserContext(), asks)
	if err != nil {
		return err
	}
	return c.JSON(list[claimView]{each(mine, func(m moderation.Claim) claimView { return newClaimView(&m, asks.Account) })})
}

// startClaim answers POST /api/v1/owner/claims.
func (a *API) startClaim(c *fiber.Ctx) error {
	var in struct {
		Clinic string `json:"clinic,omitzero"`
		Brand  string `json:"brand,omitzero"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	if (in.Clinic == "") == (in.Brand == "") {
		return directory.Refuse(directory.Invalid, "moderation.claim.either")
	}
	clinic, brand, err := a.claimable(c.UserContext(), in.Clinic, in.Brand)
	if err != nil {
		return err
	}
	return a.withClaim(c)(a.Claims.Start(c.UserContext(), access.AskingOf(c).Actor, clinic, brand))
}

// claimable finds what is claimed, by its slug or its id.
func (a *API) claimable(ctx context.Context, clinic, brand string) (ofClinic, ofBrand directory.ID, err error) {
	address, ok := parseAddress(clinic + brand)
	switch {
	case !ok && clinic != "":
		return ofClinic, ofBrand, directory.Refuse(directory.NotFound, "not_found.clinic")
	case !ok:
		return ofClinic, ofBrand, directory.Refuse(directory.NotFound, "not_found.organization")
	case clinic != "":
		l, err := a.listing(ctx, address)
		return l.Clinic.ID, ofBrand, err
	}
	if id, bad := directory.ParseID(address.String()); bad == nil {
		o, err := a.Store.Organization(ctx, id)
		return ofClinic, o.ID, err
	}
	o, err := a.Store.OrganizationBySlug(ctx, address)
	return ofClinic, o.ID, err
}

// claim answers GET /api/v1/owner/claims/{claim}.
func (a *API) claim(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	return a.ofClaim(c, a.Claims.Claim)
}

// submitClaim answers POST /api/v1/owner/claims/{claim}/submission.
func (a *API) submitClaim(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	return a.ofClaim(c, a.Claims.Submit)
}

// withdrawClaim answers POST /api/v1/owner/claims/{claim}/withdrawal.
func (a *API) withdrawClaim(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	return a.ofClaim(c, a.Claims.Withdraw)
}

// appealClaim answers POST /api/v1/owner/claims/{claim}/appeal.
func (a *API) appealClaim(c *fiber.Ctx) error {
	var in struct {
		Text string `json:"text"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	return a.ofClaim(c, func(ctx context.Context, asks directory.Actor, claim directory.ID) (moderation.Claim, error) {
		return a.Claims.AppealFor(ctx, asks, claim, in.Text)
	})
}

// answerClaim answers POST /api/v1/owner/claims/{claim}/answer, which is asked by
// whoever holds what is claimed.
func (a *API) answerClaim(c *fiber.Ctx) error {
	var in struct {
		Yields *bool  `json:"yields"`
		Text   string `json:"text,omitzero"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	claim, err := named(c, "claim")
	if err != nil {
		return err
	}
	if err := a.Claims.Answer(c.UserContext(), access.AskingOf(c).Actor, claim, *in.Yields, in.Text); err != nil {
		return err
	}
	return done(c)
}

// ofClaim does something with the claim that the path names, and answers with it.
func (a *API) ofClaim(c *fiber.Ctx, do func(context.Context, directory.Actor, directory.ID) (moderation.Claim, error)) error {
	claim, err := named(c, "claim")
	if err != nil {
		return err
	}
	return a.withClaim(c)(do(c.UserContext(), access.AskingOf(c).Actor, claim))
}

// withClaim answers with a claim, as whoever asks may see it.
func (a *API) withClaim(c *fiber.Ctx) func(moderation.Claim, error) error {
	return func(claim moderation.Claim, err error) error {
		if err != nil {
			return err
		}
		return c.JSON(newClaimView(&claim, access.AskingOf(c).Actor.Account))
	}
}
