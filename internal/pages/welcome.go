package pages

import (
	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/problem"
	"rootline/web/page"
)

// welcome answers GET /sign-in/welcome, where everybody arrives who has signed in: on
// they go, or they learn that their browser did not keep the cookie.
func (p *Pages) welcome(c *fiber.Ctx) error {
	w := asWay(c)
	if access.AskingOf(c).Actor.Signed() {
		return seeOther(c, w.next)
	}
	t := p.words()
	return show(c, page.Said(p.entryFrame(c, t.T("signin_page.lost_title")), page.SaidView{
		Heading: t.T("signin_page.lost_title"),
		Lead:    t.T("signin_page.lost"),
		Help:    []string{t.T("signin_page.lost_https")},
		Next:    page.Link{Label: t.T("signin_page.lost_again"), Path: w.to("/sign-in")},
	}))
}

// adminLink answers GET /sign-in/link/{link}, the first admin's. It changes nothing, for
// programs follow links too.
func (p *Pages) adminLink(c *fiber.Ctx) error {
	if err := p.Entry.Look(c.UserContext(), auth.Welcome, c.Params("link")); err != nil {
		return p.linkEnded(c, err, page.Link{Label: p.words().T("signin_page.link_ended_sign_in"), Path: "/sign-in"})
	}
	t := p.words()
	return show(c, page.Press(p.entryFrame(c, t.T("signin_page.admin_title")), page.PressView{
		Sheet:   p.sheet(c),
		Heading: t.T("signin_page.admin_title"),
		Lead:    t.T("signin_page.admin_lead"),
		Path:    "/sign-in/link/" + c.Params("link"),
		Button:  t.T("signin_page.button"),
	}))
}

// postAdminLink answers POST /sign-in/link/{link}.
func (p *Pages) postAdminLink(c *fiber.Ctx) error {
	if _, err := access.Form(c); err != nil {
		return err
	}
	done, err := p.Entry.Welcome(c.UserContext(), access.From(c), c.Params("link"))
	if err != nil {
		return p.linkEnded(c, err, page.Link{Label: p.words().T("signin_page.link_ended_sign_in"), Path: "/sign-in"})
	}
	return p.follow(c, done, wayOf(nil))
}

// linkEnded is the page of a link that does not work, or no longer: why, and what leads
// to a new one. What is no refusal is returned as it is.
func (p *Pages) linkEnded(c *fiber.Ctx, err error, next page.Link, help ...string) error {
	if directory.KindOf(err) == directory.Internal {
		return err
	}
	told := problem.Of(err, p.words())
	c.Status(told.Status)
	return show(c, page.Said(p.entryFrame(c, p.words().T("signin_page.link_ended_title")), page.SaidView{
		Heading: p.words().T("signin_page.link_ended_title"),
		Lead:    told.Detail,
		Help:    help,
		Next:    next,
	}))
}
