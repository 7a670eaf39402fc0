package access

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
)

// The pages to which people are sent who can do something about a refusal.
const (
	signInPage  = "/sign-in"
	confirmPage = "/account/confirm"
	factorPage  = "/account/passkeys"
)

// refuse answers whom the guard does not let through. Programs are told; people are
// sent to where they can show who they are, and come back from there.
func (v *visit) refuse(c *fiber.Ctx, err error) error {
	if v.kind == API {
		return v.challenged(c, err)
	}
	switch {
	case directory.KindOf(err) == directory.Unauthenticated && isSafe(c):
		return v.sendTo(c, signInPage)
	case says(err, "auth.step_up"):
		return v.sendTo(c, confirmPage)
	case says(err, "auth.strong"):
		return v.strengthen(c)
	}
	return err
}

// strengthen sends somebody to show a second factor, or to set one up.
func (v *visit) strengthen(c *fiber.Ctx) error {
	if v.guard.Second != nil {
		has, err := v.guard.Second(c.UserContext(), v.asking.Actor)
		if err != nil {
			return err
		}
		if !has {
			c.Set(fiber.HeaderCacheControl, "no-store")
			return c.Redirect(factorPage, fiber.StatusSeeOther)
		}
	}
	return v.sendTo(c, confirmPage)
}

// sendTo sends a browser to a page that sends it back here.
func (v *visit) sendTo(c *fiber.Ctx, page string) error {
	next := string(c.Request().RequestURI())
	if !isSafe(c) {
		next = v.referer(c) // what was typed there has to be sent again
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Redirect(page+"?next="+url.QueryEscape(Next(next)), fiber.StatusSeeOther)
}

// referer is the path of the page of ours that a form was on, or "".
func (v *visit) referer(c *fiber.Ctx) string {
	u, err := url.Parse(c.Get(fiber.HeaderReferer))
	if err != nil {
		return ""
	}
	ours := u.Scheme+"://"+u.Host == v.guard.origin() ||
		(u.Scheme == "http" || u.Scheme == "https") && u.Host == string(c.Request().Host())
	if !ours {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	return u.RequestURI()
}

// says reports whether err is the refusal with this sentence.
func says(err error, id string) bool {
	e := (*directory.Error)(nil)
	return errors.As(err, &e) && e.Message.ID == id
}
