package main

import (
	"context"

	"rootline/internal/auth"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
	"rootline/internal/store"
)

// places finds clinics and organizations for whoever asks what a role is for.
type places struct{ db *store.Store }

// Place is a clinic or an organization by its id, whatever its state.
func (p places) Place(ctx context.Context, s team.Scope) (team.Place, error) {
	if !s.Clinic.IsZero() {
		l, err := p.db.Listing(ctx, s.Clinic)
		if err != nil {
			return team.Place{}, err
		}
		return team.Place{Scope: s, Name: l.Clinic.Name, Slug: l.Clinic.Slug, City: l.Clinic.Address.City, Brand: l.Organization.ID}, nil
	}
	o, err := p.db.Organization(ctx, s.Organization)
	return team.Place{Scope: s, Name: o.Name, Slug: o.Slug}, err
}

// Clinic is whose a clinic is, by its slug or id.
func (p places) Clinic(ctx context.Context, named string) (auth.Object, error) {
	l, err := p.listing(ctx, named)
	if err != nil {
		return auth.Object{}, err
	}
	return auth.Object{Clinic: l.Clinic.ID, Organization: l.Organization.ID}, nil
}

func (p places) listing(ctx context.Context, named string) (directory.Listing, error) {
	if id, err := directory.ParseID(named); err == nil {
		return p.db.Listing(ctx, id)
	}
	slug, err := directory.ParseSlug(named)
	if err != nil {
		return directory.Listing{}, directory.Refuse(directory.NotFound, "auth.not_found")
	}
	return p.db.ListingBySlug(ctx, slug)
}

// Brand is an organization, by its slug or id.
func (p places) Brand(ctx context.Context, named string) (auth.Object, error) {
	o, err := p.organization(ctx, named)
	if err != nil {
		return auth.Object{}, err
	}
	return auth.Object{Organization: o.ID}, nil
}

func (p places) organization(ctx context.Context, named string) (directory.Organization, error) {
	if id, err := directory.ParseID(named); err == nil {
		return p.db.Organization(ctx, id)
	}
	slug, err := directory.ParseSlug(named)
	if err != nil {
		return directory.Organization{}, directory.Refuse(directory.NotFound, "auth.not_found")
	}
	return p.db.OrganizationBySlug(ctx, slug)
}
