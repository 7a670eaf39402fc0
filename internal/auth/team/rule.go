package team

import (
	"context"
	"slices"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// rank orders the roles for one place. It says nothing between a place and the whole
// directory.
func rank(r directory.Role) int { return slices.Index(directory.Roles(), r) }

// lastOne is what is said where taking a role away would leave nobody with it; nil for
// a role that nobody else has to have.
func lastOne(role directory.Role) *directory.Error {
	switch role {
	case directory.RoleOwner:
		return directory.Refuse(directory.Conflict, "team.last_owner")
	case directory.RoleAdmin:
		return directory.Refuse(directory.Conflict, "team.last_admin")
	case directory.RoleManager, directory.RoleModerator:
	}
	return nil
}

// checkRole refuses a role that nobody can have for the scope.
func checkRole(s Scope, role directory.Role) error {
	roles := []directory.Role{directory.RoleManager, directory.RoleOwner}
	if s.ID().IsZero() {
		roles = []directory.Role{directory.RoleModerator, directory.RoleAdmin}
	}
	if slices.Contains(roles, role) {
		return nil
	}
	return directory.RefuseField("role", directory.Msg("team.role"))
}

// inviting is the route by which people are invited to a place, whose row in the
// table says who may.
func (s Scope) inviting() string {
	switch {
	case !s.Clinic.IsZero():
		return "POST /owner/clinics/:clinic/invitations"
	case !s.Organization.IsZero():
		return "POST /owner/brands/:brand/invitations"
	}
	return "POST /admin/invitations"
}

// may reports whether an account may invite people to a place today. How well its
// owner has shown who it is counts when they ask, and not afterwards.
func may(ctx context.Context, r auth.Reader, account directory.ID, s Scope, p Place, now time.Time) (bool, error) {
	if active, err := isActive(ctx, r, account); err != nil || !active {
		return false, err
	}
	memberships, err := r.Memberships(ctx, account)
	if err != nil {
		return false, err
	}
	rule := auth.Permissions()[s.inviting()]
	rule.Strong, rule.StepUp = false, false
	object := auth.Object{Clinic: s.Clinic, Organization: s.Organization}
	if !s.Clinic.IsZero() {
		object.Organization = p.Brand
	}
	asks := directory.Actor{Account: account, Strong: true, Memberships: memberships}
	return auth.Allow(rule, asks, object, now) == nil, nil
}

// isActive reports whether somebody can still sign in.
func isActive(ctx context.Context, r auth.Reader, account directory.ID) (bool, error) {
	a, err := r.Account(ctx, account)
	if directory.KindOf(err) == directory.NotFound {
		return false, nil
	}
	return a.State == directory.AccountActive, err
}
