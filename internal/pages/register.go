package pages

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
	"rootline/web/page"
)

// registered is the way of whoever has just opened an account.
var registered = way{next: "/account?done=registered"}

// registering is the way of somebody who opens an account in order to go on somewhere.
func registering(next string) way {
	if next = onward(next); next == access.Next("") {
		return registered
	}
	return way{next: next}
}

// register is an address of a step of opening an account.
func (w way) register(path string) string {
	if w == registered {
		return path
	}
	return w.to(path)
}

// registerFields are the way as the forms of opening an account carry it.
func (w way) registerFields() []page.Field {
	if w == registered {
		return nil
	}
	return w.hidden()
}

// register answers GET /register.
func (p *Pages) register(c *fiber.Ctx) error {
	w := registering(c.Query("next"))
	return p.showRegister(c, page.RegisterView{Sheet: p.sheet(c, w.registerFields()...)}, w)
}

func (p *Pages) showRegister(c *fiber.Ctx, view page.RegisterView, w way) error {
	view.SignIn = w.register("/sign-in")
	return show(c, page.Register(p.entryFrame(c, p.words().T("signin_page.register_title")), view))
}

// postRegister answers POST /register. The reply is the same whether or not the address
// has an account; what differs is the letter.
func (p *Pages) postRegister(c *fiber.Ctx) error {
	in, err := access.Form(c, "name", "email", "password", "suggest", "next")
	if err != nil {
		return err
	}
	w := registering(in["next"])
	view := page.RegisterView{Sheet: p.sheet(c, w.registerFields()...), Name: in["name"], Email: in["email"]}
	if in["suggest"] != "" {
		if view.Suggestion, err = p.Suggest(); err != nil {
			return err
		}
		return p.showRegister(c, view, w)
	}
	browser, err := p.askForAccount(c, in)
	if err != nil {
		if view.Sheet, err = p.refused(c, view.Sheet, err, "", "name", "email", "password"); err != nil {
			return err
		}
		return p.showRegister(c, view, w)
	}
	access.SetBrowser(c, browser)
	return seeOther(c, w.register("/register/code"))
}

// askForAccount registers what was typed, or says all that is wrong with it.
func (p *Pages) askForAccount(c *fiber.Ctx, in map[string]string) (browser string, err error) {
	wrong, from := wrongs{}, access.From(c)
	r := entry.Registration{Name: strings.TrimSpace(in["name"]), Password: in["password"], Language: from.Language}
	if r.Name == "" {
		wrong["name"] = directory.Msg("signin_page.name_missing")
	}
	if r.Email, err = directory.ParseEmail(in["email"]); err != nil {
		if err := wrong.note("email", err); err != nil {
			return "", err
		}
	}
	if err := wrong.err(); err != nil {
		return "", err
	}
	return p.Entry.Register(c.UserContext(), from, r)
}

// registerCode answers GET /register/code.
func (p *Pages) registerCode(c *fiber.Ctx) error {
	w := registering(c.Query("next"))
	if access.From(c).Browser == "" {
		return p.showNoCode(c, w.register("/register"))
	}
	return p.showRegisterCode(c, p.sheet(c, w.registerFields()...), w, nil)
}

func (p *Pages) showRegisterCode(c *fiber.Ctx, s page.Sheet, w way, refusal error) error {
	t := p.words()
	return show(c, page.Code(p.entryFrame(c, t.T("signin_page.register_code_title")), page.CodeView{
		Sheet:   s,
		Heading: t.T("signin_page.register_code_title"),
		Lead:    t.T("signin_page.register_code_lead"),
		Label:   t.T("signin_page.code"),
		Path:    "/register/code",
		Button:  t.T("signin_page.confirm_button"),
		Ended:   hasEnded(refusal),
		Again:   page.Link{Label: t.T("signin_page.begin_anew"), Path: w.register("/register")},
		Help:    []string{t.T("signin_page.register_code_help"), t.T("signin_page.register_code_spam")},
	}))
}

// postRegisterCode answers POST /register/code.
func (p *Pages) postRegisterCode(c *fiber.Ctx) error {
	in, err := access.Form(c, "code", "next")
	if err != nil {
		return err
	}
	w := registering(in["next"])
	done, refusal := p.Entry.Confirm(c.UserContext(), access.From(c), spaceless(in["code"]))
	if refusal == nil {
		return p.follow(c, done, w)
	}
	s, err := p.refused(c, p.sheet(c, w.registerFields()...), refusal, "code", "code")
	if err != nil {
		return err
	}
	return p.showRegisterCode(c, s, w, refusal)
}

// registerLink answers GET /register/link/{link}. It confirms nothing: programs that
// look through mail follow links too.
func (p *Pages) registerLink(c *fiber.Ctx) error {
	if err := p.Entry.Look(c.UserContext(), auth.Registration, c.Params("link")); err != nil {
		return p.registrationEnded(c, err)
	}
	t := p.words()
	return show(c, page.Press(p.entryFrame(c, t.T("signin_page.confirm_title")), page.PressView{
		Sheet:   p.sheet(c),
		Heading: t.T("signin_page.confirm_title"),
		Lead:    t.T("signin_page.confirm_lead"),
		Path:    "/register/link/" + c.Params("link"),
		Button:  t.T("signin_page.confirm_button"),
	}))
}

// postRegisterLink answers POST /register/link/{link}.
func (p *Pages) postRegisterLink(c *fiber.Ctx) error {
	if _, err := access.Form(c); err != nil {
		return err
	}
	done, err := p.Entry.ConfirmLink(c.UserContext(), access.From(c), c.Params("link"))
	if err != nil {
		return p.registrationEnded(c, err)
	}
	return p.follow(c, done, registered)
}

func (p *Pages) registrationEnded(c *fiber.Ctx, err error) error {
	return p.linkEnded(c, err, page.Link{Label: p.words().T("signin_page.link_ended_register"), Path: "/register"})
}

// confirmed is the page for whoever has confirmed their address in another browser than
// the one they registered in: nobody knows who has typed the password there, so it does
// not count, and they sign in.
func (p *Pages) confirmed(c *fiber.Ctx) error {
	t := p.words()
	return show(c, page.Said(p.entryFrame(c, t.T("signin_page.confirmed_title")), page.SaidView{
		Heading: t.T("signin_page.confirmed_title"),
		Lead:    t.T("signin_page.confirmed"),
		Next:    page.Link{Label: t.T("signin_page.button"), Path: "/sign-in"},
	}))
}

// spaceless is a code without the blanks by which letters and people group digits.
func spaceless(code string) string { return strings.Join(strings.Fields(code), "") }
