package storetest

import (
	"context"
	"errors"
	"slices"
	"time"

	"rootline/internal/directory"
	"rootline/internal/store"
)

func changesAnnounced(c check) {
	if got := c.lastChange(); got != 0 {
		c.Errorf("LastChange() = %d in an empty directory, want 0", got)
	}
	Add(c.T, c.store, Listing(1), Listing(2))
	c.update(Listing(2).Clinic.ID, func(l *directory.Listing) { l.State.Value = directory.Archived })
	rename := func(o *directory.Organization) error { o.Name = "Renamed"; return nil }
	if _, err := c.store.UpdateOrganization(c.Context(), Organization(1).ID, rename); err != nil {
		c.Fatal(err)
	}
	want := []store.Change{
		{Noun: store.Organization, ID: Organization(1).ID},
		{Noun: store.Organization, ID: Organization(2).ID},
		{Noun: store.Clinic, ID: Listing(1).Clinic.ID},
		{Noun: store.Clinic, ID: Listing(2).Clinic.ID},
		{Noun: store.Clinic, ID: Listing(2).Clinic.ID},
		{Noun: store.Organization, ID: Organization(1).ID},
	}
	for i := range want {
		want[i].Seq, want[i].At = int64(i+1), directory.At(Now)
	}
	if got := c.changesAfter(0); !slices.Equal(got, want) {
		c.Errorf("Changes(0, 1000) = %+v\nwant %+v", got, want)
	}
	if got, err := c.store.Changes(c.Context(), 2, 3); err != nil || !slices.Equal(got, want[2:5]) {
		c.Errorf("Changes(2, 3) = %+v, %v; want %+v", got, err, want[2:5])
	}
	if got := c.lastChange(); got != int64(len(want)) {
		c.Errorf("LastChange() = %d, want %d", got, len(want))
	}
}

// followerSeesAll notes where the feed is, reads nothing, and wants whatever was
// added from then on, in batches as they are committed. What is recent comes again
// first, for it may be late.
func followerSeesAll(c check) {
	Add(c.T, c.store, Listing(1))
	ctx, cancel := context.WithCancel(c.Context())
	defer cancel()
	ticks, seen, ended := make(chan time.Time), make(chan []store.Change, 10), make(chan error)
	go func(after int64) {
		ended <- c.store.Follow(ctx, after, ticks, func(changes []store.Change) error { seen <- changes; return nil })
	}(c.lastChange())

	Add(c.T, c.store, Listing(2))
	ticks <- Now
	if got, want := <-seen, c.changesAfter(0)[:2]; !slices.Equal(got, want) {
		c.Errorf("Follow handed over %+v first, want what is recent, %+v", got, want)
	}
	if got, want := <-seen, c.changesAfter(2); !slices.Equal(got, want) {
		c.Errorf("Follow handed over %+v, want %+v", got, want)
	}
	ticks <- Now.Add(time.Second) // with nothing new
	c.update(Listing(1).Clinic.ID, func(l *directory.Listing) { l.Clinic.Name = "Changed" })
	ticks <- Now.Add(2 * time.Second)
	if got, want := <-seen, c.changesAfter(4); !slices.Equal(got, want) {
		c.Errorf("Follow handed over %+v, want %+v", got, want)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		c.Errorf("Follow(a context that ends) = %v, want its error", err)
	}
}

func followerStops(c check) {
	Add(c.T, c.store, Listing(1))
	refused := errors.New("refused")
	ticks := make(chan time.Time, 1)
	ticks <- Now
	if err := c.store.Follow(c.Context(), 0, ticks, func([]store.Change) error { return refused }); !errors.Is(err, refused) {
		c.Errorf("Follow(refusing) = %v, want the refusal", err)
	}
	close(ticks)
	if err := c.store.Follow(c.Context(), 0, ticks, func([]store.Change) error { return refused }); err != nil {
		c.Errorf("Follow(ticks that end) = %v, want nil", err)
	}
}
