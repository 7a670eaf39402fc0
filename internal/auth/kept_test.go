package auth

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"rootline/internal/directory"
)

func TestSecret_Redeem(t *testing.T) {
	mine, other := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
	fresh := Secret{ExpiresAt: directory.At(noon) + 1}
	for _, tt := range []struct {
		name    string
		alter   func(*Secret)
		browser []byte
		want    string
	}{
		{"fresh", func(*Secret) {}, nil, "fine"},
		{"fresh, in whatever browser", func(*Secret) {}, mine, "fine"},
		{"in its browser", func(s *Secret) { s.Browser = mine }, mine, "fine"},
		{"in another browser", func(s *Secret) { s.Browser = mine }, other, "secret.browser"},
		{"in no browser", func(s *Secret) { s.Browser = mine }, nil, "secret.browser"},
		{"used", func(s *Secret) { s.UsedAt = 1 }, nil, "secret.used"},
		{"used and expired", func(s *Secret) { s.UsedAt, s.ExpiresAt = 1, 1 }, nil, "secret.used"},
		{"replaced", func(s *Secret) { s.ReplacedAt = 1 }, nil, "secret.replaced"},
		{"just expired", func(s *Secret) { s.ExpiresAt = directory.At(noon) }, nil, "secret.expired"},
		{"a code, by its own browser", func(s *Secret) { s.Browser, s.Tag = mine, mine }, mine, "secret.unknown"},
	} {
		s := fresh
		tt.alter(&s)
		was := s.UsedAt
		err := s.Redeem(tt.browser, noon)
		if said(err) != tt.want || (err == nil) != (s.UsedAt == directory.At(noon)) || err != nil && s.UsedAt != was {
			t.Errorf("Redeem(%s) = %v, used at %d; want %s", tt.name, err, s.UsedAt, tt.want)
		}
		if err := s.Redeem(tt.browser, noon); tt.want == "fine" && said(err) != "secret.used" {
			t.Errorf("Redeem(%s, again) = %v, want secret.used", tt.name, err)
		}
	}
}

// TestSecret_Try keeps a code as a secret: it comes back as it was, ends after five
// wrong tries, and a new one in its place works once.
func TestSecret_Try(t *testing.T) {
	browser, _, err := NewSecret(ForBrowser, fixed(1))
	if err != nil {
		t.Fatal(err)
	}
	code, state, err := NewCode(browser, noon, fixed(2))
	if err != nil {
		t.Fatal(err)
	}
	s := Secret{Kind: "code", UsedAt: 1, ReplacedAt: 1, Wrong: 3}
	s.SetCode(state)
	if got := fmt.Sprint(s.Code()); got != fmt.Sprint(state) {
		t.Errorf("Code() = %s, want %v", got, state)
	}
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	for n := range 6 {
		want := "auth.code_wrong"
		if n >= 4 {
			want = "auth.code_ended"
		}
		if err := s.Try(wrong, browser, noon); said(err) != want || s.UsedAt != 0 {
			t.Errorf("Try(wrong, for the %d. time) = %v, want %s", n+1, err, want)
		}
	}
	code, state, err = ReplaceCode(s.Code(), browser, noon, fixed(3))
	if err != nil {
		t.Fatal(err)
	}
	s.SetCode(state)
	for _, want := range []string{"fine", "auth.code_used"} {
		at := noon.Add(time.Second)
		if err := s.Try(code, browser, at); said(err) != want || s.UsedAt != directory.At(at) {
			t.Errorf("Try(the right one) = %v, used at %d; want %s", err, s.UsedAt, want)
		}
	}
}

// TestCredentials_SpendRecovery spends codes, and touches no copy of the credentials.
func TestCredentials_SpendRecovery(t *testing.T) {
	codes, digests, err := NewRecoveryCodes(fixed(1))
	if err != nil {
		t.Fatal(err)
	}
	was := Credentials{Recovery: digests}
	c := was
	for i, code := range []string{codes[3], codes[0], codes[9]} {
		for _, want := range []bool{true, false} {
			if got := c.SpendRecovery(code); got != want || len(c.Recovery) != len(codes)-i-1 {
				t.Errorf("SpendRecovery(%d) = %v, %d left; want %v", i, got, len(c.Recovery), want)
			}
		}
	}
	for i, code := range codes {
		if index, ok := MatchRecovery(code, was.Recovery); !ok || index != i {
			t.Errorf("SpendRecovery has changed what it was copied from: code %d is %d, %v", i, index, ok)
		}
	}
}
