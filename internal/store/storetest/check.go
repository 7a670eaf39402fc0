package storetest

import (
	"reflect"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/store"
)

// check is a promise being checked, on a store of its own.
type check struct {
	*testing.T
	store *store.Store
	alone Calls
}

// wantKind fails unless err is a failure of kind; call is what was called.
func (c check) wantKind(call string, err error, kind directory.Kind) {
	c.Helper()
	if err == nil || directory.KindOf(err) != kind {
		c.Errorf("%s = %v (kind %d), want an error of kind %d", call, err, directory.KindOf(err), kind)
	}
}

// wantListing fails unless the store holds want, found by its id.
func (c check) wantListing(want directory.Listing) {
	c.Helper()
	got, err := c.store.Listing(c.Context(), want.Clinic.ID)
	if err != nil || !reflect.DeepEqual(got, want) {
		c.Errorf("Listing(%s) = %+v, %v\nwant %+v", want.Clinic.ID, got, err, want)
	}
}

// update changes a listing and fails if that does.
func (c check) update(id directory.ID, change func(*directory.Listing)) directory.Listing {
	c.Helper()
	l, err := c.store.UpdateListing(c.Context(), id, func(l *directory.Listing) error {
		change(l)
		return nil
	})
	if err != nil {
		c.Fatalf("UpdateListing(%s) = %v", id, err)
	}
	return l
}

// lastChange is the number of the newest change.
func (c check) lastChange() int64 {
	c.Helper()
	last, err := c.store.LastChange(c.Context())
	if err != nil {
		c.Fatalf("LastChange() = %v", err)
	}
	return last
}

// changesAfter is what the feed says after a number.
func (c check) changesAfter(after int64) []store.Change {
	c.Helper()
	changes, err := c.store.Changes(c.Context(), after, 1000)
	if err != nil {
		c.Fatalf("Changes(%d, 1000) = %v", after, err)
	}
	return changes
}

func slug(s string) directory.Slug { return must(directory.ParseSlug(s)) }
