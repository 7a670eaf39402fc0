package pages

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/web/page"
)

// signInCode answers GET /sign-in/code.
func (p *Pages) signInCode(c *fiber.Ctx) error {
	w := asWay(c)
	if access.From(c).Browser == "" {
		return p.showNoCode(c, w.to("/sign-in"))
	}
	return p.showSignInCode(c, p.sheet(c, w.carrying()...), w, nil)
}

// showSignInCode shows the form for the code. The address that it was sent to is not
// there to be shown: the browser has a secret in its place.
func (p *Pages) showSignInCode(c *fiber.Ctx, s page.Sheet, w way, refusal error) error {
	t := p.words()
	return show(c, page.Code(p.entryFrame(c, t.T("signin_page.code_title")), page.CodeView{
		Sheet:   s,
		Heading: t.T("signin_page.code_title"),
		Lead:    t.T("signin_page.code_lead"),
		Label:   t.T("signin_page.code"),
		Path:    "/sign-in/code",
		Button:  t.T("signin_page.code_button"),
		Ended:   hasEnded(refusal),
		Again:   page.Link{Label: t.T("signin_page.code_again"), Path: w.to("/sign-in")},
		Help:    []string{t.T("signin_page.code_help"), t.T("signin_page.code_spam")},
	}))
}

// hasEnded reports whether no code will do any more, so that people have to begin anew.
func hasEnded(refusal error) bool {
	e := (*directory.Error)(nil)
	if !errors.As(refusal, &e) {
		return false
	}
	switch e.Message.ID {
	case "auth.code_ended", "auth.code_expired", "auth.code_used", "auth.code_browser", "signin.again":
		return true
	}
	return false
}

// showNoCode is the page for a browser that waits for no code, or whose cookie that
// says so is gone.
func (p *Pages) showNoCode(c *fiber.Ctx, again string) error {
	t := p.words()
	return show(c, page.Said(p.entryFrame(c, t.T("signin_page.no_code_title")), page.SaidView{
		Heading: t.T("signin_page.no_code_title"),
		Lead:    t.T("signin_page.no_code"),
		Help:    []string{t.T("signin_page.lost_https")},
		Next:    page.Link{Label: t.T("signin_page.begin_anew"), Path: again},
	}))
}

// postSignInCode answers POST /sign-in/code.
func (p *Pages) postSignInCode(c *fiber.Ctx) error {
	in, err := access.Form(c, "code", "next", "remember")
	if err != nil {
		return err
	}
	w := wayOf(in)
	done, refusal := p.Entry.Code(c.UserContext(), access.From(c), spaceless(in["code"]))
	if refusal == nil {
		return p.follow(c, done, w)
	}
	s, err := p.refused(c, p.sheet(c, w.carrying()...), refusal, "code", "code")
	if err != nil {
		return err
	}
	return p.showSignInCode(c, s, w, refusal)
}
