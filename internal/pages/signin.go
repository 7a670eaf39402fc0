package pages

import (
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
	"rootline/web/page"
)

// signIn answers GET /sign-in.
func (p *Pages) signIn(c *fiber.Ctx) error {
	w := asWay(c)
	if asking := access.AskingOf(c); asking.Actor.Signed() {
		f := p.entryFrame(c, p.words().T("signin_page.title"))
		return show(c, page.SignedIn(f, page.SignedInView{
			Sheet: p.sheet(c, w.hidden()...),
			Name:  asking.Account.Name, Detail: veiled(asking.Account.Email),
			Next: w.next,
		}))
	}
	return p.showSignIn(c, p.sheet(c, w.hidden()...), w, "")
}

// showSignIn shows the form with the address that was typed, or of whom was chosen
// among those whom the browser remembers.
func (p *Pages) showSignIn(c *fiber.Ctx, s page.Sheet, w way, email string) error {
	known, err := p.Entry.Known(c.UserContext(), access.From(c))
	if err != nil {
		return err
	}
	view := page.SignInView{Sheet: s, Email: email, Remember: w.remember, Others: w.to("/sign-in"), Register: registering(w.next).register("/register")}
	if !s.Wrong() {
		view.Done = p.done(c)
	}
	chosen := c.Query("as")
	for _, k := range known {
		one := p.remembered(k, w)
		if one.Account == chosen && email == "" || strings.EqualFold(email, k.Email.String()) {
			view.Chosen, view.Email = &one, k.Email.String()
		}
		view.Known = append(view.Known, one)
	}
	return show(c, page.SignIn(p.entryFrame(c, p.words().T("signin_page.title")), view))
}

// remembered is somebody whom the browser remembers. Choosing them fills the address
// in and does no more: what shows that it is them is still to come.
func (p *Pages) remembered(k entry.Known, w way) page.Remembered {
	return page.Remembered{
		Account: k.Account.String(),
		Name:    k.Name,
		Detail:  veiled(k.Email),
		Path:    w.to("/sign-in") + "&as=" + k.Account.String(),
	}
}

// veiled tells colleagues of one name at a desk apart, without showing all of an
// address.
func veiled(email directory.Email) string {
	local, host, _ := strings.Cut(email.String(), "@")
	first, _ := utf8.DecodeRuneInString(local)
	return string(first) + "…@" + host
}

// postSignIn answers POST /sign-in: with a password it is tried; without one, or by the
// other button, a code is sent.
func (p *Pages) postSignIn(c *fiber.Ctx) error {
	in, err := access.Form(c, "email", "password", "remember", "next", "mail")
	if err != nil {
		return err
	}
	w := wayOf(in)
	email, err := directory.ParseEmail(in["email"])
	if err != nil {
		return p.refuseSignIn(c, err, w, in["email"], "email")
	}
	if in["password"] == "" || in["mail"] != "" {
		browser, err := p.Entry.MailCode(c.UserContext(), access.From(c), email)
		if err != nil {
			return p.refuseSignIn(c, err, w, in["email"], "")
		}
		access.SetBrowser(c, browser)
		return seeOther(c, w.to("/sign-in/code"))
	}
	done, err := p.Entry.Password(c.UserContext(), access.From(c), email, in["password"], "")
	if err != nil {
		return p.refuseSignIn(c, err, w, in["email"], "")
	}
	return p.follow(c, done, w)
}

// refuseSignIn shows the form again, with what is wrong.
func (p *Pages) refuseSignIn(c *fiber.Ctx, err error, w way, email, about string) error {
	s, err := p.refused(c, p.sheet(c, w.hidden()...), err, about, "email", "password")
	if err != nil {
		return err
	}
	return p.showSignIn(c, s, w, email)
}

// forget answers POST /sign-in/forget: the browser remembers somebody no more.
func (p *Pages) forget(c *fiber.Ctx) error {
	in, err := access.Form(c, "account", "next")
	if err != nil {
		return err
	}
	account, err := directory.ParseID(in["account"])
	if err != nil {
		return err
	}
	left, err := p.Entry.Forget(c.UserContext(), access.From(c), account)
	if err != nil {
		return err
	}
	access.SetDevices(c, left)
	return seeOther(c, wayOf(in).to("/sign-in"))
}
