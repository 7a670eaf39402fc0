package vault_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	mathrand "math/rand/v2"
	"path/filepath"
	"sync"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/vault"
)

func TestSeal(t *testing.T) {
	v, path, c := fresh(t)
	amy := person(t)
	for _, text := range []string{"", "a", "+44 20 7946 0123", string(bytes.Repeat([]byte("é\x00"), 1<<19))} {
		sealed, again := seal(t, v, amy, text), seal(t, v, amy, text)
		if bytes.Equal(sealed, again) {
			t.Errorf("Seal(%.20q) twice gives the same", text)
		}
		if text != "" && len(text) > 8 && bytes.Contains(sealed, []byte(text[:8])) {
			t.Errorf("Seal(%.20q) shows it", text)
		}
		wantOpen(t, v, amy, sealed, text)
		check(t, v.Close())
		v = open(t, path, c, rand.Reader)
		wantOpen(t, v, amy, sealed, text)
	}
	if _, err := v.Seal(t.Context(), directory.ID{}, []byte("x"), place); err == nil {
		t.Error("Seal(nobody) = nil, want an error")
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := v.Seal(stopped, amy, []byte("x"), place); !errors.Is(err, context.Canceled) {
		t.Errorf("Seal(with a context that has ended) = %v", err)
	}
}

// TestOpen_bound tries what was sealed in every other place, for everybody else, and
// with the keys of another vault that has the same persons.
func TestOpen_bound(t *testing.T) {
	v, _, c := fresh(t)
	other := open(t, filepath.Join(t.TempDir(), "other.keys"), c, rand.Reader)
	amy, bob := person(t), person(t)
	seal(t, v, bob, "bob's")
	seal(t, other, amy, "amy's elsewhere")
	sealed := seal(t, v, amy, "amy's")
	wantOpen(t, v, amy, sealed, "amy's")

	id := amy.Bytes()
	tests := []struct {
		name   string
		v      *vault.Vault
		person directory.ID
		place  []byte
	}{
		{"another person", v, bob, place},
		{"another place", v, amy, []byte("account.email")},
		{"no place", v, amy, nil},
		{"a longer place", v, amy, append(bytes.Clone(place), 0)},
		{"a shorter place", v, amy, place[:len(place)-1]},
		{"the person's id as a place", v, amy, append(id[:], place...)},
		{"another vault", other, amy, place},
	}
	for _, tt := range tests {
		got, err := tt.v.Open(t.Context(), tt.person, sealed, tt.place)
		if err == nil || directory.KindOf(err) != directory.Internal {
			t.Errorf("Open(%s) = %q, %v; want an error that is nobody's to read", tt.name, got, err)
		}
	}
	wantForgotten(t, v, person(t), sealed) // somebody who never had a key
	if _, err := v.Open(t.Context(), directory.ID{}, sealed, place); err == nil {
		t.Error("Open(nobody) = nil, want an error")
	}
}

// TestOpen_swapped gives a person the key of another, as somebody could who can write
// to the keys' file: it opens nothing of the other's.
func TestOpen_swapped(t *testing.T) {
	v, path, c := fresh(t)
	amy, bob := person(t), person(t)
	amys := seal(t, v, amy, "amy's")
	seal(t, v, bob, "bob's")
	check(t, v.Close())
	sqlite(t, path, `DELETE FROM key WHERE person = '`+bob.String()+`'`, `UPDATE key SET person = '`+bob.String()+`' WHERE person = '`+amy.String()+`'`)
	v = open(t, path, c, rand.Reader)
	if got, err := v.Open(t.Context(), bob, amys, place); err == nil {
		t.Errorf("Open(amy's, for bob with amy's key) = %q, want an error", got)
	}
}

// TestOpen_mutated changes what was sealed in every bit, cuts it everywhere, joins it
// with others, and changes it at random: nothing of it opens.
func TestOpen_mutated(t *testing.T) {
	v, _, _ := fresh(t)
	amy := person(t)
	sealed, second := seal(t, v, amy, "amy's number"), seal(t, v, amy, "amy's other n")
	tried, seed := 0, mathrand.Uint64()
	refused := func(b []byte) {
		if bytes.Equal(b, sealed) || bytes.Equal(b, second) {
			return
		}
		tried++
		if got, err := v.Open(t.Context(), amy, b, place); err == nil {
			t.Errorf("Open(%x) = %q, want it refused (seed %d)", b, got, seed)
		}
	}
	for i := range len(sealed) * 8 {
		b := bytes.Clone(sealed)
		b[i/8] ^= 1 << (i % 8)
		refused(b)
	}
	for i := range sealed {
		refused(sealed[:i])
		refused(sealed[i+1:])
		refused(append(bytes.Clone(sealed[:i]), second[i:]...))
		refused(append(bytes.Clone(sealed), sealed[i:]...))
		refused(append(bytes.Clone(sealed[:i]), append([]byte{0}, sealed[i:]...)...))
	}
	random := mathrand.New(mathrand.NewPCG(seed, 1))
	for tried < 10_000 {
		b := bytes.Clone(sealed)
		for range 1 + random.IntN(4) {
			b[random.IntN(len(b))] = byte(random.Uint32())
		}
		refused(b)
	}
	wantOpen(t, v, amy, sealed, "amy's number")
}

func FuzzOpen(f *testing.F) {
	v, _, _ := fresh(f)
	amy := person(f)
	sealed := seal(f, v, amy, "amy's number")
	for i := range 5 {
		f.Add(sealed[:len(sealed)-i], place)
	}
	f.Add([]byte{}, []byte{})
	f.Add(append([]byte{0}, sealed...), place)
	f.Fuzz(func(t *testing.T, b, at []byte) {
		got, err := v.Open(t.Context(), amy, b, at)
		if err == nil && (!bytes.Equal(b, sealed) || !bytes.Equal(at, place)) {
			t.Errorf("Open(%x, %x) = %q, want it refused", b, at, got)
		}
	})
}

// TestSeal_concurrent gives new persons their first keys from many goroutines at once:
// each person has one key, and everything opens.
func TestSeal_concurrent(t *testing.T) {
	v, path, c := fresh(t)
	second := open(t, path, c, rand.Reader)
	ids := persons(t, 20)
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			for _, id := range ids {
				by, other := v, second
				if i%2 == 0 {
					by, other = second, v
				}
				sealed, err := by.Seal(t.Context(), id, []byte("text"), place)
				if err != nil {
					t.Error(err)
					return
				}
				wantOpen(t, other, id, sealed, "text")
			}
		})
	}
	wg.Wait()
	if got := keysIn(t, path, "person"); got != len(ids) {
		t.Errorf("%d persons have %d keys", len(ids), got)
	}
}

func TestDigest(t *testing.T) {
	v, path, c := fresh(t)
	other := open(t, filepath.Join(t.TempDir(), "other.keys"), c, rand.Reader)
	email := v.Digest("email", "amy@example.com")
	if len(email) != 32 {
		t.Errorf("a digest has %d bytes, want 32", len(email))
	}
	tests := []struct {
		name string
		got  []byte
		same bool
	}{
		{"again", v.Digest("email", "amy@example.com"), true},
		{"opened again", open(t, path, c, rand.Reader).Digest("email", "amy@example.com"), true},
		{"another value", v.Digest("email", "bob@example.com"), false},
		{"another purpose", v.Digest("phone", "amy@example.com"), false},
		{"the border moved", v.Digest("emaila", "my@example.com"), false},
		{"another vault", other.Digest("email", "amy@example.com"), false},
	}
	check(t, v.RotateSigning(t.Context()))
	tests = append(tests, struct {
		name string
		got  []byte
		same bool
	}{"after a rotation", v.Digest("email", "amy@example.com"), true})
	for _, tt := range tests {
		if bytes.Equal(tt.got, email) != tt.same {
			t.Errorf("%s: the digests are equal: %v, want %v", tt.name, !tt.same, tt.same)
		}
	}
}

// TestUnused: a vault is in use from the first person on, and no more once the last
// one has been forgotten.
func TestUnused(t *testing.T) {
	v, _, _ := fresh(t)
	is := func(when string, want bool) {
		t.Helper()
		if got, err := v.Unused(t.Context()); got != want || err != nil {
			t.Errorf("Unused() %s = %v, %v; want %v", when, got, err, want)
		}
	}
	amy := person(t)
	is("of a new vault", true)
	_, err := v.Seal(t.Context(), amy, []byte("hello"), []byte("place"))
	check(t, err)
	is("with a person", false)
	check(t, v.Forget(t.Context(), amy))
	is("when she is forgotten", true)
}
