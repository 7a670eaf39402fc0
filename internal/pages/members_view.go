package pages

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
	"rootline/web/page"
)

// showMembers shows a team, with the buttons for what whoever asks may do, and the
// form to invite with as it was filled in.
func (p *Pages) showMembers(c *fiber.Ctx, d desk, s page.Sheet, typed page.Invitee) error {
	ctx := c.UserContext()
	t, err := p.Team.Team(ctx, d.actor, d.team)
	if err != nil {
		return err
	}
	public, err := p.publicPath(ctx, t.Place)
	if err != nil {
		return err
	}
	view := page.MembersView{
		Done: p.done(c), Sheet: s, Above: p.aboveTeam(d), Root: d.path, Roles: d.roles,
		Place: page.Link{Label: t.Place.Name, Path: public}, Detail: t.Place.City,
	}
	switch p.may(c, d, "/invitations") {
	case access.Yes:
		view.Invite = &typed
	case access.StepUp:
		view.Confirm = "/account/confirm?" + url.Values{"next": {d.path + "/members"}}.Encode()
	case access.No:
	}
	for _, m := range t.Members {
		view.Members = append(view.Members, p.memberView(c, d, m))
		view.Leave = view.Leave || m.You && p.may(c, d, "/departure") == access.Yes
	}
	for _, i := range t.Invited {
		view.Invited = append(view.Invited, page.Invited{
			Email: i.Email, Role: i.Role, SentAt: i.SentAt, Until: i.ExpiresAt,
			Path:     d.path + "/invitations/" + i.ID.String(),
			Withdraw: p.may(c, d, "/invitations/:invitation/withdrawal") == access.Yes,
		})
	}
	f := p.accountFrame(c, "team_page.members.title")
	f.Title = p.membersTitle(t.Place)
	return show(c, page.Members(f, view))
}

// may asks the table about a POST below the office's root.
func (p *Pages) may(c *fiber.Ctx, d desk, below string) access.May {
	return p.Guard.May(c, "POST "+d.root+below, access.ObjectOf(c))
}

// memberView is a member with what can be done about them. What people do about
// themselves is to leave.
func (p *Pages) memberView(c *fiber.Ctx, d desk, m team.Member) page.Member {
	view := page.Member{
		Name: m.Name, Email: m.Email, Role: m.Role, Since: m.Since, You: m.You,
		Path: d.path + "/members/" + m.Account.String(),
	}
	if m.You {
		return view
	}
	view.Remove = p.may(c, d, "/members/:account/removal") == access.Yes
	if p.may(c, d, "/members/:account/role") == access.Yes {
		for _, role := range d.roles {
			if role != m.Role {
				view.Roles = append(view.Roles, role)
			}
		}
	}
	return view
}

// aboveTeam leads from a team to where it is among others.
func (p *Pages) aboveTeam(d desk) []page.Link {
	above := []page.Link{{Label: p.words().T("account_page.title"), Path: "/account"}}
	if d.part != "" && staffRole(d.actor) == "" {
		return append(above, page.Link{Label: p.words().T("team_page.owner.title"), Path: "/owner"})
	}
	return append(above, page.Link{Label: p.words().T("team_page.admin.title"), Path: "/admin"})
}

// membersTitle tells the team of a place from every other.
func (p *Pages) membersTitle(place team.Place) string {
	if place.ID() == (directory.ID{}) {
		return p.words().T("team_page.members.site")
	}
	return p.words().T("team_page.members.place", "Place", place.Name)
}
