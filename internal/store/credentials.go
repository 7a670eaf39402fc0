package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

func (p people) Credentials(ctx context.Context, account directory.ID) (auth.Credentials, error) {
	c, _, err := p.credentials(ctx, account)
	return c, err
}

// credentials returns what an account's owner is known by, and the number of updates
// that the account has seen.
func (p people) credentials(ctx context.Context, account directory.ID) (c auth.Credentials, version int64, err error) {
	id := account.String()
	var password, totp []byte
	err = p.q.QueryRowContext(ctx, `SELECT password, totp, totp_step, version FROM account WHERE id = ?1`, id).
		Scan(&password, &totp, &c.TOTPStep, &version)
	if errors.Is(err, sql.ErrNoRows) {
		return c, 0, noAccount()
	}
	if err != nil {
		return c, 0, fmt.Errorf("credentials of %s: %w", id, err)
	}
	hash, err := p.s.keys.openOrNone(ctx, account, password, place{"account.password", id})
	if err == nil {
		c.TOTP, err = p.s.keys.openOrNone(ctx, account, totp, place{"account.totp", id})
	}
	if directory.KindOf(err) == directory.NotFound { // forgotten
		return auth.Credentials{}, 0, noAccount()
	}
	if err != nil {
		return c, 0, fmt.Errorf("credentials of %s: %w", id, err)
	}
	c.Password, c.Short = strings.CutPrefix(string(hash), shortPassword)
	err = stream(ctx, p.q, "recovery codes", func(rows *sql.Rows) error {
		var digest []byte
		err := rows.Scan(&digest)
		c.Recovery = append(c.Recovery, digest)
		return err
	}, `SELECT digest FROM recovery_code WHERE account_id = ?1 ORDER BY place`, id)
	return c, version, err
}

// shortPassword stands before the hash of a password that needs a second factor
// beside it. It is sealed with it: which passwords are short is for nobody to read.
const shortPassword = "short "

func (t *peopleTx) sealedCredentials(ctx context.Context, account directory.ID, c auth.Credentials) (password, totp []byte, err error) {
	hash := c.Password
	if c.Short && hash != "" {
		hash = shortPassword + hash
	}
	password, err = t.s.keys.sealOrNull(ctx, account, []byte(hash), place{"account.password", account.String()})
	if err != nil {
		return nil, nil, err
	}
	totp, err = t.s.keys.sealOrNull(ctx, account, c.TOTP, place{"account.totp", account.String()})
	return password, totp, err
}

// UpdateCredentials is on the terms of [Store.UpdateListing]: of many who spend the
// same code, one does.
func (t *peopleTx) UpdateCredentials(ctx context.Context, account directory.ID, change func(*auth.Credentials) error) (auth.Credentials, error) {
	return attempted(t, func() (auth.Credentials, error) {
		was, version, err := t.credentials(ctx, account)
		if err != nil {
			return was, err
		}
		c := was
		c.TOTP, c.Recovery = slices.Clone(was.TOTP), slices.Clone(was.Recovery)
		if err := change(&c); err != nil {
			return auth.Credentials{}, err
		}
		sameCodes := slices.EqualFunc(c.Recovery, was.Recovery, bytes.Equal)
		if sameCodes && c.Password == was.Password && c.Short == was.Short && bytes.Equal(c.TOTP, was.TOTP) && c.TOTPStep == was.TOTPStep {
			return c, nil
		}
		password, totp, err := t.sealedCredentials(ctx, account, c)
		if err != nil {
			return c, fmt.Errorf("update credentials of %s: %w", account, err)
		}
		saved, err := t.exec(ctx, "update credentials of "+account.String(), `UPDATE account SET password = ?3, totp = ?4,
			totp_step = ?5, version = version + 1 WHERE id = ?1 AND version = ?2`, account.String(), version, password, totp, c.TOTPStep)
		if err := unmovedRow(saved, err); err != nil || sameCodes {
			return c, err
		}
		return c, t.saveRecovery(ctx, account, c.Recovery)
	})
}

// saveRecovery keeps a set of recovery codes in the place of what there was.
func (t *peopleTx) saveRecovery(ctx context.Context, account directory.ID, digests [][]byte) error {
	_, err := t.exec(ctx, "drop recovery codes", `DELETE FROM recovery_code WHERE account_id = ?1`, account.String())
	for i := 0; i < len(digests) && err == nil; i++ {
		_, err = t.exec(ctx, "add recovery code", `INSERT INTO recovery_code (account_id, place, digest) VALUES (?1, ?2, ?3)`,
			account.String(), i, digests[i])
	}
	return err
}
