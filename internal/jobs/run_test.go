package jobs_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"rootline/internal/jobs"
)

// TestRun_stopsSoftly lets what is in hand finish and notes that it is done. Of what
// waits it takes no more, but for what was being fetched at the moment. It may be run
// again for the rest.
func TestRun_stopsSoftly(t *testing.T) {
	began, end := make(chan bool), make(chan bool)
	s := newShop(t, here(t), map[string]deed{
		"long": func(ctx context.Context, _ string, _ int) error {
			began <- true
			<-end
			return ctx.Err() // there must be none
		},
		"letter": fine,
	}, jobs.Options{Workers: 1})
	s.enqueue(t, "long", "id-1")
	s.enqueue(t, "letter", ids(20)...)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	<-began
	cancel()
	select {
	case err := <-ended:
		t.Fatalf("Run() = %v with a job in hand", err)
	case end <- true:
	}
	if err := <-ended; err != nil {
		t.Errorf("Run() = %v", err)
	}
	done := 0
	check(t, s.QueryRow(`SELECT count(*) FROM river_job WHERE state = 'completed' AND attempt = 1`).Scan(&done))
	if begun := len(s.begun()); done != begun || begun > 5 || s.begun()["long id-1"] != 1 || s.backlog(t)["letter"] != 21-done {
		t.Errorf("%v were begun, %d are done and %v are left; want the one in hand done and most others left", s.begun(), done, s.backlog(t))
	}
	s.run(t)
	s.finished(t)
	for job, times := range s.begun() {
		if times != 1 {
			t.Errorf("%s was begun %d times", job, times)
		}
	}
}

// TestRun_cutsShort ends the context of work that has had its grace, and does it anew
// at the next start, however long retries take otherwise.
func TestRun_cutsShort(t *testing.T) {
	began := make(chan bool, 2)
	s := newShop(t, here(t), map[string]deed{
		"letter": func(ctx context.Context, _ string, time int) error {
			began <- true
			if time > 1 {
				return nil
			}
			<-ctx.Done()
			return ctx.Err()
		},
	}, jobs.Options{Grace: 2 * time.Second, FirstRetry: time.Hour, LastRetry: time.Hour})
	s.enqueue(t, "letter", "id-1")
	stop := s.run(t)
	<-began
	if err := stop(); err != nil {
		t.Errorf("Run() = %v, want nil when all work has ended", err)
	}
	if kept := s.failure(t); kept != "stopped" {
		t.Errorf("the failure is %q, want stopped", kept)
	}
	s.run(t)
	s.finished(t)
	s.wantBegun(t, map[string]int{"letter id-1": 2})
}

// TestRun_deaf returns an error, and returns, if work does not heed its context.
func TestRun_deaf(t *testing.T) {
	began, end := make(chan bool), make(chan bool)
	s := newShop(t, here(t), map[string]deed{
		"letter": func(context.Context, string, int) error { began <- true; <-end; return nil },
	}, jobs.Options{Grace: 50 * time.Millisecond})
	s.enqueue(t, "letter", "id-1")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- s.Run(ctx) }()
	<-began
	cancel()
	if err := <-ended; err == nil {
		t.Error("Run() with work that goes on = nil, want an error")
	}
	close(end)
	s.finished(t) // it is noted all the same while the process lives
}

// TestRun_noTables refuses to run without tables.
func TestRun_noTables(t *testing.T) {
	s := newShop(t, here(t), map[string]deed{"letter": fine}, jobs.Options{})
	_, err := s.ExecContext(t.Context(), `DROP TABLE river_queue; DROP TABLE river_job`)
	check(t, err)
	if err := s.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "start jobs") {
		t.Errorf("Run() without tables = %v, want an error", err)
	}
	if _, err := s.Backlog(t.Context()); err == nil {
		t.Error("Backlog() without tables = nil, want an error")
	}
	if _, err := s.Dead(t.Context(), 1); err == nil {
		t.Error("Dead(1) without tables = nil, want an error")
	}
}

// failure is what is kept of the last failure of the only job.
func (s *shop) failure(t *testing.T) (kept string) {
	t.Helper()
	check(t, s.QueryRow(`SELECT coalesce(json_extract(errors, '$[#-1].error'), '') FROM river_job`).Scan(&kept))
	return kept
}
