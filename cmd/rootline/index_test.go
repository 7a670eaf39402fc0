package main

import (
	"log/slog"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

var today = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

func newIndexer(t *testing.T, listings int) *indexer {
	t.Helper()
	places := gazetteer.Embedded()
	return &indexer{
		store: storetest.New(t, storetest.Listings(listings)...), live: search.NewLive(places), places: places,
		now: func() time.Time { return today }, log: slog.New(slog.DiscardHandler),
	}
}

func (x *indexer) find(t *testing.T, text string) int {
	t.Helper()
	answer, err := x.live.Find(search.Query{Text: text, Page: 1, PerPage: 1}, today)
	if err != nil {
		t.Fatal(err)
	}
	return answer.Total
}

// rename changes a clinic's name and tells the indexer, as the feed would.
func (x *indexer) rename(t *testing.T, n int, name string) {
	t.Helper()
	before, err := x.store.LastChange(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = x.store.UpdateListing(t.Context(), storetest.Listing(n).Clinic.ID, func(l *directory.Listing) error {
		l.Clinic.Name = name
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	changes, err := x.store.Changes(t.Context(), before, 10)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.take(t.Context(), changes); err != nil {
		t.Fatal(err)
	}
}

// TestSwap_keepsWhatChangedDuringABuild renames clinics after an index has read
// them and before it is put into use: few, which are read at the last moment, and
// many, which are read before.
func TestSwap_keepsWhatChangedDuringABuild(t *testing.T) {
	for _, renamed := range []int{1, fewMissed + 1} {
		x := newIndexer(t, renamed+1)
		if err := x.build(t.Context()); err != nil {
			t.Fatal(err)
		}
		x.record(true)
		b := search.NewBuilder(x.places, day(today))
		err := x.store.Listings(t.Context(), func(l directory.Listing) error { b.Add(&l); return nil })
		if err != nil {
			t.Fatal(err)
		}
		old := b.Index()
		for n := range renamed {
			x.rename(t, n+1, "Xylophonia")
		}
		if got := x.find(t, "xylophonia"); got != renamed {
			t.Errorf("%d of %d changes are found while the next index is built", got, renamed)
		}
		if err := x.swap(t.Context(), old); err != nil {
			t.Fatal(err)
		}
		if got := x.find(t, "xylophonia"); got != renamed {
			t.Errorf("%d of %d changes are found after an index that had not read them took over", got, renamed)
		}
	}
}

func TestBuild_thatFailsLeavesTheIndexInUse(t *testing.T) {
	x := newIndexer(t, 3)
	if err := x.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	all := x.live.Size()
	if err := x.store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := x.build(t.Context()); err == nil {
		t.Fatal("a build from a closed store succeeded")
	}
	if x.live.Size() != all || x.building {
		t.Errorf("after a failed build: %d clinics, building %t; want %d, false", x.live.Size(), x.building, all)
	}
}

// TestTake_reloadsTheClinicsOfAnOrganization finds clinics by their brand's new
// name.
func TestTake_reloadsTheClinicsOfAnOrganization(t *testing.T) {
	x := newIndexer(t, 3)
	if err := x.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	organization := storetest.Listing(1).Organization.ID
	_, err := x.store.UpdateOrganization(t.Context(), organization, func(o *directory.Organization) error {
		o.Name = "Xylophonia"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := x.take(t.Context(), []store.Change{{Seq: 1, Noun: store.Organization, ID: organization}}); err != nil {
		t.Fatal(err)
	}
	if x.find(t, "xylophonia") == 0 {
		t.Error("no clinic is found by its brand's new name")
	}
}
