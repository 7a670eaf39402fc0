package pages_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"net/url"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/auth/passkey"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// entryDesk is a desk as the program has it, with a key of its own.
func entryDesk(db *store.Store, at *url.URL, clock func() time.Time) *entry.Desk {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	party, err := passkey.NewParty(at, "Rootline")
	if err != nil {
		panic(err)
	}
	return &entry.Desk{
		Store: db, Hasher: auth.NewHasher(), Throttle: auth.NewThrottle(), Passkeys: party,
		Digest: storetest.Keys().Digest, Now: clock, Random: rand.Reader,
		Minter: &auth.Minter{
			Issuer: base,
			Signer: func(context.Context) (string, ed25519.PrivateKey, error) { return "k1", private, nil },
			Verifiers: func(context.Context) (map[string]ed25519.PublicKey, error) {
				return map[string]ed25519.PublicKey{"k1": public}, nil
			},
			Now: clock, Random: rand.Reader,
		},
	}
}
