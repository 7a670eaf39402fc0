package storetest

import (
	"reflect"

	"rootline/internal/directory"
	"rootline/internal/store"
)

// mergedIsGone merges a clinic and then its brand into others and wants neither
// found by a name of its own, each announced, and the listing out of searches.
func mergedIsGone(c check) {
	Add(c.T, c.store, Listings(3)...)
	before := c.lastChange()
	if err := c.store.AddAlias(c.Context(), store.Clinic, "never-ours", Listing(2).Clinic.ID); err != nil {
		c.Fatalf("AddAlias(clinic, never-ours, 2) = %v", err)
	}
	if got := c.changesAfter(before); len(got) != 0 {
		c.Errorf("AddAlias of what is not there announced %+v", got)
	}
	gone := Listing(1)
	if err := c.store.AddAlias(c.Context(), store.Clinic, gone.Clinic.Slug.String(), Listing(2).Clinic.ID); err != nil {
		c.Fatalf("AddAlias(clinic, 1, 2) = %v", err)
	}
	c.wantClinicGone(gone)
	changes := c.changesAfter(before)
	if len(changes) != 1 || changes[0].Noun != store.Clinic || changes[0].ID != gone.Clinic.ID {
		c.Errorf("the feed says %+v after a merge, want a change of the clinic merged away", changes)
	}
	gone.State = directory.Standing[directory.ListingState]{Value: directory.Archived, Since: directory.At(Now)}
	if got, err := c.store.ListingsChanged(c.Context(), changes); err != nil || len(got) != 1 || !reflect.DeepEqual(got[0], gone) {
		c.Errorf("ListingsChanged(after a merge) = %+v, %v; want it archived", got, err)
	}
	c.wantBrandGone(gone.Organization, Organization(2))
	c.wantListing(Listing(0))
	c.wantListing(Listing(2))
}

func (c check) wantClinicGone(gone directory.Listing) {
	c.Helper()
	_, err := c.store.Listing(c.Context(), gone.Clinic.ID)
	c.wantKind("Listing(merged away)", err, directory.NotFound)
	_, err = c.store.ListingBySlug(c.Context(), gone.Clinic.Slug)
	c.wantKind("ListingBySlug(merged away)", err, directory.NotFound)
	_, err = c.store.UpdateListing(c.Context(), gone.Clinic.ID, func(*directory.Listing) error { return nil })
	c.wantKind("UpdateListing(merged away)", err, directory.NotFound)
	again := gone
	again.Clinic.Slug = slug("another")
	c.wantKind("AddListings(merged away)", c.store.AddListings(c.Context(), again), directory.Conflict)
}

// wantBrandGone merges a brand into another.
func (c check) wantBrandGone(gone, into directory.Organization) {
	c.Helper()
	before := c.lastChange()
	if err := c.store.AddAlias(c.Context(), store.Organization, gone.ID.String(), into.ID); err != nil {
		c.Fatalf("AddAlias(organization, 1, 2) = %v", err)
	}
	for _, old := range []string{gone.ID.String(), gone.Slug.String()} {
		if to, err := c.store.Moved(c.Context(), store.Organization, old); err != nil || to != into.Slug {
			c.Errorf("Moved(organization, %s) = %s, %v; want %s", old, to, err, into.Slug)
		}
	}
	_, err := c.store.Organization(c.Context(), gone.ID)
	c.wantKind("Organization(merged away)", err, directory.NotFound)
	_, err = c.store.OrganizationBySlug(c.Context(), gone.Slug)
	c.wantKind("OrganizationBySlug(merged away)", err, directory.NotFound)
	_, err = c.store.UpdateOrganization(c.Context(), gone.ID, func(*directory.Organization) error { return nil })
	c.wantKind("UpdateOrganization(merged away)", err, directory.NotFound)
	if got := c.changesAfter(before); len(got) != 1 || got[0].Noun != store.Organization || got[0].ID != gone.ID {
		c.Errorf("the feed says %+v after a merge, want a change of the organization merged away", got)
	}
}
