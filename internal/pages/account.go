package pages

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/auth/self"
	"rootline/internal/directory"
	"rootline/web/page"
)

// Self is what people see and change of themselves. It refuses with a
// *directory.Error what they can put right.
type Self interface {
	Profile(ctx context.Context, actor directory.Actor) (self.Profile, error)
	Rename(ctx context.Context, actor directory.Actor, name string) error

	SetPassword(ctx context.Context, actor directory.Actor, password string) error
	RemovePassword(ctx context.Context, actor directory.Actor) error
	Suggest() (string, error)

	AskAddress(ctx context.Context, from auth.From, actor directory.Actor, email directory.Email) (browser string, err error)
	ConfirmAddress(ctx context.Context, from auth.From, actor directory.Actor, code string) error

	StartApp(ctx context.Context, actor directory.Actor) (self.App, error)
	App(ctx context.Context, actor directory.Actor) (self.App, bool, error)
	FinishApp(ctx context.Context, actor directory.Actor, code string) (recovery []string, err error)
	RemoveApp(ctx context.Context, actor directory.Actor) error
	NewRecoveryCodes(ctx context.Context, actor directory.Actor) ([]string, error)

	PasskeyOptions(ctx context.Context, actor directory.Actor) ([]byte, error)
	AddPasskey(ctx context.Context, actor directory.Actor, label string, response []byte) (recovery []string, err error)
	RemovePasskey(ctx context.Context, actor directory.Actor, credential []byte) error

	StepUp(ctx context.Context, from auth.From, actor directory.Actor, password, code string) error
	StepUpCode(ctx context.Context, from auth.From, actor directory.Actor) (browser string, err error)
	StepUpPasskeyOptions(ctx context.Context, actor directory.Actor) ([]byte, error)
	StepUpPasskey(ctx context.Context, actor directory.Actor, response []byte) error

	Sessions(ctx context.Context, actor directory.Actor) ([]self.Session, error)
	EndSession(ctx context.Context, actor directory.Actor, id directory.ID) error
	EndOthers(ctx context.Context, actor directory.Actor) (int, error)
	EndAll(ctx context.Context, actor directory.Actor) (int, error)
	Devices(ctx context.Context, actor directory.Actor) ([]self.Device, error)
	ForgetDevice(ctx context.Context, actor directory.Actor, id directory.ID) error
}

// mountAccount adds the pages of whoever is signed in.
func (p *Pages) mountAccount(r *access.Router) {
	r.Get("/account", p.account)
	r.Post("/account/name", p.rename)
	r.Get("/account/password", p.password)
	r.Post("/account/password", p.setPassword)
	r.Post("/account/password/removal", p.removePassword)
	r.Get("/account/email", p.email)
	r.Post("/account/email", p.askAddress)
	r.Get("/account/email/code", p.emailCode)
	r.Post("/account/email/code", p.confirmAddress)
	r.Get("/account/passkeys", p.passkeys)
	r.Post("/account/passkeys", p.addPasskey)
	r.Post("/account/passkeys/options", p.newPasskeyOptions)
	r.Post("/account/passkeys/:passkey/removal", p.removePasskey)
	r.Get("/account/app", p.app)
	r.Post("/account/app", p.finishApp)
	r.Post("/account/app/start", p.startApp)
	r.Post("/account/app/removal", p.removeApp)
	r.Get("/account/recovery-codes", p.recoveryCodes)
	r.Post("/account/recovery-codes", p.newRecoveryCodes)
	r.Get("/account/sessions", p.sessions)
	r.Post("/account/sessions/end-others", p.endOthers)
	r.Post("/account/sessions/end-all", p.endAll)
	r.Post("/account/sessions/:session/end", p.endSession)
	r.Post("/account/devices/:device/removal", p.forgetDevice)
	r.Get("/account/confirm", p.confirm)
	r.Post("/account/confirm", p.stepUp)
	r.Post("/account/confirm/mail", p.stepUpCode)
	r.Post("/account/confirm/passkey/options", p.stepUpPasskeyOptions)
	r.Post("/account/confirm/passkey", p.stepUpPasskey)
}

// account answers GET /account.
func (p *Pages) account(c *fiber.Ctx) error {
	return p.showAccount(c, p.sheet(c), access.AskingOf(c).Account.Name)
}

func (p *Pages) showAccount(c *fiber.Ctx, s page.Sheet, name string) error {
	ctx, actor := c.UserContext(), access.AskingOf(c).Actor
	profile, err := p.Self.Profile(ctx, actor)
	if err != nil {
		return err
	}
	sessions, err := p.Self.Sessions(ctx, actor)
	if err != nil {
		return err
	}
	places := 0
	for _, m := range actor.Memberships {
		if !isStaff(m.Role) {
			places++
		}
	}
	return show(c, page.Account(p.accountFrame(c, "account_page.title"), page.AccountView{
		Done: p.done(c), Sheet: s, Name: name, Email: profile.Account.Email,
		Password: profile.Password, App: profile.App, Passkeys: len(profile.Passkeys), Recovery: profile.Recovery,
		Sessions: len(sessions), Places: places, Staff: staffRole(actor) != "",
	}))
}

// rename answers POST /account/name.
func (p *Pages) rename(c *fiber.Ctx) error {
	in, err := access.Form(c, "name")
	if err == nil {
		err = p.Self.Rename(c.UserContext(), access.AskingOf(c).Actor, in["name"])
	}
	return p.settle(c, err, "/account?done=name", func(s page.Sheet) error {
		return p.showAccount(c, s, in["name"])
	}, "name")
}

// isStaff reports whether a role is for the whole directory.
func isStaff(r directory.Role) bool {
	return r == directory.RoleModerator || r == directory.RoleAdmin
}

// staffRole is the highest role that somebody has for the whole directory; empty if
// they have none.
func staffRole(a directory.Actor) directory.Role {
	for _, role := range []directory.Role{directory.RoleAdmin, directory.RoleModerator} {
		if a.Has(role) {
			return role
		}
	}
	return ""
}
