package jobs_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"rootline/internal/jobs"
	"rootline/internal/store"
)

// victim names the variable that makes of this program a process to be killed: the
// path of the database.
const victim = "ROOTLINE_JOBS_VICTIM"

// beKilled does jobs on the database at path, says so when one is begun, and never
// ends it.
func beKilled(path string) {
	ctx := context.Background()
	s, err := store.Open(ctx, path, store.Options{Now: time.Now})
	if err != nil {
		panic(err)
	}
	c, err := jobs.New(s.Writer(), map[string]jobs.Work{
		"letter": func(_ context.Context, id string) error { fmt.Println("begun", id); select {} },
	}, quick(jobs.Options{Timeout: time.Second, RescueAfter: 2 * time.Second}, os.Stderr))
	if err != nil {
		panic(err)
	}
	panic(c.Run(ctx))
}

// TestRescue kills a process, by kill -9, that has jobs in hand. Another one does
// them, and those that were not begun, once each.
func TestRescue(t *testing.T) {
	const after = 2 * time.Second
	s := newShop(t, here(t), map[string]deed{"letter": fine}, jobs.Options{Timeout: time.Second, RescueAfter: after})
	s.enqueue(t, "letter", ids(6)...)
	in := kill(t, s.path, 4) // as many as are done at a time
	began := time.Now()
	s.run(t)
	s.finished(t)
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("the jobs of a dead process were done after %s", took)
	}
	for _, id := range ids(6) {
		if n := s.begun()["letter "+id]; n != 1 {
			t.Errorf("%s was begun %d times after the death, want once", id, n)
		}
		attempts, want := 0, 1
		if in[id] {
			want = 2
		}
		check(t, s.QueryRow(`SELECT attempt FROM river_job WHERE json_extract(args, '$.id') = ?1`, id).Scan(&attempts))
		if attempts != want {
			t.Errorf("%s took %d attempts, want %d", id, attempts, want)
		}
	}
	if len(in) != 4 || !strings.Contains(s.log.String(), "is rescued") {
		t.Errorf("%v were in hand, and the log says: %s", in, s.log)
	}
}

// kill starts a process on the database at path, waits until it has so many jobs in
// hand, kills it and returns their ids.
func kill(t *testing.T, path string, count int) (in map[string]bool) {
	t.Helper()
	process := exec.CommandContext(t.Context(), os.Args[0])
	process.Env = append(os.Environ(), victim+"="+path)
	process.Stderr = t.Output()
	out, err := process.StdoutPipe()
	check(t, err)
	check(t, process.Start())
	in = map[string]bool{}
	lines := bufio.NewScanner(out)
	for len(in) < count && lines.Scan() {
		in[strings.TrimPrefix(lines.Text(), "begun ")] = true
	}
	check(t, process.Process.Kill())
	if err := process.Wait(); process.ProcessState == nil || process.ProcessState.Exited() {
		t.Fatalf("the process ended by itself: %v", err)
	}
	return in
}

// TestRescue_spares leaves work alone that takes its time within what it may take.
func TestRescue_spares(t *testing.T) {
	s := newShop(t, here(t), map[string]deed{
		"letter": func(ctx context.Context, _ string, _ int) error {
			<-ctx.Done() // all that there is
			return nil
		},
	}, jobs.Options{Timeout: 500 * time.Millisecond, RescueAfter: 5 * time.Second, RescueEvery: time.Millisecond})
	s.run(t)
	s.enqueue(t, "letter", ids(3)...)
	s.finished(t)
	s.wantBegun(t, map[string]int{"letter id-000": 1, "letter id-001": 1, "letter id-002": 1})
}

// TestRescue_atLast gives a job up that has been begun as often as it may be, for it
// may be what its processes die of.
func TestRescue_atLast(t *testing.T) {
	s := newShop(t, here(t), map[string]deed{"letter": fine}, jobs.Options{MaxAttempts: 2})
	s.enqueue(t, "letter", ids(150)...) // more than are rescued at once
	_, err := s.ExecContext(t.Context(), `UPDATE river_job SET state = 'running',
		attempt = iif(id <= 2, 2, 1), attempted_at = datetime('now', '-1 hour', 'subsec')`)
	check(t, err)
	s.run(t)
	s.finished(t)
	dead := s.dead(t)
	if len(dead) != 2 || dead[0].Failure != "its process died" || dead[0].Attempts != 2 {
		t.Errorf("Dead() = %v, want the two that were begun twice", dead)
	}
	if n := len(s.begun()); n != 148 {
		t.Errorf("%d jobs were done, want the 148 others", n)
	}
}

// TestRescue_told says in the log why nothing is rescued, and goes on.
func TestRescue_told(t *testing.T) {
	s := newShop(t, here(t), map[string]deed{"letter": fine}, jobs.Options{})
	s.enqueue(t, "letter", "id-1")
	_, err := s.ExecContext(t.Context(), `UPDATE river_job SET state = 'running', attempt = 1,
		attempted_at = datetime('now', '-1 hour', 'subsec');
		CREATE TRIGGER no BEFORE UPDATE ON river_job BEGIN SELECT raise(ABORT, 'no'); END`)
	check(t, err)
	told := make(chan string, 1000)
	o := quick(jobs.Options{}, nil)
	o.Log = slog.New(slog.NewTextHandler(sink(told), nil))
	c, err := jobs.New(s.DB, map[string]jobs.Work{"letter": func(context.Context, string) error { return nil }}, o)
	check(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- c.Run(ctx) }()
	for line := range told {
		if strings.Contains(line, "cannot be looked for") {
			break
		}
	}
	_, err = s.ExecContext(t.Context(), `DROP TRIGGER no`)
	check(t, err)
	s.finished(t)
	cancel()
	check(t, <-ended)
}

// sink is a writer of lines to a channel; what does not fit is dropped.
type sink chan string

func (s sink) Write(line []byte) (int, error) {
	select {
	case s <- string(line):
	default:
	}
	return len(line), nil
}
