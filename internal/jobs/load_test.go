package jobs_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/jobs"
	"rootline/internal/store/storetest"
)

// TestDirectory_keepsWriting writes the directory while jobs are done as fast as they
// can be, in the usual rhythm, and tells how long each write took with and without
// them. The bound is far above what is to be expected, for a busy machine's sake.
func TestDirectory_keepsWriting(t *testing.T) {
	const some, bound = 150, time.Second
	s := newShop(t, here(t), map[string]deed{"letter": fine}, jobs.Options{Poll: 250 * time.Millisecond, RescueEvery: 10 * time.Second})
	storetest.Add(t, s.store, storetest.Listing(1))
	id := storetest.Listing(1).Clinic.ID
	write := func(enough func(writes int) bool) (times []time.Duration) {
		for i := 0; !enough(i); i++ {
			began := time.Now()
			_, err := s.store.UpdateListing(t.Context(), id, func(l *directory.Listing) error {
				l.Clinic.Description = fmt.Sprintf("Version %d of %s.", i, began)
				return nil
			})
			check(t, err)
			times = append(times, time.Since(began))
		}
		return times
	}
	t.Logf("a write without jobs: %s", spread(write(func(writes int) bool { return writes >= some })))
	s.enqueue(t, "letter", ids(999)...)
	stop := s.run(t)
	await(t, "the first job", func() bool { return len(s.begun()) > 0 })
	began := time.Now()
	busy := write(func(int) bool { return len(s.begun()) >= some })
	t.Logf("a write with jobs:    %s; %d writes beside %d jobs in %s", spread(busy), len(busy), len(s.begun()), time.Since(began))
	if longest := slices.Max(busy); longest > bound {
		t.Errorf("a write with jobs took %s, want less than %s", longest, bound)
	}
	check(t, stop())
}

// TestLatency tells how long it is from a commit until the job is begun, in the usual
// rhythm and at its worst: each job comes when the look for jobs is just over.
func TestLatency(t *testing.T) {
	const count, bound = 8, 2 * time.Second
	began := make(chan time.Time)
	s := newShop(t, here(t), map[string]deed{
		"letter": func(context.Context, string, int) error { began <- time.Now(); return nil },
	}, jobs.Options{Poll: 250 * time.Millisecond})
	s.run(t)
	times := make([]time.Duration, count)
	for i, id := range ids(count) {
		s.enqueue(t, "letter", id)
		committed := time.Now()
		times[i] = (<-began).Sub(committed)
	}
	t.Logf("from the commit until it is begun: %s", spread(times))
	if median := times[count/2]; median > bound {
		t.Errorf("a job was begun %s after it was enqueued, want less than %s", median, bound)
	}
}

// BenchmarkEnqueue is what a job adds to the transaction that causes it.
func BenchmarkEnqueue(b *testing.B) {
	s := newShop(b, here(b), map[string]deed{"letter": fine}, jobs.Options{})
	tx, err := s.BeginTx(b.Context(), nil)
	check(b, err)
	defer func() { _ = tx.Rollback() }()
	for b.Loop() {
		check(b, s.Enqueue(b.Context(), tx, "letter", "id-1"))
	}
}

// BenchmarkBacklog counts ten thousand jobs.
func BenchmarkBacklog(b *testing.B) {
	s := newShop(b, here(b), map[string]deed{"letter": fine}, jobs.Options{})
	s.fill(b, 10_000)
	for b.Loop() {
		if got := s.backlog(b)["letter"]; got != 10_000 {
			b.Fatalf("Backlog() = %d", got)
		}
	}
}

// BenchmarkStall is how long the directory's writes had to wait at most beside ten
// thousand jobs that have all become due, as after a night without mail, until some of
// them are done.
func BenchmarkStall(b *testing.B) {
	var longest time.Duration
	for b.Loop() {
		s := newShop(b, here(b), map[string]deed{"letter": fine}, jobs.Options{Poll: 250 * time.Millisecond})
		s.fill(b, 10_000)
		_, err := s.ExecContext(b.Context(), `UPDATE river_job
			SET state = 'retryable', attempt = 7, scheduled_at = datetime('now', '-1 minute', 'subsec')`)
		check(b, err)
		stop := s.run(b)
		for n := 0; len(s.begun()) < 100; n++ {
			began := time.Now()
			check(b, s.store.SetStamp(b.Context(), "stall", strconv.Itoa(n)))
			longest = max(longest, time.Since(began))
		}
		check(b, stop())
	}
	b.ReportMetric(float64(longest.Milliseconds()), "ms-longest")
}

// fill enqueues so many jobs.
func (s *shop) fill(tb testing.TB, count int) {
	tb.Helper()
	all := make([]string, count)
	for i := range all {
		all[i] = fmt.Sprintf("id-%05d", i)
	}
	s.enqueue(tb, "letter", all...)
}
