package auth

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
)

// Purpose is what a secret is for. A secret for one purpose is nothing to any
// other, because its digest is another one.
type Purpose string

// What secrets are for.
const (
	ForLink    Purpose = "link"    // a link in a letter
	ForBrowser Purpose = "browser" // a sign-in in progress, which a code belongs to
	ForDevice  Purpose = "device"  // a browser that is remembered
)

// secretSize is 256 bits: nothing that could be guessed, so that one round of
// SHA-256 is enough to keep it by.
const secretSize = 32

// NewSecret makes a secret to be shown once and the digest to keep of it.
func NewSecret(purpose Purpose, random io.Reader) (shown string, digest []byte, err error) {
	raw := make([]byte, secretSize)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", nil, fmt.Errorf("new secret: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(raw), digestOf(purpose, raw), nil
}

// Digest is what is kept of a secret that somebody shows, for finding it by.
// It reports false for text that no secret looks like.
func Digest(purpose Purpose, shown string) (digest []byte, ok bool) {
	raw, ok := decode(shown, secretSize)
	if !ok {
		return nil, false
	}
	return digestOf(purpose, raw), true
}

func digestOf(purpose Purpose, raw []byte) []byte {
	h := sha256.New()
	h.Write([]byte("rootline " + string(purpose) + "\x00"))
	h.Write(raw)
	return h.Sum(nil)
}

// decode reads base64url of size bytes in the one spelling that we write. The
// library by itself would overlook line breaks.
func decode(text string, size int) (raw []byte, ok bool) {
	if len(text) != base64.RawURLEncoding.EncodedLen(size) {
		return nil, false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return raw, err == nil && len(raw) == size
}
