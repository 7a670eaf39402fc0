package jobs_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rootline/internal/jobs"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// TestMain has all tests live far from UTC, in which SQLite keeps its moments, and
// is the process that a test kills.
func TestMain(m *testing.M) {
	time.Local = time.FixedZone("far away", 5*60*60)
	if path := os.Getenv(victim); path != "" {
		beKilled(path)
	}
	os.Exit(m.Run())
}

// open opens the real store with the tables of jobs in it.
func open(tb testing.TB, path string) *store.Store {
	tb.Helper()
	s, err := store.Open(tb.Context(), path, store.Options{
		Create: true, Now: func() time.Time { return storetest.Now }, Migrate: jobs.Migrate,
	})
	if err != nil {
		tb.Fatalf("Open(%s) = %v", path, err)
	}
	tb.Cleanup(func() { check(tb, s.Close()) })
	return s
}

// shop is a store, a client on it, what was done and what was logged.
type shop struct {
	*jobs.Client
	*sql.DB
	store *store.Store
	path  string
	log   *bytes.Buffer
	tally
}

// tally counts how often each job was begun.
type tally struct {
	mu    sync.Mutex
	count map[string]int
}

func (c *tally) note(kind, id string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.count == nil {
		c.count = map[string]int{}
	}
	c.count[kind+" "+id]++
	return c.count[kind+" "+id]
}

func (c *tally) begun() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	begun := map[string]int{}
	maps.Copy(begun, c.count)
	return begun
}

// deed is work that is told how often its job has been begun, from 1.
type deed func(ctx context.Context, id string, time int) error

func fine(context.Context, string, int) error { return nil }

// newShop opens a shop at path. Nothing is done before it runs.
func newShop(tb testing.TB, path string, work map[string]deed, o jobs.Options) *shop {
	tb.Helper()
	s := &shop{store: open(tb, path), path: path, log: new(bytes.Buffer)}
	s.DB = s.store.Writer()
	counted := map[string]jobs.Work{}
	for kind, do := range work {
		counted[kind] = func(ctx context.Context, id string) error { return do(ctx, id, s.note(kind, id)) }
	}
	var err error
	s.Client, err = jobs.New(s.DB, counted, quick(o, s.log))
	check(tb, err)
	return s
}

func here(tb testing.TB) string {
	tb.Helper()
	return filepath.Join(tb.TempDir(), "test.db")
}

var shops atomic.Uint64

// quick fills options in with shorter times than the usual ones.
func quick(o jobs.Options, log io.Writer) jobs.Options {
	seed := [32]byte{}
	binary.BigEndian.PutUint64(seed[:], shops.Add(1)) // each client has a name of its own
	o.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	o.Now, o.Random = time.Now, rand.NewChaCha8(seed)
	usually := func(d *time.Duration, usual time.Duration) {
		if *d == 0 {
			*d = usual
		}
	}
	usually(&o.FirstRetry, 5*time.Millisecond)
	usually(&o.LastRetry, 20*time.Millisecond)
	usually(&o.Poll, 10*time.Millisecond)
	usually(&o.RescueEvery, 20*time.Millisecond)
	return o
}

// run runs the shop until stop is called or the test ends.
func (s *shop) run(tb testing.TB) (stop func() error) {
	tb.Helper()
	ctx, cancel := context.WithCancel(tb.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	stop = sync.OnceValue(func() error { cancel(); return <-ended })
	tb.Cleanup(func() {
		if err := stop(); err != nil {
			tb.Errorf("Run() = %v", err)
		}
	})
	return stop
}

// within runs fn in a transaction that is committed.
func (s *shop) within(tb testing.TB, fn func(*sql.Tx)) {
	tb.Helper()
	tx, err := s.BeginTx(tb.Context(), nil)
	check(tb, err)
	defer func() { _ = tx.Rollback() }()
	fn(tx)
	check(tb, tx.Commit())
}

// enqueue enqueues a job for each id.
func (s *shop) enqueue(tb testing.TB, kind string, ids ...string) {
	tb.Helper()
	s.within(tb, func(tx *sql.Tx) {
		for _, id := range ids {
			if err := s.Enqueue(tb.Context(), tx, kind, id); err != nil {
				tb.Fatalf("Enqueue(%s, %s) = %v", kind, id, err)
			}
		}
	})
}

// finished waits until nothing is left to be done.
func (s *shop) finished(tb testing.TB) {
	tb.Helper()
	await(tb, "the backlog to be done", func() bool { return len(s.backlog(tb)) == 0 })
}

func (s *shop) backlog(tb testing.TB) map[string]int {
	tb.Helper()
	backlog, err := s.Backlog(tb.Context())
	if err != nil {
		tb.Fatalf("Backlog() = %v", err)
	}
	return backlog
}

func (s *shop) dead(tb testing.TB) []jobs.Dead {
	tb.Helper()
	dead, err := s.Dead(tb.Context(), 100)
	if err != nil {
		tb.Fatalf("Dead(100) = %v", err)
	}
	return dead
}

// wantBegun compares what was begun with "kind id" and how often.
func (s *shop) wantBegun(tb testing.TB, want map[string]int) {
	tb.Helper()
	if got := s.begun(); !maps.Equal(got, want) {
		tb.Errorf("the jobs that were begun are %v, want %v", got, want)
	}
}

// await waits for a condition that has to come true.
func await(tb testing.TB, what string, done func() bool) {
	tb.Helper()
	limit, cancel := context.WithTimeout(tb.Context(), time.Minute)
	defer cancel()
	look := time.NewTicker(2 * time.Millisecond)
	defer look.Stop()
	for !done() {
		select {
		case <-limit.Done():
			tb.Fatalf("waited a minute for %s", what)
		case <-look.C:
		}
	}
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func ids(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("id-%03d", i)
	}
	return all
}

var errSome = errors.New("some failure")

// spread is the median, the 99th percentile and the longest of some times.
func spread(times []time.Duration) string {
	slices.Sort(times)
	at := func(share float64) time.Duration {
		return times[int(share*float64(len(times)-1))].Round(10 * time.Microsecond)
	}
	return fmt.Sprintf("median %s, p99 %s, longest %s", at(0.5), at(0.99), at(1))
}
