package storetest

import (
	"errors"

	"rootline/internal/directory"
)

func organizationsComeBack(c check) {
	parent, child, bare := Organization(1), Organization(2), Organization(3)
	child.ParentID = parent.ID
	bare.Description, bare.URL = "", directory.URL{}
	if err := c.store.AddOrganizations(c.Context(), child, parent, bare); err != nil {
		c.Fatalf("AddOrganizations(a child before its parent) = %v", err)
	}
	for _, want := range []directory.Organization{parent, child, bare} {
		if got, err := c.store.Organization(c.Context(), want.ID); err != nil || got != want {
			c.Errorf("Organization(%s) = %+v, %v; want %+v", want.ID, got, err, want)
		}
		if got, err := c.store.OrganizationBySlug(c.Context(), want.Slug); err != nil || got != want {
			c.Errorf("OrganizationBySlug(%s) = %+v, %v; want %+v", want.Slug, got, err, want)
		}
	}
	_, err := c.store.Organization(c.Context(), ID(99))
	c.wantKind("Organization(unknown)", err, directory.NotFound)
	_, err = c.store.OrganizationBySlug(c.Context(), slug("unknown"))
	c.wantKind("OrganizationBySlug(unknown)", err, directory.NotFound)

	orphan := Organization(4)
	orphan.ParentID = ID(99)
	if err := c.store.AddOrganizations(c.Context(), orphan); err == nil {
		c.Error("AddOrganizations(with an unknown parent) = nil, want an error")
	}
	c.wantKind("AddOrganizations(1 again)", c.store.AddOrganizations(c.Context(), parent), directory.Conflict)
}

func organizationChangeShows(c check) {
	Add(c.T, c.store, Listing(1))
	want := Listing(1)
	want.Organization.Name = "Renamed Brand"
	rename := func(o *directory.Organization) error { o.Name = "Renamed Brand"; return nil }
	got, err := c.store.UpdateOrganization(c.Context(), want.Organization.ID, rename)
	if err != nil || got != want.Organization {
		c.Errorf("UpdateOrganization(1) = %+v, %v; want %+v", got, err, want.Organization)
	}
	c.wantListing(want)
}

func organizationUpdate(c check) {
	Add(c.T, c.store, Listing(1), Listing(2))
	before := c.lastChange()
	refused := errors.New("refused")
	tests := map[string]struct {
		id     directory.ID
		change func(*directory.Organization) error
		want   directory.Kind // -1 for success
	}{
		"nothing":                {Organization(1).ID, func(*directory.Organization) error { return nil }, -1},
		"refused":                {Organization(1).ID, func(o *directory.Organization) error { o.Name = "x"; return refused }, directory.Internal},
		"the id":                 {Organization(1).ID, func(o *directory.Organization) error { o.ID = ID(99); return nil }, directory.Internal},
		"to the slug of another": {Organization(1).ID, func(o *directory.Organization) error { o.Slug = Organization(2).Slug; return nil }, directory.Conflict},
		"unknown":                {ID(99), func(*directory.Organization) error { return nil }, directory.NotFound},
	}
	for name, tt := range tests {
		_, err := c.store.UpdateOrganization(c.Context(), tt.id, tt.change)
		if tt.want < 0 && err != nil || tt.want >= 0 && (err == nil || directory.KindOf(err) != tt.want) {
			c.Errorf("UpdateOrganization, %s = %v, want kind %d", name, err, tt.want)
		}
	}
	if got := c.lastChange(); got != before {
		c.Errorf("LastChange() = %d after nothing was saved, want %d", got, before)
	}
	c.wantListing(Listing(1))
}
