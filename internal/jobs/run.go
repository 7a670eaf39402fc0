package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// Run does jobs until ctx is done, and then stops softly: it takes no more, and what
// is in hand has Options.Grace to finish. After that its context ends, and it is to
// be done anew. Run returns nil if all work has come to an end, and before it returns
// the database must not be closed. It runs once at a time.
func (c *Client) Run(ctx context.Context) error {
	// River ends all work with the context that it is started with.
	lasting := context.WithoutCancel(ctx)
	if err := c.river.Start(lasting); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	var rescuer sync.WaitGroup
	rescuer.Go(func() { c.rescueUntil(ctx) })
	<-ctx.Done()
	rescuer.Wait()
	return c.stop(lasting)
}

func (c *Client) stop(ctx context.Context) error {
	soft, cancel := context.WithTimeout(ctx, c.o.Grace)
	defer cancel()
	err := c.river.Stop(soft)
	if !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	c.o.Log.WarnContext(ctx, "jobs are cut short", slog.Duration("after", c.o.Grace))
	hard, cancel := context.WithTimeout(ctx, c.o.Grace)
	defer cancel()
	if err := c.river.StopAndCancel(hard); err != nil {
		return fmt.Errorf("jobs go on after they were told to stop: %w", err)
	}
	return nil
}

// rescueUntil looks for dead work now and again until ctx is done.
func (c *Client) rescueUntil(ctx context.Context) {
	every := time.NewTicker(c.o.RescueEvery)
	defer every.Stop()
	for {
		if err := c.rescue(ctx); err != nil && ctx.Err() == nil {
			c.o.Log.ErrorContext(ctx, "jobs of dead processes cannot be looked for", slog.String("error", err.Error()))
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}
