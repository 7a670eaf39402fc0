package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/store"
)

// readInOrder adds in another order than the one that is wanted, and merges away,
// which keeps the rows.
func readInOrder(c check) {
	want := Listings(5)
	for _, n := range []int{3, 0, 4, 2, 1} {
		Add(c.T, c.store, want[n])
		if err := c.store.AddPhotos(c.Context(), store.Photo{ID: ID(n), MediaType: "image/png", Width: 1, Height: 1, Bytes: []byte{1}}); err != nil {
			c.Fatalf("AddPhotos(%d) = %v", n, err)
		}
	}
	c.merge(store.Clinic, want[4].Clinic.ID, want[1].Clinic.ID)
	c.merge(store.Organization, want[4].Organization.ID, want[1].Organization.ID)
	want[4].State = directory.Standing[directory.ListingState]{Value: directory.Archived, Since: directory.At(Now)}

	var got []directory.Listing
	err := c.store.ListingsInOrder(c.Context(), func(l directory.Listing) error { got = append(got, l); return nil })
	if err != nil || !reflect.DeepEqual(got, want) {
		c.Errorf("ListingsInOrder() = %v, %v; want %v", slugsOf(got), err, slugsOf(want))
	}
	var organizations []directory.Organization
	err = c.store.Organizations(c.Context(), func(o directory.Organization) error { organizations = append(organizations, o); return nil })
	for i, o := range organizations {
		if i >= len(want) || o != want[i].Organization {
			c.Errorf("Organizations() gave %+v in place %d", o, i)
		}
	}
	if err != nil || len(organizations) != len(want) {
		c.Errorf("Organizations() gave %d, %v; want %d", len(organizations), err, len(want))
	}
	c.wantAliases(want[4], want[1])
	var photos []directory.ID
	err = c.store.Photos(c.Context(), func(id directory.ID) error { photos = append(photos, id); return nil })
	if ids := []directory.ID{ID(0), ID(1), ID(2), ID(3), ID(4)}; err != nil || !slices.Equal(photos, ids) {
		c.Errorf("Photos() = %v, %v; want %v", photos, err, ids)
	}
}

// wantAliases wants the addresses of a clinic and its brand, each merged into that
// of another, by noun and address.
func (c check) wantAliases(gone, into directory.Listing) {
	c.Helper()
	clinic, brand := into.Clinic.ID.String(), into.Organization.ID.String()
	want := []string{
		"clinic " + gone.Clinic.ID.String() + " " + clinic,
		"clinic " + gone.Clinic.Slug.String() + " " + clinic,
		"organization " + gone.Organization.ID.String() + " " + brand,
		"organization " + gone.Organization.Slug.String() + " " + brand,
	}
	var got []string
	err := c.store.Aliases(c.Context(), func(noun store.Noun, old string, target directory.ID) error {
		got = append(got, fmt.Sprintf("%s %s %s", noun, old, target))
		return nil
	})
	if err != nil || !slices.Equal(got, want) {
		c.Errorf("Aliases() = %v\n%s\nwant\n%s", err, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func readingInOrderStops(c check) {
	Add(c.T, c.store, Listings(3)...)
	c.rename(1, "renamed")
	c.rename(2, "renamed-too")
	calls, stop := 0, errors.New("stop")
	stopped := func() error { calls++; return stop }
	for call, read := range map[string]func() error{
		"ListingsInOrder": func() error {
			return c.store.ListingsInOrder(c.Context(), func(directory.Listing) error { return stopped() })
		},
		"Organizations": func() error {
			return c.store.Organizations(c.Context(), func(directory.Organization) error { return stopped() })
		},
		"Aliases": func() error {
			return c.store.Aliases(c.Context(), func(store.Noun, string, directory.ID) error { return stopped() })
		},
	} {
		calls = 0
		if err := read(); !errors.Is(err, stop) || calls != 1 {
			c.Errorf("%s(stopping) = %v after %d calls, want its own error after one", call, err, calls)
		}
	}
}

// merge makes one thing answer for another, by their ids.
func (c check) merge(noun store.Noun, gone, into directory.ID) {
	c.Helper()
	if err := c.store.AddAlias(c.Context(), noun, gone.String(), into); err != nil {
		c.Fatalf("AddAlias(%s, %s, %s) = %v", noun, gone, into, err)
	}
}
