package self_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// authenticator is a browser and the device in it that keeps a passkey. Package
// passkey's tests have one that can be told to do wrong.
type authenticator struct {
	testing.TB
	key        *ecdsa.PrivateKey
	credential []byte
	handle     string
	count      uint32
}

func newAuthenticator(tb testing.TB) *authenticator {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	a := &authenticator{TB: tb, key: key, credential: make([]byte, 32)}
	if _, err := rand.Read(a.credential); err != nil {
		tb.Fatal(err)
	}
	return a
}

// options are what the device looks at of them.
type options struct {
	Challenge string `json:"challenge"`
	User      struct {
		ID string `json:"id"`
	} `json:"user"`
	Exclude []struct {
		ID string `json:"id"`
	} `json:"excludeCredentials"`
}

// The flags of authenticator data.
const (
	verified = 0x01 | 0x04 | 0x08 // somebody is there, it is the owner, and the key may be on several devices
	attested = 0x40
)

var b64 = base64.RawURLEncoding

func (a *authenticator) read(data []byte) (o options) {
	a.Helper()
	if err := json.Unmarshal(data, &o); err != nil {
		a.Fatalf("options %s: %v", data, err)
	}
	return o
}

// create answers as navigator.credentials.create does.
func (a *authenticator) create(data []byte) []byte {
	a.Helper()
	o := a.read(data)
	a.handle = o.User.ID
	point, err := a.key.PublicKey.Bytes()
	if err != nil {
		a.Fatal(err)
	}
	key := make([]byte, 16)
	key = binary.BigEndian.AppendUint16(key, uint16(len(a.credential)))
	key = append(key, a.credential...)
	key = append(key, a.cbor(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})...)
	made := a.cbor(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": a.data(verified|attested, key)})
	return a.answer(map[string]any{
		"clientDataJSON":    b64.EncodeToString(a.client("webauthn.create", o.Challenge)),
		"attestationObject": b64.EncodeToString(made),
	})
}

// show answers as navigator.credentials.get does.
func (a *authenticator) show(data []byte) []byte {
	a.Helper()
	a.count++
	client, signed := a.client("webauthn.get", a.read(data).Challenge), a.data(verified, nil)
	hash := sha256.Sum256(client)
	sum := sha256.Sum256(append(append([]byte(nil), signed...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, sum[:])
	if err != nil {
		a.Fatal(err)
	}
	return a.answer(map[string]any{
		"clientDataJSON":    b64.EncodeToString(client),
		"authenticatorData": b64.EncodeToString(signed),
		"signature":         b64.EncodeToString(signature),
		"userHandle":        a.handle,
	})
}

func (a *authenticator) client(kind, challenge string) []byte {
	return a.json(map[string]any{"type": kind, "challenge": challenge, "origin": "https://clinics.example"})
}

func (a *authenticator) data(flags byte, key []byte) []byte {
	site := sha256.Sum256([]byte("clinics.example"))
	return append(binary.BigEndian.AppendUint32(append(site[:], flags), a.count), key...)
}

func (a *authenticator) answer(response map[string]any) []byte {
	id := b64.EncodeToString(a.credential)
	return a.json(map[string]any{"id": id, "rawId": id, "type": "public-key", "clientExtensionResults": map[string]any{}, "response": response})
}

func (a *authenticator) cbor(v any) []byte {
	data, err := webauthncbor.Marshal(v)
	if err != nil {
		a.Fatal(err)
	}
	return data
}

func (a *authenticator) json(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		a.Fatal(err)
	}
	return data
}
