package api

import (
	"time"

	"rootline/internal/auth/team"
	"rootline/internal/directory"
)

// roomView is what a role is for: a clinic, a brand or the whole directory, which
// has no name of its own.
type roomView struct {
	Kind string          `json:"kind"`
	ID   *directory.ID   `json:"id"`
	Slug *directory.Slug `json:"slug"`
	Name *string         `json:"name"`
	City *string         `json:"city"`
}

func newRoomView(p team.Place) roomView {
	kind := "clinic"
	switch {
	case p.ID().IsZero():
		kind = "directory"
	case p.Clinic.IsZero():
		kind = "brand"
	}
	return roomView{kind, orNull(p.ID()), orNull(p.Slug), orNull(p.Name), orNull(p.City)}
}

// heldView is a role that whoever asks has.
type heldView struct {
	Place roomView       `json:"place"`
	Role  directory.Role `json:"role"`
	Since time.Time      `json:"since"`
}

func newHeldView(h team.Held) heldView {
	return heldView{newRoomView(h.Place), h.Role, h.Since.Time()}
}

// teamView is everybody who has a role for a place, or was offered one.
type teamView struct {
	Place       roomView      `json:"place"`
	Members     []memberView  `json:"members"`
	Invitations []invitedView `json:"invitations"`
}

type memberView struct {
	Account directory.ID    `json:"account"`
	Name    *string         `json:"name"`
	Email   directory.Email `json:"email"`
	Role    directory.Role  `json:"role"`
	Since   time.Time       `json:"since"`
	You     bool            `json:"you"`
}

type invitedView struct {
	ID        directory.ID    `json:"id"`
	Email     directory.Email `json:"email"`
	Role      directory.Role  `json:"role"`
	SentAt    time.Time       `json:"sent_at"`
	ExpiresAt time.Time       `json:"expires_at"`
}

func newTeamView(t team.Team) teamView {
	return teamView{
		Place: newRoomView(t.Place),
		Members: each(t.Members, func(m team.Member) memberView {
			return memberView{m.Account, orNull(m.Name), m.Email, m.Role, m.Since.Time(), m.You}
		}),
		Invitations: each(t.Invited, func(n team.Invited) invitedView {
			return invitedView{n.ID, n.Email, n.Role, n.SentAt.Time(), n.ExpiresAt.Time()}
		}),
	}
}
