package pages

import (
	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/web/page"
)

// sessions answers GET /account/sessions.
func (p *Pages) sessions(c *fiber.Ctx) error { return p.showSessions(c, p.sheet(c)) }

func (p *Pages) showSessions(c *fiber.Ctx, s page.Sheet) error {
	ctx, actor := c.UserContext(), access.AskingOf(c).Actor
	sessions, err := p.Self.Sessions(ctx, actor)
	if err != nil {
		return err
	}
	devices, err := p.Self.Devices(ctx, actor)
	if err != nil {
		return err
	}
	view := page.SessionsView{Done: p.done(c), Sheet: s}
	for _, one := range sessions {
		view.Sessions = append(view.Sessions, page.Session{
			Label: one.Label, Path: "/account/sessions/" + one.ID.String(), Program: one.Program,
			Current: one.Current, Since: one.CreatedAt, SeenAt: one.SeenAt,
		})
	}
	for _, d := range devices {
		view.Devices = append(view.Devices, page.Device{
			Label: d.Label, Path: "/account/devices/" + d.ID.String(), Since: d.Since, Until: d.ExpiresAt,
		})
	}
	return show(c, page.Sessions(p.accountFrame(c, "account_page.sessions.title"), view))
}

// endSession answers POST /account/sessions/{session}/end. To end the one that asks
// is to sign out.
func (p *Pages) endSession(c *fiber.Ctx) error {
	if _, err := access.Form(c); err != nil {
		return err
	}
	actor := access.AskingOf(c).Actor
	id, err := directory.ParseID(c.Params("session"))
	if err != nil {
		return directory.Refuse(directory.NotFound, "not_found.session")
	}
	if err := p.Self.EndSession(c.UserContext(), actor, id); err != nil {
		return err
	}
	if id == actor.Session {
		return signedOut(c)
	}
	return seeOther(c, "/account/sessions?done=session")
}

// endOthers answers POST /account/sessions/end-others.
func (p *Pages) endOthers(c *fiber.Ctx) error {
	if _, err := access.Form(c); err != nil {
		return err
	}
	if _, err := p.Self.EndOthers(c.UserContext(), access.AskingOf(c).Actor); err != nil {
		return err
	}
	return seeOther(c, "/account/sessions?done=others")
}

// endAll answers POST /account/sessions/end-all.
func (p *Pages) endAll(c *fiber.Ctx) error {
	if _, err := access.Form(c); err != nil {
		return err
	}
	if _, err := p.Self.EndAll(c.UserContext(), access.AskingOf(c).Actor); err != nil {
		return err
	}
	return signedOut(c)
}

// signedOut leads whose session has ended to where another begins.
func signedOut(c *fiber.Ctx) error {
	access.DropSession(c)
	return seeOther(c, signedOutPage)
}

// forgetDevice answers POST /account/devices/{device}/removal.
func (p *Pages) forgetDevice(c *fiber.Ctx) error {
	if _, err := access.Form(c); err != nil {
		return err
	}
	id, err := directory.ParseID(c.Params("device"))
	if err != nil {
		return directory.Refuse(directory.NotFound, "auth.not_found")
	}
	if err := p.Self.ForgetDevice(c.UserContext(), access.AskingOf(c).Actor, id); err != nil {
		return err
	}
	return seeOther(c, "/account/sessions?done=device")
}
