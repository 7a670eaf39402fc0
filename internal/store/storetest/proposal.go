package storetest

import (
	"errors"
	"maps"
	"slices"

	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store"
)

// submitted is the nth listing, as it waits for a moderator.
func submitted(n int) directory.Listing {
	l := Listing(n)
	l.State = directory.Standing[directory.ListingState]{Value: directory.Submitted, Since: moment(0)}
	return l
}

// proposalsAdded adds a listing with its organization and finds it among what its
// proposer has waiting, until it is decided.
func proposalsAdded(c check) {
	c.people(2)
	propose := func(n, by int) {
		c.moderate(func(t moderation.Tx) error {
			l := submitted(n)
			e := Event(n)
			e.What, e.By = "listing.propose", Person(by).ID
			_, err := t.Append(c.Context(), e, nil, nil, directory.ID{})
			return errors.Join(err, t.AddOrganization(c.Context(), l.Organization), t.AddListing(c.Context(), l))
		})
	}
	propose(3, 0)
	propose(1, 0)
	propose(2, 1)
	c.wantListing(submitted(3))
	c.wantProposed(0, 1, 3)
	c.wantProposed(1, 2)
	c.wantProposers()
	c.moderate(func(t moderation.Tx) error {
		if o, err := t.OrganizationBySlug(c.Context(), Organization(3).Slug); err != nil || o != Organization(3) {
			c.Errorf("OrganizationBySlug(3) = %+v, %v", o, err)
		}
		_, err := t.OrganizationBySlug(c.Context(), slug("nobody"))
		c.wantKind("OrganizationBySlug(nobody)", err, directory.NotFound)
		_, err = t.Publish(c.Context(), Listing(1))
		return err
	})
	c.wantProposed(0, 3)
	c.merge(store.Clinic, clinicID(3), clinicID(2))
	c.wantProposed(0)
}

func (c check) wantProposed(by int, want ...int) {
	c.Helper()
	all, err := c.store.Proposed(c.Context(), Person(by).ID)
	c.wantListings("Proposed", all, err, want...)
}

// wantProposers wants to know who proposed each of three clinics, and of a fourth nobody.
func (c check) wantProposers() {
	c.Helper()
	want := map[directory.ID]directory.ID{clinicID(1): Person(0).ID, clinicID(2): Person(1).ID, clinicID(3): Person(0).ID}
	if got, err := c.store.Proposers(c.Context(), clinicID(3), clinicID(2), clinicID(0), clinicID(1)); err != nil || !maps.Equal(got, want) {
		c.Errorf("Proposers(3, 2, 0, 1) = %v, %v; want %v", got, err, want)
	}
	if got, err := c.store.Proposers(c.Context()); err != nil || len(got) != 0 {
		c.Errorf("Proposers() = %v, %v; want none", got, err)
	}
}

// wantListings wants the nth listings, and no others, in the order of their slugs.
func (c check) wantListings(call string, all []directory.Listing, err error, want ...int) {
	c.Helper()
	var got, wanted []string
	for _, l := range all {
		got = append(got, l.Clinic.Slug.String())
	}
	for _, n := range want {
		wanted = append(wanted, Listing(n).Clinic.Slug.String())
	}
	slices.Sort(wanted)
	if err != nil || !slices.Equal(got, wanted) {
		c.Errorf("%s() = %v, %v; want %v", call, got, err, wanted)
	}
}

// proposalsRefused adds what cannot be, and goes on in the same transaction.
func proposalsRefused(c check) {
	c.moderated()
	c.moderate(func(t moderation.Tx) error {
		unsound := submitted(7)
		unsound.Clinic.Name = ""
		c.wantRefused("AddListing", t.AddListing(c.Context(), unsound), "name")
		c.wantKind("AddListing(taken)", t.AddListing(c.Context(), Listing(1)), directory.Conflict)
		c.wantKind("AddOrganization(taken)", t.AddOrganization(c.Context(), Organization(1)), directory.Conflict)
		return t.AddOrganization(c.Context(), Organization(7))
	})
	if _, err := c.store.Organization(c.Context(), Organization(7).ID); err != nil {
		c.Errorf("Organization(7) = %v, want what was added last", err)
	}
}

// proposalSlugs gives each slug away once in a transaction, and none that is taken.
func proposalSlugs(c check) {
	c.moderated()
	c.moderate(func(t moderation.Tx) error {
		taken := Listing(1).Clinic.Slug
		for _, want := range []string{taken.String() + "-2", taken.String() + "-3"} {
			if got, err := t.FreeSlug(c.Context(), "clinic", taken); err != nil || got.String() != want {
				c.Errorf("FreeSlug(clinic, %s) = %s, %v; want %s", taken, got, err, want)
			}
		}
		if got, err := t.FreeSlug(c.Context(), "organization", slug("new"), slug("other")); err != nil || got.String() != "new" {
			c.Errorf("FreeSlug(organization, new) = %s, %v", got, err)
		}
		return nil
	})
}

// alikeFound finds listings by a phone, be it their second, by their site however it is
// written, and by the slug of their name, but not those that stand nowhere.
func alikeFound(c check) {
	phone := must(directory.ParsePhone("+44 20 7946 0990", directory.Country{}))
	all := make([]directory.Listing, 8)
	for n := range all {
		l := submitted(n)
		l.Clinic.Phones, l.Clinic.URL = nil, directory.URL{}
		switch n {
		case 0:
			l.Clinic.Phones = []directory.ClinicPhone{{Number: phone}}
		case 1:
			l.Clinic.Phones = []directory.ClinicPhone{{Number: must(directory.ParsePhone("+44 20 7946 0991", directory.Country{}))}, {Number: phone}}
		case 2:
			l.Clinic.URL = must(directory.ParseURL("https://www.alike.example/london?x=1"))
		case 3:
			l.Clinic.URL = must(directory.ParseURL("http://alike.example"))
		case 4:
			l.Clinic.URL = must(directory.ParseURL("https://alike.example.org/"))
		case 5:
			l.Clinic.Slug = slug(Listing(7).Clinic.Slug.String() + "-2")
		case 6:
			l.Clinic.Phones, l.State.Value = []directory.ClinicPhone{{Number: phone}}, directory.Archived
		}
		all[n] = l
	}
	Add(c.T, c.store, all...)
	for _, tt := range []struct {
		of   moderation.Probe
		want []int
	}{
		{moderation.Probe{}, nil},
		{moderation.Probe{Phones: []directory.Phone{phone}}, []int{0, 1}},
		{moderation.Probe{Domain: "alike.example"}, []int{2, 3}},
		{moderation.Probe{Phones: []directory.Phone{phone}, Domain: "alike.example"}, []int{0, 1, 2, 3}},
	} {
		got, err := c.store.Alike(c.Context(), tt.of)
		c.wantListings("Alike", got, err, tt.want...)
	}
	got, err := c.store.Alike(c.Context(), moderation.Probe{Slug: Listing(7).Clinic.Slug})
	if err != nil || len(got) != 2 || got[1].Clinic.ID != clinicID(5) {
		c.Errorf("Alike(by name) = %d listings, %v; want the seventh and its namesake", len(got), err)
	}
}
