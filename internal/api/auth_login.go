package api

import (
	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
)

// login answers POST /api/v1/auth/login: all that an account asks for, at once.
func (a *API) login(c *fiber.Ctx) error {
	var in struct {
		Email    directory.Email `json:"email"`
		Password string          `json:"password"`
		Code     string          `json:"code,omitzero"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	p, err := a.Entry.Password(c.UserContext(), access.From(c), in.Email, in.Password, in.Code)
	if err != nil {
		return err
	}
	if p.Step == entry.StepSecond {
		return &directory.Error{
			Kind: directory.Unauthenticated, Message: directory.Msg("api_auth.code_too"),
			Fields: map[string]directory.Message{"code": directory.Msg("invalid.missing")},
		}
	}
	return a.letIn(c, p)
}

// refresh answers POST /api/v1/auth/refresh.
func (a *API) refresh(c *fiber.Ctx) error {
	var in struct {
		RefreshToken string `json:"refresh_token"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	tokens, err := a.Entry.Refresh(c.UserContext(), in.RefreshToken)
	if err != nil {
		return err
	}
	return c.JSON(newTokensView(tokens))
}

// logout answers POST /api/v1/auth/logout.
func (a *API) logout(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	if err := a.Entry.SignOut(c.UserContext(), access.AskingOf(c).Actor); err != nil {
		return err
	}
	return done(c)
}
