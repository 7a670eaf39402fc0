package auth

import (
	"context"
	"io"
	"time"

	"rootline/internal/directory"
)

// Reader reads what is kept of people: outside of any transaction, or within one,
// where it sees what that has written itself. Where there is nothing, what returns
// one thing refuses with NotFound.
type Reader interface {
	Account(ctx context.Context, id directory.ID) (directory.Account, error)
	AccountByEmail(ctx context.Context, email directory.Email) (directory.Account, error)

	// Addressee is the account with an address, but for the name of its owner: nothing
	// that is sealed is opened, so that to find one takes as long as to find none.
	Addressee(ctx context.Context, email directory.Email) (directory.Account, error)

	Credentials(ctx context.Context, account directory.ID) (Credentials, error)

	// Memberships are those of an account, Members those for a clinic or an
	// organization, or with the zero ID for all of the directory.
	Memberships(ctx context.Context, account directory.ID) ([]directory.Membership, error)
	Members(ctx context.Context, scope directory.ID) ([]directory.Membership, error)

	// Session is one session, Sessions are those of an account that have not been
	// revoked, the one that was used last first. Some may have expired.
	Session(ctx context.Context, id directory.ID) (directory.Session, error)
	Sessions(ctx context.Context, account directory.ID) ([]directory.Session, error)

	// Standing is all that the reply to a request asks of who makes it.
	Standing(ctx context.Context, session directory.ID) (Standing, error)

	Passkeys(ctx context.Context, account directory.ID) ([]Passkey, error)
	PasskeyByCredential(ctx context.Context, credential []byte) (Passkey, error)

	Secret(ctx context.Context, kind SecretKind, digest []byte) (Secret, error)

	// Secrets are those of an account, of one kind, that are neither used nor
	// replaced, the newest first. Some may have expired.
	Secrets(ctx context.Context, kind SecretKind, account directory.ID) ([]Secret, error)

	// Invitations are those to a clinic or an organization, or with the zero ID to
	// all of the directory, that nobody has taken up, the oldest first.
	Invitations(ctx context.Context, scope directory.ID) ([]Secret, error)

	// SentTo counts the secrets that were made for an address since some moment, and
	// InvitedTo the invitations to a clinic or an organization among them, or with the
	// zero ID to all of the directory, whatever became of them.
	SentTo(ctx context.Context, email directory.Email, since directory.Instant) (int, error)
	InvitedTo(ctx context.Context, scope directory.ID, email directory.Email, since directory.Instant) (int, error)
}

// Store keeps people. What People's function writes is there whole when People
// returns nil, and otherwise not at all.
type Store interface {
	Reader
	People(ctx context.Context, fn func(Tx) error) error

	// Rotate uses a refresh token and returns the one that takes its place, with the
	// session that it renews. One that was used before ends its family and session.
	Rotate(ctx context.Context, token string, now time.Time, random io.Reader) (next string, renewed directory.Session, err error)
}

// Standing is who a session belongs to, and what they may do.
type Standing struct {
	Session     directory.Session
	Account     directory.Account
	Memberships []directory.Membership
}

// Tx is a transaction in which people are let in, let go and changed. It sees what
// it has written itself. A refusal, which is a *directory.Error, leaves it as it
// was, and whoever has it may go on; any other error is its end.
//
// A change is given a value, alters it, and has it saved by returning nil. What it
// returns otherwise is returned, and nothing is saved.
type Tx interface {
	Reader

	// AddAccount adds an account. One with the same address is a Conflict.
	AddAccount(ctx context.Context, a directory.Account, c Credentials) error
	// UpdateAccount changes an account. To close it ends its sessions.
	UpdateAccount(ctx context.Context, id directory.ID, change func(*directory.Account) error) (directory.Account, error)

	UpdateCredentials(ctx context.Context, account directory.ID, change func(*Credentials) error) (Credentials, error)

	UpdateMemberships(ctx context.Context, account directory.ID, change func(*[]directory.Membership) error) ([]directory.Membership, error)

	// AddSession adds a session. The account has to be active.
	AddSession(ctx context.Context, s directory.Session) error
	// UpdateSession changes a session; a revoked one never stands again.
	UpdateSession(ctx context.Context, id directory.ID, change func(*directory.Session) error) (directory.Session, error)

	// RevokeSessions ends all sessions of an account but one, and returns how many.
	RevokeSessions(ctx context.Context, account, except directory.ID) (int, error)

	// AddFamily gives a session its family of refresh tokens.
	AddFamily(ctx context.Context, session directory.ID, f Family) error

	// AddSecret adds a secret, and UpdateSecret changes the one of that kind and digest.
	AddSecret(ctx context.Context, s Secret) error
	UpdateSecret(ctx context.Context, kind SecretKind, digest []byte, change func(*Secret) error) (Secret, error)

	// ReplaceSecrets puts an end to those of an account's secrets that are of a kind
	// and still of use, because others take their place.
	ReplaceSecrets(ctx context.Context, kind SecretKind, account directory.ID) error

	AddPasskey(ctx context.Context, p Passkey) error

	// UpdatePasskey changes a passkey, and RemovePasskey takes one away.
	UpdatePasskey(ctx context.Context, credential []byte, change func(*Passkey) error) (Passkey, error)
	RemovePasskey(ctx context.Context, credential []byte) error

	// Post keeps a letter, and has it sent once the transaction is committed.
	Post(ctx context.Context, l Letter) error

	// Enqueue has a job done once the transaction is committed, and never if it is not.
	Enqueue(ctx context.Context, kind, id string) error
}
