package page

import (
	"slices"

	"rootline/internal/directory"
)

// MembersView is everybody who works on something: a clinic, a brand, or the whole
// directory. What somebody may not do has no button.
type MembersView struct {
	Done    string
	Sheet   Sheet
	Above   []Link // crumbs
	Root    string // the address that all forms here begin with
	Place   Link   // its public page; no label: the whole directory, no path: it has none
	Detail  string // what tells the place from others of its name
	Members []Member
	Invited []Invited
	Roles   []directory.Role // that somebody can be given here, least first
	Invite  *Invitee         // the form to invite with; nil if they may not
	Confirm string           // where to show once more that it is them, if changes ask for that first
	Leave   bool             // they have a role here themselves
}

// heading names the page.
func (v MembersView) heading(f Frame) string {
	if v.Place.Label == "" {
		return f.T("team_page.members.site")
	}
	return f.T("team_page.members.place", "Place", v.Place.Label)
}

// handOver says how somebody else takes over, who may be given the highest role.
func (v MembersView) handOver(f Frame) string {
	if v.Place.Label == "" {
		return f.T("team_page.hand_over.site")
	}
	return f.T("team_page.hand_over.place")
}

// Member is somebody with a role here.
type Member struct {
	Name   string
	Email  directory.Email
	Role   directory.Role
	Since  directory.Instant
	You    bool
	Path   string           // below which they are changed and removed
	Roles  []directory.Role // that they may be given instead
	Remove bool             // they may be removed
}

// called is what a member is called.
func (m Member) called() string { return called(m.Name, m.Email.String()) }

// Invited is somebody who was invited and has not answered.
type Invited struct {
	Email    directory.Email
	Role     directory.Role
	SentAt   directory.Instant
	Until    directory.Instant
	Path     string // below which it is withdrawn
	Withdraw bool   // they may withdraw it
}

// Invitee is who to invite, as it was filled in.
type Invitee struct {
	Email string
	Role  directory.Role
}

// role is what a role is called.
func (f Frame) role(r directory.Role) string { return f.T("team_page.role." + string(r)) }

// mayDo is what somebody with a role may do.
func (f Frame) mayDo(r directory.Role) string { return f.T("team_page.may." + string(r)) }

// with is a form that carries one more thing along.
func with(s Sheet, fields ...Field) Sheet {
	s.Hidden = append(slices.Clip(s.Hidden), fields...)
	return s
}
