package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Dead is a job that is not tried any more.
type Dead struct {
	Job      int64 // its number, for [Client.Retry]
	Kind, ID string
	Attempts int       // how often it was tried
	Failure  string    // what kind of failure the last one was
	At       time.Time // when it was given up
}

// maxDead is how many dead jobs are listed at most.
const maxDead = 1000

// ErrNotDead is returned for a job that is not there, or is not dead.
var ErrNotDead = errors.New("there is no dead job of this number")

// Dead returns the jobs that were given up, the last one first, limit of them at
// most. It must not be called from within a transaction on the client's pool.
func (c *Client) Dead(ctx context.Context, limit int) ([]Dead, error) {
	if limit <= 0 {
		return nil, nil
	}
	found, err := c.river.JobList(ctx, river.NewJobListParams().First(min(limit, maxDead)).States(over...).
		OrderBy(river.JobListOrderByTime, river.SortOrderDesc)) // when they were over; the other order that says so is broken
	if err != nil {
		return nil, fmt.Errorf("dead jobs: %w", err)
	}
	dead := make([]Dead, len(found.Jobs))
	for i, job := range found.Jobs {
		if dead[i], err = deadOf(job); err != nil {
			return nil, err
		}
	}
	return dead, nil
}

// over are the states of dead jobs: River cancels what is given up at once.
var over = []rivertype.JobState{rivertype.JobStateCancelled, rivertype.JobStateDiscarded}

// givenUp is what River puts before the failure of a job that was given up at once.
const givenUp = "JobCancelError: "

func deadOf(job *rivertype.JobRow) (Dead, error) {
	var a args
	if err := json.Unmarshal(job.EncodedArgs, &a); err != nil {
		return Dead{}, fmt.Errorf("dead job %d: %w", job.ID, err)
	}
	d := Dead{Job: job.ID, Kind: job.Kind, ID: a.ID, Attempts: job.Attempt}
	if n := len(job.Errors); n > 0 {
		d.Failure = strings.TrimPrefix(job.Errors[n-1].Error, givenUp)
	}
	if job.FinalizedAt != nil {
		d.At = job.FinalizedAt.UTC()
	}
	return d, nil
}

// Retry enqueues the dead job anew, with all its attempts before it, and takes it off
// the list. It returns [ErrNotDead] if there is none, such as when somebody else was
// quicker. It must not be called from within a transaction on the client's pool.
func (c *Client) Retry(ctx context.Context, jobID int64) error {
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("retry job %d: %w", jobID, err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing once committed
	job, err := c.river.JobGetTx(ctx, tx, jobID)
	switch {
	case errors.Is(err, rivertype.ErrNotFound) || err == nil && !slices.Contains(over, job.State):
		return fmt.Errorf("retry job %d: %w", jobID, ErrNotDead)
	case err != nil:
		return fmt.Errorf("retry job %d: %w", jobID, err)
	}
	d, err := deadOf(job)
	if err != nil {
		return err
	}
	if err := c.Enqueue(ctx, tx, d.Kind, d.ID); err != nil {
		return err
	}
	if _, err := c.river.JobDeleteTx(ctx, tx, jobID); err != nil {
		return fmt.Errorf("retry job %d: %w", jobID, err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("retry job %d: %w", jobID, err)
	}
	return nil
}

// Backlog returns how many jobs of each kind are still to be done or at work. A kind
// without any is not in it. It must not be called from within a transaction on the
// client's pool.
func (c *Client) Backlog(ctx context.Context) (map[string]int, error) {
	rows, err := c.db.QueryContext(ctx, `SELECT kind, count(*) FROM river_job
		WHERE state IN ('available', 'pending', 'retryable', 'running', 'scheduled') GROUP BY kind`)
	if err != nil {
		return nil, fmt.Errorf("backlog: %w", err)
	}
	defer func() { _ = rows.Close() }()
	backlog := map[string]int{}
	for rows.Next() {
		var kind string
		var n int
		if err := rows.Scan(&kind, &n); err != nil {
			return nil, fmt.Errorf("backlog: %w", err)
		}
		backlog[kind] = n
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("backlog: %w", err)
	}
	return backlog, nil
}
