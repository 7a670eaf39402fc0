package self

import (
	"io"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/passkey"
	"rootline/internal/directory"
)

// Desk carries out what people ask about themselves. All its fields have to be set, but
// Passkeys where the site cannot have any.
type Desk struct {
	Store    auth.Store
	Hasher   *auth.Hasher
	Throttle *auth.Throttle
	Passkeys *passkey.Party
	Digest   func(purpose, value string) []byte // what the throttle knows an address by, as in package entry
	Site     string                             // its name, which an app shows beside its codes
	Now      func() time.Time
	Random   io.Reader
}

// Profile is what people see of themselves.
type Profile struct {
	Account  directory.Account
	Password bool // there is one
	App      bool // there is one that shows codes
	Recovery int  // codes that are left
	Passkeys []auth.Passkey
}

// Second reports whether the account has something beside what it signs in with.
func (p Profile) Second() bool { return p.App || len(p.Passkeys) > 0 }

// App is a code app that is being set up.
type App struct {
	Key     string // to be typed
	URL     string // to be opened, or read from the picture
	Picture string // an SVG
}

// Session is one way in which somebody is signed in.
type Session struct {
	directory.Session
	Current bool // it is the one that asks
}

// Device is a browser that is remembered.
type Device struct {
	ID        directory.ID
	Label     string
	Since     directory.Instant
	ExpiresAt directory.Instant
}
