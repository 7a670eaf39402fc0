package team

import (
	"context"
	"io"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Desk carries out what people ask about who has which role. All its fields have
// to be set.
type Desk struct {
	Store  auth.Store
	Places Places
	Hasher *auth.Hasher
	Now    func() time.Time
	Random io.Reader
}

// Scope is what a role is for: a clinic, an organization, or with neither the whole
// directory. With both it is the clinic.
type Scope struct{ Clinic, Organization directory.ID }

// ID is that of the clinic or the organization, or the zero ID.
func (s Scope) ID() directory.ID {
	if s.Clinic.IsZero() {
		return s.Organization
	}
	return s.Clinic
}

// scopeOf is what a role is for.
func scopeOf(m directory.Membership) Scope { return Scope{m.ClinicID, m.OrganizationID} }

// membership is a role for the scope.
func (s Scope) membership(account directory.ID, role directory.Role, since directory.Instant) directory.Membership {
	m := directory.Membership{AccountID: account, Role: role, ClinicID: s.Clinic, Since: since}
	if s.Clinic.IsZero() {
		m.OrganizationID = s.Organization
	}
	return m
}

// Place is a clinic or an organization, as people know it.
type Place struct {
	Scope
	Name  string
	Slug  directory.Slug
	City  string       // of a clinic
	Brand directory.ID // of a clinic: the organization that it belongs to
}

// Places finds clinics and organizations, whatever their state. What is not there is
// NotFound.
type Places interface {
	Place(ctx context.Context, s Scope) (Place, error)
}

// place finds what a role is for; it is the zero Place for the whole directory.
func (d *Desk) place(ctx context.Context, s Scope) (Place, error) {
	if s.ID().IsZero() {
		return Place{}, nil
	}
	return d.Places.Place(ctx, s)
}
