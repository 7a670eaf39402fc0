package team_test

import (
	"slices"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
)

// model is what the rules of teams come to, written down a second time and as plainly
// as can be: who has which role, and what became of each invitation.
type model struct {
	now     time.Time
	roles   map[team.Scope]map[string]directory.Role
	invited []*invited
	led     map[team.Scope]bool // it has had an owner, or an admin
}

type invited struct {
	by, to string
	s      team.Scope
	role   directory.Role
	link   string
	id     directory.ID
	at     time.Time
	used   bool
	void   bool
}

// fine is the kind of no error.
const fine directory.Kind = -1

func kindOf(err error) directory.Kind {
	if err == nil {
		return fine
	}
	return directory.KindOf(err)
}

var (
	people = []string{"Ada", "Bea", "Cem", "Dee", "Eve", "Zoe"}
	scopes = []team.Scope{atHarbour, atMill, atAbbey, ofHarbour, ofAbbey, everywhere}
	brands = map[team.Scope]team.Scope{atHarbour: ofHarbour, atMill: ofHarbour, atAbbey: ofAbbey}
	roots  = map[team.Scope]string{
		atHarbour: "/owner/clinics/:clinic", atMill: "/owner/clinics/:clinic", atAbbey: "/owner/clinics/:clinic",
		ofHarbour: "/owner/brands/:brand", ofAbbey: "/owner/brands/:brand", everywhere: "/admin",
	}
)

// objectOf is what a request about a place is about.
func objectOf(s team.Scope) auth.Object {
	if brand, ok := brands[s]; ok {
		return auth.Object{Clinic: s.Clinic, Organization: brand.Organization}
	}
	return auth.Object{Organization: s.Organization}
}

// lowHigh are the two roles that there are for a place.
func lowHigh(s team.Scope) (low, high directory.Role) {
	if s == everywhere {
		return moderator, admin
	}
	return manager, owner
}

func newModel(now time.Time) *model {
	m := &model{now: now, roles: map[team.Scope]map[string]directory.Role{}, led: map[team.Scope]bool{}}
	for _, s := range scopes {
		m.roles[s] = map[string]directory.Role{}
	}
	return m
}

func (m *model) set(name string, s team.Scope, role directory.Role) {
	if role == "" {
		delete(m.roles[s], name)
		return
	}
	m.roles[s][name] = role
	_, high := lowHigh(s)
	m.led[s] = m.led[s] || role == high
}

// leaders are those who have the higher role for a place.
func (m *model) leaders(s team.Scope) (names []string) {
	_, high := lowHigh(s)
	for _, name := range people {
		if m.roles[s][name] == high {
			names = append(names, name)
		}
	}
	return names
}

// team is what the door should say to somebody who asks to see the team of a place,
// and lead to who asks to change it.
func (m *model) team(name string, s team.Scope) directory.Kind {
	if s == everywhere {
		return m.door(name, s, moderator, admin)
	}
	return m.door(name, s, manager, owner, admin)
}

func (m *model) lead(name string, s team.Scope) directory.Kind {
	if s == everywhere {
		return m.door(name, s, admin)
	}
	return m.door(name, s, owner, admin)
}

func (m *model) door(name string, s team.Scope, enough ...directory.Role) directory.Kind {
	here := []directory.Role{m.roles[s][name], m.roles[everywhere][name]}
	if brand, ok := brands[s]; ok {
		here = append(here, m.roles[brand][name])
	}
	for _, role := range enough {
		if slices.Contains(here, role) {
			return fine
		}
	}
	if s == everywhere || slices.ContainsFunc(here, func(r directory.Role) bool { return r != "" }) {
		return directory.Forbidden
	}
	return directory.NotFound
}

// higher reports whether a role is higher than another, or than none.
func higher(s team.Scope, a, b directory.Role) bool {
	_, high := lowHigh(s)
	return b == "" || a == high && b != high
}

// invite is what becomes of an invitation; a fine one is added by whoever knows its link.
func (m *model) invite(to string, s team.Scope, role directory.Role) directory.Kind {
	sent := 0
	for _, n := range m.invited {
		if n.to == to && n.s == s && m.now.Sub(n.at) <= 24*time.Hour {
			sent++
		}
	}
	switch {
	case !higher(s, role, m.roles[s][to]):
		return directory.Conflict
	case sent >= 3:
		return directory.TooMany
	}
	for _, n := range m.invited {
		n.void = n.void || n.to == to && n.s == s
	}
	return fine
}

func (m *model) accept(name string, n *invited) directory.Kind {
	switch {
	case n.used || n.void || m.now.Sub(n.at) >= week || m.lead(n.by, n.s) != fine:
		return directory.Invalid
	case name != n.to:
		return directory.Forbidden
	}
	n.used = true
	if higher(n.s, n.role, m.roles[n.s][name]) {
		m.set(name, n.s, n.role)
	}
	return fine
}

func (m *model) withdraw(s team.Scope, n *invited) directory.Kind {
	if n.s != s || n.used || n.void {
		return directory.NotFound
	}
	n.void = true
	return fine
}

// change is what becomes of somebody's role being set, or taken away with none.
func (m *model) change(name string, s team.Scope, role directory.Role) directory.Kind {
	has := m.roles[s][name]
	_, high := lowHigh(s)
	switch {
	case has == "":
		return directory.NotFound
	case has == high && role != high && len(m.leaders(s)) == 1:
		return directory.Conflict
	}
	m.set(name, s, role)
	if role == has || role != "" && higher(s, role, has) {
		return fine
	}
	for _, n := range m.invited {
		n.void = n.void || n.s == s && (n.to == name || n.by == name && m.lead(name, s) != fine)
	}
	return fine
}
