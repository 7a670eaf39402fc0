package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// The nouns of the change feed that are about people: an account whose state or
// roles have changed, a session that was ended or is stronger now. Neither has an
// address, and so they are not of type Noun: nothing that is made for each Noun is
// asked of them.
const (
	Account = "account"
	Session = "session"
)

var (
	_ auth.Store = (*Store)(nil)
	_ auth.Tx    = (*peopleTx)(nil)
)

// People runs fn in one transaction: all that it writes is on disk when People
// returns nil, and otherwise nothing of it. The transaction is for one goroutine,
// and ends with fn, which must not call a method of the store that writes.
func (s *Store) People(ctx context.Context, fn func(auth.Tx) error) error {
	return s.writePeople(ctx, func(t *peopleTx) error { return fn(t) })
}

func (s *Store) writePeople(ctx context.Context, fn func(*peopleTx) error) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		t := &peopleTx{people: people{s, tx}, tx: tx}
		if err := fn(t); err != nil {
			return err
		}
		return t.failed
	})
}

// people reads, from a pool or within a transaction.
type people struct {
	s *Store
	q querier
}

func (s *Store) people() people { return people{s, s.readers} }

// peopleTx is a transaction that writes. Its methods refuse before they write.
type peopleTx struct {
	attempt
	people
	tx *sql.Tx
}

// attempted is try for what returns a value.
func attempted[T any](t *peopleTx, fn func() (T, error)) (v T, err error) {
	err = t.try(func() (err error) {
		v, err = fn()
		return err
	})
	return v, err
}

// exec writes; what says what, for the error.
func (t *peopleTx) exec(ctx context.Context, what, query string, args ...any) (sql.Result, error) {
	done, err := t.tx.ExecContext(ctx, query, args...)
	if err != nil && !isUnique(err) {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return done, err
}

// Enqueue has a job done once the transaction is committed.
func (t *peopleTx) Enqueue(ctx context.Context, kind, id string) error {
	return t.try(func() error {
		if t.s.enqueue == nil {
			return errors.New("the store was opened without jobs")
		}
		return t.s.enqueue(ctx, t.tx, kind, id)
	})
}

// Account returns one account. Somebody whose key has been erased is NotFound.
func (s *Store) Account(ctx context.Context, id directory.ID) (directory.Account, error) {
	return s.people().Account(ctx, id)
}

// AccountByEmail returns the account with an address, in whatever case its letters
// are. To find none takes less time, by as much as it takes to open what is sealed.
func (s *Store) AccountByEmail(ctx context.Context, email directory.Email) (directory.Account, error) {
	return s.people().AccountByEmail(ctx, email)
}

// Addressee returns the account with an address without opening what is sealed of it:
// the address is as it was asked for, and there is no name.
func (s *Store) Addressee(ctx context.Context, email directory.Email) (directory.Account, error) {
	return s.people().Addressee(ctx, email)
}

// Credentials returns what the owner of an account is known by.
func (s *Store) Credentials(ctx context.Context, account directory.ID) (auth.Credentials, error) {
	return s.people().Credentials(ctx, account)
}

// Memberships returns the roles of an account, those for all of the directory first,
// then by clinic and organization. An account that is not there has none.
func (s *Store) Memberships(ctx context.Context, account directory.ID) ([]directory.Membership, error) {
	return s.people().Memberships(ctx, account)
}

// Members returns who has a role for a clinic or an organization itself, by account;
// with the zero ID, who has one for all of the directory.
func (s *Store) Members(ctx context.Context, scope directory.ID) ([]directory.Membership, error) {
	return s.people().Members(ctx, scope)
}

// Session returns one session, revoked or not.
func (s *Store) Session(ctx context.Context, id directory.ID) (directory.Session, error) {
	return s.people().Session(ctx, id)
}

// Sessions returns the sessions of an account that have not been revoked, the one
// that was used last first. Some may have expired.
func (s *Store) Sessions(ctx context.Context, account directory.ID) ([]directory.Session, error) {
	return s.people().Sessions(ctx, account)
}

// Standing returns who a session belongs to and what they may do, all of one moment.
// The session may have been revoked or have expired, as that of [Store.Session]. One
// that is not there is NotFound, and so is that of somebody whose key has been erased.
func (s *Store) Standing(ctx context.Context, session directory.ID) (auth.Standing, error) {
	return s.people().Standing(ctx, session)
}

// Passkeys returns the passkeys of an account, the oldest first.
func (s *Store) Passkeys(ctx context.Context, account directory.ID) ([]auth.Passkey, error) {
	return s.people().Passkeys(ctx, account)
}

// PasskeyByCredential returns the passkey that a device names so.
func (s *Store) PasskeyByCredential(ctx context.Context, credential []byte) (auth.Passkey, error) {
	return s.people().PasskeyByCredential(ctx, credential)
}

// Rotate uses a refresh token and returns the one that takes its place, with the
// session that it renews. A token that was used before ends the family and the
// session; that is saved although Rotate refuses.
func (s *Store) Rotate(ctx context.Context, token string, now time.Time, random io.Reader) (next string, renewed directory.Session, err error) {
	var refused error
	err = s.writePeople(ctx, func(t *peopleTx) (err error) {
		next, renewed, refused, err = t.rotate(ctx, token, now, random)
		return err
	})
	if err = errors.Join(err, refused); err != nil {
		return "", directory.Session{}, err
	}
	return next, renewed, nil
}

// Secret returns the secret of a kind and a digest, whether or not it is still of use.
func (s *Store) Secret(ctx context.Context, kind auth.SecretKind, digest []byte) (auth.Secret, error) {
	return s.people().Secret(ctx, kind, digest)
}

// Secrets returns the secrets of an account, of one kind, that are neither used nor
// replaced, the newest first. Some may have expired.
func (s *Store) Secrets(ctx context.Context, kind auth.SecretKind, account directory.ID) ([]auth.Secret, error) {
	return s.people().Secrets(ctx, kind, account)
}

// Invitations returns the invitations to a clinic or an organization, or with the
// zero ID to all of the directory, that nobody has taken up, the oldest first.
func (s *Store) Invitations(ctx context.Context, scope directory.ID) ([]auth.Secret, error) {
	return s.people().Invitations(ctx, scope)
}

// SentTo counts the secrets that were made for an address since some moment.
func (s *Store) SentTo(ctx context.Context, email directory.Email, since directory.Instant) (int, error) {
	return s.people().SentTo(ctx, email, since)
}
