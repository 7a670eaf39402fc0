package vault

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/aead/aesgcm"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/insecuresecretdataaccess"
	"github.com/tink-crypto/tink-go/v2/key"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/mac/hmac"
	"github.com/tink-crypto/tink-go/v2/secretdata"
	"github.com/tink-crypto/tink-go/v2/signature/ed25519"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// use is what a key is for.
type use string

const (
	usePerson  use = "person"  // AES-256-GCM: seals
	useSigning use = "signing" // Ed25519: signs tokens
	useDigest  use = "digest"  // HMAC-SHA-256: digests
)

// keyBytes is how long every key is, whatever it is for.
const keyBytes = 32

// token is what tink asks of whoever handles the bytes of keys: the file that they
// are written to is this package's whole purpose.
var token = insecuresecretdataaccess.Token{}

// newKey makes a key of random bytes. What a person's key seals begins with the
// key's number, by which it is found again among the person's keys.
func newKey(u use, number uint32, random io.Reader) (key.Key, error) {
	b := make([]byte, keyBytes)
	if _, err := io.ReadFull(random, b); err != nil {
		return nil, fmt.Errorf("randomness: %w", err)
	}
	secret := secretdata.NewBytesFromData(b, token)
	switch u {
	case usePerson:
		p, err := aesgcm.NewParameters(aesgcm.ParametersOpts{KeySizeInBytes: keyBytes, IVSizeInBytes: 12, TagSizeInBytes: 16, Variant: aesgcm.VariantTink})
		if err != nil {
			return nil, err
		}
		return aesgcm.NewKey(secret, number, p)
	case useSigning:
		p, err := ed25519.NewParameters(ed25519.VariantNoPrefix)
		if err != nil {
			return nil, err
		}
		return ed25519.NewPrivateKey(secret, 0, p)
	case useDigest:
		p, err := hmac.NewParameters(hmac.ParametersOpts{KeySizeInBytes: keyBytes, TagSizeInBytes: 32, HashType: hmac.SHA256, Variant: hmac.VariantNoPrefix})
		if err != nil {
			return nil, err
		}
		return hmac.NewKey(secret, p, 0)
	}
	return nil, fmt.Errorf("no such use of a key: %s", u)
}

// slotBytes is how long what holds a key is: as long for every key, so that one can
// be written over another. An Ed25519 keyset, the longest, has some 160 bytes.
const slotBytes = 192

// encode writes a key as tink writes keysets, in the length of a slot.
func encode(k key.Key) ([]byte, error) {
	h, err := handleOf(k)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := insecurecleartextkeyset.Write(h, keyset.NewBinaryWriter(&b)); err != nil {
		return nil, fmt.Errorf("write a keyset: %w", err)
	}
	if b.Len() > slotBytes-2 {
		return nil, fmt.Errorf("a keyset of %d bytes is too long for a slot", b.Len())
	}
	content := make([]byte, slotBytes)
	binary.BigEndian.PutUint16(content, uint16(b.Len()))
	copy(content[2:], b.Bytes())
	return content, nil
}

// errDamaged is of what stands in a slot and is not what was put there.
var errDamaged = errors.New("damaged key")

// decode reads what encode wrote.
func decode(content []byte) (key.Key, error) {
	if len(content) != slotBytes {
		return nil, fmt.Errorf("%w: a slot of the wrong length", errDamaged)
	}
	n := int(binary.BigEndian.Uint16(content))
	if n == 0 || n > slotBytes-2 {
		return nil, fmt.Errorf("%w: a slot without a key", errDamaged)
	}
	h, err := insecurecleartextkeyset.Read(keyset.NewBinaryReader(bytes.NewReader(content[2 : 2+n])))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	e, err := h.Primary()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	return e.Key(), nil
}

// handleOf makes a keyset of keys, of which the last is the one to seal with.
func handleOf(keys ...key.Key) (*keyset.Handle, error) {
	m := keyset.NewManager()
	for _, k := range keys {
		id, err := m.AddKey(k)
		if err != nil {
			return nil, fmt.Errorf("keyset: %w", err)
		}
		if err := m.SetPrimary(id); err != nil {
			return nil, fmt.Errorf("keyset: %w", err)
		}
	}
	return m.Handle()
}

// sealer makes the keys of a person, oldest first, ready for use.
func sealer(keys []key.Key) (tink.AEAD, error) {
	h, err := handleOf(keys...)
	if err != nil {
		return nil, err
	}
	return aead.New(h)
}
