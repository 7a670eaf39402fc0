package pages

import (
	"context"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/problem"
	"rootline/web/page"
)

// about answers GET /about.
func (p *Pages) about(c *fiber.Ctx) error {
	f := p.frame("/about", p.words().T("about.title"))
	f.Description = p.words().T("about.meta")
	f.Section = "/about"
	f.Treatment = true
	sources, err := p.Sources(c.UserContext())
	if err != nil {
		return err
	}
	return show(c, page.About(f, sources))
}

// problemType answers GET /problems/{type}, the address in the type of a problem
// that a program was told.
func (p *Pages) problemType(c *fiber.Ctx) error {
	types := problem.Types()
	at := slices.IndexFunc(types, func(t problem.Type) bool { return t.Slug == c.Params("type") })
	if at < 0 {
		return directory.Refuse(directory.NotFound, "problem.not_found.detail")
	}
	f := p.frame("/problems/"+types[at].Slug, p.words().T("problems.title", "Problem", p.words().T(types[at].Title)))
	return show(c, page.ProblemType(f, types[at]))
}

// ErrorPage replies with the page of a problem, in place of whatever a handler
// may have begun to write. It is written even if the request's time is up: that
// may be the very problem.
func (p *Pages) ErrorPage(c *fiber.Ctx, pr problem.Problem) error {
	c.Response().ResetBody()
	c.Status(pr.Status)
	c.SetUserContext(context.WithoutCancel(c.UserContext()))
	f := p.frame("", pr.Title)
	f.Canonical, f.NoIndex = "", true
	if isForPeople(c.Path()) {
		f = p.personFrame(c, pr.Title)
	}
	return show(c, page.Problem(f, pr, p.onFrom(c, f, pr.Status)))
}

// isForPeople reports whether a path is one of the pages of getting in, or of those who
// are signed in.
func isForPeople(path string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch first {
	case "account", "admin", "invitations", "owner", "register", "sign-in", "sign-out", "switch":
		return true
	}
	return false
}

// onFrom leads on from what went wrong on a page for people: to signing in, back to the
// page that a form was on, or to what is theirs.
func (p *Pages) onFrom(c *fiber.Ctx, f page.Frame, status int) []page.Link {
	path := c.Path()
	if !isForPeople(path) {
		return nil
	}
	var on []page.Link
	back := formPage(path)
	switch {
	case status == fiber.StatusUnauthorized:
		return []page.Link{{Label: f.T("signin_page.button"), Path: way{next: onward(back)}.to("/sign-in")}}
	case status != fiber.StatusNotFound && (c.Method() == fiber.MethodPost || back != path):
		on = append(on, page.Link{Label: f.T("error.back"), Path: onward(back)})
	}
	if f.SignedIn {
		return append(on,
			page.Link{Label: f.T("team_page.owner.title"), Path: "/owner"},
			page.Link{Label: f.T("signin_page.account"), Path: "/account"})
	}
	return append(on, page.Link{Label: f.T("signin_page.button"), Path: "/sign-in"})
}
