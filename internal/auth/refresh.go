package auth

import (
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"time"

	"rootline/internal/directory"
)

const forRefresh Purpose = "refresh"

// handleSize is the part of a refresh token that stays through its family: 128
// bits, so that nobody but who has held a token of the family can name it.
const handleSize = 16

// Family is what is kept of the refresh tokens that came of one login: never a
// token, only digests.
type Family struct {
	Handle    []byte // finds the family; see FamilyOf
	Current   []byte // the digest of the one token that counts
	Uses      int
	CreatedAt directory.Instant
	UsedAt    directory.Instant
	EndedAt   directory.Instant
}

// NewFamily makes a family and its first token, to be shown once.
func NewFamily(now time.Time, random io.Reader) (token string, f Family, err error) {
	handle := make([]byte, handleSize)
	if _, err := io.ReadFull(random, handle); err != nil {
		return "", Family{}, fmt.Errorf("new family of refresh tokens: %w", err)
	}
	f = Family{Handle: digestOf(forRefresh, handle), CreatedAt: directory.At(now), UsedAt: directory.At(now)}
	token, err = f.next(handle, random)
	return token, f, err
}

// FamilyOf is the Handle to find a token's family by. It reports false for text
// that no refresh token looks like.
func FamilyOf(token string) (handle []byte, ok bool) {
	raw, ok := decode(token, handleSize+secretSize)
	if !ok {
		return nil, false
	}
	return digestOf(forRefresh, raw[:handleSize]), true
}

// Rotate uses a token and returns the one that takes its place. The family that
// it returns is to be saved whether or not there is an error, in the transaction
// in which it was read; if it has ended, its session is to be revoked too.
//
// A token that names the family but is not its current one has been used before,
// by its owner or by a thief. We cannot tell which, so the family ends for both.
func Rotate(f Family, token string, now time.Time, random io.Reader) (next string, after Family, err error) {
	raw, ok := decode(token, handleSize+secretSize)
	if !ok || subtle.ConstantTimeCompare(digestOf(forRefresh, raw[:handleSize]), f.Handle) != 1 {
		return "", f, directory.Refuse(directory.Unauthenticated, "auth.refresh")
	}
	at := directory.At(now)
	switch {
	case f.EndedAt != 0:
		return "", f, directory.Refuse(directory.Unauthenticated, "auth.refresh_ended")
	case subtle.ConstantTimeCompare(digestOf(forRefresh, raw), f.Current) != 1:
		f.EndedAt = at
		return "", f, directory.Refuse(directory.Unauthenticated, "auth.refresh_ended")
	case at >= directory.At(f.CreatedAt.Time().Add(SessionLife)), at >= directory.At(f.UsedAt.Time().Add(ProgramIdle)):
		f.EndedAt = at
		return "", f, directory.Refuse(directory.Unauthenticated, "auth.refresh_expired")
	}
	after = f
	next, err = after.next(raw[:handleSize], random)
	if err != nil {
		return "", f, err
	}
	after.Uses, after.UsedAt = f.Uses+1, at
	return next, after, nil
}

// next makes the token that counts from now on.
func (f *Family) next(handle []byte, random io.Reader) (string, error) {
	raw := make([]byte, handleSize+secretSize)
	copy(raw, handle)
	if _, err := io.ReadFull(random, raw[handleSize:]); err != nil {
		return "", fmt.Errorf("new refresh token: %w", err)
	}
	f.Current = digestOf(forRefresh, raw)
	return base64.RawURLEncoding.EncodeToString(raw), nil
}
