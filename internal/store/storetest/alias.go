package storetest

import (
	"fmt"
	"math/rand/v2"

	"rootline/internal/directory"
	"rootline/internal/store"
)

// wantMoved fails unless old leads to the clinic with the slug to, or nowhere.
func (c check) wantMoved(old, to string) {
	c.Helper()
	got, err := c.store.Moved(c.Context(), store.Clinic, old)
	if to == "" {
		c.wantKind(fmt.Sprintf("Moved(clinic, %s)", old), err, directory.NotFound)
		return
	}
	if err != nil || got != slug(to) {
		c.Errorf("Moved(clinic, %s) = %s, %v; want %s", old, got, err, to)
	}
}

// rename gives a clinic another slug.
func (c check) rename(n int, to string) {
	c.Helper()
	c.update(Listing(n).Clinic.ID, func(l *directory.Listing) { l.Clinic.Slug = slug(to) })
}

func formerSlugLeads(c check) {
	Add(c.T, c.store, Listing(1), Listing(2))
	first := Listing(1).Clinic.Slug.String()
	c.wantMoved(first, "")
	c.rename(1, "second")
	c.rename(1, "third")
	c.wantMoved(first, "third")
	c.wantMoved("second", "third")
	c.wantMoved("third", "")
	_, err := c.store.ListingBySlug(c.Context(), slug("second"))
	c.wantKind("ListingBySlug(a former one)", err, directory.NotFound)

	c.rename(1, "second") // a name of its own may be taken back
	c.wantMoved(first, "second")
	c.wantMoved("third", "second")
	c.wantMoved("second", "")

	brand := Organization(1)
	move := func(o *directory.Organization) error { o.Slug = slug("new-brand"); return nil }
	if _, err := c.store.UpdateOrganization(c.Context(), brand.ID, move); err != nil {
		c.Fatalf("UpdateOrganization(a new slug) = %v", err)
	}
	if got, err := c.store.Moved(c.Context(), store.Organization, brand.Slug.String()); err != nil || got != slug("new-brand") {
		c.Errorf("Moved(organization, %s) = %s, %v; want new-brand", brand.Slug, got, err)
	}
	c.wantMoved(brand.Slug.String(), "") // a brand's slug is not a clinic's
}

func mergeLeadsOn(c check) {
	Add(c.T, c.store, Listings(4)...)
	c.rename(1, "one")
	c.rename(2, "two")
	merge := func(from string, into int) {
		c.Helper()
		if err := c.store.AddAlias(c.Context(), store.Clinic, from, Listing(into).Clinic.ID); err != nil {
			c.Fatalf("AddAlias(clinic, %s, %d) = %v", from, into, err)
		}
	}
	old := []string{"one", Listing(1).Clinic.ID.String(), Listing(1).Clinic.Slug.String()}
	merge(Listing(1).Clinic.ID.String(), 2)
	for _, o := range old {
		c.wantMoved(o, "two")
	}
	merge("two", 3) // by either name, all of it goes
	old = append(old, "two", Listing(2).Clinic.ID.String(), Listing(2).Clinic.Slug.String())
	for _, o := range old {
		c.wantMoved(o, Listing(3).Clinic.Slug.String())
	}
	c.rename(3, "three")
	merge("never-ours", 1) // 1 is 3 by now
	for _, o := range append(old, "never-ours", Listing(3).Clinic.Slug.String()) {
		c.wantMoved(o, "three")
	}
	c.wantListing(Listing(0))
	err := c.store.AddAlias(c.Context(), store.Clinic, "somewhere", ID(99))
	c.wantKind("AddAlias(clinic, somewhere, unknown)", err, directory.NotFound)
}

func noCircle(c check) {
	Add(c.T, c.store, Listings(10)...)
	id := func(n int) directory.ID { return Listing(n).Clinic.ID }
	if err := c.store.AddAlias(c.Context(), store.Clinic, id(1).String(), id(2)); err != nil {
		c.Fatalf("AddAlias(clinic, 1, 2) = %v", err)
	}
	tests := []struct {
		old    string
		target int
	}{
		{id(0).String(), 0},
		{Listing(0).Clinic.Slug.String(), 0},
		{id(2).String(), 1}, // which leads to 2
		{Listing(2).Clinic.Slug.String(), 1},
	}
	for _, tt := range tests {
		err := c.store.AddAlias(c.Context(), store.Clinic, tt.old, id(tt.target))
		c.wantKind(fmt.Sprintf("AddAlias(clinic, %s, %d)", tt.old, tt.target), err, directory.Conflict)
	}
	c.walkAliases()
}

// walkAliases renames and merges at random and wants every name that ever
// answered to lead, in one hop, to one that has not moved.
func (c check) walkAliases() {
	c.Helper()
	const clinics, names, steps, seed = 10, 30, 200, 7
	dice := rand.New(rand.NewPCG(seed, seed))
	for step := range steps {
		n, name := dice.IntN(clinics), fmt.Sprintf("name-%d", dice.IntN(names))
		var err error
		if dice.IntN(10) > 0 {
			_, err = c.store.UpdateListing(c.Context(), Listing(n).Clinic.ID, func(l *directory.Listing) error {
				l.Clinic.Slug = slug(name)
				return nil
			})
		} else {
			err = c.store.AddAlias(c.Context(), store.Clinic, name, Listing(n).Clinic.ID)
		}
		if kind := directory.KindOf(err); err != nil && kind != directory.Conflict && kind != directory.NotFound { // merged away
			c.Fatalf("seed %d, step %d: %v", seed, step, err)
		}
		for i := range names {
			to, err := c.store.Moved(c.Context(), store.Clinic, fmt.Sprintf("name-%d", i))
			if err != nil {
				continue
			}
			if _, err := c.store.Moved(c.Context(), store.Clinic, to.String()); err == nil {
				c.Fatalf("seed %d, step %d: name-%d leads to %s, which has moved itself", seed, step, i, to)
			}
		}
	}
}

func nameNotGivenAway(c check) {
	Add(c.T, c.store, Listing(1), Listing(2))
	former := Listing(1).Clinic.Slug
	c.rename(1, "renamed")
	_, err := c.store.UpdateListing(c.Context(), Listing(2).Clinic.ID, func(l *directory.Listing) error {
		l.Clinic.Slug = former
		return nil
	})
	c.wantKind("UpdateListing(2, to a former slug of 1)", err, directory.Conflict)
	newcomer := Listing(3)
	newcomer.Clinic.Slug = former
	if err := c.store.AddOrganizations(c.Context(), newcomer.Organization); err != nil {
		c.Fatal(err)
	}
	c.wantKind("AddListings(with a former slug of 1)", c.store.AddListings(c.Context(), newcomer), directory.Conflict)
	c.wantMoved(former.String(), "renamed")
}
