package api

import (
	"bytes"
	"context"
	"errors"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/search"
)

// mailClaimCode answers POST /api/v1/owner/claims/{claim}/mail-codes.
func (a *API) mailClaimCode(c *fiber.Ctx) error {
	var in struct {
		Email  directory.Email `json:"email"`
		Branch directory.ID    `json:"branch,omitzero"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	claim, err := named(c, "claim")
	if err != nil {
		return err
	}
	asks := access.AskingOf(c).Actor
	continuation, err := a.Claims.MailCode(c.UserContext(), access.From(c), asks, claim, in.Branch, in.Email)
	if err != nil {
		return err
	}
	return goOn(c, continuation)
}

// redeemClaimCode answers POST /api/v1/owner/claims/{claim}/mail-codes/redemption.
func (a *API) redeemClaimCode(c *fiber.Ctx) error {
	var in struct {
		Continuation string       `json:"continuation"`
		Code         string       `json:"code"`
		Branch       directory.ID `json:"branch,omitzero"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	return a.ofClaim(c, func(ctx context.Context, asks directory.Actor, claim directory.ID) (moderation.Claim, error) {
		return a.Claims.ShowMailCode(ctx, from(c, in.Continuation), asks, claim, in.Branch, in.Code)
	})
}

// askCall answers POST /api/v1/owner/claims/{claim}/call.
func (a *API) askCall(c *fiber.Ctx) error {
	var in struct {
		Phone  directory.Phone `json:"phone"`
		Branch directory.ID    `json:"branch,omitzero"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	return a.ofClaim(c, func(ctx context.Context, asks directory.Actor, claim directory.ID) (moderation.Claim, error) {
		return a.Claims.AskCall(ctx, asks, claim, in.Branch, in.Phone)
	})
}

// checkPage answers POST /api/v1/owner/claims/{claim}/page-checks. The page is visited
// outside of any transaction, and only if it would prove something.
func (a *API) checkPage(c *fiber.Ctx) error {
	var in struct {
		URL    directory.URL `json:"url"`
		Branch directory.ID  `json:"branch,omitzero"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	return a.ofClaim(c, func(ctx context.Context, asks directory.Actor, id directory.ID) (moderation.Claim, error) {
		if err := a.Claims.Visit(ctx, access.From(c), asks, id, in.Branch, in.URL); err != nil {
			return moderation.Claim{}, err
		}
		seen, err := a.Visit(ctx, in.URL)
		if err != nil {
			return moderation.Claim{}, inMember("url", err)
		}
		code := (&moderation.Claim{ID: id}).PageCode()
		return a.Claims.OnPage(ctx, asks, id, in.Branch, seen.URL, bytes.Contains(seen.Text, []byte(code)))
	})
}

// inMember says of a refusal which member it is about, unless it says so itself.
func inMember(name string, err error) error {
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) || len(e.Fields) > 0 || e.Kind != directory.Invalid {
		return err
	}
	return search.Refusal(map[string]directory.Message{name: e.Message})
}
