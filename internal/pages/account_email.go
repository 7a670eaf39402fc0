package pages

import (
	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/web/page"
)

// email answers GET /account/email.
func (p *Pages) email(c *fiber.Ctx) error { return p.showEmail(c, p.sheet(c), "") }

func (p *Pages) showEmail(c *fiber.Ctx, s page.Sheet, typed string) error {
	return show(c, page.Email(p.accountFrame(c, "account_page.email.title"), page.EmailView{
		Done: p.done(c), Sheet: s, Email: access.AskingOf(c).Account.Email, Typed: typed,
	}))
}

// askAddress answers POST /account/email: a code goes to the new address.
func (p *Pages) askAddress(c *fiber.Ctx) error {
	in, err := access.Form(c, "email")
	if err == nil {
		err = p.sendCodeTo(c, in["email"])
	}
	return p.settle(c, err, "/account/email/code", func(s page.Sheet) error {
		return p.showEmail(c, s, in["email"])
	}, "email")
}

func (p *Pages) sendCodeTo(c *fiber.Ctx, typed string) error {
	email, err := directory.ParseEmail(typed)
	if err != nil {
		return err
	}
	browser, err := p.Self.AskAddress(c.UserContext(), access.From(c), access.AskingOf(c).Actor, email)
	if err == nil {
		access.SetBrowser(c, browser)
	}
	return err
}

// emailCode answers GET /account/email/code.
func (p *Pages) emailCode(c *fiber.Ctx) error { return p.showEmailCode(c, p.sheet(c)) }

func (p *Pages) showEmailCode(c *fiber.Ctx, s page.Sheet) error {
	return show(c, page.EmailCode(p.accountFrame(c, "account_page.email.code_title"), page.EmailView{Sheet: s}))
}

// confirmAddress answers POST /account/email/code.
func (p *Pages) confirmAddress(c *fiber.Ctx) error {
	in, err := access.Form(c, "code")
	if err == nil {
		err = p.Self.ConfirmAddress(c.UserContext(), access.From(c), access.AskingOf(c).Actor, spaceless(in["code"]))
	}
	if err == nil {
		access.DropBrowser(c)
	}
	return p.settle(c, err, "/account?done=email", func(s page.Sheet) error {
		return p.showEmailCode(c, s)
	}, "code")
}
