package storetest

import (
	"slices"

	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store"
)

// mergeComesBack merges a clinic away within a transaction and brings it back: what there
// is of it is read with the other's in between, and each address is its own again.
func mergeComesBack(c check) {
	c.moderated()
	gone, kept := clinicID(1), clinicID(2)
	c.update(gone, func(l *directory.Listing) { l.Clinic.Slug = slug("renamed") })
	c.moderate(func(t moderation.Tx) error {
		if _, err := t.Append(c.Context(), Event(1), nil, nil, directory.ID{}); err != nil {
			return err
		}
		if err := t.SaveRequest(c.Context(), Request(1)); err != nil {
			return err
		}
		addresses, err := t.MergeAway(c.Context(), gone, kept)
		if want := []string{Listing(1).Clinic.Slug.String()}; err != nil || !slices.Equal(addresses, want) {
			c.Errorf("MergeAway(1, 2) = %v, %v; want %v", addresses, err, want)
		}
		_, err = t.MergeAway(c.Context(), gone, kept)
		c.wantKind("MergeAway(again)", err, directory.NotFound)
		_, err = t.MergeAway(c.Context(), kept, kept)
		c.wantKind("MergeAway(itself)", err, directory.Conflict)
		return t.SaveMerge(c.Context(), moderation.Merge{ID: ID(540_000), Kept: kept, Gone: gone, At: moment(1), Addresses: addresses})
	})
	c.wantMoved(gone.String(), Listing(2).Clinic.Slug.String())
	if all, err := c.store.Recorded(c.Context(), moderation.EventFilter{Listing: kept}, 0); err != nil || len(all) != 1 {
		c.Errorf("Recorded(kept) = %d events, %v; want that of the other", len(all), err)
	}
	if all, err := c.store.Requests(c.Context(), moderation.RequestFilter{Clinic: kept}, 9); err != nil || len(all) != 1 {
		c.Errorf("Requests(kept) = %d, %v; want that of the other", len(all), err)
	}
	merges, err := c.store.Merges(c.Context(), kept)
	if err != nil || len(merges) != 1 {
		c.Fatalf("Merges(kept) = %+v, %v; want the one", merges, err)
	}
	c.moderate(func(t moderation.Tx) error {
		c.wantKind("BringBack(of another)", t.BringBack(c.Context(), gone, clinicID(0), nil), directory.NotFound)
		return t.BringBack(c.Context(), gone, kept, merges[0].Addresses)
	})
	c.wantMoved(Listing(1).Clinic.Slug.String(), "renamed")
	if l, err := c.store.Listing(c.Context(), gone); err != nil || l.State.Value != directory.Archived {
		c.Errorf("Listing(1) = %s, %v; want it archived", l.State.Value, err)
	}
	if _, err := c.store.Moved(c.Context(), store.Clinic, gone.String()); directory.KindOf(err) != directory.NotFound {
		c.Errorf("Moved(1) = %v, want it to answer for itself", err)
	}
	_, err = c.store.Merge(c.Context(), ID(9))
	c.wantKind("Merge(unknown)", err, directory.NotFound)
}
