package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
)

// TestHasher_exact: what is hashed is the password, all of it and nothing else.
func TestHasher_exact(t *testing.T) {
	ctx, h := t.Context(), NewHasher()
	password := "Window tulip  brave mañgo" + strings.Repeat("x", 70)
	hash, err := h.Hash(ctx, password, fixed(1))
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := argon2id.ComparePasswordAndHash(password, hash); !ok || err != nil {
		t.Errorf("the library says of Hash(%q) = %s: %v, %v", password, hash, ok, err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") || NeedsRehash(hash) {
		t.Errorf("Hash = %s; needs to be made anew: %v", hash, NeedsRehash(hash))
	}
	for typed, want := range map[string]bool{
		password: true,
		strings.Replace(password, "ñ", "n\u0303", 1): true, // composed in another way
		strings.ToLower(password):                    false,
		password + " ":                               false,
		" " + password:                               false,
		strings.Replace(password, "  ", " ", 1):      false,
		password[:72] + "y" + password[73:]:          false,
		password[:len(password)-1]:                   false,
		"":                                           false,
		strings.Repeat("x", 5000):                    false,
		"\xff":                                       false,
	} {
		if got, err := h.Verify(ctx, typed, hash); got != want || err != nil {
			t.Errorf("Verify(%.90q) = %v, %v; want %v", typed, got, err, want)
		}
	}
	if _, err := h.Hash(ctx, "\xff", fixed(1)); err == nil {
		t.Error("Hash hashed what is no password")
	}
	if _, err := h.Hash(ctx, password, &dry{15}); err == nil {
		t.Error("Hash hashed with 15 bytes of salt")
	}
}

// TestHasher_sameWork is the hasher's part of S7: each branch of a sign-in hashes
// once, or for text that is no password not at all, whoever is asked for.
func TestHasher_sameWork(t *testing.T) {
	ctx, h := t.Context(), NewHasher()
	hash, err := h.Hash(ctx, "window-tulip-brave-mango", fixed(1))
	if err != nil {
		t.Fatal(err)
	}
	branches := map[string]func(string) (bool, error){
		"an account":                    func(p string) (bool, error) { return h.Verify(ctx, p, hash) },
		"no account, or without a hash": func(p string) (bool, error) { return h.VerifyNothing(ctx, p) },
	}
	for password, want := range map[string]int64{
		"window-tulip-brave-mango": 1, "wrong": 1, "": 1, strings.Repeat("a", 128): 1, strings.Repeat("a", 129): 0, "a\x00b": 0, "\xff": 0,
	} {
		for name, ask := range branches {
			before := h.Calls()
			if _, err := ask(password); err != nil {
				t.Fatal(err)
			}
			if got := h.Calls() - before; got != want {
				t.Errorf("asking %s with %.30q hashed %d times, want %d", name, password, got, want)
			}
		}
	}
	if ok, err := h.VerifyNothing(ctx, "window-tulip-brave-mango"); ok || err != nil {
		t.Errorf("VerifyNothing = %v, %v", ok, err)
	}
}

func TestNeedsRehash(t *testing.T) {
	make := func(p argon2id.Params) string {
		hash, err := argon2id.CreateHash("x", &p)
		if err != nil {
			t.Fatal(err)
		}
		return hash
	}
	with := func(change func(*argon2id.Params)) string {
		p := cost
		p.Memory = 64
		was := cost
		cost = p
		t.Cleanup(func() { cost = was })
		change(&p)
		return make(p)
	}
	for name, tt := range map[string]struct {
		hash string
		want bool
	}{
		"today's cost":  {with(func(*argon2id.Params) {}), false},
		"more passes":   {with(func(p *argon2id.Params) { p.Iterations++ }), false},
		"fewer passes":  {with(func(p *argon2id.Params) { p.Iterations-- }), true},
		"less memory":   {with(func(p *argon2id.Params) { p.Memory = 32 }), true},
		"a shorter key": {with(func(p *argon2id.Params) { p.KeyLength = 16 }), true},
		"less salt":     {with(func(p *argon2id.Params) { p.SaltLength = 8 }), true},
		"nothing":       {"", true},
	} {
		if got := NeedsRehash(tt.hash); got != tt.want {
			t.Errorf("NeedsRehash(%s: %s) = %v", name, tt.hash, got)
		}
	}
}

// TestHasher_damaged: a hash that has been damaged is an error, not a panic, nor
// hours of work.
func TestHasher_damaged(t *testing.T) {
	h := NewHasher()
	good := "$argon2id$v=19$m=%s$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	for _, hash := range []string{
		"", "x", fmt.Sprintf(good, "19456,t=0,p=1"), fmt.Sprintf(good, "19456,t=2,p=0"), fmt.Sprintf(good, "4294967295,t=2,p=1"),
		fmt.Sprintf(good, "19456,t=4294967295,p=1"), fmt.Sprintf(good, "0,t=1,p=1"), fmt.Sprintf(good, "19456,t=2,p=255"),
		"$argon2i$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=19456,t=2,p=1$AA$AAAAAAAAAAAAAAAAAAAAAA", "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$",
		"$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
	} {
		if ok, err := h.Verify(t.Context(), "x", hash); ok || err == nil {
			t.Errorf("Verify(x, %q) = %v, %v", hash, ok, err)
		}
	}
	if h.Calls() != 0 {
		t.Errorf("%d damaged hashes were worked on", h.Calls())
	}
}

// TestHasher_slots: two hash at once, the others wait, and no longer than they are
// waited for.
func TestHasher_slots(t *testing.T) {
	h := NewHasher()
	for range hasherSlots {
		h.slots <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	for name, ask := range map[string]func(context.Context) error{
		"Hash":          func(ctx context.Context) error { _, err := h.Hash(ctx, "x", fixed(1)); return err },
		"Verify":        func(ctx context.Context) error { _, err := h.Verify(ctx, "x", someHash); return err },
		"VerifyNothing": func(ctx context.Context) error { _, err := h.VerifyNothing(ctx, "x"); return err },
	} {
		if err := ask(ctx); !errors.Is(err, context.DeadlineExceeded) || h.Calls() != 0 {
			t.Errorf("%s while two are at work: %v, %d hashed", name, err, h.Calls())
		}
	}
	for range hasherSlots {
		<-h.slots
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := h.VerifyNothing(t.Context(), "x"); err != nil {
				t.Errorf("VerifyNothing when there is room again: %v", err)
			}
		})
	}
	all.Wait()
	if h.Calls() != 8 {
		t.Errorf("%d of 8 hashed", h.Calls())
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := h.VerifyNothing(gone, "x"); !errors.Is(err, context.Canceled) || h.Calls() != 8 {
		t.Errorf("VerifyNothing for somebody who has left: %v", err)
	}
}

const someHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

func BenchmarkVerify(b *testing.B) {
	h := NewHasher()
	for b.Loop() {
		if _, err := h.Verify(b.Context(), "window-tulip-brave-mango", someHash); err != nil {
			b.Fatal(err)
		}
	}
}
