package page

import (
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/words"
)

// TestFrame_expiry: days are counted while they are few, and a whole day is never told as
// none; what runs out at midnight holds until the day before.
func TestFrame_expiry(t *testing.T) {
	now := time.Date(2026, 7, 29, 9, 0, 0, 0, time.UTC)
	for at, want := range map[time.Time]string{
		now:                          "",
		now.Add(time.Minute):         "Will be out of date in a day.",
		now.Add(24 * time.Hour):      "Will be out of date in a day.",
		now.Add(12 * 24 * time.Hour): "Will be out of date in 12 days.",
		now.Add(60 * 24 * time.Hour): "Will be out of date in 60 days.",
		time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC): "Believed until 31 December 2026.",
	} {
		f := Frame{Words: words.English(), Now: now}
		fact := directory.Fact{State: directory.OwnerAsserted, ExpiresAt: directory.At(at)}
		if got := f.expiry(fact); got != want {
			t.Errorf("expiry(%s) = %q, want %q", at, got, want)
		}
	}
}
