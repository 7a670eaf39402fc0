package storetest

import (
	"context"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/store"
)

// Calls has methods of a transaction, each in a transaction of its own. Whoever is not
// a test has more to do in one.
type Calls struct{ store *store.Store }

// Alone returns the calls of a store.
func Alone(s *store.Store) Calls { return Calls{s} }

// called runs what returns a value in a transaction of its own.
func called[T any](ctx context.Context, c Calls, call func(auth.Tx) (T, error)) (v T, err error) {
	err = c.store.People(ctx, func(t auth.Tx) (err error) {
		v, err = call(t)
		return err
	})
	return v, err
}

// AddAccount adds an account.
func (c Calls) AddAccount(ctx context.Context, a directory.Account, k auth.Credentials) error {
	return c.store.People(ctx, func(t auth.Tx) error { return t.AddAccount(ctx, a, k) })
}

// UpdateAccount changes an account.
func (c Calls) UpdateAccount(ctx context.Context, id directory.ID, change func(*directory.Account) error) (directory.Account, error) {
	return called(ctx, c, func(t auth.Tx) (directory.Account, error) { return t.UpdateAccount(ctx, id, change) })
}

// UpdateCredentials changes what an account's owner is known by.
func (c Calls) UpdateCredentials(ctx context.Context, account directory.ID, change func(*auth.Credentials) error) (auth.Credentials, error) {
	return called(ctx, c, func(t auth.Tx) (auth.Credentials, error) { return t.UpdateCredentials(ctx, account, change) })
}

// UpdateMemberships changes the roles of an account.
func (c Calls) UpdateMemberships(ctx context.Context, account directory.ID, change func(*[]directory.Membership) error) ([]directory.Membership, error) {
	return called(ctx, c, func(t auth.Tx) ([]directory.Membership, error) { return t.UpdateMemberships(ctx, account, change) })
}

// AddSession adds a session.
func (c Calls) AddSession(ctx context.Context, n directory.Session) error {
	return c.store.People(ctx, func(t auth.Tx) error { return t.AddSession(ctx, n) })
}

// UpdateSession changes a session.
func (c Calls) UpdateSession(ctx context.Context, id directory.ID, change func(*directory.Session) error) (directory.Session, error) {
	return called(ctx, c, func(t auth.Tx) (directory.Session, error) { return t.UpdateSession(ctx, id, change) })
}

// RevokeSessions ends all sessions of an account but one.
func (c Calls) RevokeSessions(ctx context.Context, account, except directory.ID) (int, error) {
	return called(ctx, c, func(t auth.Tx) (int, error) { return t.RevokeSessions(ctx, account, except) })
}

// AddSecret adds a secret.
func (c Calls) AddSecret(ctx context.Context, n auth.Secret) error {
	return c.store.People(ctx, func(t auth.Tx) error { return t.AddSecret(ctx, n) })
}

// UpdateSecret changes a secret.
func (c Calls) UpdateSecret(ctx context.Context, kind auth.SecretKind, digest []byte, change func(*auth.Secret) error) (auth.Secret, error) {
	return called(ctx, c, func(t auth.Tx) (auth.Secret, error) { return t.UpdateSecret(ctx, kind, digest, change) })
}

// Redeem uses up a link on the terms of [auth.Secret.Redeem], and has change write what
// follows from it.
func (c Calls) Redeem(ctx context.Context, kind auth.SecretKind, digest, browser []byte, now time.Time, change func(auth.Tx, auth.Secret) error) error {
	return c.store.People(ctx, func(t auth.Tx) error {
		used, err := t.UpdateSecret(ctx, kind, digest, func(n *auth.Secret) error { return n.Redeem(browser, now) })
		if err != nil {
			return err
		}
		return change(t, used)
	})
}

// AddPasskey adds a passkey.
func (c Calls) AddPasskey(ctx context.Context, k auth.Passkey) error {
	return c.store.People(ctx, func(t auth.Tx) error { return t.AddPasskey(ctx, k) })
}

// UpdatePasskey changes a passkey.
func (c Calls) UpdatePasskey(ctx context.Context, credential []byte, change func(*auth.Passkey) error) (auth.Passkey, error) {
	return called(ctx, c, func(t auth.Tx) (auth.Passkey, error) { return t.UpdatePasskey(ctx, credential, change) })
}

// RemovePasskey takes a passkey away.
func (c Calls) RemovePasskey(ctx context.Context, credential []byte) error {
	return c.store.People(ctx, func(t auth.Tx) error { return t.RemovePasskey(ctx, credential) })
}
