package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"
)

// atOnce is how many jobs are rescued in one transaction.
const atOnce = 100

// orphaned is what the row of a job says when its process has died.
const orphaned = scrubbed("its process died")

// rescue gives jobs that have been at work for longer than work may take back to be
// done: their process has died with them. It counts as an attempt, so that work
// which kills its process does not do so for ever.
//
// River has a rescuer of its own, which is not used: it runs in one process alone,
// every 30 s, up to 15 s after the one it ran in has died; and it decides outside of
// the transaction in which it then writes, so that a job which is done in between
// is done again.
func (c *Client) rescue(ctx context.Context) error {
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("rescue: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing once committed
	exec, now := c.driver.UnwrapExecutor(tx), c.o.Now().UTC()
	stuck, err := exec.JobGetStuck(ctx, &riverdriver.JobGetStuckParams{Max: atOnce, StuckHorizon: now.Add(-c.o.RescueAfter)})
	if err != nil {
		return fmt.Errorf("rescue: %w", err)
	}
	if len(stuck) == 0 {
		return nil
	}
	var p riverdriver.JobRescueManyParams
	for _, job := range stuck {
		if err := c.revive(&p, job, now); err != nil {
			return err
		}
	}
	if _, err := exec.JobRescueMany(ctx, &p); err != nil {
		return fmt.Errorf("rescue: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("rescue: %w", err)
	}
	for i, job := range stuck {
		c.o.Log.WarnContext(ctx, "a job whose process died is rescued",
			slog.String("job_kind", job.Kind), slog.Int64("job_id", job.ID), slog.String("state", p.State[i]))
	}
	return nil
}

// revive adds a job to those that are rescued.
func (c *Client) revive(p *riverdriver.JobRescueManyParams, job *rivertype.JobRow, now time.Time) error {
	told, err := json.Marshal(rivertype.AttemptError{At: now, Attempt: job.Attempt, Error: string(orphaned)})
	if err != nil {
		return fmt.Errorf("rescue job %d: %w", job.ID, err)
	}
	// A job for later that is called available is fetched when its time has come;
	// one that is called retryable waits for River's leader, who may have died too.
	state, at, over := rivertype.JobStateAvailable, c.backoff.NextRetry(job), (*time.Time)(nil)
	if job.Attempt >= job.MaxAttempts {
		state, at, over = rivertype.JobStateDiscarded, job.ScheduledAt, &now
	}
	p.ID = append(p.ID, job.ID)
	p.Error = append(p.Error, told)
	p.FinalizedAt = append(p.FinalizedAt, over)
	p.ScheduledAt = append(p.ScheduledAt, at)
	p.State = append(p.State, string(state))
	return nil
}
