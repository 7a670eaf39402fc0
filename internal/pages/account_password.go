package pages

import (
	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/web/page"
)

// password answers GET /account/password.
func (p *Pages) password(c *fiber.Ctx) error { return p.showPassword(c, p.sheet(c), "") }

func (p *Pages) showPassword(c *fiber.Ctx, s page.Sheet, suggested string) error {
	profile, err := p.Self.Profile(c.UserContext(), access.AskingOf(c).Actor)
	if err != nil {
		return err
	}
	return show(c, page.Password(p.accountFrame(c, "account_page.password.title"), page.PasswordView{
		Done: p.done(c), Sheet: s, Has: profile.Password, Second: profile.Second(), Suggested: suggested, Email: profile.Account.Email,
	}))
}

// setPassword answers POST /account/password. With the other button it only suggests
// one: what was typed is dropped then, as it always is.
func (p *Pages) setPassword(c *fiber.Ctx) error {
	in, err := access.Form(c, "password", "suggest")
	if err == nil && in["suggest"] != "" {
		words, err := p.Self.Suggest()
		if err != nil {
			return err
		}
		return p.showPassword(c, p.sheet(c), words)
	}
	if err == nil {
		err = p.Self.SetPassword(c.UserContext(), access.AskingOf(c).Actor, in["password"])
	}
	return p.settle(c, err, "/account?done=password", func(s page.Sheet) error {
		return p.showPassword(c, s, "")
	}, "password")
}

// removePassword answers POST /account/password/removal.
func (p *Pages) removePassword(c *fiber.Ctx) error {
	_, err := access.Form(c)
	if err == nil {
		err = p.Self.RemovePassword(c.UserContext(), access.AskingOf(c).Actor)
	}
	return p.settle(c, err, "/account?done=password_removed", func(s page.Sheet) error {
		return p.showPassword(c, s, "")
	})
}
