package pages

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth/entry"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
	"rootline/web/page"
)

// invitation answers GET /invitations/{link}.
func (p *Pages) invitation(c *fiber.Ctx) error {
	offer, err := p.Invitations.Look(c.UserContext(), c.Params("link"))
	if err != nil {
		return p.invitationEnded(c, err)
	}
	return p.showInvitation(c, offer, page.InvitationView{Sheet: p.sheet(c)})
}

// showInvitation says what is offered, and leads on by who reads it: one button for
// whom it was sent to, signing in for whoever has an account, a form for everybody else.
func (p *Pages) showInvitation(c *fiber.Ctx, offer team.Offer, view page.InvitationView) error {
	t, path := p.words(), "/invitations/"+c.Params("link")
	f := p.entryFrame(c, t.T("signin_page.invitation_title"))
	press := page.PressView{
		Sheet: view.Sheet, Heading: t.T("signin_page.invitation_title"),
		Lead: p.offered(offer) + " " + t.T("signin_page.may."+string(offer.Role)),
	}
	asking := access.AskingOf(c)
	switch {
	case asking.Actor.Signed() && isFor(asking, offer):
		press.Path, press.Button = path, t.T("signin_page.accept")
		return show(c, page.Press(f, press))
	case asking.Actor.Signed():
		press.Lead += " " + t.T("signin_page.invitation_other", "For", offer.Email.String(), "Who", asking.Account.Email.String())
		press.Path, press.Button = "/switch", t.T("signin_page.switch")
		press.Sheet.Hidden = []page.Field{{Name: "next", Value: path}}
		return show(c, page.Press(f, press))
	case offer.Known:
		return show(c, page.Said(f, page.SaidView{
			Heading: press.Heading, Lead: press.Lead,
			Help: []string{t.T("signin_page.invitation_known")},
			Next: page.Link{Label: t.T("signin_page.accept_sign_in"), Path: "/sign-in?next=" + url.QueryEscape(path)},
		}))
	}
	view.Heading, view.Lead, view.Path, view.Email = press.Heading, press.Lead, path, offer.Email.String()
	return show(c, page.Invitation(f, view))
}

// isFor reports whether an invitation was sent to whoever asks.
func isFor(asking entry.Asking, offer team.Offer) bool {
	return strings.EqualFold(asking.Account.Email.String(), offer.Email.String())
}

// offered says what an invitation offers, and who invites.
func (p *Pages) offered(o team.Offer) string {
	t := p.words()
	role := t.T("signin_page.role." + string(o.Role))
	switch {
	case o.Place.ID().IsZero():
		return t.T("signin_page.invitation_site", "By", o.By, "Role", role)
	case o.Place.City != "":
		return t.T("signin_page.invitation_clinic_in", "By", o.By, "Role", role, "Place", o.Place.Name, "City", o.Place.City)
	}
	return t.T("signin_page.invitation_clinic", "By", o.By, "Role", role, "Place", o.Place.Name)
}

// postInvitation answers POST /invitations/{link}.
func (p *Pages) postInvitation(c *fiber.Ctx) error {
	in, err := access.Form(c, "name", "password", "suggest")
	if err != nil {
		return err
	}
	link := c.Params("link")
	offer, err := p.Invitations.Look(c.UserContext(), link)
	if err != nil {
		return p.invitationEnded(c, err)
	}
	view := page.InvitationView{Sheet: p.sheet(c), Name: in["name"]}
	if in["suggest"] != "" {
		if view.Suggestion, err = p.Suggest(); err != nil {
			return err
		}
		return p.showInvitation(c, offer, view)
	}
	return p.accept(c, offer, view, in["password"])
}

// accept takes an invitation up, with the name and the password that were typed if
// whoever does so had no account.
func (p *Pages) accept(c *fiber.Ctx, offer team.Offer, view page.InvitationView, password string) error {
	actor, name := access.AskingOf(c).Actor, strings.TrimSpace(view.Name)
	if !actor.Signed() && !offer.Known && name == "" {
		wrong := wrongs{"name": directory.Msg("signin_page.name_missing")}
		view.Sheet, _ = p.refused(c, view.Sheet, wrong.err(), "", "name")
		return p.showInvitation(c, offer, view)
	}
	in, err := p.Invitations.Accept(c.UserContext(), access.From(c), actor, c.Params("link"), name, password)
	if directory.KindOf(err) == directory.NotFound {
		return p.invitationEnded(c, err)
	}
	if directory.KindOf(err) == directory.Unauthenticated {
		offer.Known = true // by now, if it was not when the page was shown
		return p.showInvitation(c, offer, view)
	}
	if err != nil {
		if view.Sheet, err = p.refused(c, view.Sheet, err, "", "name", "password"); err != nil {
			return err
		}
		return p.showInvitation(c, offer, view)
	}
	w := way{next: "/owner?done=accepted"}
	if offer.Place.ID().IsZero() {
		w.next = "/admin"
	}
	if in == nil {
		return seeOther(c, w.next)
	}
	return p.let(c, *in, "", w)
}

// invitationEnded is the page of an invitation that cannot be taken up, or no longer.
func (p *Pages) invitationEnded(c *fiber.Ctx, err error) error {
	t := p.words()
	if access.AskingOf(c).Actor.Signed() {
		return p.linkEnded(c, err, page.Link{Label: t.T("team_page.owner.title"), Path: "/owner"})
	}
	return p.linkEnded(c, err, page.Link{Label: t.T("signin_page.link_ended_sign_in"), Path: "/sign-in"}, t.T("signin_page.invitation_ended"))
}
