package auth

import (
	"testing"
	"time"

	"rootline/internal/directory"
)

func TestLives(t *testing.T) {
	const day = 24 * time.Hour
	at := func(d time.Duration) directory.Instant { return directory.At(noon.Add(d)) }
	browser := directory.Session{CreatedAt: at(0), SeenAt: at(0), ExpiresAt: at(30 * day)}
	program := browser
	program.Program = true
	used := func(s directory.Session, d time.Duration) directory.Session { s.SeenAt = at(d); return s }
	revoked := browser
	revoked.RevokedAt = at(time.Second)
	stretched := used(browser, 31*day)
	stretched.ExpiresAt = at(60 * day)
	short := browser
	short.ExpiresAt = at(time.Hour)
	for _, tt := range []struct {
		name string
		s    directory.Session
		now  time.Duration
		want bool
	}{
		{"new", browser, 0, true},
		{"idle for almost 12 hours", browser, 12*time.Hour - time.Millisecond, true},
		{"idle for 12 hours", browser, 12 * time.Hour, false},
		{"in use, almost 30 days old", used(browser, 30*day-time.Hour), 30*day - time.Millisecond, true},
		{"in use, 30 days old", used(browser, 30*day-time.Hour), 30 * day, false},
		{"in use, and somebody wrote down a later end", stretched, 31*day + time.Minute, false},
		{"past an end that is earlier", short, time.Hour, false},
		{"a program's, idle for a day", program, day, true},
		{"a program's, idle for 7 days", program, 7 * day, false},
		{"a program's, in use, 30 days old", used(program, 29*day), 30 * day, false},
		{"revoked", revoked, time.Minute, false},
		{"none", directory.Session{}, 0, false},
	} {
		if got := Lives(tt.s, noon.Add(tt.now)); got != tt.want {
			t.Errorf("Lives(a session that is %s) = %v", tt.name, got)
		}
	}
}
