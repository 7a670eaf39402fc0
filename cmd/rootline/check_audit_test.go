package main

import (
	crand "crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// recordWith is a database whose record holds some events, most of them with what was
// there before and after, and the script that guards it.
func recordWith(t *testing.T, events int) (cfg config.Config, guards string) {
	t.Helper()
	cfg = keep(t)
	h, err := openHouse(t.Context(), cfg, true, slog.New(slog.DiscardHandler))
	must(t, err)
	id := func(n int) directory.ID {
		id, err := directory.NewID(time.UnixMilli(int64(n)), crand.Reader)
		must(t, err)
		return id
	}
	by, session, object := id(1), id(2), id(3)
	for first := 0; first < events; first += 10_000 {
		must(t, h.Moderate(t.Context(), func(tx moderation.Tx) error {
			for n := first; n < min(first+10_000, events); n++ {
				e := moderation.Event{
					ID: id(n), At: directory.Instant(n), What: "change.approve", Noun: "request", By: by, Session: session, Object: object,
				}
				var before, after []byte
				if n%4 != 0 {
					before, after = fmt.Appendf(nil, `{"name":"clinic %d"}`, n), fmt.Appendf(nil, `{"name":"clinic %d"}`, n+1)
				}
				if _, err := tx.Append(t.Context(), e, before, after, directory.ID{}); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	rows, err := h.Writer().QueryContext(t.Context(), `SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'`)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var one string
		must(t, rows.Scan(&one))
		guards += ";" + one
	}
	must(t, errors.Join(rows.Err(), rows.Close(), h.Close()))
	return cfg, guards
}

// disarmed takes away what keeps the record from being changed.
const disarmed = `PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF;
	DROP TRIGGER audit_event_added; DROP TRIGGER audit_event_changed; DROP TRIGGER audit_event_removed;
	DROP TRIGGER audit_value_added; DROP TRIGGER audit_value_changed; DROP TRIGGER audit_value_removed;`

// harms are what somebody does to a record who can write to its file; %[1]d and %[2]d are
// the numbers of two events.
var harms = []string{
	`UPDATE audit_event SET at = at + 1 WHERE number = %[1]d`,
	`UPDATE audit_event SET account_id = session_id WHERE number = %[1]d`,
	`UPDATE audit_event SET account_id = NULL WHERE number = %[1]d`,
	`UPDATE audit_event SET what = 'change.reject' WHERE number = %[1]d`,
	`UPDATE audit_event SET noun_id = NULL WHERE number = %[1]d`,
	`UPDATE audit_event SET before_digest = randomblob(32), after_digest = randomblob(32) WHERE number = %[1]d`,
	`UPDATE audit_event SET hash = randomblob(32) WHERE number = %[1]d`,
	`UPDATE audit_value SET value = CAST('{"name":"another"}' AS BLOB) WHERE id = (SELECT min(id) FROM audit_value WHERE number >= %[1]d)`,
	`DELETE FROM audit_event WHERE number = %[1]d`,
	`DELETE FROM audit_value WHERE number = %[1]d; DELETE FROM audit_event WHERE number = %[1]d`,
	`DELETE FROM audit_value WHERE number BETWEEN %[1]d AND %[2]d; DELETE FROM audit_event WHERE number BETWEEN %[1]d AND %[2]d`,
	`DELETE FROM audit_value WHERE id = (SELECT min(id) FROM audit_value WHERE number >= %[1]d)`,
	`UPDATE audit_event SET number = -1 WHERE number = %[1]d; UPDATE audit_event SET number = %[1]d WHERE number = %[2]d;
		UPDATE audit_event SET number = %[2]d WHERE number = -1`,
	`DELETE FROM audit_value WHERE number >= %[1]d; DELETE FROM audit_event WHERE number >= %[1]d`,
	`DELETE FROM audit_value WHERE number <= %[1]d; DELETE FROM audit_event WHERE number <= %[1]d`,
}

// TestCheck_findsTampering is P7 at the whole program: what somebody edits, deletes, swaps
// or cuts off of the record, 'rootline check' finds. With ROOTLINE_ASSURE=1 there are a
// thousand attempts.
func TestCheck_findsTampering(t *testing.T) {
	const events = 60
	cfg, guards := recordWith(t, events)
	attempts, found := len(harms), 0
	if assured() {
		attempts = 1000
	}
	if out, refusal := said(t, "check", "--db", cfg.DB); refusal != "" {
		t.Fatalf("check of the record as it was written said %q: %s", refusal, out)
	}
	whole, err := os.ReadFile(cfg.DB)
	must(t, err)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	path := filepath.Join(t.TempDir(), "tampered.db")
	for i := range attempts {
		must(t, os.WriteFile(path, whole, 0o600))
		one := 1 + r.IntN(events-2)
		two := one + 1 + r.IntN(events-1-one)
		harm := strings.ReplaceAll(strings.ReplaceAll(harms[i%len(harms)], "%[1]d", strconv.Itoa(one)), "%[2]d", strconv.Itoa(two))
		altered(t, path, disarmed+harm+guards)
		out, refusal := said(t, "check", "--db", path)
		if _, below, bad := strings.Cut(out, "BAD  record: "); refusal == "" || !bad || !strings.Contains(below, "→ ") {
			t.Errorf("attempt %d, %s, was not found: %q\n%s", i, harm, refusal, out)
			continue
		}
		found++
	}
	t.Logf("found %d of %d", found, attempts)
}

// TestCheck_aMillionEvents: with ROOTLINE_ASSURE=1 a million events are verified in ten
// seconds, with all else that is checked; otherwise it is a few, without a clock.
func TestCheck_aMillionEvents(t *testing.T) {
	events := 2_000
	if assured() {
		events = 1_000_000
	}
	cfg, _ := recordWith(t, events)
	start := time.Now()
	out, refusal := said(t, "check", "--db", cfg.DB)
	took := time.Since(start)
	t.Logf("%d events checked in %v", events, took.Round(time.Millisecond))
	if refusal != "" {
		t.Errorf("check of %d events said %q: %s", events, refusal, out)
	}
	if assured() && took > 10*time.Second {
		t.Errorf("check of %d events took %v, want 10s at most", events, took)
	}
}
