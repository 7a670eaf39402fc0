package vault_test

import (
	"crypto/rand"
	"errors"
	"io"
	"path/filepath"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/vault"
)

// dry is randomness that has run out while it is dry.
type dry struct{ dry bool }

var errDry = errors.New("no randomness")

func (d *dry) Read(b []byte) (int, error) {
	if d.dry {
		return 0, errDry
	}
	return rand.Read(b)
}

// TestRandomness_failing makes no key of anything but randomness: neither a vault nor
// a person's key comes of it, and what fails leaves nothing.
func TestRandomness_failing(t *testing.T) {
	path, c, random := filepath.Join(t.TempDir(), "test.keys"), newClock(), &dry{dry: true}
	for _, r := range []io.Reader{random, io.LimitReader(rand.Reader, 50)} {
		_, err := vault.Open(t.Context(), path, vault.Options{Create: true, Now: c.Now, Random: r})
		if err == nil || names(t, path) != "" {
			t.Errorf("Open(without randomness) = %v, leaving %q", err, names(t, path))
		}
	}
	random.dry = false
	v := open(t, path, c, random)
	amy := person(t)
	first, _, err := v.Signer(t.Context())
	check(t, err)
	random.dry = true
	if sealed, err := v.Seal(t.Context(), amy, []byte("text"), place); !errors.Is(err, errDry) {
		t.Errorf("Seal(without randomness) = %x, %v", sealed, err)
	}
	if err := v.RotateSigning(t.Context()); !errors.Is(err, errDry) {
		t.Errorf("RotateSigning(without randomness) = %v", err)
	}
	if kid, _, err := v.Signer(t.Context()); err != nil || kid != first {
		t.Errorf("Signer() = %s, %v; want %s as before", kid, err, first)
	}
	if n := keysIn(t, path, "person"); n != 0 {
		t.Errorf("%d keys were made of nothing", n)
	}
	random.dry = false
	wantOpen(t, v, amy, seal(t, v, amy, "text"), "text")
}

// TestDamaged writes over keys. What needs them fails, the rest goes on, and no
// backup is taken for one.
func TestDamaged(t *testing.T) {
	v, path, c := fresh(t)
	amy, bob := person(t), person(t)
	amys, bobs := seal(t, v, amy, "amy's"), seal(t, v, bob, "bob's")
	check(t, v.Close())
	harm := func(where string) {
		t.Helper()
		sqlite(t, path, `UPDATE slot SET content = zeroblob(192) WHERE id = (SELECT slot FROM key WHERE `+where+`)`)
	}
	harm(`person = '` + amy.String() + `'`)
	v = open(t, path, c, rand.Reader)
	if _, err := v.Open(t.Context(), amy, amys, place); err == nil || directory.KindOf(err) != directory.Internal {
		t.Errorf("Open(with a damaged key) = %v, want an error of ours", err)
	}
	if sealed, err := v.Seal(t.Context(), amy, []byte("more"), place); err == nil {
		t.Errorf("Seal(with a damaged key) = %x, want an error", sealed)
	}
	wantOpen(t, v, bob, bobs, "bob's")
	to := filepath.Join(t.TempDir(), "copy.keys")
	wantRefused(t, "Backup(with a damaged key)", v.Backup(t.Context(), to), "vault.damaged", path)
	if names(t, to) != "" {
		t.Errorf("Backup leaves %s", names(t, to))
	}
	check(t, v.Forget(t.Context(), amy)) // erasing does not need to read
	check(t, v.Backup(t.Context(), to))
	check(t, v.Close())

	harm(`use = 'digest'`)
	_, err := vault.Open(t.Context(), path, vault.Options{Now: c.Now, Random: rand.Reader})
	wantRefused(t, "Open(with a damaged key of digests)", err, "vault.damaged", path)
}

func wantRefused(t *testing.T, call string, err error, id, file string) {
	t.Helper()
	if wrong := (*directory.Error)(nil); !errors.As(err, &wrong) || wrong.Message.ID != id || wrong.Message.Args["File"] != file {
		t.Errorf("%s = %v, want %s of %s", call, err, id, file)
	}
}
