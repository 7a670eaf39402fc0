package entry

import (
	"io"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/passkey"
	"rootline/internal/directory"
)

// Desk lets people in. All its fields have to be set, but for Passkeys where the site
// has no name. It is safe for concurrent use if Random is.
type Desk struct {
	Store    auth.Store
	Hasher   *auth.Hasher
	Throttle *auth.Throttle
	Minter   *auth.Minter
	Passkeys *passkey.Party
	Digest   func(purpose, value string) []byte // what the throttle knows an address by
	Now      func() time.Time
	Random   io.Reader
}

// Step is what somebody who gets in has to do next.
type Step string

// The steps there are.
const (
	StepIn     Step = "in"            // nothing more: they are in
	StepSecond Step = "second_factor" // show a code of the app, a recovery code or a passkey
	StepSignIn Step = "sign_in"       // the address is confirmed; sign in with it
)

// Progress is how far somebody has come.
type Progress struct {
	Step    Step
	In      auth.In // with StepIn
	Browser string  // the secret by which this browser goes on; "" once there is nothing to go on with
	Device  string  // the secret to remember this browser by, if that was asked for
	App     bool    // with StepSecond: a code of the app will do
	Passkey bool    // with StepSecond: a passkey will do
}

// Registration is what somebody types who wants an account.
type Registration struct {
	Name     string
	Email    directory.Email
	Password string // "": they sign in by code, or by a passkey later
	Language directory.Language
}

// Tokens is what a program gets.
type Tokens struct {
	Access    string
	ExpiresIn time.Duration // whole seconds
	Refresh   string
}

// Asking is who makes a request.
type Asking struct {
	Actor   directory.Actor
	Account directory.Account
	Session directory.Session
}

// Known is somebody whom a browser remembers.
type Known struct {
	Account directory.ID
	Name    string
	Email   directory.Email
}
