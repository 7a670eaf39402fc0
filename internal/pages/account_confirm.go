package pages

import (
	"context"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/web/page"
)

// confirm answers GET /account/confirm.
func (p *Pages) confirm(c *fiber.Ctx) error {
	return p.showConfirm(c, p.sheet(c), c.Query("next"), c.Query("done") == "code_sent")
}

// showConfirm offers the ways in which somebody can show anew who they are. All of
// its forms know where to go on.
func (p *Pages) showConfirm(c *fiber.Ctx, s page.Sheet, next string, sent bool) error {
	profile, err := p.Self.Profile(c.UserContext(), access.AskingOf(c).Actor)
	if err != nil {
		return err
	}
	second := profile.Second()
	s.Hidden = []page.Field{{Name: "next", Value: onward(next)}}
	return show(c, page.Confirm(p.accountFrame(c, "account_page.confirm.title"), page.ConfirmView{
		Done: p.done(c), Sheet: s,
		Passkey: len(profile.Passkeys) > 0, App: profile.App, Recovery: second && profile.Recovery > 0,
		Password: !second && profile.Password, Mail: !second, Sent: !second && sent,
	}))
}

// stepUp answers POST /account/confirm.
func (p *Pages) stepUp(c *fiber.Ctx) error {
	in, err := access.Form(c, "next", "password", "code")
	if err == nil {
		err = p.Self.StepUp(c.UserContext(), access.From(c), access.AskingOf(c).Actor, in["password"], spaceless(in["code"]))
	}
	if err == nil {
		access.DropBrowser(c)
	}
	tried := "code"
	if _, typed := in["password"]; typed {
		tried = "password"
	}
	return p.settle(c, err, onward(in["next"]), func(s page.Sheet) error {
		return p.showConfirm(c, s, in["next"], tried == "code")
	}, tried)
}

// stepUpCode answers POST /account/confirm/mail.
func (p *Pages) stepUpCode(c *fiber.Ctx) error {
	in, err := access.Form(c, "next")
	if err == nil {
		err = p.mailStepUp(c)
	}
	to := "/account/confirm?" + url.Values{"done": {"code_sent"}, "next": {onward(in["next"])}}.Encode()
	return p.settle(c, err, to, func(s page.Sheet) error {
		return p.showConfirm(c, s, in["next"], false)
	})
}

func (p *Pages) mailStepUp(c *fiber.Ctx) error {
	browser, err := p.Self.StepUpCode(c.UserContext(), access.From(c), access.AskingOf(c).Actor)
	if err == nil {
		access.SetBrowser(c, browser)
	}
	return err
}

// stepUpPasskeyOptions answers POST /account/confirm/passkey/options.
func (p *Pages) stepUpPasskeyOptions(c *fiber.Ctx) error {
	return sendOptions(c, p.Self.StepUpPasskeyOptions)
}

// stepUpPasskey answers POST /account/confirm/passkey.
func (p *Pages) stepUpPasskey(c *fiber.Ctx) error {
	in, err := access.Form(c, "next", "response")
	if err == nil {
		err = p.Self.StepUpPasskey(c.UserContext(), access.AskingOf(c).Actor, []byte(in["response"]))
	}
	return p.settle(c, err, onward(in["next"]), func(s page.Sheet) error {
		return p.showConfirm(c, s, in["next"], false)
	})
}

// sendOptions tells a script what to ask somebody's device.
func sendOptions(c *fiber.Ctx, make func(context.Context, directory.Actor) ([]byte, error)) error {
	if _, err := access.Form(c); err != nil {
		return err
	}
	options, err := make(c.UserContext(), access.AskingOf(c).Actor)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSONCharsetUTF8)
	return c.Send(options)
}
