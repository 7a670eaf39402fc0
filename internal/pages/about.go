package pages

import (
	"context"
	"slices"

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
	return show(c, page.Problem(f, pr))
}
