package api

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
)

// Team knows and changes who has which role, where whoever asks may.
type Team interface {
	Held(ctx context.Context, actor directory.Actor) ([]team.Held, error)
	Team(ctx context.Context, actor directory.Actor, s team.Scope) (team.Team, error)
	Invite(ctx context.Context, actor directory.Actor, s team.Scope, email directory.Email, role directory.Role) error
	Withdraw(ctx context.Context, actor directory.Actor, s team.Scope, invitation directory.ID) error
	Remove(ctx context.Context, actor directory.Actor, s team.Scope, account directory.ID) error
	SetRole(ctx context.Context, actor directory.Actor, s team.Scope, account directory.ID, role directory.Role) error
	Leave(ctx context.Context, actor directory.Actor, s team.Scope) error
}

// mountTeams adds what is asked about the people of a clinic, of a brand and of the
// whole directory: the same of each.
func (a *API) mountTeams(r *access.Router) {
	r.Get("/owner/places", a.heldPlaces)
	for _, root := range []string{"/owner/clinics/:clinic", "/owner/brands/:brand", "/admin"} {
		r.Get(root+"/members", a.members)
		r.Patch(root+"/members/:account", a.setRole)
		r.Delete(root+"/members/:account", a.removeMember)
		r.Post(root+"/invitations", a.invite)
		r.Delete(root+"/invitations/:invitation", a.withdrawInvitation)
		r.Post(root+"/departure", a.leave)
	}
}

// scopeOf is whose people are asked about: those of what the path names, or of the
// whole directory.
func scopeOf(c *fiber.Ctx) team.Scope {
	o := access.ObjectOf(c)
	if !o.Clinic.IsZero() {
		return team.Scope{Clinic: o.Clinic}
	}
	return team.Scope{Organization: o.Organization}
}

// heldPlaces answers GET /api/v1/owner/places.
func (a *API) heldPlaces(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	held, err := a.Team.Held(c.UserContext(), access.AskingOf(c).Actor)
	if err != nil {
		return err
	}
	return c.JSON(list[heldView]{each(held, newHeldView)})
}

// members answers GET /api/v1/{place}/members, as the others here for each kind of
// place.
func (a *API) members(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	t, err := a.Team.Team(c.UserContext(), access.AskingOf(c).Actor, scopeOf(c))
	if err != nil {
		return err
	}
	return c.JSON(newTeamView(t))
}

// setRole answers PATCH /api/v1/{place}/members/{account}.
func (a *API) setRole(c *fiber.Ctx) error {
	var in struct {
		Role directory.Role `json:"role"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	account, err := named(c, "account")
	if err != nil {
		return err
	}
	if err := a.Team.SetRole(c.UserContext(), access.AskingOf(c).Actor, scopeOf(c), account, in.Role); err != nil {
		return err
	}
	return done(c)
}

// removeMember answers DELETE /api/v1/{place}/members/{account}.
func (a *API) removeMember(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	account, err := named(c, "account")
	if err != nil {
		return err
	}
	if err := a.Team.Remove(c.UserContext(), access.AskingOf(c).Actor, scopeOf(c), account); err != nil {
		return err
	}
	return done(c)
}

// invite answers POST /api/v1/{place}/invitations. There is nothing to go on with:
// whoever is invited has the link.
func (a *API) invite(c *fiber.Ctx) error {
	var in struct {
		Email directory.Email `json:"email"`
		Role  directory.Role  `json:"role"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	if err := a.Team.Invite(c.UserContext(), access.AskingOf(c).Actor, scopeOf(c), in.Email, in.Role); err != nil {
		return err
	}
	c.Status(fiber.StatusAccepted)
	return nil
}

// withdrawInvitation answers DELETE /api/v1/{place}/invitations/{invitation}.
func (a *API) withdrawInvitation(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	invitation, err := named(c, "invitation")
	if err != nil {
		return err
	}
	if err := a.Team.Withdraw(c.UserContext(), access.AskingOf(c).Actor, scopeOf(c), invitation); err != nil {
		return err
	}
	return done(c)
}

// leave answers POST /api/v1/{place}/departure.
func (a *API) leave(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	if err := a.Team.Leave(c.UserContext(), access.AskingOf(c).Actor, scopeOf(c)); err != nil {
		return err
	}
	return done(c)
}
