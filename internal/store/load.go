package store

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"sync/atomic"

	quick "github.com/segmentio/encoding/json"
	"golang.org/x/sync/errgroup"

	"rootline/internal/directory"
)

// rangeSize is how many rows a worker takes at a time: enough to make asking
// cheap, few enough that the workers finish together and no read lasts so long
// that it keeps the write-ahead log from being reused.
const rangeSize = 500

// Listings calls fn with every listing, in no particular order, and stops at the
// first error. Decoding the documents is most of the work and is done on all
// processors: fn is called from several goroutines at once.
//
// The documents go through a decoder that is twice as quick as the standard one;
// nothing that is read here is ever written back.
//
// The listings are not of one moment. Whoever needs to know what changed in the
// meantime notes [Store.LastChange] before, and follows the feed from there.
func (s *Store) Listings(ctx context.Context, fn func(directory.Listing) error) error {
	var last int64
	if err := s.readers.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) FROM clinic`).Scan(&last); err != nil {
		return fmt.Errorf("listings: %w", err)
	}
	var taken atomic.Int64
	workers, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() error {
			for {
				to := taken.Add(rangeSize)
				if to-rangeSize >= last {
					return nil
				}
				if err := s.listingsBetween(ctx, to-rangeSize, to, fn); err != nil {
					return err
				}
			}
		})
	}
	return workers.Wait()
}

// ListingsInOrder calls fn with every listing, one after the other by id, and stops
// at the first error. They are of one moment, and read by the standard decoder, so
// that what is written from them elsewhere is what is stored here. Those that have
// been merged away are among them, archived; [Store.Aliases] knows which.
func (s *Store) ListingsInOrder(ctx context.Context, fn func(directory.Listing) error) error {
	for l, err := range listings(ctx, s.readers, json.Unmarshal, `ORDER BY c.id`) {
		if err != nil {
			return fmt.Errorf("listings in order: %w", err)
		}
		if err := fn(l.Listing); err != nil {
			return err
		}
	}
	return nil
}

// listingsBetween calls fn with the listings numbered after one number and up to
// another.
func (s *Store) listingsBetween(ctx context.Context, after, to int64, fn func(directory.Listing) error) error {
	for l, err := range listings(ctx, s.readers, quick.Unmarshal, `WHERE c.number > ?1 AND c.number <= ?2`, after, to) {
		if err != nil {
			return fmt.Errorf("listings %d to %d: %w", after+1, to, err)
		}
		if err := fn(l.Listing); err != nil {
			return err
		}
	}
	return nil
}

// ListingsChanged returns the listings that changes speak of, as they are now:
// each once, and all those of an organization that has changed. Changes to anything
// else concern no listing.
func (s *Store) ListingsChanged(ctx context.Context, changes []Change) ([]directory.Listing, error) {
	type thing struct {
		noun Noun
		id   directory.ID
	}
	where := map[Noun]string{Organization: `WHERE c.organization_id = ?1`, Clinic: `WHERE c.id = ?1`}
	var changed []directory.Listing
	read := map[thing]bool{}
	for _, c := range changes {
		where, ok := where[c.Noun]
		if !ok || read[thing{c.Noun, c.ID}] {
			continue
		}
		read[thing{c.Noun, c.ID}] = true
		for l, err := range listings(ctx, s.readers, json.Unmarshal, where, c.ID.String()) {
			if err != nil {
				return nil, fmt.Errorf("listings changed: %w", err)
			}
			if clinic := (thing{Clinic, l.Clinic.ID}); c.Noun == Clinic || !read[clinic] {
				read[clinic] = true
				changed = append(changed, l.Listing)
			}
		}
	}
	return changed, nil
}
