package auth

import (
	"time"

	"rootline/internal/directory"
)

// How long things last. Nothing that is done with a session makes it last longer
// than SessionLife.
const (
	AccessLife  = 10 * time.Minute    // a token, whoever carries it
	SessionIdle = 12 * time.Hour      // a browser's session that nobody uses
	ProgramIdle = 7 * 24 * time.Hour  // a program's session that is not renewed
	SessionLife = 30 * 24 * time.Hour // any session
	DeviceLife  = 30 * 24 * time.Hour // a remembered browser
	StepUpLife  = 5 * time.Minute     // having shown anew who one is
)

// Lives reports whether a session still stands for its account.
func Lives(s directory.Session, now time.Time) bool {
	idle := SessionIdle
	if s.Program {
		idle = ProgramIdle
	}
	at := directory.At(now)
	return s.RevokedAt == 0 && at < s.ExpiresAt &&
		at < directory.At(s.CreatedAt.Time().Add(SessionLife)) &&
		at < directory.At(s.SeenAt.Time().Add(idle))
}
