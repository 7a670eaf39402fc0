package main

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/vault"
)

// keepAt keeps house as if it were so long from now.
func (h *house) keepAt(t *testing.T, clock *movable, after time.Duration) {
	t.Helper()
	clock.ahead.Store(int64(after))
	ok(t, h.keepOnce(t.Context(), clock.Now()))
}

// TestKeep_sweeps is P6: a day past its limit nothing is left of what has expired,
// after one run; another changes nothing; and what is in use stays.
func TestKeep_sweeps(t *testing.T) {
	const day = 24 * time.Hour
	cfg := keep(t)
	h := hurried(t, cfg, nil)
	defer h.Close()
	var clock movable
	h.setClock(t, cfg, clock.Now)
	amy := h.join(t, "amy@practice.example", "Amy")
	now := directory.At(time.Now())
	in := func(d time.Duration) directory.Instant { return directory.At(now.Time().Add(d)) }
	stranger, stays := newID(t), newID(t)
	ok(t, h.People(t.Context(), func(tx auth.Tx) error {
		at := t.Context()
		return errors.Join(
			tx.AddSession(at, directory.Session{ID: newID(t), AccountID: amy.ID, CreatedAt: now, SeenAt: now, ExpiresAt: in(time.Hour)}),
			tx.AddSession(at, directory.Session{ID: stays, AccountID: amy.ID, CreatedAt: now, SeenAt: now, ExpiresAt: in(60 * day)}),
			tx.AddSecret(at, auth.Secret{ID: stranger, Kind: auth.Registration, Digest: make([]byte, 32), Email: amy.Email, CreatedAt: now, ExpiresAt: in(time.Hour)}),
			tx.Post(at, auth.Letter{ID: newID(t), Person: amy.ID, To: amy.Email, Kind: auth.NoAccount, At: now, Path: "/register"}),
		)
	}))
	rows := func(table string) int { return h.count(t, `SELECT count(*) FROM `+table) }
	h.keepAt(t, &clock, 6*day)
	if sessions, secrets, letters := rows("session"), rows("secret"), rows("letter"); sessions != 2 || secrets != 1 || letters != 1 {
		t.Errorf("before its time keeping house left %d sessions, %d secrets and %d letters; want 2, 1, 1", sessions, secrets, letters)
	}
	h.keepAt(t, &clock, 8*day+time.Hour)
	if sessions, secrets, letters := rows("session"), rows("secret"), rows("letter"); sessions != 1 || secrets != 0 || letters != 1 {
		t.Errorf("keeping house left %d sessions, %d secrets and %d letters; want 1, 0, 1", sessions, secrets, letters)
	}
	h.keepAt(t, &clock, 38*day)
	if letters := rows("letter"); letters != 0 {
		t.Errorf("%d letters are left that could not be sent for 30 days", letters)
	}
	if n := keysOf(t, cfg.Keys, stranger); n != 0 {
		t.Errorf("%d keys are left of somebody of whom nothing is", n)
	}
	if n := keysOf(t, cfg.Keys, amy.ID); n != 1 {
		t.Errorf("somebody with an account has %d keys", n)
	}
	if removed, err := h.SweepPeople(t.Context(), directory.At(clock.Now().Add(-keepSecret))); removed != 0 || err != nil {
		t.Errorf("another run removes %d rows, %v", removed, err)
	}
	if swept, err := h.vault.Sweep(t.Context(), func(id directory.ID) (bool, error) { return h.Person(t.Context(), id) }); swept != (vault.Swept{}) || err != nil {
		t.Errorf("another run finds %+v, %v", swept, err)
	}
	if _, err := h.Session(t.Context(), stays); err != nil {
		t.Errorf("a session that has not expired: %v", err)
	}
}

// keysOf is how many keys a file of keys has for a person.
func keysOf(t *testing.T, path string, person directory.ID) (n int) {
	t.Helper()
	conn, err := sql.Open("sqlite3", path)
	ok(t, err)
	defer conn.Close()
	ok(t, conn.QueryRowContext(t.Context(), `SELECT count(*) FROM key WHERE person = ?1`, person.String()).Scan(&n))
	return n
}

// TestKeep_turnsTheSigningKey every thirty days and no sooner, counted from when it
// was replaced last, whoever did that.
func TestKeep_turnsTheSigningKey(t *testing.T) {
	const day = 24 * time.Hour
	cfg := keep(t)
	h := hurried(t, cfg, nil)
	defer h.Close()
	var clock movable
	h.setClock(t, cfg, clock.Now)
	tests := []struct {
		after time.Duration
		turns bool
	}{
		{0, false},
		{time.Hour, false},
		{30*day - time.Minute, false},
		{30*day + time.Minute, true},
		{30*day + 2*time.Minute, false},
		{61 * day, true},
	}
	for _, tt := range tests {
		before, _, err := h.vault.Signer(t.Context())
		ok(t, err)
		h.keepAt(t, &clock, tt.after)
		after, _, err := h.vault.Signer(t.Context())
		if err != nil || (before != after) != tt.turns {
			t.Errorf("keeping house after %v turned the signing key: %v, %v; want %v", tt.after, before != after, err, tt.turns)
		}
		verify, err := h.vault.Verifiers(t.Context())
		if err != nil || verify[before] == nil || verify[after] == nil {
			t.Errorf("keeping house after %v has what was just signed verify no more, %v", tt.after, err)
		}
	}
	ok(t, run(t.Context(), []string{"keys", "rotate", "--db", cfg.DB}, noEnv, &transcript{}, &transcript{}))
	before, _, err := h.vault.Signer(t.Context())
	ok(t, err)
	h.keepAt(t, &clock, 29*day)
	if after, _, err := h.vault.Signer(t.Context()); err != nil || before != after {
		t.Errorf("keeping house turned a key that the operator had just made, %v", err)
	}
}

// TestKeep_endsWithItsContext: it returns nil when it is told to, whatever it is about.
func TestKeep_endsWithItsContext(t *testing.T) {
	h := hurried(t, keep(t), nil)
	defer h.Close()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := h.keep(ctx, slog.New(slog.DiscardHandler)); err != nil {
		t.Errorf("keep() = %v when it was told to stop", err)
	}
}
