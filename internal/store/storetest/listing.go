package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"rootline/internal/directory"
)

func listingsComeBack(c check) {
	full, bare := Listing(1), Listing(2)
	bare.Clinic = directory.Clinic{
		ID: bare.Clinic.ID, Slug: bare.Clinic.Slug, OrganizationID: bare.Clinic.OrganizationID, Name: "<&\u2028'\"\\ 🧪>",
		Address: directory.Address{Country: bare.Clinic.Address.Country, Precision: directory.PrecisionUnknown, TimeZone: "UTC"},
	}
	bare.State = directory.Standing[directory.ListingState]{Value: directory.Suspended, Reason: "Complaints \"\r\n\u2028' 🧪"}
	bare.Operating = directory.Standing[directory.OperatingStatus]{Value: directory.TemporarilyClosed, Reason: "Works", Since: 7}
	Add(c.T, c.store, full, bare)
	c.wantListing(full)
	c.wantListing(bare)
}

func listingIsFound(c check) {
	want := Listing(1)
	Add(c.T, c.store, want, Listing(2))
	c.wantListing(want)
	got, err := c.store.ListingBySlug(c.Context(), want.Clinic.Slug)
	if err != nil || !reflect.DeepEqual(got, want) {
		c.Errorf("ListingBySlug(%s) = %+v, %v; want listing 1", want.Clinic.Slug, got, err)
	}
	_, err = c.store.Listing(c.Context(), ID(99))
	c.wantKind("Listing(unknown)", err, directory.NotFound)
	_, err = c.store.ListingBySlug(c.Context(), slug("unknown"))
	c.wantKind("ListingBySlug(unknown)", err, directory.NotFound)
	_, err = c.store.Listing(c.Context(), want.Organization.ID)
	c.wantKind("Listing(an organization's id)", err, directory.NotFound)
}

func organizationListsClinics(c check) {
	brand := Organization(0)
	branches := Listings(7) // in the order in which they are wanted
	for i := range branches {
		branches[i].Organization, branches[i].Clinic.OrganizationID = brand, brand.ID
	}
	branches[1].Operating.Value = directory.TemporarilyClosed
	branches[2].Operating.Value, branches[3].State.Value = directory.Closed, directory.Suspended
	branches[4].State.Value, branches[5].State.Value, branches[6].State.Value = directory.Draft, directory.Archived, directory.Rejected
	for i := range branches { // by slug alone, those that are found come last
		branches[i].Clinic.Slug = slug(fmt.Sprintf("branch-%d", (i+5)%7))
	}
	Add(c.T, c.store, append([]directory.Listing{Listing(9)}, branches...)...)
	for limit := range 9 {
		got, err := c.store.ListingsOf(c.Context(), brand.ID, limit)
		if want := branches[:min(limit, 7)]; err != nil || !slices.EqualFunc(got, want, sameListing) {
			c.Errorf("ListingsOf(brand, %d) = %v, %v; want %v", limit, slugsOf(got), err, slugsOf(want))
		}
	}
	if got, err := c.store.ListingsOf(c.Context(), ID(99), 9); err != nil || len(got) != 0 {
		c.Errorf("ListingsOf(unknown) = %d listings, %v; want none", len(got), err)
	}
}

func sameListing(a, b directory.Listing) bool { return reflect.DeepEqual(a, b) }

func slugsOf(listings []directory.Listing) (slugs []directory.Slug) {
	for _, l := range listings {
		slugs = append(slugs, l.Clinic.Slug)
	}
	return slugs
}

func listingsAllOrNone(c check) {
	Add(c.T, c.store, Listing(1))
	before := c.lastChange()
	if err := c.store.AddOrganizations(c.Context(), Organization(2)); err != nil {
		c.Fatal(err)
	}
	after := c.lastChange()
	homeless := Listing(3) // whose organization is not there
	if err := c.store.AddListings(c.Context(), Listing(2), homeless); err == nil {
		c.Error("AddListings(2, one without its organization) = nil, want an error")
	}
	c.wantKind("AddListings(2, 1 again)", c.store.AddListings(c.Context(), Listing(2), Listing(1)), directory.Conflict)
	_, err := c.store.Listing(c.Context(), Listing(2).Clinic.ID)
	c.wantKind("Listing(2) after two refusals", err, directory.NotFound)
	if got := c.lastChange(); got != after || after != before+1 {
		c.Errorf("LastChange() = %d after two refusals, want %d", got, before+1)
	}
}

func takenIsConflict(c check) {
	Add(c.T, c.store, Listing(1), Listing(2))
	sameID, sameSlug := Listing(3), Listing(4)
	sameID.Clinic.ID = Listing(1).Clinic.ID
	sameSlug.Clinic.Slug = Listing(1).Clinic.Slug
	if err := c.store.AddOrganizations(c.Context(), Organization(3), Organization(4)); err != nil {
		c.Fatal(err)
	}
	c.wantKind("AddListings(with the id of another)", c.store.AddListings(c.Context(), sameID), directory.Conflict)
	c.wantKind("AddListings(with the slug of another)", c.store.AddListings(c.Context(), sameSlug), directory.Conflict)
	_, err := c.store.UpdateListing(c.Context(), Listing(2).Clinic.ID, func(l *directory.Listing) error {
		l.Clinic.Slug = Listing(1).Clinic.Slug
		return nil
	})
	c.wantKind("UpdateListing(to the slug of another)", err, directory.Conflict)
	c.wantListing(Listing(2))
}

func updateSaves(c check) {
	Add(c.T, c.store, Listing(1), Listing(2))
	want := Listing(1)
	want.Clinic.Name, want.Clinic.Phones = "Another Example", nil
	want.Clinic.OrganizationID, want.Organization = Organization(2).ID, Organization(2)
	want.State = directory.Standing[directory.ListingState]{Value: directory.Suspended, Reason: "Under review", Since: 5}
	want.Operating = directory.Standing[directory.OperatingStatus]{Value: directory.Closed, Reason: "Retired", Since: 6}
	want.UpdatedAt = directory.At(Now)
	got := c.update(want.Clinic.ID, func(l *directory.Listing) {
		l.Clinic, l.State, l.Operating = want.Clinic, want.State, want.Operating
		l.UpdatedAt = 1 // is the store's to set
	})
	if !reflect.DeepEqual(got, want) {
		c.Errorf("UpdateListing(1) = %+v\nwant %+v", got, want)
	}
	c.wantListing(want)
	c.wantListing(Listing(2))

	published := want
	published.State = Listing(1).State
	c.update(want.Clinic.ID, func(l *directory.Listing) { l.State, l.UpdatedAt = published.State, 1 })
	c.wantListing(published) // the version is as old as it was
}

func updateRefused(c check) {
	Add(c.T, c.store, Listing(1))
	before := c.lastChange()
	refused := errors.New("refused")
	_, err := c.store.UpdateListing(c.Context(), Listing(1).Clinic.ID, func(l *directory.Listing) error {
		l.Clinic.Name = "Never"
		l.Clinic.Languages[0] = directory.Language{}
		return refused
	})
	if !errors.Is(err, refused) {
		c.Errorf("UpdateListing(1, refusing) = %v, want the refusal", err)
	}
	_, err = c.store.UpdateListing(c.Context(), ID(99), func(*directory.Listing) error {
		c.Error("UpdateListing(unknown) called the change")
		return nil
	})
	c.wantKind("UpdateListing(unknown)", err, directory.NotFound)
	c.wantListing(Listing(1))
	if got := c.lastChange(); got != before {
		c.Errorf("LastChange() = %d after refusals, want %d", got, before)
	}
}

func updateWithoutChange(c check) {
	Add(c.T, c.store, Listing(1))
	before := c.lastChange()
	if got := c.update(Listing(1).Clinic.ID, func(*directory.Listing) {}); !reflect.DeepEqual(got, Listing(1)) {
		c.Errorf("UpdateListing(1, nothing) = %+v, want it unchanged", got)
	}
	c.wantListing(Listing(1))
	if got := c.lastChange(); got != before {
		c.Errorf("LastChange() = %d after no change, want %d", got, before)
	}
}

func updateKeepsToListing(c check) {
	Add(c.T, c.store, Listing(1))
	changes := map[string]func(*directory.Listing){
		"the id":            func(l *directory.Listing) { l.Clinic.ID = ID(99) },
		"the organization":  func(l *directory.Listing) { l.Organization.Name = "Another" },
		"to an unknown one": func(l *directory.Listing) { l.Clinic.OrganizationID = ID(99) },
	}
	for what, change := range changes {
		_, err := c.store.UpdateListing(c.Context(), Listing(1).Clinic.ID, func(l *directory.Listing) error {
			change(l)
			return nil
		})
		c.wantKind(fmt.Sprintf("UpdateListing(1, changing %s)", what), err, directory.Internal)
	}
	c.wantListing(Listing(1))
}
