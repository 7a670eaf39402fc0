package vault

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	tinked25519 "github.com/tink-crypto/tink-go/v2/signature/ed25519"
)

// VerifyFor is how long a signing key that was replaced still verifies: as long as a
// page's cookie may lie idle.
const VerifyFor = 12 * time.Hour

// signingKey is a key that signs, or has signed, tokens.
type signingKey struct {
	kid     string
	private ed25519.PrivateKey
	until   time.Time // when it ends to verify; zero while it signs
}

// Signer returns the key that signs tokens now, and its name: its RFC 7638
// thumbprint.
func (v *Vault) Signer(ctx context.Context) (kid string, private ed25519.PrivateKey, err error) {
	keys, err := v.signingKeys(ctx)
	if err != nil {
		return "", nil, fmt.Errorf("signer: %w", err)
	}
	for _, k := range keys {
		if k.until.IsZero() {
			return k.kid, k.private, nil
		}
	}
	return "", nil, errors.New("signer: there is no key that signs")
}

// Verifiers returns the keys that verify tokens now, by their names: the one that
// signs, and those that it replaced in the last 12 hours.
func (v *Vault) Verifiers(ctx context.Context) (map[string]ed25519.PublicKey, error) {
	keys, err := v.signingKeys(ctx)
	if err != nil {
		return nil, fmt.Errorf("verifiers: %w", err)
	}
	now, valid := v.now(), make(map[string]ed25519.PublicKey, len(keys))
	for _, k := range keys {
		if public, ok := k.private.Public().(ed25519.PublicKey); ok && (k.until.IsZero() || !now.After(k.until)) {
			valid[k.kid] = public
		}
	}
	return valid, nil
}

// RotateSigning makes a new key that signs from now on. The one before verifies for
// 12 hours more, and is then erased by the next rotation or [Vault.Sweep].
func (v *Vault) RotateSigning(ctx context.Context) error {
	err := v.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE key SET retired_at = ?1 WHERE use = 'signing' AND retired_at IS NULL`, instant(v.now()))
		if err == nil {
			err = v.addKey(ctx, tx, useSigning, noPerson)
		}
		if err != nil {
			return err
		}
		return tell(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("rotate the signing key: %w", err)
	}
	_, err = v.expire(ctx)
	return err
}

// signingKeys returns every signing key that is in the file, newest first.
func (v *Vault) signingKeys(ctx context.Context) ([]signingKey, error) {
	epoch, err := v.epoch(ctx)
	if err != nil {
		return nil, err
	}
	if keys := v.ready.signers(epoch); keys != nil {
		return keys, nil
	}
	keys, epoch, err := readSigners(ctx, v.readers)
	if err == nil {
		v.ready.rememberSigners(epoch, keys)
	}
	return keys, err
}

func readSigners(ctx context.Context, q querier) (keys []signingKey, epoch int64, err error) {
	rows, err := q.QueryContext(ctx, `SELECT (SELECT epoch FROM vault), k.retired_at, s.content
		FROM key k JOIN slot s ON s.id = k.slot WHERE k.use = 'signing' ORDER BY k.serial DESC`)
	if err != nil {
		return nil, 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var retired sql.NullInt64
		var content []byte
		if err := rows.Scan(&epoch, &retired, &content); err != nil {
			return nil, 0, err
		}
		k, err := signerOf(content)
		if err != nil {
			return nil, 0, err
		}
		if retired.Valid {
			k.until = time.UnixMilli(retired.Int64).Add(VerifyFor)
		}
		keys = append(keys, k)
	}
	return keys, epoch, rows.Err()
}

func signerOf(content []byte) (signingKey, error) {
	k, err := decode(content)
	if err != nil {
		return signingKey{}, err
	}
	held, ok := k.(*tinked25519.PrivateKey)
	if !ok {
		return signingKey{}, fmt.Errorf("a %T that is to sign", k)
	}
	private := ed25519.NewKeyFromSeed(held.PrivateKeyBytes().Data(token))
	return signingKey{kid: thumbprint(private), private: private}, nil
}

// thumbprint names a key by what it is, as RFC 7638 does. The seed makes the first
// half of a private key, the public key the second.
func thumbprint(private ed25519.PrivateKey) string {
	x := base64.RawURLEncoding.EncodeToString(private[ed25519.SeedSize:])
	sum := sha256.Sum256([]byte(`{"crv":"Ed25519","kty":"OKP","x":"` + x + `"}`))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
