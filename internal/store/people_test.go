package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
	"rootline/internal/vault"
)

// withVault opens the store at path with the keys that people really have.
func withVault(tb testing.TB, path string) (*store.Store, *vault.Vault) {
	tb.Helper()
	v, err := vault.Open(tb.Context(), path+".keys", vault.Options{Create: true, Now: clock, Random: rand.NewChaCha8([32]byte{1})})
	check(tb, err)
	tb.Cleanup(func() { check(tb, v.Close()) })
	keys := store.Keys{Seal: v.Seal, Open: v.Open, Digest: v.Digest}
	jobs := func(context.Context, *sql.Tx, string, string) error { return nil }
	s, err := store.Open(tb.Context(), path, store.Options{Create: true, Now: clock, Keys: keys, Enqueue: jobs})
	check(tb, err)
	tb.Cleanup(func() { check(tb, s.Close()) })
	return s, v
}

// TestPeople_notMoved writes to the database what a thief could, so as to get in as
// somebody else: another person's values and those of another column open nothing.
func TestPeople_notMoved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "some.db")
	s, _ := withVault(t, path)
	ids := []directory.ID{storetest.Person(0).ID, storetest.Person(1).ID}
	for n, id := range ids {
		check(t, storetest.Alone(s).AddAccount(t.Context(), storetest.Person(n), auth.Credentials{Password: "of " + id.String(), TOTP: []byte("of " + id.String())}))
		check(t, storetest.Alone(s).AddSession(t.Context(), directory.Session{ID: storetest.ID(n), AccountID: ids[0], Label: "one", ExpiresAt: 1}))
		check(t, s.People(t.Context(), func(tx auth.Tx) error {
			return errors.Join(tx.AddPasskey(t.Context(), auth.Passkey{Credential: []byte{byte(n)}, AccountID: id, Record: []byte("of " + id.String())}),
				tx.Post(t.Context(), auth.Letter{ID: storetest.ID(10 + n), Person: id, To: storetest.Person(n).Email}))
		}))
	}
	read := map[string]func() error{
		"Account":     func() error { _, err := s.Account(t.Context(), ids[0]); return err },
		"Credentials": func() error { _, err := s.Credentials(t.Context(), ids[0]); return err },
		"Sessions":    func() error { _, err := s.Sessions(t.Context(), ids[0]); return err },
		"Standing":    func() error { _, err := s.Standing(t.Context(), storetest.ID(1)); return err },
		"Passkeys":    func() error { _, err := s.Passkeys(t.Context(), ids[0]); return err },
		"Letter":      func() error { _, err := s.Letter(t.Context(), storetest.ID(10)); return err },
	}
	for _, tt := range []struct{ fails, script string }{
		{"", `SELECT 1`},
		{"Account Standing", `UPDATE account SET sealed = (SELECT sealed FROM account WHERE id <> ?1) WHERE id = ?1`},
		{"Credentials", `UPDATE account SET password = (SELECT password FROM account WHERE id <> ?1) WHERE id = ?1`},
		{"Credentials", `UPDATE account SET totp = password WHERE id = ?1`},
		{"Sessions Standing", `UPDATE session SET sealed = (SELECT sealed FROM session ORDER BY id LIMIT 1) WHERE account_id = ?1`},
		{"Passkeys", `UPDATE passkey SET sealed = (SELECT sealed FROM passkey WHERE account_id <> ?1)`},
		{"Passkeys", `UPDATE passkey SET account_id = ?1`},
		{"Letter", `UPDATE letter SET sealed = (SELECT sealed FROM letter WHERE person <> ?1)`},
	} {
		before := snapshot(t, path)
		_, err := s.Writer().ExecContext(t.Context(), tt.script, ids[0].String())
		check(t, err)
		for call, do := range read {
			if err := do(); (err != nil) != slices.Contains(strings.Fields(tt.fails), call) || err != nil && directory.KindOf(err) != directory.Internal {
				t.Errorf("%s after %s = %v", call, tt.script, err)
			}
		}
		before()
	}
}

// snapshot remembers what is sealed, and puts it back when it is called.
func snapshot(t *testing.T, path string) (restore func()) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path)
	check(t, err)
	t.Cleanup(func() { check(t, db.Close()) })
	db.SetMaxOpenConns(1) // temporary tables are a connection's
	run := func(script string) {
		_, err := db.ExecContext(t.Context(), script)
		check(t, err)
	}
	run(`CREATE TEMP TABLE a AS SELECT * FROM account; CREATE TEMP TABLE s AS SELECT * FROM session;
		CREATE TEMP TABLE p AS SELECT * FROM passkey; CREATE TEMP TABLE l AS SELECT * FROM letter`)
	return func() {
		run(`UPDATE account SET (sealed, password, totp) = (SELECT sealed, password, totp FROM a WHERE a.id = account.id);
			UPDATE session SET sealed = (SELECT sealed FROM s WHERE s.id = session.id);
			UPDATE letter SET sealed = (SELECT sealed FROM l WHERE l.id = letter.id);
			UPDATE passkey SET (account_id, sealed) = (SELECT account_id, sealed FROM p WHERE p.credential = passkey.credential)`)
	}
}

// TestPeople_withoutKeys wants a store without keys to keep nothing and say so.
func TestPeople_withoutKeys(t *testing.T) {
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "some.db"), store.Options{Create: true, Now: clock})
	check(t, err)
	t.Cleanup(func() { check(t, s.Close()) })
	a := storetest.Person(0)
	_, byEmail := s.AccountByEmail(t.Context(), a.Email)
	for call, err := range map[string]error{
		"AddAccount":     storetest.Alone(s).AddAccount(t.Context(), a, auth.Credentials{}),
		"AccountByEmail": byEmail,
		"AddSecret":      storetest.Alone(s).AddSecret(t.Context(), auth.Secret{ID: a.ID, Kind: "link", Digest: make([]byte, 32)}),
		"Post":           s.People(t.Context(), func(tx auth.Tx) error { return tx.Post(t.Context(), auth.Letter{ID: a.ID, Person: a.ID, To: a.Email}) }),
		"Enqueue":        s.People(t.Context(), func(tx auth.Tx) error { return tx.Enqueue(t.Context(), "mail", a.ID.String()) }),
	} {
		if err == nil || directory.KindOf(err) != directory.Internal {
			t.Errorf("%s without keys and jobs = %v, want an internal error", call, err)
		}
	}
	if empty, err := s.Empty(t.Context()); err != nil || !empty {
		t.Errorf("Empty() = %v, %v; want nothing kept", empty, err)
	}
}

// TestRedeem_severalProcesses shows one link to three stores on one file at once.
func TestRedeem_severalProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "some.db")
	stores := []*store.Store{storetest.Open(t, path), storetest.Open(t, path), storetest.Open(t, path)}
	for round := range 10 {
		secret := auth.Secret{ID: storetest.ID(round), Kind: "link", Digest: bytes.Repeat([]byte{byte(round)}, 32), ExpiresAt: directory.At(storetest.Now) + 1}
		check(t, storetest.Alone(stores[0]).AddSecret(t.Context(), secret))
		var all sync.WaitGroup
		var won atomic.Int64
		for n := range 30 {
			all.Go(func() {
				err := storetest.Alone(stores[n%3]).Redeem(t.Context(), "link", secret.Digest, nil, storetest.Now, func(auth.Tx, auth.Secret) error { return nil })
				if err == nil {
					won.Add(1)
				} else if err.Error() != "secret.used" {
					t.Errorf("Redeem by %d = %v", n, err)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Errorf("Redeem(one link, by three processes) succeeded %d times, want once", won.Load())
		}
	}
}

// TestRevoked_everywhere revokes a session in one process and wants another to know
// within a second, by the change feed that it follows.
func TestRevoked_everywhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "some.db")
	here, there := storetest.Open(t, path), storetest.Open(t, path)
	storetest.AddPeople(t, here)
	mine, err := here.Sessions(t.Context(), storetest.Person(0).ID)
	check(t, err)
	last, err := there.LastChange(t.Context())
	check(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ticks, told := time.NewTicker(100*time.Millisecond), make(chan time.Time, 1)
	defer ticks.Stop()
	var follower sync.WaitGroup
	follower.Go(func() {
		_ = there.Follow(ctx, last, ticks.C, func(changes []store.Change) error {
			for _, c := range changes {
				if c.Noun == store.Session && c.ID == mine[0].ID {
					s, err := there.Session(ctx, c.ID)
					if err != nil || s.RevokedAt == 0 {
						t.Errorf("Session(announced) = %+v, %v; want it revoked", s, err)
					}
					told <- time.Now()
				}
			}
			return nil
		})
	})
	if _, err := storetest.Alone(here).RevokeSessions(t.Context(), storetest.Person(0).ID, directory.ID{}); err != nil {
		t.Fatal(err)
	}
	revoked := time.Now()
	select {
	case at := <-told:
		if took := at.Sub(revoked); took > time.Second {
			t.Errorf("the other process knew after %v, want a second at most", took)
		}
	case <-time.After(10 * time.Second):
		t.Error("the other process was not told in 10 s")
	}
	cancel()
	follower.Wait()
}

// TestErrors_keepAddresses wants failures that end up in the log to leave out whose
// address was asked for: when time is up, and when tables fail.
func TestErrors_keepAddresses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "some.db")
	s := storetest.Open(t, path)
	email, err := directory.ParseEmail(asked + "@clinic.example")
	check(t, err)
	a := storetest.Person(0)
	a.Email, a.Name = email, asked
	calls := map[string]func(context.Context) error{
		"AccountByEmail": func(ctx context.Context) error { _, err := s.AccountByEmail(ctx, email); return err },
		"SentTo":         func(ctx context.Context) error { _, err := s.SentTo(ctx, email, 0); return err },
		"AddAccount": func(ctx context.Context) error {
			return storetest.Alone(s).AddAccount(ctx, a, auth.Credentials{Password: asked})
		},
		"AddSecret": func(ctx context.Context) error {
			return storetest.Alone(s).AddSecret(ctx, auth.Secret{ID: a.ID, Kind: "link", Digest: make([]byte, 32), Email: email, Text: asked})
		},
	}
	past, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	for call, do := range calls {
		wantSilent(t, call+" when time is up", do(past))
	}
	foreign(t, path, `ALTER TABLE account RENAME TO nobody; ALTER TABLE secret RENAME TO letters`)
	for call, do := range calls {
		wantSilent(t, call+" without its table", do(t.Context()))
	}
}

// TestSweepPeople_fewAtOnce fails at the last of many rows: what was removed before it
// is gone, for nobody is kept waiting until all are.
func TestSweepPeople_fewAtOnce(t *testing.T) {
	const many = 1200
	s, _ := withVault(t, filepath.Join(t.TempDir(), "some.db"))
	run := func(statement string, args ...any) {
		t.Helper()
		_, err := s.Writer().ExecContext(t.Context(), statement, args...)
		check(t, err)
	}
	run(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
		INSERT INTO secret (id, kind, digest, sealed, wrong, created_at, expires_at, used_at, replaced_at)
		SELECT printf('%036d', i), 'link', randomblob(32), x'ff', 0, 0, i, 0, 0 FROM n`, many)
	run(`CREATE TRIGGER last BEFORE DELETE ON secret WHEN old.expires_at = 1200 BEGIN SELECT raise(ABORT, 'the last'); END`)
	first, err := s.SweepPeople(t.Context(), directory.At(clock()))
	if err == nil || first == 0 || first >= many {
		t.Errorf("SweepPeople(with a row that stays) = %d, %v; want some", first, err)
	}
	run(`DROP TRIGGER last`)
	if rest, err := s.SweepPeople(t.Context(), directory.At(clock())); err != nil || first+rest != many {
		t.Errorf("SweepPeople = %d, %v after %d; want %d", rest, err, first, many)
	}
}
