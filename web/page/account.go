package page

import (
	"time"

	"rootline/internal/directory"
)

// AccountView is what people see of themselves.
type AccountView struct {
	Done     string // what was just done; empty for nothing
	Sheet    Sheet
	Name     string // as it stands in its field
	Email    directory.Email
	Password bool // there is one
	App      bool // there is one that shows codes
	Passkeys int
	Recovery int // codes that are left
	Sessions int
	Places   int  // that they look after
	Staff    bool // they have a role for the whole directory, which asks for a second factor
}

// second reports whether there is something beside what they sign in with.
func (v AccountView) second() bool { return v.App || v.Passkeys > 0 }

// PasswordView is the page on which a password is set, changed or removed.
type PasswordView struct {
	Done      string
	Sheet     Sheet
	Has       bool            // there is one
	Second    bool            // there is a second factor, so that a shorter one will do
	Suggested string          // four words that were asked for; empty if none were
	Email     directory.Email // whose it is, for whatever keeps it for them
}

// EmailView is the page on which somebody gives another address, and the one on
// which they show that it is theirs.
type EmailView struct {
	Done  string
	Sheet Sheet
	Email directory.Email // as it is now
	Typed string
}

// PasskeysView is the list of somebody's passkeys.
type PasskeysView struct {
	Done     string
	Sheet    Sheet
	Passkeys []Passkey
	Label    string // what the new one is to be called, as typed
	Required bool   // without a second factor their role does not count
}

// Passkey is one passkey. What it is called may be empty.
type Passkey struct {
	Label   string
	Path    string // below which it is removed
	AddedAt directory.Instant
	UsedAt  directory.Instant // 0 if it never was
}

// AppView is the page of an app that shows codes: how there is one, or comes to be.
type AppView struct {
	Done  string
	Sheet Sheet
	Has   bool
	New   *NewApp // one that is being set up
}

// NewApp is what an app needs to be told.
type NewApp struct {
	Key     string // to be typed
	URL     string // opens an app on the same device
	Picture string // both, as the address of a picture
}

// CodesView is the page about recovery codes.
type CodesView struct {
	Sheet  Sheet
	Left   int
	Second bool // there is something that they stand in for
}

// FreshCodesView is the one page that shows recovery codes.
type FreshCodesView struct {
	Done  string
	Codes []string
}

// SessionsView is where somebody is signed in, and which browsers remember them.
type SessionsView struct {
	Done     string
	Sheet    Sheet
	Sessions []Session
	Devices  []Device
}

// Session is one way in which somebody is signed in.
type Session struct {
	Label   string
	Path    string // below which it is ended
	Program bool
	Current bool
	Since   directory.Instant
	SeenAt  directory.Instant
}

// Device is a browser that is remembered.
type Device struct {
	Label string
	Path  string // below which it is forgotten
	Since directory.Instant
	Until directory.Instant
}

// ConfirmView is the page on which people show once more that it is them, in the
// ways that they can.
type ConfirmView struct {
	Done     string
	Sheet    Sheet
	Passkey  bool
	App      bool
	Recovery bool
	Password bool
	Mail     bool // a code can be mailed
	Sent     bool // and was
}

// code reports whether there is a code that they could type.
func (v ConfirmView) code() bool { return v.App || v.Recovery || v.Sent }

// called is what something is called, or if nobody has said, what it is.
func called(label, otherwise string) string {
	if label == "" {
		return otherwise
	}
	return label
}

// moment says when something was, or will be.
func (f Frame) moment(i directory.Instant) string {
	return f.T("account_page.moment", "Date", directory.DateOf(i.Time()), "Time", f.Time(i.Time()))
}

// stamp is a moment as programs read it.
func stamp(i directory.Instant) string { return i.Time().Format(time.RFC3339) }
