package api

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
)

// Entry lets programs in on behalf of people. What is not right it refuses in the
// same words, whether or not there is such an account.
type Entry interface {
	Register(ctx context.Context, from auth.From, r entry.Registration) (browser string, err error)
	Confirm(ctx context.Context, from auth.From, code string) (entry.Progress, error)
	MailCode(ctx context.Context, from auth.From, email directory.Email) (browser string, err error)
	Code(ctx context.Context, from auth.From, code string) (entry.Progress, error)
	Password(ctx context.Context, from auth.From, email directory.Email, password, code string) (entry.Progress, error)
	Second(ctx context.Context, from auth.From, code string, remember bool) (entry.Progress, error)
	Tokens(ctx context.Context, in auth.In) (entry.Tokens, error)
	Refresh(ctx context.Context, token string) (entry.Tokens, error)
	SignOut(ctx context.Context, actor directory.Actor) error
}

// mountEntry adds what lets programs in, and out.
func (a *API) mountEntry(r *access.Router) {
	r.Post("/auth/registrations", a.register)
	r.Post("/auth/registrations/confirmation", a.confirmRegistration)
	r.Post("/auth/codes", a.mailCode)
	r.Post("/auth/codes/redemption", a.redeemCode)
	r.Post("/auth/second-factor", a.secondFactor)
	r.Post("/auth/login", a.login)
	r.Post("/auth/refresh", a.refresh)
	r.Post("/auth/logout", a.logout)
}

// register answers POST /api/v1/auth/registrations.
func (a *API) register(c *fiber.Ctx) error {
	var in struct {
		Name     string             `json:"name"`
		Email    directory.Email    `json:"email"`
		Password string             `json:"password,omitzero"`
		Language directory.Language `json:"language,omitzero"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	continuation, err := a.Entry.Register(c.UserContext(), access.From(c), entry.Registration(in))
	if err != nil {
		return err
	}
	return goOn(c, continuation)
}

// confirmRegistration answers POST /api/v1/auth/registrations/confirmation.
func (a *API) confirmRegistration(c *fiber.Ctx) error {
	var in shownCode
	if err := decode(c, &in); err != nil {
		return err
	}
	p, err := a.Entry.Confirm(c.UserContext(), from(c, in.Continuation), in.Code)
	if err != nil {
		return err
	}
	return a.letIn(c.Status(fiber.StatusCreated), p)
}

// mailCode answers POST /api/v1/auth/codes.
func (a *API) mailCode(c *fiber.Ctx) error {
	var in struct {
		Email directory.Email `json:"email"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	continuation, err := a.Entry.MailCode(c.UserContext(), access.From(c), in.Email)
	if err != nil {
		return err
	}
	return goOn(c, continuation)
}

// redeemCode answers POST /api/v1/auth/codes/redemption.
func (a *API) redeemCode(c *fiber.Ctx) error {
	var in shownCode
	if err := decode(c, &in); err != nil {
		return err
	}
	p, err := a.Entry.Code(c.UserContext(), from(c, in.Continuation), in.Code)
	if err != nil {
		return err
	}
	return a.letIn(c, p)
}

// secondFactor answers POST /api/v1/auth/second-factor.
func (a *API) secondFactor(c *fiber.Ctx) error {
	var in shownCode
	if err := decode(c, &in); err != nil {
		return err
	}
	p, err := a.Entry.Second(c.UserContext(), from(c, in.Continuation), in.Code, false)
	if err != nil {
		return err
	}
	return a.letIn(c, p)
}

// shownCode is a code, with what was given when it was asked for.
type shownCode struct {
	Continuation string `json:"continuation"`
	Code         string `json:"code"`
}

// from is where a program asks from that goes on with what it has begun. It keeps
// itself what browsers keep in a cookie.
func from(c *fiber.Ctx, continuation string) auth.From {
	f := access.From(c)
	f.Browser = continuation
	return f
}

// goOn answers a program that a letter was sent, and with what to go on once it has
// been read.
func goOn(c *fiber.Ctx, continuation string) error {
	return c.Status(fiber.StatusAccepted).JSON(struct {
		Continuation string `json:"continuation"`
	}{continuation})
}

// letIn answers a program that has come so far: with tokens, or with what else is
// to be shown.
func (a *API) letIn(c *fiber.Ctx, p entry.Progress) error {
	if p.Step == entry.StepSecond {
		return c.Status(fiber.StatusAccepted).JSON(newSecondView(p))
	}
	tokens, err := a.Entry.Tokens(c.UserContext(), p.In)
	if err != nil {
		return err
	}
	return c.JSON(newTokensView(tokens))
}

// tokensView is what a program shows from now on (RFC 6749, section 5.1).
type tokensView struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in"`
	RefreshToken string `json:"refresh_token"`
}

func newTokensView(t entry.Tokens) tokensView {
	return tokensView{t.Access, "Bearer", int(t.ExpiresIn / time.Second), t.Refresh}
}

// secondView says what else is to be shown. Passkeys are not among it: no program
// has one.
type secondView struct {
	SecondFactor []string `json:"second_factor"`
	Continuation string   `json:"continuation"`
}

func newSecondView(p entry.Progress) secondView {
	v := secondView{[]string{"recovery"}, p.Browser}
	if p.App {
		v.SecondFactor = []string{"app", "recovery"}
	}
	return v
}
