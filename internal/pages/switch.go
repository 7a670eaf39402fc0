package pages

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
)

// signOut answers POST /sign-out.
func (p *Pages) signOut(c *fiber.Ctx) error {
	if _, err := access.Form(c); err != nil {
		return err
	}
	if err := p.end(c); err != nil {
		return err
	}
	return seeOther(c, signedOutPage)
}

// switchPerson answers POST /switch: one person at a shared desk makes room for another.
func (p *Pages) switchPerson(c *fiber.Ctx) error {
	in, err := access.Form(c, "next")
	if err != nil {
		return err
	}
	if err := p.end(c); err != nil {
		return err
	}
	if w := wayOf(in); strings.HasPrefix(w.next, "/invitations/") {
		return seeOther(c, w.next) // which leads on whoever has an account, and whoever has none
	}
	return seeOther(c, wayOf(in).to("/sign-in"))
}

// signedOutPage is where people arrive who have signed out. It says so, which the
// public pages cannot: they do not know who is signed in.
const signedOutPage = "/sign-in?done=signed_out"

// end ends the session of this browser, if it has one. The browser goes on remembering
// whom it did.
func (p *Pages) end(c *fiber.Ctx) error {
	if actor := access.AskingOf(c).Actor; actor.Signed() {
		if err := p.Entry.SignOut(c.UserContext(), actor); err != nil {
			return err
		}
	}
	access.DropSession(c)
	return nil
}
