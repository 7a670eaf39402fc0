package pages

import (
	"encoding/base64"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/web/page"
)

// passkeys answers GET /account/passkeys.
func (p *Pages) passkeys(c *fiber.Ctx) error { return p.showPasskeys(c, p.sheet(c), "") }

func (p *Pages) showPasskeys(c *fiber.Ctx, s page.Sheet, label string) error {
	actor := access.AskingOf(c).Actor
	profile, err := p.Self.Profile(c.UserContext(), actor)
	if err != nil {
		return err
	}
	view := page.PasskeysView{
		Done: p.done(c), Sheet: s, Label: label,
		Required: staffRole(actor) != "" && !profile.Second(),
	}
	for i := range profile.Passkeys {
		view.Passkeys = append(view.Passkeys, passkeyView(&profile.Passkeys[i]))
	}
	return show(c, page.Passkeys(p.accountFrame(c, "account_page.passkeys.title"), view))
}

func passkeyView(k *auth.Passkey) page.Passkey {
	return page.Passkey{
		Label: k.Label, AddedAt: k.CreatedAt, UsedAt: k.UsedAt,
		Path: "/account/passkeys/" + base64.RawURLEncoding.EncodeToString(k.Credential),
	}
}

// newPasskeyOptions answers POST /account/passkeys/options, which the page's script asks
// before it asks the device.
func (p *Pages) newPasskeyOptions(c *fiber.Ctx) error {
	return sendOptions(c, p.Self.PasskeyOptions)
}

// addPasskey answers POST /account/passkeys. With the first second factor come
// recovery codes.
func (p *Pages) addPasskey(c *fiber.Ctx) error {
	in, err := access.Form(c, "label", "response")
	var codes []string
	if err == nil {
		codes, err = p.Self.AddPasskey(c.UserContext(), access.AskingOf(c).Actor, in["label"], []byte(in["response"]))
	}
	if err == nil && len(codes) > 0 {
		return p.showFreshCodes(c, "account_page.done.passkey", codes)
	}
	return p.settle(c, err, "/account/passkeys?done=passkey", func(s page.Sheet) error {
		return p.showPasskeys(c, s, in["label"])
	})
}

// removePasskey answers POST /account/passkeys/{passkey}/removal.
func (p *Pages) removePasskey(c *fiber.Ctx) error {
	_, err := access.Form(c)
	if err != nil {
		return err
	}
	credential, err := base64.RawURLEncoding.Strict().DecodeString(c.Params("passkey"))
	if err != nil {
		return directory.Refuse(directory.NotFound, "not_found.passkey")
	}
	err = p.Self.RemovePasskey(c.UserContext(), access.AskingOf(c).Actor, credential)
	return p.settle(c, err, "/account/passkeys?done=passkey_removed", func(s page.Sheet) error {
		return p.showPasskeys(c, s, "")
	})
}
