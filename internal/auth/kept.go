package auth

import (
	"crypto/subtle"
	"time"

	"rootline/internal/directory"
)

// Credentials is what is kept to know the owner of an account by.
type Credentials struct {
	Password string   // what Hasher made; "" if there is none
	Short    bool     // the password is one that needs a second factor beside it
	TOTP     []byte   // the secret of an app; nil if there is none
	TOTPStep int64    // the step of its last code that counted
	Recovery [][]byte // digests of the recovery codes that are left
}

// SpendRecovery takes away the recovery code that somebody shows, and reports
// whether there was one. It works once where reading and saving the credentials is
// one transaction.
func (c *Credentials) SpendRecovery(code string) bool {
	index, ok := MatchRecovery(code, c.Recovery)
	if ok {
		left := append([][]byte(nil), c.Recovery[:index]...)
		c.Recovery = append(left, c.Recovery[index+1:]...)
	}
	return ok
}

// Passkey is a key in somebody's device, by which they are known without a password.
type Passkey struct {
	Credential []byte // its id, which the device has given it
	AccountID  directory.ID
	Label      string // as its owner calls it
	Record     []byte // what is needed to verify with it; see package passkey
	CreatedAt  directory.Instant
	UsedAt     directory.Instant
}

// SecretKind is what showing a secret does.
type SecretKind string

// What secrets are there.
const (
	Registration SecretKind = "registration"  // confirms an address and opens an account; its Text is what was typed
	SignInCode   SecretKind = "sign_in_code"  // signs in whoever has the address
	SecondFactor SecretKind = "second_factor" // the first factor was shown in this browser
	Challenge    SecretKind = "challenge"     // what a passkey is asked to sign; its Text is the ceremony
	Device       SecretKind = "device"        // a browser that is remembered; its Text is what it calls itself
	Invite       SecretKind = "invitation"    // opens a role
	Welcome      SecretKind = "welcome"       // signs in the first admin
	NewAddress   SecretKind = "new_address"   // shows that an account's new address is its owner's
	NewApp       SecretKind = "new_app"       // an app that has not shown a code yet; its Text is the app's secret
	StepUpCode   SecretKind = "step_up_code"  // shows anew who it is, by mail
	ClaimProof   SecretKind = "claim_code"    // shows that somebody reads mail at a clinic's domain; its Text is the claim
	FactsLink    SecretKind = "facts_link"    // says what is still right, often; its Text is the clinic, and the address if nobody has it
)

// Secret is something that is sent or set once and shown once: a link, a six-digit
// code, an invitation, a browser that is remembered. A link is found by its own
// digest, a code by that of the browser that asked for it.
type Secret struct {
	ID         directory.ID
	Kind       SecretKind
	Digest     []byte
	AccountID  directory.ID    // whose it is; zero where there is no account
	Email      directory.Email // where it is sent; zero if nowhere
	Text       string          // what the letter has to say, until it is sent
	By         directory.ID    // the account that invites; zero if nobody does
	Invitation directory.Membership
	Browser    []byte // the digest of the one browser that may show it; nil for any
	Salt       []byte // of a code, as the next two: see CodeState
	Tag        []byte
	FormerTag  []byte
	Wrong      int
	CreatedAt  directory.Instant
	ExpiresAt  directory.Instant
	UsedAt     directory.Instant
	ReplacedAt directory.Instant // when another took its place
}

// SetCode makes the secret that of a code, in place of the one it may have been.
func (s *Secret) SetCode(c CodeState) {
	s.Digest, s.Browser = c.Browser, c.Browser
	s.Salt, s.Tag, s.FormerTag = c.Salt, c.Tag, c.Replaced
	s.ExpiresAt, s.Wrong, s.UsedAt, s.ReplacedAt = c.ExpiresAt, c.Wrong, 0, 0
}

// Code is the code that the secret is kept of, for [ReplaceCode].
func (s *Secret) Code() CodeState {
	return CodeState{
		Browser: s.Browser, Salt: s.Salt, Tag: s.Tag, Replaced: s.FormerTag,
		ExpiresAt: s.ExpiresAt, Wrong: s.Wrong, Used: s.UsedAt != 0,
	}
}

// Try holds a code against the secret on the terms of the function of that name:
// the secret is to be saved whether or not there is an error.
func (s *Secret) Try(code, browser string, now time.Time) error {
	after, err := Try(s.Code(), code, browser, now)
	s.Wrong = after.Wrong
	if after.Used && s.UsedAt == 0 {
		s.UsedAt = directory.At(now)
	}
	return err
}

// Redeem uses up a link. Browser is the digest of the secret of whoever shows it,
// and matters only to a link that belongs to one browser. A code is not redeemed
// but tried: what finds it is no secret to its browser.
func (s *Secret) Redeem(browser []byte, now time.Time) error {
	at := directory.At(now)
	switch {
	case s.Tag != nil:
		return directory.Refuse(directory.NotFound, "secret.unknown")
	case s.Browser != nil && subtle.ConstantTimeCompare(browser, s.Browser) != 1:
		return directory.Refuse(directory.Invalid, "secret.browser")
	case s.UsedAt != 0:
		return directory.Refuse(directory.Invalid, "secret.used")
	case s.ReplacedAt != 0:
		return directory.Refuse(directory.Invalid, "secret.replaced")
	case at >= s.ExpiresAt:
		return directory.Refuse(directory.Invalid, "secret.expired")
	}
	s.UsedAt = at
	return nil
}
