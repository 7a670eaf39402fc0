package jobs

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"github.com/riverqueue/river/riverdriver"

	"rootline/internal/store"
)

// BenchmarkLook is a look for jobs that finds none, with nothing there and with ten
// thousand that wait for their time. It is what the directory pays at every poll.
func BenchmarkLook(b *testing.B) {
	s, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "test.db"), store.Options{Create: true, Now: time.Now, Migrate: Migrate})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	c, err := New(s.Writer(), map[string]Work{"letter": func(context.Context, string) error { return nil }},
		Options{Log: quietly, Now: time.Now, Random: rand.Reader})
	if err != nil {
		b.Fatal(err)
	}
	look := func(b *testing.B) {
		b.Helper()
		for b.Loop() {
			found, err := c.driver.GetExecutor().JobGetAvailable(b.Context(), &riverdriver.JobGetAvailableParams{
				ClientID: "a", MaxAttemptedBy: 100, MaxToLock: 4, Queue: "default",
			})
			if err != nil || len(found) > 0 {
				b.Fatalf("JobGetAvailable() = %v, %v; want none", found, err)
			}
		}
	}
	rescue := func(b *testing.B) {
		b.Helper()
		for b.Loop() {
			if err := c.rescue(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("none", look)
	b.Run("none to rescue", rescue)
	tx, err := s.Writer().BeginTx(b.Context(), nil)
	if err != nil {
		b.Fatal(err)
	}
	for range 10_000 {
		if err := c.EnqueueAt(b.Context(), tx, "letter", "id-1", time.Now().Add(time.Hour)); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	b.Run("later", look)
	b.Run("later to rescue", rescue)
}
