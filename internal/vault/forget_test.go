package vault_test

import (
	"context"
	"database/sql"
	"errors"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/vault"
)

// TestForget forgets a thousand of two thousand persons and looks for their keys in
// every byte that there is, while the file is open and after it has been closed.
func TestForget(t *testing.T) {
	t.Parallel()
	path, c, made := filepath.Join(t.TempDir(), "test.keys"), newClock(), &recorder{}
	v := open(t, path, c, made)
	ids, sealed := persons(t, 2000), map[directory.ID][]byte{}
	var canaries, kept [][]byte
	for i, id := range ids {
		sealed[id] = seal(t, v, id, "text")
		if i%2 == 0 {
			canaries = append(canaries, made.last())
		} else {
			kept = append(kept, made.last())
		}
	}
	if n := readable(t, filepath.Dir(path), canaries); n != 1000 {
		t.Fatalf("%d of 1000 keys can be found while they are there", n)
	}
	for i := 0; i < len(ids); i += 2 {
		check(t, v.Forget(t.Context(), ids[i]))
	}
	if n := readable(t, filepath.Dir(path), canaries); n != 0 {
		t.Errorf("%d of 1000 forgotten keys can be found", n)
	}
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() != 0 {
		t.Errorf("the log after Forget: %v, %v; want it empty", info, err)
	}
	for i, id := range ids {
		if i%2 == 0 {
			wantForgotten(t, v, id, sealed[id])
		} else {
			wantOpen(t, v, id, sealed[id], "text")
		}
	}
	check(t, v.Close())
	if n, m := readable(t, filepath.Dir(path), canaries), readable(t, filepath.Dir(path), kept); n != 0 || m != 1000 {
		t.Errorf("after closing, %d of 1000 forgotten keys can be found, and %d of 1000 others", n, m)
	}
}

// TestForget_anyOrder lets persons come, turn their keys and be forgotten at random,
// from few to many and back, so that slots are used again and again: at the end all
// keys that live can be found, and none that does not.
func TestForget_anyOrder(t *testing.T) {
	t.Parallel()
	seed := mathrand.Uint64()
	random := mathrand.New(mathrand.NewPCG(seed, 2))
	path, c, made := filepath.Join(t.TempDir(), "test.keys"), newClock(), &recorder{}
	v := open(t, path, c, made)
	var ids []directory.ID
	keys := map[directory.ID][][]byte{}
	var dead [][]byte
	for step := range 1800 {
		if coming := step/200%2 == 0; len(ids) == 0 || (random.IntN(4) == 0) != coming {
			id := person(t)
			seal(t, v, id, "text")
			ids, keys[id] = append(ids, id), [][]byte{made.last()}
			continue
		}
		i := random.IntN(len(ids))
		id := ids[i]
		check(t, v.Forget(t.Context(), id))
		dead = append(dead, keys[id]...)
		delete(keys, id)
		ids[i] = ids[len(ids)-1]
		ids = ids[:len(ids)-1]
	}
	var living [][]byte
	for _, k := range keys {
		living = append(living, k...)
	}
	if n, m := readable(t, filepath.Dir(path), dead), readable(t, filepath.Dir(path), living); n != 0 || m != len(living) {
		t.Errorf("%d of %d forgotten keys can be found, and %d of %d others (seed %d)", n, len(dead), m, len(living), seed)
	}
	check(t, v.Close())
	sqlite(t, path, `PRAGMA integrity_check`)
}

func TestForget_again(t *testing.T) {
	v, _, _ := fresh(t)
	amy := person(t)
	check(t, v.Forget(t.Context(), amy)) // who never had a key
	old := seal(t, v, amy, "before")
	check(t, v.Forget(t.Context(), amy))
	check(t, v.Forget(t.Context(), amy))
	wantForgotten(t, v, amy, old)
	if _, err := v.Reseal(t.Context(), amy, old, place); directory.KindOf(err) != directory.NotFound {
		t.Errorf("Reseal(of somebody forgotten) = %v, want NotFound", err)
	}
	wantOpen(t, v, amy, seal(t, v, amy, "after"), "after")
	if got, err := v.Open(t.Context(), amy, old, place); err == nil {
		t.Errorf("Open(what was sealed before) = %q, want an error", got)
	}
}

// TestForget_whileRead has somebody read the file, so that the log cannot be emptied
// at once: Forget waits, and does not say that it is done before it is.
func TestForget_whileRead(t *testing.T) {
	path, made := filepath.Join(t.TempDir(), "test.keys"), &recorder{}
	v := open(t, path, newClock(), made)
	amy := person(t)
	seal(t, v, amy, "text")
	key := made.last()
	db, err := sql.Open("sqlite3", path)
	check(t, err)
	defer db.Close()
	tx, err := db.BeginTx(t.Context(), nil)
	check(t, err)
	var n int
	check(t, tx.QueryRowContext(t.Context(), `SELECT count(*) FROM key`).Scan(&n))

	soon, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer stop()
	if err := v.Forget(soon, amy); err == nil {
		t.Error("Forget(while somebody reads) = nil before the log was empty")
	}
	done := make(chan error)
	go func() { done <- v.Forget(t.Context(), amy) }()
	check(t, tx.Rollback())
	check(t, <-done)
	if n := readable(t, filepath.Dir(path), [][]byte{key}); n != 0 {
		t.Error("the key can be found after Forget")
	}
}

func TestSweep(t *testing.T) {
	path, c, made := filepath.Join(t.TempDir(), "test.keys"), newClock(), &recorder{}
	v := open(t, path, c, made)
	ids := persons(t, 600) // more than a page
	sealed, orphans := map[directory.ID][]byte{}, map[directory.ID]bool{}
	var lost [][]byte
	for i, id := range ids {
		sealed[id] = seal(t, v, id, "text")
		if i%3 == 0 {
			orphans[id] = true
			lost = append(lost, made.last())
		}
	}
	known := func(id directory.ID) (bool, error) { return !orphans[id], nil }
	want := func(when string, want vault.Swept) {
		t.Helper()
		if got, err := v.Sweep(t.Context(), known); err != nil || got != want {
			t.Errorf("%s: Sweep = %+v, %v; want %+v", when, got, err, want)
		}
	}
	want("at once", vault.Swept{Orphans: 200})
	c.pass(vault.OrphanFor)
	delete(orphans, ids[0]) // a database that was put back
	want("after a week", vault.Swept{Orphans: 199})
	orphans[ids[0]] = true
	c.pass(time.Millisecond)
	want("a moment later", vault.Swept{Orphans: 1, Erased: 199})
	for i, id := range ids {
		if i%3 == 0 && i > 0 {
			wantForgotten(t, v, id, sealed[id])
		} else {
			wantOpen(t, v, id, sealed[id], "text")
		}
	}
	if n := readable(t, filepath.Dir(path), lost); n != 1 {
		t.Errorf("the keys of %d orphans can be found, want that of 1", n)
	}
	c.pass(vault.OrphanFor + time.Millisecond)
	want("a week later", vault.Swept{Erased: 1})
	want("and again", vault.Swept{})

	down := errors.New("the database is away")
	if got, err := v.Sweep(t.Context(), func(directory.ID) (bool, error) { return false, down }); !errors.Is(err, down) || got != (vault.Swept{}) {
		t.Errorf("Sweep(with a database that is away) = %+v, %v", got, err)
	}
	wantOpen(t, v, ids[1], sealed[ids[1]], "text")
}
