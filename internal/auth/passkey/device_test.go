package passkey_test

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

// The flags of authenticator data.
const (
	present  = 0x01
	verified = 0x04
	eligible = 0x08 // the key may be on several devices
	attested = 0x40 // authenticator data that carry a new key
)

// device is a browser and an authenticator in one, which does as it should until a test
// tells it otherwise.
type device struct {
	t          *testing.T
	key        *ecdsa.PrivateKey
	credential []byte
	handle     []byte // whose passkey it is, as it was told when the key was made
	count      uint32

	origin string
	site   string // the RP id
	kind   string // of the client data; "" for that of the ceremony
	flags  byte

	format    string
	statement map[string]any
	kept      any // what it says of keeping the key; nil for nothing
}

func newDevice(t *testing.T) *device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	d := &device{t: t, key: key, credential: make([]byte, 32), origin: "https://clinics.example", site: "clinics.example", flags: present | verified | eligible, format: "none"}
	if _, err := rand.Read(d.credential); err != nil {
		t.Fatal(err)
	}
	return d
}

// options are the members of options that a device looks at, of both ceremonies.
type options struct {
	Challenge string `json:"challenge"`
	Timeout   int    `json:"timeout"`
	RP        struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"rp"`
	RPID string `json:"rpId"`
	User struct {
		ID          string `json:"id"`
		Name        string `json:"name"`
		DisplayName string `json:"displayName"`
	} `json:"user"`
	Selection struct {
		ResidentKey        string `json:"residentKey"`
		RequireResidentKey bool   `json:"requireResidentKey"`
		UserVerification   string `json:"userVerification"`
	} `json:"authenticatorSelection"`
	UserVerification string `json:"userVerification"`
	Attestation      string `json:"attestation"`
	Exclude          []struct {
		ID string `json:"id"`
	} `json:"excludeCredentials"`
	Allow []struct {
		ID string `json:"id"`
	} `json:"allowCredentials"`
}

func readOptions(t *testing.T, data []byte) options {
	t.Helper()
	var o options
	if err := json.Unmarshal(data, &o); err != nil {
		t.Fatalf("options %s: %v", data, err)
	}
	return o
}

var b64 = base64.RawURLEncoding

// create answers options as navigator.credentials.create does.
func (d *device) create(data []byte) map[string]any {
	d.t.Helper()
	o := readOptions(d.t, data)
	d.handle, _ = b64.DecodeString(o.User.ID)
	client := d.clientData("webauthn.create", o.Challenge)
	auth := d.authData(d.flags|attested, d.attestedKey())
	statement := d.statement
	if d.format == "packed" {
		statement = map[string]any{"alg": -7, "sig": d.sign(auth, client)}
		for name, value := range d.statement {
			statement[name] = value
		}
	}
	if statement == nil {
		statement = map[string]any{}
	}
	extensions := map[string]any{}
	if d.kept != nil {
		extensions["credProps"] = map[string]any{"rk": d.kept}
	}
	return d.answer(extensions, map[string]any{
		"clientDataJSON":    b64.EncodeToString(client),
		"attestationObject": b64.EncodeToString(d.cbor(map[string]any{"fmt": d.format, "attStmt": statement, "authData": auth})),
		"authenticatorData": b64.EncodeToString(auth),
		"transports":        []string{"internal", "hybrid"},
	})
}

// show answers options as navigator.credentials.get does.
func (d *device) show(data []byte) map[string]any {
	d.t.Helper()
	d.count++
	client := d.clientData("webauthn.get", readOptions(d.t, data).Challenge)
	auth := d.authData(d.flags, nil)
	response := map[string]any{
		"clientDataJSON":    b64.EncodeToString(client),
		"authenticatorData": b64.EncodeToString(auth),
		"signature":         b64.EncodeToString(d.sign(auth, client)),
	}
	if d.handle != nil {
		response["userHandle"] = b64.EncodeToString(d.handle)
	}
	return d.answer(map[string]any{}, response)
}

func (d *device) answer(extensions, response map[string]any) map[string]any {
	id := b64.EncodeToString(d.credential)
	return map[string]any{
		"id": id, "rawId": id, "type": "public-key", "authenticatorAttachment": "platform",
		"clientExtensionResults": extensions, "response": response,
	}
}

func (d *device) clientData(kind, challenge string) []byte {
	if d.kind != "" {
		kind = d.kind
	}
	return d.json(map[string]any{"type": kind, "challenge": challenge, "origin": d.origin, "crossOrigin": false})
}

// authData are the bytes that a device signs: whose site, how, how often, and the key.
func (d *device) authData(flags byte, key []byte) []byte {
	site := sha256.Sum256([]byte(d.site))
	data := append(site[:], flags)
	data = binary.BigEndian.AppendUint32(data, d.count)
	return append(data, key...)
}

func (d *device) attestedKey() []byte {
	point, err := d.key.PublicKey.Bytes()
	if err != nil {
		d.t.Fatal(err)
	}
	data := make([]byte, 16) // a model that does not say what it is
	data = binary.BigEndian.AppendUint16(data, uint16(len(d.credential)))
	data = append(data, d.credential...)
	return append(data, d.cbor(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})...)
}

func (d *device) sign(auth, client []byte) []byte {
	hash := sha256.Sum256(client)
	sum := sha256.Sum256(append(append([]byte(nil), auth...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, sum[:])
	if err != nil {
		d.t.Fatal(err)
	}
	return signature
}

func (d *device) cbor(v any) []byte {
	data, err := webauthncbor.Marshal(v)
	if err != nil {
		d.t.Fatal(err)
	}
	return data
}

func (d *device) json(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		d.t.Fatal(err)
	}
	return data
}
