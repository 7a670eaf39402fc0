package vault

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"fmt"

	tinkhmac "github.com/tink-crypto/tink-go/v2/mac/hmac"
)

// Digest returns 32 bytes by which equal values can be found without being read: the
// same for the same purpose and value, and telling nothing of the value to anybody
// who has no key. Digests for different purposes cannot be compared with each other.
// What counts as equal is for the caller to say, who brings the value into one form.
//
// Its key is made with the vault and lives as long: to replace it would be to make
// every digest anew.
func (v *Vault) Digest(purpose, value string) []byte {
	mac := hmac.New(sha256.New, v.digest)
	// The length says where the purpose ends and the value begins.
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(len(purpose))))
	mac.Write([]byte(purpose))
	mac.Write([]byte(value))
	return mac.Sum(nil)
}

func readDigestKey(ctx context.Context, pool *sql.DB) ([]byte, error) {
	var content []byte
	err := pool.QueryRowContext(ctx, `SELECT s.content FROM key k JOIN slot s ON s.id = k.slot WHERE k.use = 'digest'`).Scan(&content)
	if err != nil {
		return nil, fmt.Errorf("key of digests: %w", err)
	}
	k, err := decode(content)
	if err != nil {
		return nil, fmt.Errorf("key of digests: %w", err)
	}
	mac, ok := k.(*tinkhmac.Key)
	if !ok {
		return nil, fmt.Errorf("key of digests: a %T", k)
	}
	return mac.KeyBytes().Data(token), nil
}
