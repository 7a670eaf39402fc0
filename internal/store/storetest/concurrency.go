package storetest

import (
	"fmt"
	"sync"

	"rootline/internal/directory"
	"rootline/internal/store"
)

func updatesNotLost(c check) {
	const people, times = 20, 5
	Add(c.T, c.store, Listing(1))
	id := Listing(1).Clinic.ID
	before := c.lastChange()
	var all sync.WaitGroup
	for person := range people {
		all.Go(func() {
			for range times {
				_, err := c.store.UpdateListing(c.Context(), id, func(l *directory.Listing) error {
					l.Clinic.Name += "+"
					l.Clinic.Address.CityID++
					return nil
				})
				if err != nil {
					c.Errorf("UpdateListing(1) by person %d = %v", person, err)
				}
			}
		})
	}
	all.Wait()
	want := Listing(1)
	want.UpdatedAt = directory.At(Now)
	for range people * times {
		want.Clinic.Name += "+"
		want.Clinic.Address.CityID++
	}
	c.wantListing(want)
	if got := c.lastChange(); got != before+people*times {
		c.Errorf("LastChange() = %d after %d updates from %d on", got, people*times, before)
	}
}

// announcedWithRow follows the feed while listings are added and changed, and
// wants each to be there, as announced or newer, when its change is.
func announcedWithRow(c check) {
	const clinics = 50
	var writer sync.WaitGroup
	writer.Go(func() {
		for n := range clinics {
			l := Listing(n)
			if err := c.store.AddOrganizations(c.Context(), l.Organization); err != nil {
				c.Errorf("AddOrganizations(%d) = %v", n, err)
			}
			if err := c.store.AddListings(c.Context(), l); err != nil {
				c.Errorf("AddListings(%d) = %v", n, err)
			}
			rename := func(l *directory.Listing) error { l.Clinic.Name = "changed"; return nil }
			if _, err := c.store.UpdateListing(c.Context(), l.Clinic.ID, rename); err != nil {
				c.Errorf("UpdateListing(%d) = %v", n, err)
			}
		}
	})
	defer writer.Wait()
	times := map[directory.ID]int{}
	for after := int64(0); after < 3*clinics && !c.Failed(); {
		for _, change := range c.changesAfter(after) {
			after = change.Seq
			times[change.ID]++
			if err := c.announced(change, times[change.ID] > 1); err != nil {
				c.Errorf("change %+v, seen %d times: %v", change, times[change.ID], err)
			}
		}
	}
}

// announced is an error unless the row of a change is there; changed says that it
// was announced before.
func (c check) announced(change store.Change, changed bool) error {
	if change.Noun == store.Organization {
		_, err := c.store.Organization(c.Context(), change.ID)
		return err
	}
	l, err := c.store.Listing(c.Context(), change.ID)
	if err == nil && changed && l.Clinic.Name != "changed" {
		return fmt.Errorf("the listing is still called %q", l.Clinic.Name)
	}
	return err
}
