package auth

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestRecovery(t *testing.T) {
	_, random := seeded(t)
	shown, digests, err := NewRecoveryCodes(random)
	if err != nil || len(shown) != 10 || len(digests) != 10 {
		t.Fatalf("NewRecoveryCodes = %v, %d digests, %v", shown, len(digests), err)
	}
	others, _, err := NewRecoveryCodes(random)
	if err != nil {
		t.Fatal(err)
	}
	for i, code := range shown {
		if len(code) != 24+5 || slices.ContainsFunc(digests, func(d []byte) bool { return bytes.Contains(d, []byte(code)) }) {
			t.Errorf("a code is %q", code)
		}
		lazy := strings.NewReplacer("-", " ", "0", "o", "1", "l").Replace(strings.ToLower(code))
		for _, typed := range []string{code, lazy, strings.ReplaceAll(code, "-", ""), " " + code + "\u00a0"} {
			if at, ok := MatchRecovery(typed, digests); !ok || at != i {
				t.Errorf("MatchRecovery(%q) = %d, %v; want %d", typed, at, ok, i)
			}
		}
		for _, typed := range []string{others[i], code[1:], code + "0", "", strings.Repeat("0", 24), strings.Repeat("A", 1000), code[:28] + "U", code + "\n"} {
			if at, ok := MatchRecovery(typed, digests); ok || at != -1 {
				t.Errorf("MatchRecovery(%q) = %d, %v; it is none of them", typed, at, ok)
			}
		}
	}
	// A code works once, for its digest is taken away.
	if _, ok := MatchRecovery(shown[4], slices.Delete(slices.Clone(digests), 4, 5)); ok {
		t.Error("MatchRecovery found a code whose digest was taken away")
	}
	if _, ok := MatchRecovery(shown[0], nil); ok {
		t.Error("MatchRecovery found a code among none")
	}
	if _, _, err := NewRecoveryCodes(&dry{149}); err == nil {
		t.Error("NewRecoveryCodes made ten codes of 149 bytes of randomness")
	}
}
