package storetest

import (
	"errors"
	"reflect"
	"sync"

	"rootline/internal/directory"
	"rootline/internal/store"
)

func allListingsRead(c check) {
	if got := c.readAll(); len(got) != 0 {
		c.Errorf("Listings read %d from an empty directory", len(got))
	}
	const clinics = 1100 // more than two workers take in at once
	want := Listings(clinics)
	for n := 0; n < clinics; n += 1000 {
		Add(c.T, c.store, want[n:min(n+1000, clinics)]...)
	}
	got := c.readAll()
	if len(got) != clinics {
		c.Errorf("Listings read %d of %d", len(got), clinics)
	}
	for _, w := range want {
		if g := got[w.Clinic.ID]; !reflect.DeepEqual(g, w) {
			c.Fatalf("Listings read %+v\nwant %+v", g, w)
		}
	}
}

func (c check) readAll() map[directory.ID]directory.Listing {
	c.Helper()
	var mu sync.Mutex
	got := map[directory.ID]directory.Listing{}
	err := c.store.Listings(c.Context(), func(l directory.Listing) error {
		mu.Lock()
		defer mu.Unlock()
		if _, twice := got[l.Clinic.ID]; twice {
			c.Errorf("Listings read %s twice", l.Clinic.ID)
		}
		got[l.Clinic.ID] = l
		return nil
	})
	if err != nil {
		c.Fatalf("Listings() = %v", err)
	}
	return got
}

func readingStops(c check) {
	Add(c.T, c.store, Listings(10)...)
	stop := errors.New("stop")
	if err := c.store.Listings(c.Context(), func(directory.Listing) error { return stop }); !errors.Is(err, stop) {
		c.Errorf("Listings(stopping) = %v, want its own error", err)
	}
}

func changesLeadToListings(c check) {
	branches := Listings(4)
	for i := range branches[:2] {
		branches[i].Organization, branches[i].Clinic.OrganizationID = Organization(0), Organization(0).ID
	}
	Add(c.T, c.store, branches...)
	clinic := func(n int) store.Change { return store.Change{Noun: store.Clinic, ID: branches[n].Clinic.ID} }
	brand := store.Change{Noun: store.Organization, ID: Organization(0).ID}
	tests := []struct {
		changes []store.Change
		want    []directory.Listing
	}{
		{nil, nil},
		{[]store.Change{clinic(2)}, branches[2:3]},
		{[]store.Change{clinic(2), clinic(3), clinic(2)}, branches[2:4]},
		{[]store.Change{brand}, branches[0:2]},
		{[]store.Change{clinic(0), brand, clinic(1)}, branches[0:2]},
		{[]store.Change{brand, clinic(0), clinic(2)}, branches[0:3]},
		{[]store.Change{{Noun: store.Clinic, ID: ID(99)}}, nil},
		{[]store.Change{{Noun: "referral", ID: branches[0].Clinic.ID}, clinic(3)}, branches[3:4]},
	}
	for _, tt := range tests {
		got, err := c.store.ListingsChanged(c.Context(), tt.changes)
		if err != nil || !sameListings(got, tt.want) {
			c.Errorf("ListingsChanged(%+v) = %d listings, %v; want %d others", tt.changes, len(got), err, len(tt.want))
		}
	}
}

// sameListings reports whether both hold the same listings in any order.
func sameListings(a, b []directory.Listing) bool {
	if len(a) != len(b) {
		return false
	}
	byID := map[directory.ID]directory.Listing{}
	for _, l := range a {
		byID[l.Clinic.ID] = l
	}
	for _, l := range b {
		if !reflect.DeepEqual(byID[l.Clinic.ID], l) {
			return false
		}
	}
	return true
}
