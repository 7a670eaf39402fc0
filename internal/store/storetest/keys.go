package storetest

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"

	"rootline/internal/directory"
	"rootline/internal/store"
)

// Keys returns what stores made here keep personal data with: real encryption, with
// keys that everybody can work out. Two of them open each other's.
func Keys() store.Keys {
	return store.Keys{
		Seal: func(_ context.Context, person directory.ID, plain, place []byte) ([]byte, error) {
			nonce := digest("nonce", person.String()+string(place)+string(plain))[:12]
			return sealer(person).Seal(nonce, nonce, plain, place), nil
		},
		Open: func(_ context.Context, person directory.ID, sealed, place []byte) ([]byte, error) {
			return sealer(person).Open(nil, sealed[:12], sealed[12:], place)
		},
		Digest: digest,
	}
}

func sealer(person directory.ID) cipher.AEAD {
	return must(cipher.NewGCM(must(aes.NewCipher(digest("person", person.String())))))
}

func digest(purpose, value string) []byte {
	mac := hmac.New(sha256.New, []byte(purpose))
	mac.Write([]byte(value))
	return mac.Sum(nil)
}

// enqueue leaves a stamp for a job; for the same job, one.
func enqueue(ctx context.Context, tx *sql.Tx, kind, id string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO stamp (key, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING`, jobStamp(kind, id), id)
	return err
}

func jobStamp(kind, id string) string { return "job " + kind + " " + id }
