package jobs_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"rootline/internal/jobs"
)

// TestNew_refused goes through options that cannot work.
func TestNew_refused(t *testing.T) {
	db := open(t, here(t)).Writer()
	work := map[string]jobs.Work{"letter": func(context.Context, string) error { return nil }}
	whole := quick(jobs.Options{}, t.Output())
	tests := map[string]func(*jobs.Options){
		"no log":                func(o *jobs.Options) { o.Log = nil },
		"no clock":              func(o *jobs.Options) { o.Now = nil },
		"no randomness":         func(o *jobs.Options) { o.Random = nil },
		"randomness at its end": func(o *jobs.Options) { o.Random = strings.NewReader("abc") },
		"less than no time":     func(o *jobs.Options) { o.Poll = -1 },
		"no attempts":           func(o *jobs.Options) { o.MaxAttempts = -1 },
		"rescue while at work":  func(o *jobs.Options) { o.Timeout, o.RescueAfter = 2*time.Second, time.Second },
		"unique, unknown":       func(o *jobs.Options) { o.Unique = []string{"postcard"} },
	}
	for name, spoil := range tests {
		o := whole
		spoil(&o)
		if _, err := jobs.New(db, work, o); err == nil {
			t.Errorf("New(%s) = nil, want an error", name)
		}
	}
	if _, err := jobs.New(db, map[string]jobs.Work{"x": work["letter"]}, whole); err == nil {
		t.Error("New(a kind of one letter) = nil, want an error")
	}
	if _, err := jobs.New(db, work, whole); err != nil {
		t.Errorf("New() = %v", err)
	}
}

// TestEnqueue is in its transaction: what is rolled back never was, and what is
// committed is done, once if it does not fail.
func TestEnqueue(t *testing.T) {
	s := newShop(t, here(t), map[string]deed{"letter": fine}, jobs.Options{})
	s.run(t)
	tx, err := s.BeginTx(t.Context(), nil)
	check(t, err)
	check(t, s.Enqueue(t.Context(), tx, "letter", "rolled-back"))
	check(t, tx.Rollback())
	if got := s.backlog(t); len(got) > 0 {
		t.Errorf("Backlog() after a rollback = %v, want none", got)
	}
	s.enqueue(t, "letter", "committed", "with-it")
	s.finished(t)
	s.wantBegun(t, map[string]int{"letter committed": 1, "letter with-it": 1})
}

// TestEnqueue_refused refuses what is not an id, without repeating it, and kinds that
// nobody works for. The transaction goes on.
func TestEnqueue_refused(t *testing.T) {
	s := newShop(t, here(t), map[string]deed{"letter": fine}, jobs.Options{})
	s.within(t, func(tx *sql.Tx) {
		for _, id := range []string{
			"", " ", "-", "a b", "visitor@clinic.example", "clinic.example", "+442079460123", "x\r\ny", "É", "<b>", strings.Repeat("x", 101),
		} {
			err := s.Enqueue(t.Context(), tx, "letter", id)
			if err == nil || len(id) > 1 && strings.Contains(err.Error(), id) {
				t.Errorf("Enqueue(%q) = %v, want an error that does not repeat it", id, err)
			}
		}
		if err := s.Enqueue(t.Context(), tx, "postcard", "id-1"); err == nil {
			t.Error("Enqueue(a kind without work) = nil, want an error")
		}
		check(t, s.Enqueue(t.Context(), tx, "letter", "0190a0f2-7c3e-7abc-8def-0123456789ab"))
	})
	if got, want := s.backlog(t), map[string]int{"letter": 1}; !maps.Equal(got, want) {
		t.Errorf("Backlog() = %v, want %v", got, want)
	}
}

// TestEnqueueAt has a job wait for its time, and no other for it.
func TestEnqueueAt(t *testing.T) {
	at := make(chan time.Time, 1)
	s := newShop(t, here(t), map[string]deed{
		"soon":  func(context.Context, string, int) error { at <- time.Now(); return nil },
		"later": fine,
	}, jobs.Options{})
	s.run(t)
	soon := time.Now().Add(300 * time.Millisecond)
	s.within(t, func(tx *sql.Tx) {
		check(t, s.EnqueueAt(t.Context(), tx, "later", "id-1", time.Now().Add(time.Hour)))
		check(t, s.EnqueueAt(t.Context(), tx, "soon", "id-2", soon))
		check(t, s.EnqueueAt(t.Context(), tx, "later", "id-3", time.Now().Add(-time.Hour)))
	})
	if began := <-at; began.Before(soon.Truncate(time.Millisecond)) || began.After(soon.Add(15*time.Second)) {
		t.Errorf("a job for %s was begun at %s", soon, began)
	}
	await(t, "the job of an hour ago", func() bool { return s.begun()["later id-3"] == 1 })
	await(t, "the other's end", func() bool { return maps.Equal(s.backlog(t), map[string]int{"later": 1}) })
	s.wantBegun(t, map[string]int{"soon id-2": 1, "later id-3": 1})
}

// TestUnique adds a job of a unique kind only if none of its id waits or is at work.
func TestUnique(t *testing.T) {
	began, end := make(chan bool), make(chan bool)
	s := newShop(t, here(t), map[string]deed{
		"index":  func(context.Context, string, int) error { began <- true; <-end; return nil },
		"broken": func(context.Context, string, int) error { return jobs.Permanent(errSome) },
		"letter": fine,
	}, jobs.Options{Unique: []string{"index", "broken"}})
	s.enqueue(t, "index", "id-1", "id-1")
	s.enqueue(t, "index", "id-1")
	s.enqueue(t, "letter", "id-1", "id-1")
	if got, want := s.backlog(t), map[string]int{"index": 1, "letter": 2}; !maps.Equal(got, want) {
		t.Errorf("Backlog() with each enqueued again = %v, want %v", got, want)
	}
	s.run(t)
	<-began
	s.enqueue(t, "index", "id-1") // while it is at work
	end <- true
	s.finished(t)
	s.enqueue(t, "index", "id-1") // after it
	<-began
	end <- true
	s.finished(t)
	s.wantBegun(t, map[string]int{"index id-1": 2, "letter id-1": 2})

	for range 2 {
		s.enqueue(t, "broken", "id-9") // the dead do not stand in the way
		s.finished(t)
	}
	if dead := s.dead(t); len(dead) != 2 {
		t.Errorf("Dead() = %v, want both", dead)
	}
}

// TestTogether has two clients, each with a store of its own on one file, do many
// jobs. Each job is done once.
func TestTogether(t *testing.T) {
	path := here(t)
	a := newShop(t, path, map[string]deed{"letter": fine}, jobs.Options{})
	b := newShop(t, path, map[string]deed{"letter": fine}, jobs.Options{})
	a.enqueue(t, "letter", ids(60)...)
	a.run(t)
	b.run(t)
	b.enqueue(t, "letter", ids(120)[60:]...)
	a.finished(t)
	done := a.begun()
	for job, n := range b.begun() {
		done[job] += n
	}
	for _, id := range ids(120) {
		if n := done["letter "+id]; n != 1 {
			t.Errorf("%s was done %d times", id, n)
		}
	}
	t.Logf("one did %d, the other %d", len(a.begun()), len(b.begun()))
}

// TestBacklog counts by kind what waits, what waits for its time, what is to be
// tried again and what is at work.
func TestBacklog(t *testing.T) {
	began, end := make(chan bool), make(chan bool)
	s := newShop(t, here(t), map[string]deed{
		"slow":   func(context.Context, string, int) error { began <- true; <-end; return nil },
		"broken": func(context.Context, string, int) error { return errSome },
		"letter": fine,
	}, jobs.Options{Workers: 2, FirstRetry: time.Hour, LastRetry: time.Hour})
	s.enqueue(t, "broken", "id-1")
	s.run(t)
	await(t, "the failure", func() bool { return s.begun()["broken id-1"] == 1 })
	s.enqueue(t, "slow", ids(5)...)
	<-began
	<-began
	s.within(t, func(tx *sql.Tx) {
		check(t, s.EnqueueAt(t.Context(), tx, "letter", "id-1", time.Now().Add(time.Hour)))
	})
	if got, want := fmt.Sprint(s.backlog(t)), "map[broken:1 letter:1 slow:5]"; got != want {
		t.Errorf("Backlog() = %v, want %v", got, want)
	}
	close(end)
	for range 3 {
		<-began
	}
	await(t, "the slow ones", func() bool { return s.backlog(t)["slow"] == 0 })
}
