package jobs_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rootline/internal/jobs"
)

// TestRetry_untilDone tries work that fails again until it does not, and not once
// more.
func TestRetry_untilDone(t *testing.T) {
	s := newShop(t, here(t), map[string]deed{
		"letter": func(_ context.Context, _ string, time int) error {
			if time < 5 {
				return errSome
			}
			return nil
		},
	}, jobs.Options{})
	s.run(t)
	s.enqueue(t, "letter", "id-1")
	s.finished(t)
	s.wantBegun(t, map[string]int{"letter id-1": 5})
	if dead := s.dead(t); len(dead) > 0 {
		t.Errorf("Dead() = %v, want none", dead)
	}
}

// TestDead lists what was tried often enough and what no retry mends; a retry has
// all attempts before it again, and there is one for each death.
func TestDead(t *testing.T) {
	mended := make(chan struct{})
	unless := func(err error) deed {
		return func(context.Context, string, int) error {
			select {
			case <-mended:
				return nil
			default:
				return err
			}
		}
	}
	s := newShop(t, here(t), map[string]deed{
		"tried":   unless(jobs.Failure("mailbox_full", errSome)),
		"refused": unless(fmt.Errorf("send: %w", jobs.Permanent(jobs.Failure("mailbox_unknown", errSome)))),
	}, jobs.Options{MaxAttempts: 3})
	s.run(t)
	began := time.Now()
	s.enqueue(t, "refused", "id-1")
	s.finished(t)
	s.enqueue(t, "tried", "id-2")
	s.finished(t)
	s.wantBegun(t, map[string]int{"tried id-2": 3, "refused id-1": 1})
	dead := s.dead(t)
	if len(dead) != 2 {
		t.Fatalf("Dead(100) = %v, want two", dead)
	}
	for i, want := range []jobs.Dead{
		{Kind: "tried", ID: "id-2", Attempts: 3, Failure: "mailbox_full"},
		{Kind: "refused", ID: "id-1", Attempts: 1, Failure: "mailbox_unknown"},
	} {
		got := dead[i]
		if got.Job == 0 || got.At.Before(began.Add(-time.Second)) || got.At.After(time.Now().Add(time.Second)) {
			t.Errorf("Dead(100)[%d] = %+v, want a number and a moment", i, got)
		}
		if got.Job, got.At = 0, (time.Time{}); got != want {
			t.Errorf("Dead(100)[%d] = %+v, want %+v", i, got, want)
		}
	}
	if one, err := s.Dead(t.Context(), 1); err != nil || len(one) != 1 || one[0].Kind != "tried" {
		t.Errorf("Dead(1) = %v, %v; want the last one", one, err)
	}
	if none, err := s.Dead(t.Context(), 0); err != nil || len(none) > 0 {
		t.Errorf("Dead(0) = %v, %v; want none", none, err)
	}

	check(t, s.Retry(t.Context(), dead[0].Job))
	s.finished(t)
	s.wantBegun(t, map[string]int{"tried id-2": 6, "refused id-1": 1})
	close(mended)
	for _, d := range s.dead(t) {
		check(t, s.Retry(t.Context(), d.Job))
		if err := s.Retry(t.Context(), d.Job); !errors.Is(err, jobs.ErrNotDead) {
			t.Errorf("Retry(%d) again = %v, want ErrNotDead", d.Job, err)
		}
	}
	s.finished(t)
	s.wantBegun(t, map[string]int{"tried id-2": 7, "refused id-1": 2})
	if dead := s.dead(t); len(dead) > 0 {
		t.Errorf("Dead() after all was retried = %v, want none", dead)
	}
	if err := s.Retry(t.Context(), 12345); !errors.Is(err, jobs.ErrNotDead) {
		t.Errorf("Retry(no job) = %v, want ErrNotDead", err)
	}
}

// TestRetry_notDead leaves jobs alone that wait or are at work.
func TestRetry_notDead(t *testing.T) {
	s := newShop(t, here(t), map[string]deed{"letter": fine}, jobs.Options{})
	s.enqueue(t, "letter", "id-1")
	var job int64
	check(t, s.QueryRow(`SELECT id FROM river_job`).Scan(&job))
	if err := s.Retry(t.Context(), job); !errors.Is(err, jobs.ErrNotDead) {
		t.Errorf("Retry(a job that waits) = %v, want ErrNotDead", err)
	}
	if got := s.backlog(t)["letter"]; got != 1 {
		t.Errorf("Backlog() = %d, want the one", got)
	}
}

// quoting is an error that quotes somebody in everything it can.
type quoting struct{ who string }

func (q quoting) Error() string { return "550 5.1.1 <" + q.who + "> no such user" }

// canary is in every failure that TestFailures_scrubbed makes, in the manner of an
// address.
const canary = "canary.person@clinic.example"

// failures are ways to fail that tell whom it was about, and what may be kept of each.
var failures = map[string]struct {
	fail func(ctx context.Context) error
	kept string
}{
	"plain":     {func(context.Context) error { return errors.New("no such user " + canary) }, "failed"},
	"wrapped":   {func(context.Context) error { return fmt.Errorf("to %s: %w", canary, errSome) }, "failed"},
	"typed":     {func(context.Context) error { return fmt.Errorf("to %s: %w", canary, quoting{canary}) }, "jobs_test.quoting"},
	"joined":    {func(context.Context) error { return errors.Join(&net.DNSError{Name: canary}, errSome) }, "*net.DNSError"},
	"named":     {func(context.Context) error { return jobs.Failure("mailbox_unknown", quoting{canary}) }, "mailbox_unknown"},
	"misnamed":  {func(context.Context) error { return jobs.Failure(canary, quoting{canary}) }, "jobs_test.quoting"},
	"permanent": {func(context.Context) error { return jobs.Permanent(quoting{canary}) }, "jobs_test.quoting"},
	"panic":     {func(context.Context) error { panic("no such user " + canary) }, "panic: string"},
	"panicked":  {func(context.Context) error { panic(quoting{canary}) }, "panic: jobs_test.quoting"},
	"bounds":    {func(context.Context) error { return []error{}[len(canary)] }, "panic: runtime.boundsError"},
	"slow": {func(ctx context.Context) error {
		<-ctx.Done()
		return fmt.Errorf("to %s: %w", canary, ctx.Err())
	}, "took too long"},
}

// TestFailures_scrubbed fails in every way there is, quoting an address, and looks for
// it in each byte of the database and of the log. What kind of failure it was is kept.
func TestFailures_scrubbed(t *testing.T) {
	folder := t.TempDir()
	work := map[string]deed{}
	for name, f := range failures {
		work[name] = func(ctx context.Context, _ string, _ int) error { return f.fail(ctx) }
	}
	s := newShop(t, filepath.Join(folder, "test.db"), work, jobs.Options{MaxAttempts: 2, Timeout: 100 * time.Millisecond})
	stop := s.run(t)
	for name := range failures {
		s.enqueue(t, name, "id-"+name)
	}
	s.finished(t)
	dead := s.dead(t)
	if len(dead) != len(failures) {
		t.Errorf("Dead() = %v, want %d", dead, len(failures))
	}
	for _, d := range dead {
		if want := failures[d.Kind].kept; d.Failure != want || d.ID != "id-"+d.Kind {
			t.Errorf("of %s, %s, it is kept that %q, want %q", d.Kind, d.ID, d.Failure, want)
		}
	}
	check(t, stop())
	if logged := s.log.String(); !strings.Contains(logged, "id-typed") || !strings.Contains(logged, "mailbox_unknown") ||
		!strings.Contains(logged, "a job panicked") || strings.Count(logged, `stack="[rootline/internal/jobs_test.init`) < 4 {
		t.Errorf("the log does not tell which jobs died of what, and where: %s", logged)
	}
	for _, of := range []string{canary, "canary", "no such user", "550 5.1.1"} {
		if strings.Contains(s.log.String(), of) {
			t.Errorf("the log has %q", of)
		}
		if anywhere(t, folder, of) {
			t.Errorf("the database has %q", of)
		}
	}
	each(t, s.store, func(by string) {
		if !strings.HasPrefix(by, `["rootline-`) {
			t.Errorf("who has done the job is kept as %s, which is not a name of ours", by)
		}
	}, `SELECT attempted_by FROM river_job`)
	if !anywhere(t, folder, "mailbox_unknown") {
		t.Error("what is kept cannot be found in the database; nor would a canary be")
	}
}

// anywhere reports whether any file in folder has text in it.
func anywhere(t *testing.T, folder, text string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	check(t, err)
	for _, file := range files {
		all, err := os.ReadFile(file)
		check(t, err)
		if strings.Contains(string(all), text) {
			return true
		}
	}
	return false
}

// TestUnknown has a job whose kind is not known any more, as after going back to an
// older release. It waits to be known again.
func TestUnknown(t *testing.T) {
	path := here(t)
	newer := newShop(t, path, map[string]deed{"novelty": fine, "letter": fine}, jobs.Options{})
	newer.enqueue(t, "novelty", "id-1")
	older := newShop(t, path, map[string]deed{"letter": fine}, jobs.Options{FirstRetry: 20 * time.Millisecond})
	stop := older.run(t)
	await(t, "the failure to be noted", func() bool {
		var failed sql.NullString
		check(t, older.QueryRow(`SELECT errors FROM river_job`).Scan(&failed))
		return failed.Valid
	})
	check(t, stop())
	newer.run(t)
	newer.finished(t)
	newer.wantBegun(t, map[string]int{"novelty id-1": 1})
}
