package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
	"rootline/internal/store"
)

const (
	followEvery  = 100 * time.Millisecond // a committed change is found within a second
	tendEvery    = 10 * time.Second       // doors are looked after, and whether to rebuild
	fewChanges   = 4096                   // that many changes are never worth a rebuild
	changedShare = 50                     // nor less than one clinic in so many
	fewMissed    = 100                    // changes are read in a few milliseconds
)

// indexer keeps the search index true to the store: it builds the index, follows
// the change feed, and builds anew once a day, for ranks age, and when many
// listings have changed.
type indexer struct {
	store  *store.Store
	live   *search.Live
	places *gazetteer.Gazetteer
	now    func() time.Time
	log    *slog.Logger

	mu       sync.Mutex // held while the index takes in changes
	last     int64      // the change it has come to
	building bool
	missed   []store.Change // taken in since the build in hand began
	ranked   time.Time      // the day of the last build
}

// run keeps the index until ctx is done. Until the first build is complete,
// searches answer that they are not ready.
func (x *indexer) run(ctx context.Context) error {
	last, err := x.store.LastChange(ctx)
	if err != nil {
		return err
	}
	x.last = last
	if err := x.build(ctx); err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return x.follow(ctx) })
	g.Go(func() error { return x.tend(ctx) })
	return g.Wait()
}

// build makes a new index of all listings and puts it into use, with whatever
// changed meanwhile.
func (x *indexer) build(ctx context.Context) error {
	started := x.now()
	x.record(true)
	defer x.record(false)
	b := search.NewBuilder(x.places, day(started))
	err := x.store.Listings(ctx, func(l directory.Listing) error {
		b.Add(&l)
		return nil
	})
	if err != nil {
		return err
	}
	ix := b.Index()
	ix.Tick(x.now())
	if err := x.swap(ctx, ix); err != nil {
		return err
	}
	x.ranked = day(started)
	x.log.LogAttrs(ctx, slog.LevelInfo, "index built", slog.Int("clinics", x.live.Size()), slog.Duration("took", x.now().Sub(started)))
	return nil
}

// record begins or ends keeping the changes that an index being built may miss.
func (x *indexer) record(on bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.building, x.missed = on, nil
}

// swap puts an index into use together with the changes it missed. Many of them
// are read without holding up those who take in newer ones; only the last few
// are read while everybody waits.
func (x *indexer) swap(ctx context.Context, ix *search.Index) error {
	var changed []directory.Listing
	for {
		x.mu.Lock()
		missed := x.missed
		x.missed = nil
		last := len(missed) <= fewMissed
		if !last {
			x.mu.Unlock()
		}
		listings, err := x.store.ListingsChanged(ctx, missed)
		changed = append(changed, listings...)
		if last {
			if err == nil {
				x.live.Replace(ix, changed...)
			}
			x.mu.Unlock()
		}
		if last || err != nil {
			return err
		}
	}
}

func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// follow takes in changes as they are committed. A database that fails for a
// moment costs freshness, not the service.
func (x *indexer) follow(ctx context.Context) error {
	ticks := time.NewTicker(followEvery)
	defer ticks.Stop()
	for {
		err := x.store.Follow(ctx, x.last, ticks.C, func(changes []store.Change) error { return x.take(ctx, changes) })
		if ctx.Err() != nil {
			return nil
		}
		x.log.LogAttrs(ctx, slog.LevelError, "change feed interrupted", slog.Any("error", err))
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(tendEvery): // not ten complaints a second
		}
	}
}

func (x *indexer) take(ctx context.Context, changes []store.Change) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	listings, err := x.store.ListingsChanged(ctx, changes)
	if err != nil {
		return err
	}
	x.live.Apply(listings, nil)
	if x.building {
		x.missed = append(x.missed, changes...)
	}
	x.last = max(x.last, changes[len(changes)-1].Seq)
	return nil
}

// tend lets the doors open and close in time and builds anew when that is due.
func (x *indexer) tend(ctx context.Context) error {
	ticks := time.NewTicker(tendEvery)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticks.C:
		}
		x.live.Tick(x.now())
		if n := x.live.Changes(); !x.ranked.Equal(day(x.now())) || n > fewChanges && n > x.live.Size()/changedShare {
			if err := x.build(ctx); err != nil && ctx.Err() == nil {
				x.log.LogAttrs(ctx, slog.LevelError, "index not rebuilt", slog.Any("error", err))
			}
		}
	}
}
