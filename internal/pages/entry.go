package pages

import (
	"context"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
	"rootline/web/page"
)

// Entry lets people in. Each method says how far that went; what is wrong with what was
// typed is a refusal, in the same words whether or not there is such an account.
type Entry interface {
	Register(ctx context.Context, from auth.From, r entry.Registration) (browser string, err error)
	Confirm(ctx context.Context, from auth.From, code string) (entry.Progress, error)
	ConfirmLink(ctx context.Context, from auth.From, link string) (entry.Progress, error)
	MailCode(ctx context.Context, from auth.From, email directory.Email) (browser string, err error)
	Code(ctx context.Context, from auth.From, code string) (entry.Progress, error)
	Password(ctx context.Context, from auth.From, email directory.Email, password, code string) (entry.Progress, error)
	Second(ctx context.Context, from auth.From, code string, remember bool) (entry.Progress, error)
	Remember(ctx context.Context, from auth.From, actor directory.Actor) (device string, err error)
	PasskeyOptions(ctx context.Context, from auth.From) (options []byte, browser string, err error)
	Passkey(ctx context.Context, from auth.From, response []byte) (entry.Progress, error)
	Welcome(ctx context.Context, from auth.From, link string) (entry.Progress, error)
	Look(ctx context.Context, kind auth.SecretKind, link string) error
	Known(ctx context.Context, from auth.From) ([]entry.Known, error)
	Forget(ctx context.Context, from auth.From, account directory.ID) (devices []string, err error)
	PageToken(ctx context.Context, session directory.Session) (cookie string, err error)
	SignOut(ctx context.Context, actor directory.Actor) error
}

// Invitations says what an invitation offers, and takes it up. In is nil if whoever
// does so was signed in already.
type Invitations interface {
	Look(ctx context.Context, link string) (team.Offer, error)
	Accept(ctx context.Context, from auth.From, actor directory.Actor, link, name, password string) (in *auth.In, err error)
}

// mountEntry adds the pages of getting in.
func (p *Pages) mountEntry(r *access.Router) {
	r.Get("/sign-in", p.signIn)
	r.Post("/sign-in", p.postSignIn)
	r.Get("/sign-in/code", p.signInCode)
	r.Post("/sign-in/code", p.postSignInCode)
	r.Get("/sign-in/second-factor", p.second)
	r.Post("/sign-in/second-factor", p.postSecond)
	r.Post("/sign-in/passkey/options", p.passkeyOptions)
	r.Post("/sign-in/passkey", p.postPasskey)
	r.Get("/sign-in/welcome", p.welcome)
	r.Get("/sign-in/link/:link", p.adminLink)
	r.Post("/sign-in/link/:link", p.postAdminLink)
	r.Post("/sign-in/forget", p.forget)
	r.Get("/register", p.register)
	r.Post("/register", p.postRegister)
	r.Get("/register/code", p.registerCode)
	r.Post("/register/code", p.postRegisterCode)
	r.Get("/register/link/:link", p.registerLink)
	r.Post("/register/link/:link", p.postRegisterLink)
	r.Post("/sign-out", p.signOut)
	r.Post("/switch", p.switchPerson)
	r.Get("/invitations/:link", p.invitation)
	r.Post("/invitations/:link", p.postInvitation)
}

// way is what survives all the steps of a sign-in: where it leads, whether the browser
// is to be remembered, and by what a second factor can be shown.
type way struct {
	next     string
	remember bool
	with     string // "app", "passkey", "app,passkey"; empty before that is known
}

// onward is where somebody goes on who has shown who they are. Where a form was sent
// to, there is no page; they go to the one that it was on.
func onward(next string) string { return formPage(access.Next(next)) }

// wayOf reads a way from the fields of a form.
func wayOf(in map[string]string) way {
	return way{next: onward(in["next"]), remember: in["remember"] == "yes", with: in["with"]}
}

// asWay reads a way from an address.
func asWay(c *fiber.Ctx) way {
	return wayOf(map[string]string{"next": c.Query("next"), "remember": c.Query("remember"), "with": c.Query("with")})
}

// to is an address of a step on the way.
func (w way) to(path string) string {
	v := url.Values{"next": {w.next}}
	if w.remember {
		v.Set("remember", "yes")
	}
	if w.with != "" {
		v.Set("with", w.with)
	}
	return path + "?" + v.Encode()
}

// hidden is the way as forms carry it that show no box for remembering.
func (w way) hidden() []page.Field {
	fields := []page.Field{{Name: "next", Value: w.next}}
	if w.with != "" {
		fields = append(fields, page.Field{Name: "with", Value: w.with})
	}
	return fields
}

// carrying is hidden with the box for remembering, as it was ticked.
func (w way) carrying() []page.Field {
	fields := w.hidden()
	if w.remember {
		fields = append(fields, page.Field{Name: "remember", Value: "yes"})
	}
	return fields
}

// follow takes somebody to their next step.
func (p *Pages) follow(c *fiber.Ctx, done entry.Progress, w way) error {
	switch done.Step {
	case entry.StepIn:
		return p.let(c, done.In, done.Device, w)
	case entry.StepSecond:
		if done.Browser != "" {
			access.SetBrowser(c, done.Browser)
		}
		w.with = factors(done)
		return seeOther(c, w.to("/sign-in/second-factor"))
	default:
		return p.confirmed(c)
	}
}

// factors names by what a second factor can be shown.
func factors(done entry.Progress) string {
	var all []string
	if done.App {
		all = append(all, "app")
	}
	if done.Passkey {
		all = append(all, "passkey")
	}
	return strings.Join(all, ",")
}

// let lets somebody in: the browser gets its cookie, and a page that finds it sends it
// on. Whoever was signed in with this browser before is so no more, for the cookie was
// the one way to their session.
func (p *Pages) let(c *fiber.Ctx, in auth.In, device string, w way) error {
	before := access.AskingOf(c).Actor
	actor := auth.Standing{Session: in.Session, Account: in.Account}.Actor()
	if w.remember && device == "" {
		var err error
		if device, err = p.Entry.Remember(c.UserContext(), access.From(c), actor); err != nil {
			return err
		}
	}
	token, err := p.Entry.PageToken(c.UserContext(), in.Session)
	if err != nil {
		return err
	}
	if before.Signed() && before.Session != in.Session.ID {
		if err := p.Entry.SignOut(c.UserContext(), before); err != nil {
			return err
		}
	}
	access.SetSession(c, token)
	access.DropBrowser(c)
	if device != "" {
		access.AddDevice(c, device)
	}
	return seeOther(c, "/sign-in/welcome?next="+url.QueryEscape(w.next))
}

// entryFrame is the frame of a page of getting in: nobody lists it, and it has scripts
// for passkeys and passwords.
func (p *Pages) entryFrame(c *fiber.Ctx, title string) page.Frame {
	f := p.personFrame(c, title)
	f.Section = "/sign-in"
	return f
}

// personFrame is the frame of a page that nobody lists and that knows who reads it.
func (p *Pages) personFrame(c *fiber.Ctx, title string) page.Frame {
	f, asking := p.frame("", title), access.AskingOf(c)
	f.Canonical, f.NoIndex, f.Passkeys = "", true, true
	f.SignedIn, f.Who, f.Demo = asking.Actor.Signed(), asking.Account.Name, p.Demo != nil
	return f
}

// seeOther sends a browser on after a form.
func seeOther(c *fiber.Ctx, path string) error {
	return c.Redirect(path, fiber.StatusSeeOther)
}
