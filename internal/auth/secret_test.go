package auth

import (
	"bytes"
	"testing"
)

func TestSecret(t *testing.T) {
	_, random := seeded(t)
	shown, digest, err := NewSecret(ForLink, random)
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := Digest(ForLink, shown); !ok || !bytes.Equal(got, digest) {
		t.Errorf("Digest(ForLink, the secret) = %x, %v; want %x", got, ok, digest)
	}
	if got, ok := Digest(ForDevice, shown); !ok || bytes.Equal(got, digest) {
		t.Error("a secret for a link is one for a device too")
	}
	for _, wrong := range []string{"", shown[1:], shown + "A", shown + "\n", "\r\n" + shown[2:], "=" + shown[1:], "+" + shown[1:]} {
		if got, ok := Digest(ForLink, wrong); ok {
			t.Errorf("Digest(ForLink, %q) = %x; want none", wrong, got)
		}
	}
	if _, _, err := NewSecret(ForLink, &dry{31}); err == nil {
		t.Error("NewSecret made a secret of 31 bytes of randomness")
	}
}

// TestSecrets_areDifferent draws many; ASVS asks for no repeat in a million.
func TestSecrets_areDifferent(t *testing.T) {
	_, random := seeded(t)
	seen := map[string]bool{}
	for range assure(20_000, 1_000_000) {
		shown, digest, err := NewSecret(ForDevice, random)
		if err != nil || len(shown) != 43 || seen[string(digest)] {
			t.Fatalf("NewSecret = %q, %v; seen before: %v", shown, err, seen[string(digest)])
		}
		seen[string(digest)] = true
	}
}
