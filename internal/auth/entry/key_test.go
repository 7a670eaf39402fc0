package entry_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"

	"rootline/internal/auth"
	"rootline/internal/auth/passkey"
	"rootline/internal/directory"
)

var b64 = base64.RawURLEncoding

// key is a passkey in somebody's device, with the browser before it.
type key struct {
	*site
	private    *ecdsa.PrivateKey
	credential []byte
	owner      []byte
	count      uint32
}

// key makes a passkey for an account, which keeps it.
func (s *site) key(a directory.Account) *key {
	s.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.Fatal(err)
	}
	k := &key{site: s, private: private, credential: []byte(randomText(s, 16)), owner: []byte(a.ID.String())}
	person := passkey.Person{ID: a.ID, Email: a.Email.String(), Name: a.Name}
	options, ceremony, err := s.Passkeys.Create(person, nil, s.now, s.Random)
	if err != nil {
		s.Fatal(err)
	}
	kept, err := s.Passkeys.Created(ceremony, person, k.create(options), s.now)
	if err != nil {
		s.Fatalf("Created() = %v", err)
	}
	s.people(func(ctx context.Context, tx auth.Tx) error { return tx.AddPasskey(ctx, kept) })
	return k
}

// create answers as navigator.credentials.create does.
func (k *key) create(options []byte) []byte {
	k.Helper()
	point, err := k.private.PublicKey.Bytes()
	if err != nil {
		k.Fatal(err)
	}
	public := k.cbor(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	attested := binary.BigEndian.AppendUint16(make([]byte, 16), uint16(len(k.credential)))
	attested = append(append(attested, k.credential...), public...)
	return k.answer(map[string]any{
		"clientDataJSON":    b64.EncodeToString(k.client("webauthn.create", options)),
		"attestationObject": b64.EncodeToString(k.cbor(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": k.data(0x45, attested)})),
	})
}

// show answers as navigator.credentials.get does.
func (k *key) show(options []byte) []byte {
	k.Helper()
	k.count++
	client, data := k.client("webauthn.get", options), k.data(0x05, nil)
	hash := sha256.Sum256(client)
	sum := sha256.Sum256(append(append([]byte(nil), data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, k.private, sum[:])
	if err != nil {
		k.Fatal(err)
	}
	return k.answer(map[string]any{
		"clientDataJSON":    b64.EncodeToString(client),
		"authenticatorData": b64.EncodeToString(data),
		"signature":         b64.EncodeToString(signature),
		"userHandle":        b64.EncodeToString(k.owner),
	})
}

func (k *key) client(kind string, options []byte) []byte {
	var asked struct {
		Challenge string `json:"challenge"`
	}
	if err := json.Unmarshal(options, &asked); err != nil {
		k.Fatalf("options %s: %v", options, err)
	}
	return k.json(map[string]any{"type": kind, "challenge": asked.Challenge, "origin": "https://clinics.example", "crossOrigin": false})
}

// data are what a device signs: whose site, how, how often.
func (k *key) data(flags byte, more []byte) []byte {
	site := sha256.Sum256([]byte("clinics.example"))
	data := binary.BigEndian.AppendUint32(append(site[:], flags), k.count)
	return append(data, more...)
}

func (k *key) answer(response map[string]any) []byte {
	id := b64.EncodeToString(k.credential)
	return k.json(map[string]any{"id": id, "rawId": id, "type": "public-key", "clientExtensionResults": map[string]any{}, "response": response})
}

func (k *key) cbor(v any) []byte {
	data, err := webauthncbor.Marshal(v)
	if err != nil {
		k.Fatal(err)
	}
	return data
}

func (k *key) json(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		k.Fatal(err)
	}
	return data
}
