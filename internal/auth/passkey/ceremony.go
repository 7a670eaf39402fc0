package passkey

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Life is how long a ceremony may take: for that long its secret is worth keeping, and
// a browser waits for the device.
const Life = 10 * time.Minute

// maxAnswer is the size of the largest answer that is looked at. Those of devices have
// one to three kilobytes.
const maxAnswer = 16 << 10

// challengeSize is how many random bytes a device is asked to sign.
const challengeSize = 32

// What ceremonies are for.
const (
	creating = "create"
	asking   = "ask"
)

// ceremony is what is kept between its two halves.
type ceremony struct {
	For     string               `json:"for"`
	Until   directory.Instant    `json:"until"`
	Session webauthn.SessionData `json:"session"`
}

// begun is the text of a ceremony that begins now.
func begun(purpose string, session *webauthn.SessionData, now time.Time) (string, error) {
	text, err := json.Marshal(ceremony{purpose, directory.At(now.Add(Life)), *session})
	if err != nil {
		return "", fmt.Errorf("keep a ceremony: %w", err)
	}
	return string(text), nil
}

// resume reads the text of a ceremony that is to be answered now.
func (p *Party) resume(purpose, text string, now time.Time) (webauthn.SessionData, error) {
	if err := p.ready(); err != nil {
		return webauthn.SessionData{}, err
	}
	var c ceremony
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return webauthn.SessionData{}, fmt.Errorf("read a ceremony: %w", err)
	}
	switch {
	case c.For != purpose:
		return webauthn.SessionData{}, p.rejected()
	case directory.At(now) >= c.Until:
		return webauthn.SessionData{}, directory.Refuse(directory.Invalid, "passkey.expired")
	}
	return c.Session, nil
}

// parse reads what a browser answers. Members that we do not know are passed over:
// browsers add some with time, and the specification has us expect that.
func parse[T any](response []byte, read func([]byte) (T, error)) (T, error) {
	var none T
	if len(response) > maxAnswer {
		return none, directory.Refuse(directory.Invalid, "passkey.unreadable")
	}
	parsed, err := read(response)
	if err != nil {
		return none, directory.Refuse(directory.Invalid, "passkey.unreadable")
	}
	return parsed, nil
}

// challenge reads what a device is asked to sign.
func challenge(random io.Reader) (protocol.URLEncodedBase64, error) {
	b := make([]byte, challengeSize)
	if _, err := io.ReadFull(random, b); err != nil {
		return nil, fmt.Errorf("make a challenge: %w", err)
	}
	return b, nil
}

// recordOf reads what a passkey is verified with.
func recordOf(key auth.Passkey) (webauthn.Credential, error) {
	var c webauthn.Credential
	if err := json.Unmarshal(key.Record, &c); err != nil {
		return c, fmt.Errorf("read the record of a passkey: %w", err)
	}
	return c, nil
}

// descriptors are passkeys as a browser is told of them, so that it knows which it is
// to use, or which it has already.
func descriptors(keys []auth.Passkey) ([]protocol.CredentialDescriptor, error) {
	all := make([]protocol.CredentialDescriptor, len(keys))
	for i, key := range keys {
		record, err := recordOf(key)
		if err != nil {
			return nil, err
		}
		all[i] = record.Descriptor()
	}
	return all, nil
}

// optionsJSON writes options as browsers read them, with base64url for bytes.
func optionsJSON(options any) ([]byte, error) {
	data, err := json.Marshal(options)
	if err != nil {
		return nil, fmt.Errorf("write the options of a ceremony: %w", err)
	}
	return data, nil
}
