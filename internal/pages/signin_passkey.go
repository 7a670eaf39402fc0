package pages

import (
	"encoding/json"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/problem"
)

// passkeyOptions answers POST /sign-in/passkey/options: what a passkey is to be asked,
// for the script of the page.
func (p *Pages) passkeyOptions(c *fiber.Ctx) error {
	if _, err := access.Form(c); err != nil {
		return p.tellScript(c, err)
	}
	options, browser, err := p.Entry.PasskeyOptions(c.UserContext(), access.From(c))
	if err != nil {
		return p.tellScript(c, err)
	}
	if browser != "" {
		access.SetBrowser(c, browser)
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Send(options)
}

// tellScript answers a script with a refusal, which it shows as it is. Of anything else
// the server makes the page of an error; to the script that is one too.
func (p *Pages) tellScript(c *fiber.Ctx, err error) error {
	if directory.KindOf(err) == directory.Internal {
		return err
	}
	told := problem.Of(err, p.words())
	body, err := json.Marshal(told)
	if err != nil {
		return fmt.Errorf("write a problem: %w", err)
	}
	c.Set(fiber.HeaderContentType, problem.ContentType)
	return c.Status(told.Status).Send(body)
}

// postPasskey answers POST /sign-in/passkey, with what the passkey has answered. It
// comes from the page for signing in or, with the field with, from that of the second
// factor.
func (p *Pages) postPasskey(c *fiber.Ctx) error {
	in, err := access.Form(c, "response", "next", "remember", "with")
	if err != nil {
		return err
	}
	w := wayOf(in)
	done, err := p.Entry.Passkey(c.UserContext(), access.From(c), []byte(in["response"]))
	switch {
	case err == nil:
		return p.follow(c, done, w)
	case w.with != "":
		return p.refuseSecond(c, err, w, "")
	default:
		return p.refuseSignIn(c, err, w, "", "")
	}
}
