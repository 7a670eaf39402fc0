package auth

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
)

// cast is everybody and everything that the tests of Allow are about: two clinics
// of one organization, and one of another.
type cast struct {
	me, you                  directory.ID
	clinic, sister, stranger directory.ID
	org, otherOrg            directory.ID
}

func newCast(tb testing.TB) cast {
	tb.Helper()
	return cast{newID(tb, 1), newID(tb, 2), newID(tb, 3), newID(tb, 4), newID(tb, 5), newID(tb, 6), newID(tb, 7)}
}

func (c cast) actor(strong bool, ms ...directory.Membership) directory.Actor {
	a := directory.Actor{Account: c.me, Session: c.me, Strong: strong, Memberships: ms}
	for i := range a.Memberships {
		a.Memberships[i].AccountID = c.me
	}
	return a
}

func role(r directory.Role, clinic, org directory.ID) directory.Membership {
	return directory.Membership{Role: r, ClinicID: clinic, OrganizationID: org}
}

func TestAllow(t *testing.T) {
	c := newCast(t)
	var none directory.ID
	var (
		manager   = role(directory.RoleManager, c.clinic, none)
		owner     = role(directory.RoleOwner, c.clinic, none)
		orgOwner  = role(directory.RoleOwner, none, c.org)
		moderator = role(directory.RoleModerator, none, none)
		admin     = role(directory.RoleAdmin, none, none)
		visitor   = directory.Actor{}
		ours      = Object{Clinic: c.clinic, Organization: c.org}
		sisters   = Object{Clinic: c.sister, Organization: c.org}
		theirs    = Object{Clinic: c.stranger, Organization: c.otherOrg}
		lone      = Object{Clinic: c.clinic}
		chain     = Object{Organization: c.org}
	)
	edit := Rule{Scope: ScopeClinic, Roles: []directory.Role{directory.RoleManager, directory.RoleOwner, directory.RoleAdmin}}
	invite := Rule{Scope: ScopeClinic, Roles: []directory.Role{directory.RoleOwner}, StepUp: true}
	brand := Rule{Scope: ScopeOrganization, Roles: []directory.Role{directory.RoleOwner}}
	queue := Rule{Scope: ScopeSite, Roles: []directory.Role{directory.RoleModerator, directory.RoleAdmin}}
	desk := Rule{Scope: ScopeSite, Roles: []directory.Role{directory.RoleManager, directory.RoleOwner}}
	fresh := c.actor(false, owner)
	fresh.StrongAt = directory.At(noon.Add(-StepUpLife + time.Millisecond))
	stale := c.actor(false, owner)
	stale.StrongAt = directory.At(noon.Add(-StepUpLife))
	future := c.actor(false, owner)
	future.StrongAt = directory.At(noon.Add(time.Second))
	lent := c.actor(true, owner)
	lent.Memberships[0].AccountID = c.you
	for _, tt := range []struct {
		name string
		r    Rule
		a    directory.Actor
		o    Object
		want string
	}{
		{"a rule left empty, for an admin", Rule{}, c.actor(true, admin), Object{}, "auth.forbidden"},
		{"a rule left empty, for a visitor", Rule{}, visitor, Object{}, "auth.sign_in"},
		{"a public page", Rule{Scope: ScopePublic}, visitor, Object{}, "fine"},
		{"a public page, signed in", Rule{Scope: ScopePublic}, c.actor(false), theirs, "fine"},
		{"what needs an account, for a visitor", Rule{Scope: ScopeSigned}, visitor, Object{}, "auth.sign_in"},
		{"what needs an account", Rule{Scope: ScopeSigned}, c.actor(false), Object{}, "fine"},
		{"one's own sessions", Rule{Scope: ScopeOwn}, c.actor(false), Object{Account: c.me}, "fine"},
		{"somebody's sessions", Rule{Scope: ScopeOwn}, c.actor(true, admin), Object{Account: c.you}, "auth.not_found"},
		{"nobody's sessions", Rule{Scope: ScopeOwn}, c.actor(true), Object{}, "auth.not_found"},
		{"a visitor's sessions", Rule{Scope: ScopeOwn}, visitor, Object{}, "auth.sign_in"},
		{"editing by a visitor", edit, visitor, ours, "auth.sign_in"},
		{"editing by somebody without a role", edit, c.actor(true), ours, "auth.not_found"},
		{"editing by its manager", edit, c.actor(false, manager), ours, "fine"},
		{"editing by its manager, with no organization", edit, c.actor(false, manager), lone, "fine"},
		{"editing by its organization's owner", edit, c.actor(false, orgOwner), ours, "fine"},
		{"editing the sister by the organization's owner", edit, c.actor(false, orgOwner), sisters, "fine"},
		{"editing the sister by this one's owner", edit, c.actor(false, owner), sisters, "auth.not_found"},
		{"editing a stranger by everybody here", edit, c.actor(true, manager, owner, orgOwner), theirs, "auth.not_found"},
		{"editing a stranger by a moderator, whom the rule does not name", edit, c.actor(true, moderator), theirs, "auth.forbidden"},
		{"editing a stranger by an admin", edit, c.actor(true, admin), theirs, "fine"},
		{"editing a stranger by an admin without a second factor", edit, c.actor(false, admin), theirs, "auth.strong"},
		{"editing here by an admin without one, who is the owner too", edit, c.actor(false, admin, owner), ours, "fine"},
		{"editing nothing", edit, c.actor(false, manager, orgOwner), Object{}, "auth.not_found"},
		{"editing an organization's clinic that is none", edit, c.actor(false, orgOwner), chain, "auth.not_found"},
		{"with a role lent by somebody else", edit, lent, ours, "auth.not_found"},
		{"with a role for no clinic", edit, c.actor(true, role(directory.RoleOwner, none, none)), Object{}, "auth.not_found"},
		{"with an admin's role for a clinic", edit, c.actor(true, role(directory.RoleAdmin, c.clinic, none)), ours, "auth.not_found"},
		{"inviting by a manager", invite, c.actor(false, manager), ours, "auth.forbidden"},
		{"inviting by the owner, just shown", invite, fresh, ours, "fine"},
		{"inviting by the owner, five minutes on", invite, stale, ours, "auth.step_up"},
		{"inviting by the owner, shown in the future", invite, future, ours, "auth.step_up"},
		{"inviting by the owner, never shown", invite, c.actor(true, owner), ours, "auth.step_up"},
		{"inviting at a stranger, just shown", invite, fresh, theirs, "auth.not_found"},
		{"the brand by its owner", brand, c.actor(false, orgOwner), chain, "fine"},
		{"the brand by a clinic's owner", brand, c.actor(false, owner), ours, "auth.not_found"},
		{"the brand by another's owner", brand, c.actor(false, role(directory.RoleOwner, none, c.otherOrg)), chain, "auth.not_found"},
		{"the queue by a moderator", queue, c.actor(true, moderator), Object{}, "fine"},
		{"the queue by a moderator without a second factor", queue, c.actor(false, moderator), Object{}, "auth.strong"},
		{"the queue by an owner", queue, c.actor(true, owner), Object{}, "auth.forbidden"},
		{"a case of the queue by an owner", queue, c.actor(true, owner), ours, "auth.not_found"},
		{"the queue by somebody without a role", queue, c.actor(true), Object{}, "auth.forbidden"},
		{"the queue by a visitor", queue, visitor, Object{}, "auth.sign_in"},
		{"one's desk by a manager", desk, c.actor(false, manager), Object{}, "fine"},
		{"one's desk by an admin", desk, c.actor(true, admin), Object{}, "auth.forbidden"},
		{"a second factor asked for, and not shown", Rule{Scope: ScopeSigned, Strong: true}, c.actor(false), Object{}, "auth.strong"},
		{"a second factor asked for, and shown", Rule{Scope: ScopeSigned, Strong: true}, c.actor(true), Object{}, "fine"},
		{"a scope there is not", Rule{Scope: 99, Roles: directory.Roles()}, c.actor(true, owner), ours, "auth.not_found"},
	} {
		if err := Allow(tt.r, tt.a, tt.o, noon); said(err) != tt.want {
			t.Errorf("Allow(%s) = %v, want %s", tt.name, err, tt.want)
		}
	}
}

// TestAllow_everything goes through every rule that a table may hold, every set of
// up to three memberships and every object there are in the cast, and holds each
// decision to what has to be true of all.
func TestAllow_everything(t *testing.T) {
	c := newCast(t)
	var none directory.ID
	objects := []Object{
		{},
		{Account: c.me},
		{Account: c.you},
		{Clinic: c.clinic, Organization: c.org},
		{Clinic: c.sister, Organization: c.org},
		{Clinic: c.stranger, Organization: c.otherOrg},
		{Clinic: c.clinic},
		{Organization: c.org},
		{Organization: c.otherOrg},
		{Account: c.me, Clinic: c.stranger, Organization: c.otherOrg},
	}
	memberships := []directory.Membership{
		role(directory.RoleManager, c.clinic, none), role(directory.RoleOwner, c.clinic, none), role(directory.RoleManager, none, c.org),
		role(directory.RoleOwner, none, c.org), role(directory.RoleOwner, c.stranger, none), role(directory.RoleModerator, none, none),
		role(directory.RoleAdmin, none, none),
	}
	var sets [][]directory.Membership
	for bits := range 1 << len(memberships) {
		var set []directory.Membership
		for i, m := range memberships {
			if bits>>i&1 == 1 {
				set = append(set, m)
			}
		}
		if len(set) <= 3 {
			sets = append(sets, set)
		}
	}
	decisions := 0
	for _, r := range everyRule() {
		for _, set := range sets {
			for shown := range 4 {
				a := c.actor(shown&1 == 1, slices.Clone(set)...)
				if shown&2 == 2 {
					a.StrongAt = directory.At(noon)
				}
				for _, o := range objects {
					decisions++
					err := Allow(r, a, o, noon)
					if why := unsound(r, a, o, err, c); why != "" {
						t.Fatalf("Allow(%+v, %+v, %+v) = %v: %s", r, a, o, err, why)
					}
					if v := Allow(r, directory.Actor{Memberships: a.Memberships, Strong: true}, o, noon); (v == nil) != (r.Scope == ScopePublic) {
						t.Fatalf("Allow(%+v, a visitor, %+v) = %v", r, o, v)
					}
				}
			}
		}
	}
	t.Logf("%d decisions", decisions)
}

func everyRule() []Rule {
	var rules []Rule
	for scope := ScopeNobody; scope <= ScopeSite; scope++ {
		for bits := range 16 {
			var roles []directory.Role
			for i, r := range directory.Roles() {
				if bits>>i&1 == 1 {
					roles = append(roles, r)
				}
			}
			for more := range 4 {
				rules = append(rules, Rule{Scope: scope, Roles: roles, Strong: more&1 == 1, StepUp: more&2 == 2})
			}
		}
	}
	return rules
}

// unsound says what is wrong with a decision about somebody who is signed in. It
// asks from the other end: is there one membership that is reason enough?
func unsound(r Rule, a directory.Actor, o Object, err error, c cast) string {
	reason, strong, near := r.Scope == ScopePublic || r.Scope == ScopeSigned || r.Scope == ScopeOwn && o.Account == c.me, false, false
	if r.Scope >= ScopeClinic {
		strong = true
	}
	for _, m := range a.Memberships {
		site := m.Role == directory.RoleAdmin || m.Role == directory.RoleModerator
		var fits bool
		switch r.Scope {
		case ScopeClinic:
			fits = site || o.Clinic != directory.ID{} && (m.ClinicID == o.Clinic && m.ClinicID != directory.ID{} || m.OrganizationID == o.Organization && m.OrganizationID != directory.ID{})
		case ScopeOrganization:
			fits = site || m.OrganizationID == o.Organization && m.OrganizationID != directory.ID{}
		case ScopeSite:
			fits = site || o == Object{}
		default:
		}
		near = near || fits
		if fits && slices.Contains(r.Roles, m.Role) {
			reason = true
			strong = strong && site
		}
	}
	kind := directory.KindOf(err)
	switch {
	case r.Scope == ScopeNobody && err == nil:
		return "nobody may"
	case err == nil && !reason:
		return "there is no reason for it"
	case err == nil && r.Scope != ScopePublic && (r.Strong && !a.Strong || r.StepUp && a.StrongAt == 0 || strong && !a.Strong):
		return "it takes more than was shown"
	case err != nil && reason && r.Scope != ScopeNobody && (a.Strong || !r.Strong && !strong) && (!r.StepUp || a.StrongAt != 0):
		return "there is every reason for it"
	case err != nil && r.Scope >= ScopeClinic && !near && o != Object{} && kind != directory.NotFound:
		return "it tells a stranger that something is there"
	case err != nil && r.Scope == ScopeOwn && o.Account != c.me && kind != directory.NotFound:
		return "it tells that somebody else has this"
	case err != nil && kind != directory.NotFound && kind != directory.Forbidden && kind != directory.StepUp:
		return "the actor is signed in"
	}
	return ""
}

func TestTable_Check(t *testing.T) {
	good := Table{
		"GET /search":                   {Scope: ScopePublic},
		"GET /owner":                    {Scope: ScopeSite, Roles: []directory.Role{directory.RoleManager, directory.RoleOwner}},
		"POST /owner/clinics/:id/edits": {Scope: ScopeClinic, Roles: []directory.Role{directory.RoleManager}, Strong: true, StepUp: true},
		"POST /sign-out":                {Scope: ScopeSigned},
		"DELETE /sessions/:id":          {Scope: ScopeOwn, StepUp: true},
	}
	routes := []string{"GET /search", "GET /owner", "POST /owner/clinics/:id/edits", "POST /sign-out", "DELETE /sessions/:id"}
	if err := good.Check(routes); err != nil {
		t.Errorf("Check(a table that fits) = %v", err)
	}
	if err := good.Check(append(routes, "GET /export")); err == nil || err.Error() != "GET /export: no rule says who may use it" {
		t.Errorf("Check(with a route more) = %v", err)
	}
	if err := good.Check(routes[1:]); err == nil || err.Error() != "GET /search: there is no such route" {
		t.Errorf("Check(with a route less) = %v", err)
	}
	owner := []directory.Role{directory.RoleOwner}
	for want, row := range map[string]struct {
		name string
		rule Rule
	}{
		"no scope":               {"GET /a", Rule{}},
		"has no scope":           {"GET /a", Rule{Scope: ScopeSite + 1}},
		"names no role":          {"GET /a", Rule{Scope: ScopeClinic}},
		"asks for no role":       {"GET /a", Rule{Scope: ScopeSigned, Roles: owner}},
		"a visitor for a":        {"GET /a", Rule{Scope: ScopePublic, Strong: true}},
		`"king" is no role`:      {"GET /a", Rule{Scope: ScopeSite, Roles: []directory.Role{"king"}}},
		"named twice":            {"GET /a", Rule{Scope: ScopeSite, Roles: append(owner, owner...)}},
		`"/a" is no route`:       {"/a", Rule{Scope: ScopePublic}},
		`"get /a" is no route`:   {"get /a", Rule{Scope: ScopePublic}},
		`"GET a" is no route`:    {"GET a", Rule{Scope: ScopePublic}},
		`write 'METHOD /pattern`: {"", Rule{Scope: ScopePublic}},
	} {
		err := Table{row.name: row.rule}.Check([]string{row.name})
		if err == nil || !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("Check(%q: %+v) = %v, want %q in it", row.name, row.rule, err, want)
		}
	}
}
