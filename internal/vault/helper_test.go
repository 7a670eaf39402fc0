package vault_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/vault"
)

// clock is a clock that is moved by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// recorder is randomness that remembers the keys that were made of it: all that was
// read in one go of 32 bytes.
type recorder struct {
	mu   sync.Mutex
	keys [][]byte
}

func (r *recorder) Read(b []byte) (int, error) {
	n, err := rand.Read(b)
	if len(b) == 32 {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.keys = append(r.keys, bytes.Clone(b))
	}
	return n, err
}

// last is the key that was made last.
func (r *recorder) last() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.keys[len(r.keys)-1]
}

// open opens the vault at path, makes it if there is none, and closes it in the end.
func open(tb testing.TB, path string, c *clock, random io.Reader) *vault.Vault {
	tb.Helper()
	v, err := vault.Open(tb.Context(), path, vault.Options{Create: true, Now: c.Now, Random: random})
	check(tb, err)
	tb.Cleanup(func() { check(tb, v.Close()) })
	return v
}

// fresh opens a new vault in a folder of its own.
func fresh(tb testing.TB) (v *vault.Vault, path string, c *clock) {
	tb.Helper()
	path, c = filepath.Join(tb.TempDir(), "test.keys"), newClock()
	return open(tb, path, c, rand.Reader), path, c
}

func person(tb testing.TB) directory.ID {
	tb.Helper()
	id, err := directory.NewID(newClock().Now(), rand.Reader)
	check(tb, err)
	return id
}

func persons(tb testing.TB, n int) []directory.ID {
	tb.Helper()
	ids := make([]directory.ID, n)
	for i := range ids {
		ids[i] = person(tb)
	}
	return ids
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// seal seals text for a person, or fails the test.
func seal(tb testing.TB, v *vault.Vault, person directory.ID, text string) []byte {
	tb.Helper()
	sealed, err := v.Seal(tb.Context(), person, []byte(text), place)
	check(tb, err)
	return sealed
}

var place = []byte("account.totp")

func wantOpen(tb testing.TB, v *vault.Vault, person directory.ID, sealed []byte, want string) {
	tb.Helper()
	if got, err := v.Open(tb.Context(), person, sealed, place); err != nil || string(got) != want {
		tb.Errorf("Open(%s, sealed) = %q, %v; want %q", person, got, err, want)
	}
}

func wantForgotten(tb testing.TB, v *vault.Vault, person directory.ID, sealed []byte) {
	tb.Helper()
	got, err := v.Open(tb.Context(), person, sealed, place)
	if got != nil || directory.KindOf(err) != directory.NotFound {
		tb.Errorf("Open(%s, sealed) = %q, %v; want it to be forgotten", person, got, err)
	}
}

// readable counts which of the keys stand in any file of folder, plain, in base64 or
// in hexadecimal.
func readable(tb testing.TB, folder string, keys [][]byte) (found int) {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	check(tb, err)
	var all []byte
	for _, file := range files {
		b, err := os.ReadFile(file)
		check(tb, err)
		all = append(all, b...)
	}
	// The index makes looking for thousands of keys one pass over the bytes.
	at := map[[8]byte][]int{}
	for i := range len(all) - 7 {
		k := [8]byte(all[i : i+8])
		at[k] = append(at[k], i)
	}
	for _, key := range keys {
		for _, form := range [][]byte{key, []byte(base64.RawStdEncoding.EncodeToString(key)[:40]), []byte(hex.EncodeToString(key))} {
			if starts(all, at[[8]byte(form[:8])], form) {
				found++
				break
			}
		}
	}
	return found
}

func starts(all []byte, at []int, form []byte) bool {
	for _, i := range at {
		if bytes.HasPrefix(all[i:], form) {
			return true
		}
	}
	return false
}
