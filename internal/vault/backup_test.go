package vault_test

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/vault"
)

func TestBackup(t *testing.T) {
	v, path, c := fresh(t)
	amy, bob := person(t), person(t)
	amys, bobs := seal(t, v, amy, "amy's"), seal(t, v, bob, "bob's")
	digest := v.Digest("email", "amy@example.com")
	to := filepath.Join(t.TempDir(), "copy.keys")
	check(t, v.Backup(t.Context(), to))
	if err := v.Backup(t.Context(), to); directory.KindOf(err) != directory.Conflict {
		t.Errorf("Backup(over a backup) = %v, want Conflict", err)
	}
	if err := v.Backup(t.Context(), filepath.Join(t.TempDir(), "no", "copy")); directory.KindOf(err) != directory.NotFound {
		t.Errorf("Backup(into a folder that is not there) = %v, want NotFound", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	nowhere := filepath.Join(t.TempDir(), "copy.keys")
	if err := v.Backup(stopped, nowhere); !errors.Is(err, context.Canceled) || names(t, nowhere) != "" {
		t.Errorf("Backup(with a context that has ended) = %v, leaving %s", err, names(t, nowhere))
	}
	if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 || names(t, to) != to {
		t.Errorf("the copy is %v, %v, among %s; want it alone and its owner's", info, err, names(t, to))
	}
	check(t, v.Forget(t.Context(), bob))
	carl := person(t)
	carls := seal(t, v, carl, "carl's") // a key may go where bob's was

	restored, err := vault.Open(t.Context(), to, vault.Options{Of: v.Name(), Now: c.Now, Random: rand.Reader})
	check(t, err)
	defer restored.Close()
	wantOpen(t, restored, amy, amys, "amy's")
	wantOpen(t, restored, bob, bobs, "bob's") // whom the ledger has to erase again
	wantForgotten(t, restored, carl, carls)
	if string(restored.Digest("email", "amy@example.com")) != string(digest) {
		t.Error("the copy makes other digests")
	}
	check(t, restored.Forget(t.Context(), bob))
	wantForgotten(t, restored, bob, bobs)
	wantOpen(t, v, carl, carls, "carl's")
	if keysIn(t, path, "person") != 2 {
		t.Error("the backup has changed what was copied")
	}
}

// TestBackup_underLoad copies while persons come and go: each copy is sound and has
// all who had come before it was begun and were not forgotten before it was done.
func TestBackup_underLoad(t *testing.T) {
	v, _, c := fresh(t)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for ctx.Err() == nil {
				id := person(t)
				seal(t, v, id, "text")
				if err := v.Forget(t.Context(), id); err != nil {
					t.Error(err)
				}
			}
		})
	}
	folder, sealed := t.TempDir(), map[directory.ID][]byte{}
	for i := range 10 {
		id := person(t)
		sealed[id] = seal(t, v, id, "text")
		to := filepath.Join(folder, strconv.Itoa(i))
		check(t, v.Backup(t.Context(), to))
		restored, err := vault.Open(t.Context(), to, vault.Options{Of: v.Name(), Now: c.Now, Random: rand.Reader})
		check(t, err)
		for id, sealed := range sealed {
			wantOpen(t, restored, id, sealed, "text")
		}
		check(t, restored.Close())
	}
	stop()
	wg.Wait()
}
