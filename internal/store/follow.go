package store

import (
	"context"
	"fmt"
	"slices"
	"time"
)

const (
	// batchSize is how many changes are handed over at once.
	batchSize = 1000
	// patience is how long a number that was left out is asked for again.
	patience = time.Minute
	// recent is how old a change can be that whoever noted a number has not seen:
	// patience and, on top, the time it takes to read the directory since.
	recent = 15 * time.Minute
	// lookBack is how far below a number others may still be on their way. It also
	// bounds what the first tick hands over again after a large directory has been
	// filled, when every change is recent: less than it takes for an index to be
	// built anew.
	lookBack = 4000
)

// Follow hands every change numbered above after to fn, in batches and, as far as
// they are committed in that order, in the order of their numbers. It looks for
// new ones at each tick, which brings the time; a tick costs one look-up in an
// index. Follow returns when the ticks end, with ctx's error when ctx is done, and
// with any error of the database or of fn. Follow it again from the last number
// handed to fn: changes of a batch for which fn returned an error count as not
// handed.
//
// Numbers are given when a change is made, and the changes are committed later:
// with several writers, a lower number may appear after a higher one. Follow
// remembers the numbers that were left out, those just below after included, and
// asks for them again for a minute. What lies just below after and is recent may
// have been committed since that number was noted: the first tick hands it over
// again, as far as it is among the last few thousand. Taking in a change twice
// has to be the same as once.
func (s *Store) Follow(ctx context.Context, after int64, ticks <-chan time.Time, fn func([]Change) error) error {
	t := tail{read: s.Changes, last: after}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case now, ok := <-ticks:
			if !ok {
				return nil
			}
			if err := t.catchUp(ctx, now, fn); err != nil {
				return fmt.Errorf("follow: %w", err)
			}
		}
	}
}

// tail is how far somebody has come in the feed.
type tail struct {
	read    func(ctx context.Context, after int64, limit int) ([]Change, error)
	last    int64               // the highest number handed over
	missing map[int64]time.Time // lower numbers that were left out, and since when; nil before the first tick
}

// catchUp hands over all that is new by now.
func (t *tail) catchUp(ctx context.Context, now time.Time, fn func([]Change) error) error {
	if t.missing == nil {
		if err := t.start(ctx, now); err != nil {
			return err
		}
	}
	for number, since := range t.missing {
		if now.Sub(since) > patience {
			delete(t.missing, number) // its transaction was rolled back
		}
	}
	if err := t.late(ctx, fn); err != nil {
		return err
	}
	for {
		batch, err := t.read(ctx, t.last, batchSize)
		if err != nil || len(batch) == 0 {
			return err
		}
		if err := fn(batch); err != nil {
			return err
		}
		t.passed(batch, now)
		if len(batch) < batchSize {
			return nil
		}
	}
}

// start notes which of the numbers up to the first one followed count as missing:
// those that are, and those that may have been when that number was noted.
func (t *tail) start(ctx context.Context, now time.Time) error {
	missing := map[int64]time.Time{}
	lowest := max(0, t.last-lookBack)
	for number := lowest + 1; number <= t.last; number++ {
		missing[number] = now
	}
	for at := lowest; at < t.last; {
		batch, err := t.read(ctx, at, batchSize)
		if err != nil {
			return err
		}
		for _, c := range batch {
			if now.Sub(c.At.Time()) > recent {
				delete(missing, c.Seq)
			}
			at = c.Seq
		}
		if len(batch) < batchSize {
			break
		}
	}
	t.missing = missing
	return nil
}

// late hands over what counted as missing and is there.
func (t *tail) late(ctx context.Context, fn func([]Change) error) error {
	if len(t.missing) == 0 {
		return nil
	}
	lowest := t.last
	for number := range t.missing {
		lowest = min(lowest, number)
	}
	for at := lowest - 1; at < t.last; {
		batch, err := t.read(ctx, at, batchSize)
		if err != nil || len(batch) == 0 {
			return err
		}
		at = batch[len(batch)-1].Seq
		batch = slices.DeleteFunc(batch, func(c Change) bool { _, missed := t.missing[c.Seq]; return !missed })
		if len(batch) == 0 {
			continue
		}
		if err := fn(batch); err != nil {
			return err
		}
		for _, c := range batch {
			delete(t.missing, c.Seq)
		}
	}
	return nil
}

// passed moves the tail on to the end of batch and notes what was left out, the
// newest of it if that is very much.
func (t *tail) passed(batch []Change, now time.Time) {
	for _, c := range batch {
		for number := max(t.last+1, c.Seq-lookBack); number < c.Seq; number++ {
			t.missing[number] = now
		}
		t.last = c.Seq
	}
}
