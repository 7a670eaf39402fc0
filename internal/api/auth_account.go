package api

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/auth/self"
	"rootline/internal/directory"
)

// Self changes what people may change about themselves. It leaves out what takes a
// browser: the making of passkeys.
type Self interface {
	Profile(ctx context.Context, actor directory.Actor) (self.Profile, error)
	Rename(ctx context.Context, actor directory.Actor, name string) error
	AskAddress(ctx context.Context, from auth.From, actor directory.Actor, email directory.Email) (browser string, err error)
	ConfirmAddress(ctx context.Context, from auth.From, actor directory.Actor, code string) error

	Sessions(ctx context.Context, actor directory.Actor) ([]self.Session, error)
	EndSession(ctx context.Context, actor directory.Actor, id directory.ID) error
	EndOthers(ctx context.Context, actor directory.Actor) (ended int, err error)
	EndAll(ctx context.Context, actor directory.Actor) (ended int, err error)
	StepUp(ctx context.Context, from auth.From, actor directory.Actor, password, code string) error
	StepUpCode(ctx context.Context, from auth.From, actor directory.Actor) (browser string, err error)

	SetPassword(ctx context.Context, actor directory.Actor, password string) error
	RemovePassword(ctx context.Context, actor directory.Actor) error
	StartApp(ctx context.Context, actor directory.Actor) (self.App, error)
	FinishApp(ctx context.Context, actor directory.Actor, code string) (recovery []string, err error)
	RemoveApp(ctx context.Context, actor directory.Actor) error
	NewRecoveryCodes(ctx context.Context, actor directory.Actor) ([]string, error)
	RemovePasskey(ctx context.Context, actor directory.Actor, credential []byte) error
}

// mountSelf adds what people change about themselves.
func (a *API) mountSelf(r *access.Router) {
	r.Get("/auth/account", a.account)
	r.Patch("/auth/account", a.rename)
	r.Post("/auth/email", a.askAddress)
	r.Post("/auth/email/confirmation", a.confirmAddress)
	r.Get("/auth/sessions", a.sessions)
	r.Delete("/auth/sessions", a.endSessions)
	r.Delete("/auth/sessions/:session", a.endSession)
	r.Post("/auth/step-up", a.stepUp)
	r.Post("/auth/step-up/code", a.mailStepUpCode)
	r.Put("/auth/password", a.setPassword)
	r.Delete("/auth/password", a.removePassword)
	r.Post("/auth/app", a.startApp)
	r.Put("/auth/app", a.finishApp)
	r.Delete("/auth/app", a.removeApp)
	r.Post("/auth/recovery-codes", a.newRecoveryCodes)
	r.Get("/auth/passkeys", a.passkeys)
	r.Delete("/auth/passkeys/:passkey", a.removePasskey)
}

// account answers GET /api/v1/auth/account.
func (a *API) account(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	profile, err := a.Self.Profile(c.UserContext(), access.AskingOf(c).Actor)
	if err != nil {
		return err
	}
	return c.JSON(newAccountView(profile))
}

// rename answers PATCH /api/v1/auth/account.
func (a *API) rename(c *fiber.Ctx) error {
	var in struct {
		Name string `json:"name"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	actor := access.AskingOf(c).Actor
	if err := a.Self.Rename(c.UserContext(), actor, in.Name); err != nil {
		return err
	}
	profile, err := a.Self.Profile(c.UserContext(), actor)
	if err != nil {
		return err
	}
	return c.JSON(newAccountView(profile))
}

// askAddress answers POST /api/v1/auth/email.
func (a *API) askAddress(c *fiber.Ctx) error {
	var in struct {
		Email directory.Email `json:"email"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	continuation, err := a.Self.AskAddress(c.UserContext(), access.From(c), access.AskingOf(c).Actor, in.Email)
	if err != nil {
		return err
	}
	return goOn(c, continuation)
}

// confirmAddress answers POST /api/v1/auth/email/confirmation.
func (a *API) confirmAddress(c *fiber.Ctx) error {
	var in shownCode
	if err := decode(c, &in); err != nil {
		return err
	}
	err := a.Self.ConfirmAddress(c.UserContext(), from(c, in.Continuation), access.AskingOf(c).Actor, in.Code)
	if err != nil {
		return err
	}
	return done(c)
}

// accountView is somebody as they see themselves: what they are known by, but
// nothing of what that is.
type accountView struct {
	ID            directory.ID        `json:"id"`
	Name          *string             `json:"name"`
	Email         directory.Email     `json:"email"`
	Language      *directory.Language `json:"language"`
	HasPassword   bool                `json:"has_password"`
	HasApp        bool                `json:"has_app"`
	Passkeys      int                 `json:"passkeys"`
	RecoveryCodes int                 `json:"recovery_codes_left"`
	CreatedAt     time.Time           `json:"created_at"`
}

func newAccountView(p self.Profile) accountView {
	return accountView{
		ID: p.Account.ID, Name: orNull(p.Account.Name), Email: p.Account.Email, Language: orNull(p.Account.Language),
		HasPassword: p.Password, HasApp: p.App, Passkeys: len(p.Passkeys), RecoveryCodes: p.Recovery,
		CreatedAt: p.Account.CreatedAt.Time(),
	}
}
