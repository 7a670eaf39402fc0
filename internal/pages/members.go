package pages

import (
	"context"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
	"rootline/web/page"
)

// Team is what people see and change of who works with them. It refuses with a
// *directory.Error what they can put right.
type Team interface {
	Held(ctx context.Context, actor directory.Actor) ([]team.Held, error)
	Team(ctx context.Context, actor directory.Actor, s team.Scope) (team.Team, error)
	Invite(ctx context.Context, actor directory.Actor, s team.Scope, email directory.Email, role directory.Role) error
	Withdraw(ctx context.Context, actor directory.Actor, s team.Scope, invitation directory.ID) error
	Remove(ctx context.Context, actor directory.Actor, s team.Scope, account directory.ID) error
	SetRole(ctx context.Context, actor directory.Actor, s team.Scope, account directory.ID, role directory.Role) error
	Leave(ctx context.Context, actor directory.Actor, s team.Scope) error
}

// office is one of the three kinds of teams there are, and the pages that it has
// below root: the same ones.
type office struct {
	root  string // as in the table of permissions
	part  string // of the path, which names the place; empty for the whole directory
	scope func(auth.Object) team.Scope
	roles []directory.Role // that there are in the team, least first
}

var offices = []office{
	{
		"/owner/clinics/:clinic", "clinic",
		func(o auth.Object) team.Scope { return team.Scope{Clinic: o.Clinic} },
		[]directory.Role{directory.RoleManager, directory.RoleOwner},
	},
	{
		"/owner/brands/:brand", "brand",
		func(o auth.Object) team.Scope { return team.Scope{Organization: o.Organization} },
		[]directory.Role{directory.RoleManager, directory.RoleOwner},
	},
	{
		"/admin", "",
		func(auth.Object) team.Scope { return team.Scope{} },
		[]directory.Role{directory.RoleModerator, directory.RoleAdmin},
	},
}

// mountTeams adds the pages of those who look after something together.
func (p *Pages) mountTeams(r *access.Router) {
	r.Get("/owner", p.owner)
	r.Get("/admin", p.admin)
	r.Get("/admin/places", p.adminPlaces)
	for _, o := range offices {
		r.Get(o.root+"/members", p.at(o, p.members))
		r.Post(o.root+"/departure", p.at(o, p.leave))
		r.Post(o.root+"/invitations", p.at(o, p.invite))
		r.Post(o.root+"/invitations/:invitation/withdrawal", p.at(o, p.withdraw))
		r.Post(o.root+"/members/:account/removal", p.at(o, p.removeMember))
		r.Post(o.root+"/members/:account/role", p.at(o, p.setRole))
	}
}

// desk is an office in one request: whose team it is about, and who asks.
type desk struct {
	office
	path  string // root, with the place that was asked for
	team  team.Scope
	actor directory.Actor
}

// at gives handle the office that it is to work in.
func (p *Pages) at(o office, handle func(*fiber.Ctx, desk) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		path := o.root
		if o.part != "" {
			path = strings.Replace(path, ":"+o.part, url.PathEscape(pathPart(c, o.part)), 1)
		}
		return handle(c, desk{office: o, path: path, team: o.scope(access.ObjectOf(c)), actor: access.AskingOf(c).Actor})
	}
}

// members answers GET /owner/clinics/{clinic}/members, GET /owner/brands/{brand}/members
// and GET /admin/members.
func (p *Pages) members(c *fiber.Ctx, d desk) error {
	return p.showMembers(c, d, p.sheet(c), page.Invitee{Role: d.roles[0]})
}

// settleTeam ends a change of a team as settle does.
func (p *Pages) settleTeam(c *fiber.Ctx, d desk, err error, done string, typed page.Invitee, fields ...string) error {
	return p.settle(c, err, d.path+"/members?done="+done, func(s page.Sheet) error {
		return p.showMembers(c, d, s, typed)
	}, fields...)
}

// invite answers POST …/invitations.
func (p *Pages) invite(c *fiber.Ctx, d desk) error {
	in, err := access.Form(c, "email", "role")
	typed := page.Invitee{Email: in["email"], Role: directory.Role(in["role"])}
	if err == nil {
		err = p.sendInvitation(c, d, typed)
	}
	return p.settleTeam(c, d, err, "invited", typed, "email", "role")
}

func (p *Pages) sendInvitation(c *fiber.Ctx, d desk, typed page.Invitee) error {
	email, err := directory.ParseEmail(typed.Email)
	if err != nil {
		return err
	}
	return p.Team.Invite(c.UserContext(), d.actor, d.team, email, typed.Role)
}

// withdraw answers POST …/invitations/{invitation}/withdrawal.
func (p *Pages) withdraw(c *fiber.Ctx, d desk) error {
	id, err := named(c, "invitation")
	if err == nil {
		err = p.Team.Withdraw(c.UserContext(), d.actor, d.team, id)
	}
	return p.settleTeam(c, d, err, "withdrawn", page.Invitee{Role: d.roles[0]})
}

// removeMember answers POST …/members/{account}/removal.
func (p *Pages) removeMember(c *fiber.Ctx, d desk) error {
	id, err := named(c, "account")
	if err == nil {
		err = p.Team.Remove(c.UserContext(), d.actor, d.team, id)
	}
	return p.settleTeam(c, d, err, "removed", page.Invitee{Role: d.roles[0]})
}

// setRole answers POST …/members/{account}/role.
func (p *Pages) setRole(c *fiber.Ctx, d desk) error {
	id, err := named(c, "account", "role")
	if err == nil {
		var in map[string]string
		if in, err = access.Form(c, "role"); err == nil {
			err = p.Team.SetRole(c.UserContext(), d.actor, d.team, id, directory.Role(in["role"]))
		}
	}
	return p.settleTeam(c, d, err, "role", page.Invitee{Role: d.roles[0]})
}

// leave answers POST …/departure. Whoever has left may not see the team any more.
func (p *Pages) leave(c *fiber.Ctx, d desk) error {
	_, err := access.Form(c)
	if err == nil {
		err = p.Team.Leave(c.UserContext(), d.actor, d.team)
	}
	return p.settle(c, err, "/owner?done=left", func(s page.Sheet) error {
		return p.showMembers(c, d, s, page.Invitee{Role: d.roles[0]})
	})
}

// named is the id that a part of the path gives, once the form is known to have no
// other fields than these. What is no id names nothing.
func named(c *fiber.Ctx, part string, fields ...string) (directory.ID, error) {
	if _, err := access.Form(c, fields...); err != nil {
		return directory.ID{}, err
	}
	id, err := directory.ParseID(c.Params(part))
	if err != nil {
		return directory.ID{}, directory.Refuse(directory.NotFound, "auth.not_found")
	}
	return id, nil
}
