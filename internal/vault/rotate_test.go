package vault_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/vault"
)

// TestRotatePersons goes through a rotation step by step.
func TestRotatePersons(t *testing.T) {
	t.Parallel()
	path, c, made := filepath.Join(t.TempDir(), "test.keys"), newClock(), &recorder{}
	v := open(t, path, c, made)
	ids := persons(t, 300) // more than a page
	rows := map[directory.ID][]byte{}
	var old [][]byte
	for _, id := range ids {
		rows[id] = seal(t, v, id, id.String())
		old = append(old, made.last())
	}
	yesterday := map[directory.ID][]byte{} // a backup of the database
	for id, sealed := range rows {
		yesterday[id] = sealed
	}
	down := errors.New("the database is away")
	away := map[directory.ID]bool{ids[0]: true, ids[280]: true}
	reseal := func(ctx context.Context, id directory.ID) error {
		if away[id] {
			return down
		}
		sealed, err := v.Reseal(ctx, id, rows[id], place)
		rows[id] = sealed
		return err
	}
	before := c.Now().Add(time.Second)
	steps := []struct {
		name string
		pass time.Duration
		do   func()
		want vault.Rotation
		err  error
	}{
		{"all get new keys", time.Minute, nil, vault.Rotation{Turned: 300, Pending: 300}, nil},
		{"which is not done twice", 0, nil, vault.Rotation{Pending: 300}, nil},
		{"nothing is resealed too soon", vault.Settle - time.Millisecond, nil, vault.Rotation{Pending: 300}, nil},
		{"some cannot be resealed", time.Millisecond, nil, vault.Rotation{Resealed: 298, Pending: 2}, down},
		{"and can later", 0, func() { clear(away) }, vault.Rotation{Resealed: 2}, nil},
		{"no more to do", time.Hour, nil, vault.Rotation{}, nil},
		{"the next rotation", time.Hour, func() { before = c.Now() }, vault.Rotation{Turned: 300, Pending: 300}, nil},
		{"goes as the first", vault.Settle, nil, vault.Rotation{Resealed: 300}, nil},
	}
	for _, s := range steps {
		c.pass(s.pass)
		if s.do != nil {
			s.do()
		}
		got, err := v.RotatePersons(t.Context(), before, reseal)
		if got != s.want || !errors.Is(err, s.err) {
			t.Fatalf("%s: RotatePersons = %+v, %v; want %+v, %v", s.name, got, err, s.want, s.err)
		}
		for _, id := range ids {
			wantOpen(t, v, id, rows[id], id.String())
			wantOpen(t, v, id, yesterday[id], id.String())
		}
	}
	for id, sealed := range rows {
		if again, err := v.Reseal(t.Context(), id, sealed, place); err != nil || !bytes.Equal(again, sealed) {
			t.Fatalf("Reseal(of what is under the newest key) = %x, %v; want it as it was", again, err)
		}
	}

	all := func(directory.ID) (bool, error) { return true, nil }
	if got, err := v.Sweep(t.Context(), all); err != nil || got != (vault.Swept{}) {
		t.Errorf("Sweep(at once) = %+v, %v; want nothing erased", got, err)
	}
	c.pass(vault.KeepFor - 3*time.Hour)
	if got, err := v.Sweep(t.Context(), all); err != nil || got != (vault.Swept{}) {
		t.Errorf("Sweep(before 90 days) = %+v, %v; want nothing erased", got, err)
	}
	c.pass(3*time.Hour + time.Millisecond)
	if got, err := v.Sweep(t.Context(), all); err != nil || got != (vault.Swept{Erased: 600}) {
		t.Errorf("Sweep(90 days later) = %+v, %v; want 600 keys erased", got, err)
	}
	if n := readable(t, filepath.Dir(path), old); n != 0 {
		t.Errorf("%d of 300 old keys can be found", n)
	}
	for _, id := range ids {
		wantOpen(t, v, id, rows[id], id.String())
		if got, err := v.Open(t.Context(), id, yesterday[id], place); err == nil {
			t.Errorf("Open(what was sealed before the rotation) = %q, want an error", got)
		}
	}
}

// TestRotatePersons_cutOff stops a rotation half-way, and forgets somebody in the
// middle of one.
func TestRotatePersons_cutOff(t *testing.T) {
	v, _, c := fresh(t)
	amy := person(t)
	sealed := seal(t, v, amy, "text")
	c.pass(time.Hour)
	_, err := v.RotatePersons(t.Context(), c.Now(), nil)
	check(t, err)
	c.pass(vault.Settle)
	ctx, stop := context.WithCancel(t.Context())
	got, err := v.RotatePersons(ctx, c.Now(), func(context.Context, directory.ID) error { stop(); return ctx.Err() })
	if !errors.Is(err, context.Canceled) || got.Resealed != 0 {
		t.Errorf("RotatePersons(stopped) = %+v, %v", got, err)
	}
	wantOpen(t, v, amy, sealed, "text")
	check(t, v.Forget(t.Context(), amy)) // with both keys
	wantForgotten(t, v, amy, sealed)
	if got, err := v.RotatePersons(t.Context(), c.Now(), nil); err != nil || got != (vault.Rotation{}) {
		t.Errorf("RotatePersons(of nobody) = %+v, %v", got, err)
	}
}

// TestRotate_underLoad rotates all keys again and again while people work, through
// two openings of the file: no operation fails. The lock stands for the promise that
// a transaction is over before Settle is.
func TestRotate_underLoad(t *testing.T) {
	t.Parallel()
	v, path, c := fresh(t)
	vaults := []*vault.Vault{v, open(t, path, c, rand.Reader)}
	l := &load{T: t, vaults: vaults, ids: persons(t, 8)}
	l.rows = make([]atomic.Pointer[[]byte], len(l.ids))
	for i, id := range l.ids {
		sealed := seal(t, v, id, id.String())
		l.rows[i].Store(&sealed)
	}
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for worker := range 6 {
		wg.Go(func() {
			for i := worker; ctx.Err() == nil; i++ {
				l.work(vaults[i%2], i%len(l.ids))
			}
		})
	}
	turned := 0
	for round := range 10 {
		by := vaults[round%2]
		for range 3 {
			r, err := by.RotatePersons(t.Context(), c.Now(), func(_ context.Context, id directory.ID) error { return l.reseal(by, id) })
			check(t, err)
			turned += r.Turned
			check(t, by.RotateSigning(t.Context()))
			l.pass(c, vault.Settle)
		}
		l.pass(c, vault.KeepFor)
		_, err := by.Sweep(t.Context(), func(directory.ID) (bool, error) { return true, nil })
		check(t, err)
	}
	stop()
	wg.Wait()
	t.Logf("%d operations while %d keys of persons and 30 that sign were replaced", l.done.Load(), turned)
	if l.failed.Load() != 0 || l.done.Load() < 1000 || turned < 8*20 {
		t.Errorf("%d of %d operations failed, %d keys were replaced", l.failed.Load(), l.done.Load(), turned)
	}
	if n := keysIn(t, path, "person"); n > 3*len(l.ids) {
		t.Errorf("%d persons have %d keys in the end", len(l.ids), n)
	}
}

// load is a database of one row for each person, and people at work on it.
type load struct {
	*testing.T
	vaults       []*vault.Vault
	ids          []directory.ID
	rows         []atomic.Pointer[[]byte]
	transaction  sync.RWMutex
	done, failed atomic.Int64
}

// work is what a request does: it reads a row, opens it, and writes it anew; and it
// signs something, which the other process has to believe.
func (l *load) work(v *vault.Vault, i int) {
	l.transaction.RLock()
	defer l.transaction.RUnlock()
	row := l.rows[i].Load()
	plain, err := v.Open(l.Context(), l.ids[i], *row, place)
	if err == nil && string(plain) != l.ids[i].String() {
		err = fmt.Errorf("opens as %q", plain)
	}
	l.count("Open", err)
	sealed, err := v.Seal(l.Context(), l.ids[i], plain, place)
	if l.count("Seal", err); err == nil {
		l.rows[i].CompareAndSwap(row, &sealed)
	}
	kid, private, err := v.Signer(l.Context())
	l.count("Signer", err)
	for _, other := range l.vaults {
		keys, err := other.Verifiers(l.Context())
		if err == nil && !ed25519.Verify(keys[kid], sealed, ed25519.Sign(private, sealed)) {
			err = errors.New("does not verify")
		}
		l.count("Verifiers", err)
	}
}

func (l *load) count(what string, err error) {
	l.done.Add(1)
	if err != nil && l.failed.Add(1) < 10 {
		l.Errorf("%s: %v", what, err)
	}
}

// reseal puts the row of a person anew, unless somebody has just done so.
func (l *load) reseal(v *vault.Vault, id directory.ID) error {
	for i := range l.ids {
		for l.ids[i] == id {
			row := l.rows[i].Load()
			sealed, err := v.Reseal(l.Context(), id, *row, place)
			if err != nil || l.rows[i].CompareAndSwap(row, &sealed) {
				return err
			}
		}
	}
	return nil
}

// pass lets time go by when no transaction is open.
func (l *load) pass(c *clock, d time.Duration) {
	l.transaction.Lock()
	defer l.transaction.Unlock()
	c.pass(d)
}
