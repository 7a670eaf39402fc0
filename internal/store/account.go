package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// identity is what of an account is sealed as one.
type identity struct {
	Email directory.Email `json:"email"`
	Name  string          `json:"name,omitzero"`
}

// storedAccount is an account with the number of updates it has seen; see
// storedListing.
type storedAccount struct {
	directory.Account
	version int64
}

func (p people) Account(ctx context.Context, id directory.ID) (directory.Account, error) {
	a, err := p.account(ctx, `WHERE id = ?1`, id.String())
	return a.Account, err
}

func (p people) AccountByEmail(ctx context.Context, email directory.Email) (directory.Account, error) {
	digest, err := p.s.keys.email(email)
	if err != nil {
		return directory.Account{}, err
	}
	a, err := p.account(ctx, `WHERE email_digest = ?1`, digest)
	return a.Account, err
}

func (p people) Addressee(ctx context.Context, email directory.Email) (directory.Account, error) {
	digest, err := p.s.keys.email(email)
	if err != nil {
		return directory.Account{}, err
	}
	a := directory.Account{Email: email}
	err = p.q.QueryRowContext(ctx, `SELECT id, language, state, created_at FROM account WHERE email_digest = ?1`, digest).
		Scan(text(&a.ID), text(&a.Language), &a.State, &a.CreatedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return directory.Account{}, noAccount()
	}
	if err != nil {
		return directory.Account{}, fmt.Errorf("account: %w", err)
	}
	return a, nil
}

func (p people) account(ctx context.Context, where string, arg any) (a storedAccount, err error) {
	var sealed []byte
	err = p.q.QueryRowContext(ctx, `SELECT id, sealed, language, state, created_at, version FROM account `+where, arg).
		Scan(text(&a.ID), &sealed, text(&a.Language), &a.State, &a.CreatedAt, &a.version)
	if errors.Is(err, sql.ErrNoRows) {
		return a, noAccount()
	}
	if err != nil {
		return a, fmt.Errorf("account: %w", err)
	}
	plain, err := p.s.keys.open(ctx, a.ID, sealed, place{"account.sealed", a.ID.String()})
	if directory.KindOf(err) == directory.NotFound { // forgotten
		return storedAccount{}, noAccount()
	}
	if err != nil {
		return a, fmt.Errorf("account %s: %w", a.ID, err)
	}
	var i identity
	if err := json.Unmarshal(plain, &i); err != nil {
		return a, unreadable("account", a.ID.String(), err)
	}
	a.Email, a.Name = i.Email, i.Name
	return a, nil
}

func noAccount() error { return directory.Refuse(directory.NotFound, "not_found.account") }

// sealedAccount is the sealed part of an account, and the digest that finds it.
func (t *peopleTx) sealedAccount(ctx context.Context, a *directory.Account) (digest, sealed []byte, err error) {
	if a.Email.IsZero() {
		return nil, nil, errors.New("the account has no address")
	}
	plain, err := json.Marshal(identity{a.Email, a.Name})
	if err != nil {
		return nil, nil, err
	}
	if digest, err = t.s.keys.email(a.Email); err != nil {
		return nil, nil, err
	}
	sealed, err = t.s.keys.seal(ctx, a.ID, plain, place{"account.sealed", a.ID.String()})
	return digest, sealed, err
}

// AddAccount writes nothing when it refuses an address, which takes less time: whoever
// must not tell by it writes something else in the transaction.
func (t *peopleTx) AddAccount(ctx context.Context, a directory.Account, c auth.Credentials) error {
	return t.try(func() error {
		digest, sealed, err := t.sealedAccount(ctx, &a)
		if err != nil {
			return fmt.Errorf("add account %s: %w", a.ID, err)
		}
		password, totp, err := t.sealedCredentials(ctx, a.ID, c)
		if err != nil {
			return fmt.Errorf("add account %s: %w", a.ID, err)
		}
		_, err = t.exec(ctx, "add account "+a.ID.String(), `INSERT INTO account
			(id, email_digest, sealed, language, state, password, totp, totp_step, created_at)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`, a.ID.String(), digest, sealed,
			a.Language.String(), string(a.State), password, totp, c.TOTPStep, int64(a.CreatedAt))
		if isUnique(err) {
			return directory.Refuse(directory.Conflict, "conflict.account")
		}
		if err != nil {
			return err
		}
		return t.saveRecovery(ctx, a.ID, c.Recovery)
	})
}

// UpdateAccount is on the terms of [Store.UpdateListing]. A new state is announced, and
// so is the end of each session when an account is closed.
func (t *peopleTx) UpdateAccount(ctx context.Context, id directory.ID, change func(*directory.Account) error) (directory.Account, error) {
	return attempted(t, func() (directory.Account, error) {
		was, err := t.account(ctx, `WHERE id = ?1`, id.String())
		if err != nil {
			return directory.Account{}, err
		}
		a := was.Account
		if err := change(&a); err != nil {
			return directory.Account{}, err
		}
		if a == was.Account {
			return a, nil
		}
		return a, t.saveAccount(ctx, was, a)
	})
}

func (t *peopleTx) saveAccount(ctx context.Context, was storedAccount, a directory.Account) error {
	if a.ID != was.ID || a.CreatedAt != was.CreatedAt {
		return fmt.Errorf("update account %s: the change alters what stays", was.ID)
	}
	digest, sealed, err := t.sealedAccount(ctx, &a)
	if err != nil {
		return fmt.Errorf("update account %s: %w", a.ID, err)
	}
	saved, err := t.exec(ctx, "update account "+a.ID.String(), `UPDATE account SET email_digest = ?3, sealed = ?4,
		language = ?5, state = ?6, version = version + 1 WHERE id = ?1 AND version = ?2`,
		a.ID.String(), was.version, digest, sealed, a.Language.String(), string(a.State))
	if isUnique(err) {
		return directory.Refuse(directory.Conflict, "conflict.account")
	}
	if err := unmovedRow(saved, err); err != nil {
		return err
	}
	if a.State == was.State {
		return nil
	}
	if a.State == directory.AccountClosed {
		if _, err := t.revokeSessions(ctx, a.ID, directory.ID{}); err != nil {
			return err
		}
	}
	return t.s.announce(ctx, t.tx, Account, a.ID.String())
}

// unmovedRow is a Conflict if an UPDATE found that its row has moved on.
func unmovedRow(saved sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := saved.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return directory.Refuse(directory.Conflict, "conflict.moved_on")
}
