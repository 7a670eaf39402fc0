package auth

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/argon2"
)

// hasherSlots is how many passwords are hashed at once. Each takes 19 MiB and a
// whole core, so that more at once would only be slower, and starve the rest.
const hasherSlots = 2

// cost is what hashing a password takes now: about 50 ms. Raise it as machines
// become faster; NeedsRehash then finds the hashes that are behind.
var cost = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// Hasher turns passwords into what is kept of them (argon2id) and compares. It is
// safe for concurrent use; whoever comes while it is busy waits, as long as their
// context does.
type Hasher struct {
	slots chan struct{}
	turn  chan struct{}
	calls atomic.Int64
}

// NewHasher returns a Hasher. There should be one in a process.
func NewHasher() *Hasher {
	return &Hasher{slots: make(chan struct{}, hasherSlots), turn: make(chan struct{}, 1)}
}

// Turn waits for the turn of somebody whom nobody knows, who then hashes and calls
// done. They come one after the other: however many there are, a slot is left for
// whoever is known, who waits for none of them.
func (h *Hasher) Turn(ctx context.Context) (done func(), err error) {
	select {
	case h.turn <- struct{}{}:
		return func() { <-h.turn }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a turn to hash a password: %w", ctx.Err())
	}
}

// Calls counts how often the Hasher has hashed. Signing in hashes once, whether or
// not there is an account, with a password or without: so a test, and a metric,
// can tell.
func (h *Hasher) Calls() int64 { return h.calls.Load() }

// Hash makes what is kept of a password that CheckPassword has accepted.
func (h *Hasher) Hash(ctx context.Context, password string, random io.Reader) (string, error) {
	text, ok := normal(password)
	if !ok {
		return "", fmt.Errorf("hash a password: %d bytes that can be no password", len(password))
	}
	salt := make([]byte, cost.SaltLength)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	key, err := h.work(ctx, text, salt, &cost)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, cost.Memory, cost.Iterations,
		cost.Parallelism, b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// Verify reports whether a password is the one that hash was made of. An error
// means that we could not tell: the context has ended, or the hash is none.
func (h *Hasher) Verify(ctx context.Context, password, hash string) (bool, error) {
	params, salt, key, err := decodeHash(hash)
	if err != nil {
		return false, err
	}
	text, ok := normal(password)
	if !ok {
		return false, nil // as in VerifyNothing: too long for anybody's
	}
	other, err := h.work(ctx, text, salt, params)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(key, other) == 1, nil
}

// VerifyNothing does the work of Verify where there is no hash to compare with: an
// account that does not exist, or that has no password. It always comes out as
// Verify does with a wrong password.
func (h *Hasher) VerifyNothing(ctx context.Context, password string) (bool, error) {
	text, ok := normal(password)
	if !ok {
		return false, nil
	}
	key, err := h.work(ctx, text, make([]byte, cost.SaltLength), &cost)
	if err != nil {
		return false, err
	}
	subtle.ConstantTimeCompare(make([]byte, cost.KeyLength), key)
	return false, nil
}

// NeedsRehash reports whether a hash was made at less than today's cost, or
// cannot be read. When its password has just been shown, hash that anew.
func NeedsRehash(hash string) bool {
	p, _, _, err := decodeHash(hash)
	return err != nil || p.Memory < cost.Memory || p.Iterations < cost.Iterations ||
		p.SaltLength < cost.SaltLength || p.KeyLength < cost.KeyLength
}

// work is the one place where a password is hashed.
func (h *Hasher) work(ctx context.Context, text string, salt []byte, p *argon2id.Params) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("hash a password: %w", err)
	}
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to hash a password: %w", ctx.Err())
	}
	defer func() { <-h.slots }()
	h.calls.Add(1)
	return argon2.IDKey([]byte(text), salt, p.Iterations, p.Memory, p.Parallelism, p.KeyLength), nil
}

// decodeHash reads a hash. One that would take far more than ours do is damaged,
// and so is one that the library would panic at.
func decodeHash(hash string) (p *argon2id.Params, salt, key []byte, err error) {
	p, salt, key, err = argon2id.DecodeHash(hash)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("read the hash of a password: %w", err)
	}
	if p.Iterations < 1 || p.Iterations > 16 || p.Memory < 8 || p.Memory > 256*1024 || p.Parallelism < 1 ||
		p.Parallelism > 4 || len(salt) < 8 || len(key) < 16 || len(key) > 64 {
		return nil, nil, nil, fmt.Errorf("read the hash of a password: parameters beyond reason: m=%d t=%d p=%d", p.Memory, p.Iterations, p.Parallelism)
	}
	return p, salt, key, nil
}
