package auth

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
)

// JWKS is the document by which others can tell our tokens: the public keys, in
// the order of their names, as a JSON Web Key Set (RFC 7517).
func JWKS(keys map[string]ed25519.PublicKey) ([]byte, error) {
	set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{}}
	for _, kid := range slices.Sorted(maps.Keys(keys)) {
		if len(keys[kid]) != ed25519.PublicKeySize {
			return nil, fmt.Errorf("key %s has %d bytes, which no public key has", kid, len(keys[kid]))
		}
		set.Keys = append(set.Keys, jose.JSONWebKey{
			Key: keys[kid], KeyID: kid, Algorithm: jwt.SigningMethodEdDSA.Alg(), Use: "sig",
		})
	}
	document, err := json.Marshal(set)
	if err != nil {
		return nil, fmt.Errorf("write the key set: %w", err)
	}
	return document, nil
}
