package auth

import (
	"crypto/ed25519"
	"errors"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"rootline/internal/directory"
)

var noon = time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC)

// source is randomness that a test can have again, by the seed that it prints.
type source struct{ *rand.ChaCha8 }

func (s source) Read(b []byte) (int, error) { return s.ChaCha8.Read(b) }

func seeded(tb testing.TB) (*rand.Rand, source) {
	tb.Helper()
	seed := rand.Uint64()
	tb.Logf("seed %d", seed)
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	s := source{rand.NewChaCha8(key)}
	return rand.New(s), s
}

// fixed is the same randomness in every run.
func fixed(n byte) source { return source{rand.NewChaCha8([32]byte{n})} }

// dry is randomness that has run out.
type dry struct{ left int }

func (d *dry) Read(b []byte) (int, error) {
	n := min(d.left, len(b))
	d.left -= n
	if n == 0 {
		return 0, errors.New("no randomness left")
	}
	return n, nil
}

// assure picks the long form of a test if it is asked for.
func assure(short, long int) int {
	if os.Getenv("ROOTLINE_ASSURE") != "" {
		return long
	}
	return short
}

func newID(tb testing.TB, n byte) directory.ID {
	tb.Helper()
	id, err := directory.NewID(noon, fixed(n))
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

func newKey(n byte) ed25519.PrivateKey {
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = n
	return ed25519.NewKeyFromSeed(seed)
}

func public(k ed25519.PrivateKey) ed25519.PublicKey {
	p, _ := k.Public().(ed25519.PublicKey)
	return p
}

// said is the sentence of an error that is worth telling, and its kind.
func said(err error) string {
	var e *directory.Error
	switch {
	case err == nil:
		return "fine"
	case errors.As(err, &e):
		return e.Message.ID
	}
	return "our fault: " + err.Error()
}
