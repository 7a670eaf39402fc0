package vault_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"rootline/internal/vault"
)

// TestVerifiers turns the clock past what a replaced key may verify.
func TestVerifiers(t *testing.T) {
	path, c, made := filepath.Join(t.TempDir(), "test.keys"), newClock(), &recorder{}
	v := open(t, path, c, made)
	message := []byte("a token")
	first, private, err := v.Signer(t.Context())
	check(t, err)
	seed := made.last()
	signature := ed25519.Sign(private, message)
	// verifies reports whether what the first key has signed is still believed.
	verifies := func(v *vault.Vault) bool {
		t.Helper()
		keys, err := v.Verifiers(t.Context())
		check(t, err)
		kid, private, err := v.Signer(t.Context())
		check(t, err)
		if !ed25519.Verify(keys[kid], message, ed25519.Sign(private, message)) {
			t.Error("what is signed now does not verify")
		}
		return keys[first] != nil && ed25519.Verify(keys[first], message, signature)
	}
	steps := []struct {
		name string
		pass time.Duration
		do   func() error
		want bool
	}{
		{"at first", 0, nil, true},
		{"a year on", 365 * 24 * time.Hour, nil, true},
		{"just replaced", 0, func() error { return v.RotateSigning(t.Context()) }, true},
		{"replaced again", 6 * time.Hour, func() error { return v.RotateSigning(t.Context()) }, true},
		{"nearly 12 hours", 6*time.Hour - 1, nil, true},
		{"on the stroke", 1, nil, true},
		{"too late", 1, nil, false},
		{"replaced for the third time", time.Hour, func() error { return v.RotateSigning(t.Context()) }, false},
	}
	for _, s := range steps {
		c.pass(s.pass)
		if s.do != nil {
			check(t, s.do())
		}
		if got := verifies(v); got != s.want {
			t.Errorf("%s: the first key verifies: %v, want %v", s.name, got, s.want)
		}
	}
	if n := readable(t, filepath.Dir(path), [][]byte{seed}); n != 0 {
		t.Error("the first key can be found in the file after it has ended")
	}
	keys, err := v.Verifiers(t.Context())
	if err != nil || len(keys) != 3 {
		t.Errorf("Verifiers() = %d keys, %v; want 3", len(keys), err)
	}
	check(t, v.Close())
	v = open(t, path, c, rand.Reader)
	again, err := v.Verifiers(t.Context())
	check(t, err)
	for kid, key := range keys {
		if !key.Equal(again[kid]) {
			t.Errorf("%s is another key after opening again", kid)
		}
	}
	c.pass(vault.VerifyFor + time.Second)
	if _, err := v.Sweep(t.Context(), nil); err != nil || keysIn(t, path, "signing") != 1 {
		t.Errorf("Sweep = %v and leaves %d signing keys, want 1", err, keysIn(t, path, "signing"))
	}
}
