package jobs

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river/rivertype"
)

// TestBackoff doubles up to the longest, a fifth more or less; with the usual options
// it goes on for four to five days, as RFC 5321 (4.5.4.1) asks of who sends mail.
func TestBackoff(t *testing.T) {
	o := usual(t)
	b := newBackoff(o)
	for attempts, want := range map[int]time.Duration{
		1: 10 * time.Second, 2: 20 * time.Second, 3: 40 * time.Second, 9: 2560 * time.Second,
		10: time.Hour, 11: time.Hour, 120: time.Hour, 1 << 30: time.Hour, 0: 10 * time.Second,
	} {
		least, most := 10*want, time.Duration(0)
		for range 500 {
			d := b.wait(attempts)
			least, most = min(least, d), max(most, d)
		}
		if least < want*8/10 || most > want*12/10 || most-least < want*3/10 {
			t.Errorf("wait(%d) is %s to %s, want %s a fifth more or less", attempts, least, most, want)
		}
	}
	whole := time.Duration(0)
	for attempt := 1; attempt < o.MaxAttempts; attempt++ {
		whole += b.wait(attempt)
	}
	if day := 24 * time.Hour; whole < 4*day || whole > 5*day {
		t.Errorf("all attempts take %s, want four to five days", whole)
	}
}

// TestBackoff_moment is in UTC and not over yet, even where there is no randomness and
// next to no time.
func TestBackoff_moment(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", 3600))
	o := usual(t)
	o.Now, o.FirstRetry, o.LastRetry, o.Random = func() time.Time { return now }, 1, 1, strings.NewReader("")
	got := newBackoff(o).NextRetry(&rivertype.JobRow{Attempt: 1})
	if got.Location() != time.UTC || !got.Equal(now.Add(time.Millisecond)) {
		t.Errorf("NextRetry() = %s, want %s in UTC", got, now.Add(time.Millisecond))
	}
}

func usual(t *testing.T) Options {
	t.Helper()
	o, err := Options{Log: log(t), Now: time.Now, Random: rand.Reader}.usual()
	if err != nil {
		t.Fatalf("usual() = %v", err)
	}
	return o
}

// TestUsual_grace leaves a second of the ten that many give a program before they kill
// it: what is killed waits to be rescued.
func TestUsual_grace(t *testing.T) {
	if o := usual(t); o.Grace > 9*time.Second {
		t.Errorf("work may go on for %s when stopping, want nine seconds at most", o.Grace)
	}
}
