package auth

import (
	"context"

	"rootline/internal/directory"
)

// Tx is a transaction in which people are let in, let go and changed. It sees what
// it has written itself. A refusal, which is a *directory.Error, leaves it as it
// was, and whoever has it may go on; any other error is its end.
//
// A change is given a value, alters it, and has it saved by returning nil. What it
// returns otherwise is returned, and nothing is saved.
type Tx interface {
	// AddAccount adds an account. One with the same address is a Conflict.
	AddAccount(ctx context.Context, a directory.Account, c Credentials) error
	Account(ctx context.Context, id directory.ID) (directory.Account, error)
	AccountByEmail(ctx context.Context, email directory.Email) (directory.Account, error)

	// UpdateAccount changes an account. To close it ends its sessions.
	UpdateAccount(ctx context.Context, id directory.ID, change func(*directory.Account) error) (directory.Account, error)

	Credentials(ctx context.Context, account directory.ID) (Credentials, error)
	UpdateCredentials(ctx context.Context, account directory.ID, change func(*Credentials) error) (Credentials, error)

	// Memberships are those of an account, Members those for a clinic or an
	// organization, or with the zero ID for all of the directory.
	Memberships(ctx context.Context, account directory.ID) ([]directory.Membership, error)
	Members(ctx context.Context, scope directory.ID) ([]directory.Membership, error)
	UpdateMemberships(ctx context.Context, account directory.ID, change func(*[]directory.Membership) error) ([]directory.Membership, error)

	// AddSession adds a session. The account has to be active.
	AddSession(ctx context.Context, s directory.Session) error
	Session(ctx context.Context, id directory.ID) (directory.Session, error)

	// UpdateSession changes a session; a revoked one never stands again.
	UpdateSession(ctx context.Context, id directory.ID, change func(*directory.Session) error) (directory.Session, error)

	// RevokeSessions ends all sessions of an account but one, and returns how many.
	RevokeSessions(ctx context.Context, account, except directory.ID) (int, error)

	// AddFamily gives a session its family of refresh tokens.
	AddFamily(ctx context.Context, session directory.ID, f Family) error

	// AddSecret adds a secret, and UpdateSecret changes the one of that kind and digest.
	AddSecret(ctx context.Context, s Secret) error
	Secret(ctx context.Context, kind SecretKind, digest []byte) (Secret, error)
	UpdateSecret(ctx context.Context, kind SecretKind, digest []byte, change func(*Secret) error) (Secret, error)

	// ReplaceSecrets puts an end to those of an account's secrets that are of a kind
	// and still of use, because others take their place.
	ReplaceSecrets(ctx context.Context, kind SecretKind, account directory.ID) error

	// Enqueue has a job done once the transaction is committed, and never if it is not.
	Enqueue(ctx context.Context, kind, id string) error
}
