package jobs

import (
	"encoding/binary"
	"io"
	"sync"
	"time"

	"github.com/riverqueue/river/rivertype"
)

// backoff says when work is tried again.
type backoff struct {
	first, last time.Duration
	now         func() time.Time
	mu          sync.Mutex
	random      io.Reader // guarded by mu
}

func newBackoff(o Options) *backoff {
	return &backoff{first: o.FirstRetry, last: o.LastRetry, now: o.Now, random: o.Random}
}

// NextRetry is for River. The moment is in UTC, for the driver writes moments as they
// come, and SQLite compares them as text.
func (b *backoff) NextRetry(job *rivertype.JobRow) time.Time {
	return b.now().UTC().Add(b.wait(job.Attempt))
}

// wait is how long to wait after so many attempts: twice as long after each, a fifth
// more or less. It is never nothing, because River takes a moment that has passed
// for a mistake.
func (b *backoff) wait(attempts int) time.Duration {
	d := b.first
	for i := 1; i < attempts && d < b.last; i++ {
		d *= 2
	}
	d = min(d, b.last)
	return max(d-d/5+time.Duration(b.chance()*float64(2*d/5)), time.Millisecond)
}

// chance is a number from 0 up to 1; a half if there is no randomness to be had.
func (b *backoff) chance() float64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	var bytes [8]byte
	if _, err := io.ReadFull(b.random, bytes[:]); err != nil {
		return 0.5
	}
	return float64(binary.BigEndian.Uint64(bytes[:])>>11) / (1 << 53)
}
