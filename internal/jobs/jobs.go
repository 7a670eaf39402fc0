package jobs

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
)

// Work does what there is to do for one job of its kind. The id is the one that was
// enqueued. It may be called again for a job that it has done; see the package's
// promises.
type Work func(ctx context.Context, id string) error

// Options says how jobs are done. Log, Now and Random have to be given; what else is
// zero means the usual.
type Options struct {
	Log    *slog.Logger
	Now    func() time.Time // the system's clock: SQLite dates jobs as well
	Random io.Reader        // for names and for spreading retries

	Unique      []string      // kinds of which a job that waits or is at work is enough for its id
	MaxAttempts int           // how often work is tried before its job is dead; 120
	FirstRetry  time.Duration // how long after the first failure it is tried again; 10 s
	LastRetry   time.Duration // how long it gets at most, doubling; 1 h
	Timeout     time.Duration // how long work may take; 1 min
	Workers     int           // how many jobs are done at a time; 4
	Poll        time.Duration // how often to look for new jobs; 250 ms
	RescueAfter time.Duration // when work is taken for dead, more than Timeout; 30 s more
	RescueEvery time.Duration // how often to look for the dead; 10 s
	Grace       time.Duration // how long work in hand may go on when stopping; 8 s
	KeepDead    time.Duration // how long dead jobs are kept; 90 days
}

const (
	// cooldown is the least time between two looks for jobs. With Workers it bounds
	// how many jobs can be done within a quarter of a second, which is what one
	// transaction notes as done.
	cooldown = 100 * time.Millisecond
	// keepDone is how long jobs stay once they are done. It is short so that the
	// sweeps, one every 30 s, never have much to delete at a time.
	keepDone = time.Hour
	// graceful leaves time to note what was cut short before whoever runs the program
	// kills it, which many do after ten seconds: the work of a process that was killed
	// waits until it is rescued, and begins anew at the next start otherwise.
	graceful = 8 * time.Second
	// never is for River's own rescuer; see rescue.go.
	never = 10 * 365 * 24 * time.Hour
)

// usual fills in what was left open and refuses what cannot work.
func (o Options) usual() (Options, error) {
	if o.Log == nil || o.Now == nil || o.Random == nil {
		return o, errors.New("jobs: no log, clock or randomness given")
	}
	o.MaxAttempts = cmp.Or(o.MaxAttempts, 120)
	o.FirstRetry = cmp.Or(o.FirstRetry, 10*time.Second)
	o.LastRetry = cmp.Or(o.LastRetry, time.Hour)
	o.Timeout = cmp.Or(o.Timeout, time.Minute)
	o.Workers = cmp.Or(o.Workers, 4)
	o.Poll = cmp.Or(o.Poll, 250*time.Millisecond)
	o.RescueAfter = cmp.Or(o.RescueAfter, o.Timeout+30*time.Second)
	o.RescueEvery = cmp.Or(o.RescueEvery, 10*time.Second)
	o.Grace = cmp.Or(o.Grace, graceful)
	o.KeepDead = cmp.Or(o.KeepDead, 90*24*time.Hour)
	least := min(o.FirstRetry, o.LastRetry, o.Timeout, o.Poll, o.RescueEvery, o.Grace, o.KeepDead)
	if o.MaxAttempts < 0 || o.Workers < 0 || least < 0 {
		return o, errors.New("jobs: an option is less than nothing")
	}
	if o.RescueAfter <= o.Timeout {
		return o, fmt.Errorf("jobs: work that may take %s would be rescued after %s", o.Timeout, o.RescueAfter)
	}
	return o, nil
}

// Client enqueues jobs and does them. Its methods may be called from several
// goroutines at once, and from several processes on one database.
type Client struct {
	db      *sql.DB
	driver  *riversqlite.Driver
	river   *river.Client[*sql.Tx]
	backoff *backoff
	o       Options
}

// New returns a client for the kinds of job in work. The pool is the one that writes
// to the database, in which [Migrate] has made the tables. A client that only
// enqueues is never run.
func New(db *sql.DB, work map[string]Work, o Options) (*Client, error) {
	o, err := o.usual()
	if err != nil {
		return nil, err
	}
	for _, kind := range o.Unique {
		if work[kind] == nil {
			return nil, fmt.Errorf("jobs: there is no work for %s, which is to be unique", kind)
		}
	}
	name := make([]byte, 8)
	if _, err := io.ReadFull(o.Random, name); err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	c := &Client{db: db, driver: riversqlite.New(db), backoff: newBackoff(o), o: o}
	workers := river.NewWorkers()
	for kind, do := range work {
		river.AddWorkerArgs(workers, args{kind: kind}, &worker{client: c, do: do})
	}
	c.river, err = river.NewClient(c.driver, &river.Config{
		ID:      "rootline-" + hex.EncodeToString(name), // River's own choice would tell the machine's name
		Logger:  slog.New(quiet{o.Log.Handler()}),
		Workers: workers,
		Queues:  map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: o.Workers}},

		FetchCooldown:     min(cooldown, o.Poll),
		FetchPollInterval: o.Poll,
		JobTimeout:        o.Timeout,
		MaxAttempts:       o.MaxAttempts,
		RetryPolicy:       c.backoff,

		RescueStuckJobsAfter:        never,
		ReindexerSchedule:           river.NeverSchedule(), // SQLite's indexes do not swell
		CompletedJobRetentionPeriod: keepDone,
		CancelledJobRetentionPeriod: o.KeepDead,
		DiscardedJobRetentionPeriod: o.KeepDead,
	})
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return c, nil
}

// unique reports whether a kind's jobs are to be alone with their id.
func (c *Client) unique(kind string) bool { return slices.Contains(c.o.Unique, kind) }
