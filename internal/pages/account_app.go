package pages

import (
	"encoding/base64"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/web/page"
)

// app answers GET /account/app.
func (p *Pages) app(c *fiber.Ctx) error { return p.showApp(c, p.sheet(c)) }

func (p *Pages) showApp(c *fiber.Ctx, s page.Sheet) error {
	ctx, actor := c.UserContext(), access.AskingOf(c).Actor
	profile, err := p.Self.Profile(ctx, actor)
	if err != nil {
		return err
	}
	view := page.AppView{Done: p.done(c), Sheet: s, Has: profile.App}
	app, begun, err := p.Self.App(ctx, actor)
	if err != nil {
		return err
	}
	if begun {
		view.New = &page.NewApp{
			Key: app.Key, URL: app.URL,
			Picture: "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(app.Picture)),
		}
	}
	return show(c, page.App(p.accountFrame(c, "account_page.app.title"), view))
}

// startApp answers POST /account/app/start.
func (p *Pages) startApp(c *fiber.Ctx) error {
	_, err := access.Form(c)
	if err == nil {
		_, err = p.Self.StartApp(c.UserContext(), access.AskingOf(c).Actor)
	}
	return p.settle(c, err, "/account/app", func(s page.Sheet) error { return p.showApp(c, s) })
}

// finishApp answers POST /account/app, with a code of the app. With the first second
// factor come recovery codes.
func (p *Pages) finishApp(c *fiber.Ctx) error {
	in, err := access.Form(c, "code")
	var codes []string
	if err == nil {
		codes, err = p.Self.FinishApp(c.UserContext(), access.AskingOf(c).Actor, spaceless(in["code"]))
	}
	if err == nil && len(codes) > 0 {
		return p.showFreshCodes(c, "account_page.done.app", codes)
	}
	return p.settle(c, err, "/account?done=app", func(s page.Sheet) error { return p.showApp(c, s) }, "code")
}

// removeApp answers POST /account/app/removal.
func (p *Pages) removeApp(c *fiber.Ctx) error {
	_, err := access.Form(c)
	if err == nil {
		err = p.Self.RemoveApp(c.UserContext(), access.AskingOf(c).Actor)
	}
	return p.settle(c, err, "/account?done=app_removed", func(s page.Sheet) error { return p.showApp(c, s) })
}

// recoveryCodes answers GET /account/recovery-codes, which shows none.
func (p *Pages) recoveryCodes(c *fiber.Ctx) error { return p.showCodes(c, p.sheet(c)) }

func (p *Pages) showCodes(c *fiber.Ctx, s page.Sheet) error {
	profile, err := p.Self.Profile(c.UserContext(), access.AskingOf(c).Actor)
	if err != nil {
		return err
	}
	return show(c, page.Codes(p.accountFrame(c, "account_page.codes.title"), page.CodesView{
		Sheet: s, Left: profile.Recovery, Second: profile.Second(),
	}))
}

// newRecoveryCodes answers POST /account/recovery-codes with the codes themselves:
// they are nowhere to be asked for again.
func (p *Pages) newRecoveryCodes(c *fiber.Ctx) error {
	_, err := access.Form(c)
	var codes []string
	if err == nil {
		codes, err = p.Self.NewRecoveryCodes(c.UserContext(), access.AskingOf(c).Actor)
	}
	if err == nil {
		return p.showFreshCodes(c, "", codes)
	}
	return p.settle(c, err, "", func(s page.Sheet) error { return p.showCodes(c, s) })
}

// showFreshCodes shows recovery codes, and says what came before them.
func (p *Pages) showFreshCodes(c *fiber.Ctx, done string, codes []string) error {
	view := page.FreshCodesView{Codes: codes}
	if done != "" {
		view.Done = p.words().T(done)
	}
	return show(c, page.FreshCodes(p.accountFrame(c, "account_page.codes.fresh_title"), view))
}
