package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// passkeyForm is what of a passkey is sealed as one.
type passkeyForm struct {
	Label  string `json:"label,omitzero"`
	Record []byte `json:"record"`
}

const selectPasskey = `SELECT credential, account_id, sealed, created_at, used_at FROM passkey `

func (p people) Passkeys(ctx context.Context, account directory.ID) ([]auth.Passkey, error) {
	return p.passkeys(ctx, `WHERE account_id = ?1 ORDER BY created_at, credential`, account.String())
}

func (p people) PasskeyByCredential(ctx context.Context, credential []byte) (auth.Passkey, error) {
	all, err := p.passkeys(ctx, `WHERE credential = ?1`, credential)
	if err != nil {
		return auth.Passkey{}, err
	}
	if len(all) == 0 {
		return auth.Passkey{}, noPasskey()
	}
	return all[0], nil
}

func noPasskey() error { return directory.Refuse(directory.NotFound, "not_found.passkey") }

// passkeys returns the passkeys that where finds, but for those of somebody whose key
// has been erased.
func (p people) passkeys(ctx context.Context, where string, arg any) ([]auth.Passkey, error) {
	var all []auth.Passkey
	err := stream(ctx, p.q, "passkeys", func(rows *sql.Rows) error {
		var k auth.Passkey
		var sealed []byte
		if err := rows.Scan(&k.Credential, text(&k.AccountID), &sealed, &k.CreatedAt, &k.UsedAt); err != nil {
			return fmt.Errorf("passkeys: %w", err)
		}
		plain, err := p.s.keys.open(ctx, k.AccountID, sealed, passkeyPlace(k.Credential))
		if directory.KindOf(err) == directory.NotFound {
			return nil
		}
		if err != nil {
			return fmt.Errorf("passkey of %s: %w", k.AccountID, err)
		}
		var f passkeyForm
		if err := json.Unmarshal(plain, &f); err != nil {
			return unreadable("passkey of", k.AccountID.String(), err)
		}
		k.Label, k.Record = f.Label, f.Record
		all = append(all, k)
		return nil
	}, selectPasskey+where, arg)
	return all, err
}

func passkeyPlace(credential []byte) place {
	return place{"passkey.sealed", hex.EncodeToString(credential)}
}

func (t *peopleTx) sealedPasskey(ctx context.Context, k *auth.Passkey) ([]byte, error) {
	plain, err := json.Marshal(passkeyForm{k.Label, k.Record})
	if err != nil {
		return nil, err
	}
	return t.s.keys.seal(ctx, k.AccountID, plain, passkeyPlace(k.Credential))
}

func (t *peopleTx) AddPasskey(ctx context.Context, k auth.Passkey) error {
	return t.try(func() error {
		if err := t.exists(ctx, k.AccountID); err != nil {
			return err
		}
		sealed, err := t.sealedPasskey(ctx, &k)
		if err != nil {
			return fmt.Errorf("add passkey of %s: %w", k.AccountID, err)
		}
		_, err = t.exec(ctx, "add passkey of "+k.AccountID.String(), `INSERT INTO passkey (credential, account_id, sealed, created_at, used_at)
			VALUES (?1, ?2, ?3, ?4, ?5)`, k.Credential, k.AccountID.String(), sealed, int64(k.CreatedAt), int64(k.UsedAt))
		if isUnique(err) {
			return directory.Refuse(directory.Conflict, "conflict.passkey")
		}
		return err
	})
}

// UpdatePasskey is on the terms of [Store.UpdateListing]. A passkey stays that of its
// account.
func (t *peopleTx) UpdatePasskey(ctx context.Context, credential []byte, change func(*auth.Passkey) error) (auth.Passkey, error) {
	return attempted(t, func() (auth.Passkey, error) {
		was, err := t.PasskeyByCredential(ctx, credential)
		if err != nil {
			return auth.Passkey{}, err
		}
		k := was
		k.Credential, k.Record = bytes.Clone(was.Credential), bytes.Clone(was.Record)
		if err := change(&k); err != nil {
			return auth.Passkey{}, err
		}
		if !bytes.Equal(k.Credential, was.Credential) || k.AccountID != was.AccountID || k.CreatedAt != was.CreatedAt {
			return was, errors.New("update passkey of " + was.AccountID.String() + ": the change alters what stays")
		}
		if k.Label == was.Label && k.UsedAt == was.UsedAt && bytes.Equal(k.Record, was.Record) {
			return k, nil
		}
		return k, t.savePasskey(ctx, &k)
	})
}

func (t *peopleTx) savePasskey(ctx context.Context, k *auth.Passkey) error {
	sealed, err := t.sealedPasskey(ctx, k)
	if err != nil {
		return fmt.Errorf("update passkey of %s: %w", k.AccountID, err)
	}
	saved, err := t.exec(ctx, "update passkey of "+k.AccountID.String(), `UPDATE passkey SET sealed = ?2, used_at = ?3
		WHERE credential = ?1`, k.Credential, sealed, int64(k.UsedAt))
	return unmovedRow(saved, err)
}

func (t *peopleTx) RemovePasskey(ctx context.Context, credential []byte) error {
	return t.try(func() error {
		removed, err := t.exec(ctx, "remove passkey", `DELETE FROM passkey WHERE credential = ?1`, credential)
		if err != nil {
			return err
		}
		if n, err := removed.RowsAffected(); err != nil || n == 1 {
			return err
		}
		return noPasskey()
	})
}
