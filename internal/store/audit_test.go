package store

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// ajar are keys that seal next to nothing, for what is not about sealing.
func ajar() Keys {
	return Keys{
		Seal: func(_ context.Context, _ directory.ID, plain, _ []byte) ([]byte, error) {
			return append([]byte{0}, plain...), nil
		},
		Open: func(_ context.Context, _ directory.ID, sealed, _ []byte) ([]byte, error) { return sealed[1:], nil },
	}
}

func idOf(tb testing.TB, random *rand.ChaCha8) directory.ID {
	tb.Helper()
	id, err := directory.NewID(time.Unix(1, 0), random)
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

// recorded makes a record of n events: some about listings, half of them with values,
// of which half are somebody's. No two values are the same.
func recorded(tb testing.TB, s *Store, n int) {
	tb.Helper()
	random := rand.NewChaCha8([32]byte{7})
	var ids [8]directory.ID
	for i := range ids {
		ids[i] = idOf(tb, random)
	}
	err := s.Moderate(tb.Context(), func(t moderation.Tx) error {
		for i := range n {
			e := moderation.Event{
				ID: idOf(tb, random), At: directory.Instant(i), By: ids[i%3], Session: ids[3+i%3],
				What: "change.approve", Noun: "request", Object: ids[i%8], Listing: ids[i%5],
			}
			before, after, person := fmt.Appendf(nil, `{"hours":%d}`, i), fmt.Appendf(nil, `{"hours":[%d]}`, i), directory.ID{}
			switch i % 4 {
			case 0:
				before = nil
			case 1:
				person = ids[6]
			case 2:
				before, after = nil, nil
			}
			if _, err := t.Append(tb.Context(), e, before, after, person); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// recordChecked is what rootline check finds in the record.
func recordChecked(tb testing.TB, s *Store) Check {
	tb.Helper()
	tx, err := s.readers.BeginTx(tb.Context(), nil)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	c := Check{Name: "record"}
	if err := c.run(tb.Context(), tx, checkAudit); err != nil {
		tb.Fatal(err)
	}
	return c
}

// tampering are ways to do harm to a record of which ?1 and ?2 are the numbers of two
// events, the second at or after the first.
var tampering = []struct{ name, script string }{
	{"an id", `UPDATE audit_event SET id = substr(id, 1, 35) || CASE substr(id, 36) WHEN '0' THEN '1' ELSE '0' END WHERE number = ?1`},
	{"a moment", `UPDATE audit_event SET at = at + 1 WHERE number = ?1`},
	{"an account", `UPDATE audit_event SET account_id = session_id WHERE number = ?1`},
	{"nobody", `UPDATE audit_event SET account_id = NULL WHERE number = ?1`},
	{"a session", `UPDATE audit_event SET session_id = account_id WHERE number = ?1`},
	{"what", `UPDATE audit_event SET what = 'change.reject' WHERE number = ?1`},
	{"where the words part", `UPDATE audit_event SET what = what || 'r', noun = 'equest' WHERE number = ?1`},
	{"an object", `UPDATE audit_event SET noun_id = NULL WHERE number = ?1`},
	{"a listing", `UPDATE audit_event SET clinic_id = NULL WHERE number = ?1`},
	{"what was before", `UPDATE audit_event SET before_digest = randomblob(32) WHERE number = ?1`},
	{"what came after", `UPDATE audit_event SET after_digest = randomblob(32) WHERE number = ?1`},
	{"a digest too short", `UPDATE audit_event SET after_digest = x'00' WHERE number = ?1`},
	{"a hash", `UPDATE audit_event SET hash = randomblob(32) WHERE number = ?1`},
	{"one gone", `DELETE FROM audit_event WHERE number = ?1`},
	{"some gone", `DELETE FROM audit_event WHERE number BETWEEN ?1 AND ?2`},
	{"the beginning gone", `DELETE FROM audit_event WHERE number <= ?1`},
	{"the end gone", `DELETE FROM audit_event WHERE number >= ?1`},
	{"the end gone with its values", `DELETE FROM audit_value WHERE number >= ?1; DELETE FROM audit_event WHERE number >= ?1`},
	{"two in each other's place", `UPDATE audit_event SET number = -1 WHERE number = ?1; UPDATE audit_event SET number = ?1 WHERE number = ?2 + (?1 = ?2);
		UPDATE audit_event SET number = ?2 + (?1 = ?2) WHERE number = -1`},
	{"one more in the middle", `UPDATE audit_event SET number = -number WHERE number > ?1; UPDATE audit_event SET number = 1 - number WHERE number < 0;
		INSERT INTO audit_event SELECT number + 1, printf('%036d', 1), at, account_id, session_id, what, noun, noun_id, clinic_id,
		before_digest, after_digest, hash FROM audit_event WHERE number = ?1`},
	{"one more at the end", `INSERT INTO audit_event SELECT (SELECT max(number) + 1 FROM audit_event), printf('%036d', 1), at, account_id, session_id, what, noun, noun_id, clinic_id,
		before_digest, after_digest, hash FROM audit_event WHERE number = ?1`},
	{"a value", `UPDATE audit_value SET value = randomblob(9) WHERE id = (SELECT max(id) FROM audit_value WHERE number <= ?1 + 3)`},
	{"a value gone", `DELETE FROM audit_value WHERE id = (SELECT max(id) FROM audit_value WHERE number <= ?1 + 3)`},
	{"a value of another event", `UPDATE audit_value SET value = (SELECT value FROM audit_value WHERE id = 3) WHERE id = (SELECT max(id) FROM audit_value WHERE number <= ?1 + 6)`},
	{"a value where there was none", `INSERT INTO audit_value SELECT 2 * number, number, NULL, x'7b7d' FROM audit_event
		WHERE before_digest IS NULL AND number >= ?1 LIMIT 1`},
	{"an empty value where there was none", `INSERT INTO audit_value SELECT 2 * number, number, NULL, x'' FROM audit_event
		WHERE before_digest IS NULL AND number >= ?1 LIMIT 1`},
}

// TestCheckAudit_tampered is promise P7 at the table: 1,000 random edits, deletions, swaps
// and truncations by somebody who has dropped the triggers and counts well, and whatever
// they do is found. So it is when they make the chain anew, for its head is remembered.
func TestCheckAudit_tampered(t *testing.T) {
	const events = 100
	s := open(t)
	s.keys = ajar()
	recorded(t, s, events)
	if c := recordChecked(t, s); !c.OK() || c.Looked != events {
		t.Fatalf("the record as it was written: %+v", c)
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	undo := unguarded(t, s)
	found := 0
	for i := range 1000 {
		one := 1 + r.IntN(events-6)
		two := one + r.IntN(events-6-one+1)
		what := "made anew"
		if i%25 == 0 {
			rewrite(t, s, int64(one))
		} else {
			way := tampering[i%len(tampering)]
			what = way.name
			if _, err := s.writer.ExecContext(t.Context(), numbered(way.script, one, two)); err != nil {
				t.Fatalf("attempt %d, %s: %v", i, what, err)
			}
		}
		if c := recordChecked(t, s); c.OK() {
			t.Errorf("attempt %d, %s of %d and %d, was not found", i, what, one, two)
		} else if found++; c.Findings[0].ID == "" || c.Findings[0].Message.ID == "" || c.Findings[0].Remedy.ID == "" {
			t.Errorf("attempt %d, %s, is told as %+v", i, what, c.Findings[0])
		}
		undo()
	}
	t.Logf("found %d of 1000", found)
	if c := recordChecked(t, s); !c.OK() {
		t.Errorf("the record put back: %+v", c)
	}
}

// numbered puts numbers into a script, for arguments are a statement's.
func numbered(script string, one, two int) string {
	return strings.NewReplacer("?1", strconv.Itoa(one), "?2", strconv.Itoa(two)).Replace(script)
}

// unguarded takes away what keeps the record from being changed, and returns how to put
// it back as it was.
func unguarded(t *testing.T, s *Store) (undo func()) {
	t.Helper()
	run := func(script string) {
		t.Helper()
		if _, err := s.writer.ExecContext(t.Context(), script); err != nil {
			t.Fatal(err)
		}
	}
	for _, on := range []string{"audit_event", "audit_value"} {
		for _, when := range []string{"added", "changed", "removed"} {
			run("DROP TRIGGER " + on + "_" + when)
		}
	}
	run(`PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON;
		CREATE TEMP TABLE e AS SELECT * FROM audit_event; CREATE TEMP TABLE v AS SELECT * FROM audit_value`)
	return func() {
		run(`BEGIN; DELETE FROM audit_value; DELETE FROM audit_event;
			INSERT INTO audit_event SELECT * FROM e; INSERT INTO audit_value SELECT * FROM v; COMMIT`)
	}
}

// rewrite makes one event another and chains it, and all that follow, anew.
func rewrite(t *testing.T, s *Store, from int64) {
	t.Helper()
	var head moderation.Head
	var all []moderation.Event
	for e, err := range s.Events(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Number == from {
			e.What = "change.reject"
		}
		e, head = moderation.Chain(head, e)
		all = append(all, e)
	}
	for _, e := range all[from-1:] {
		_, err := s.writer.ExecContext(t.Context(), `UPDATE audit_event SET what = ?2, hash = ?3 WHERE number = ?1`, e.Number, e.What, e.Hash[:])
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestAudit_onlyAddedTo tries to change the record by SQL, and wants to be refused.
func TestAudit_onlyAddedTo(t *testing.T) {
	s := open(t)
	s.keys = ajar()
	recorded(t, s, 8)
	const columns = `at, account_id, session_id, what, noun, noun_id, clinic_id, before_digest, after_digest, hash FROM audit_event`
	for _, script := range []string{
		`UPDATE audit_event SET what = 'nothing' WHERE number = 1`,
		`DELETE FROM audit_event WHERE number = 8`,
		`INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event WHERE number = 3`,
		`INSERT OR REPLACE INTO audit_event SELECT 9, id, ` + columns + ` WHERE number = 3`,
		`INSERT INTO audit_event SELECT 0, printf('%036d', 1), ` + columns + ` WHERE number = 3`,
		`UPDATE audit_value SET value = x'00' WHERE person IS NULL`,
		`UPDATE audit_value SET person = NULL WHERE person IS NOT NULL`,
		`UPDATE audit_value SET id = id + 2, number = number + 1 WHERE person IS NOT NULL`,
		`INSERT OR REPLACE INTO audit_value SELECT * FROM audit_value`,
		`DELETE FROM audit_value`,
	} {
		if _, err := s.writer.ExecContext(t.Context(), script); err == nil {
			t.Errorf("%s was done, want it refused", script)
		}
	}
	if c := recordChecked(t, s); !c.OK() || c.Looked != 8 {
		t.Errorf("the record after that: %+v", c)
	}
}

// TestAudit_goesOnWithAGap cuts the end off, and wants what is recorded afterwards not to
// hide it.
func TestAudit_goesOnWithAGap(t *testing.T) {
	for _, more := range []int{0, 1, 9} {
		s := open(t)
		s.keys = ajar()
		recorded(t, s, 8)
		unguarded(t, s)
		if _, err := s.writer.ExecContext(t.Context(), `DELETE FROM audit_value WHERE number > 5; DELETE FROM audit_event WHERE number > 5`); err != nil {
			t.Fatal(err)
		}
		recordedMore(t, s, more)
		c := recordChecked(t, s)
		if len(c.Findings) != 1 || c.Findings[0].What != "audit_broken" || c.Findings[0].ID != "6" || c.Looked != 5+more {
			t.Errorf("the record with its end cut off and %d more: %+v; want event 6 missing of %d", more, c, 5+more)
		}
	}
}

// recordedMore adds n events.
func recordedMore(t *testing.T, s *Store, n int) {
	t.Helper()
	random := rand.NewChaCha8([32]byte{8})
	err := s.Moderate(t.Context(), func(tx moderation.Tx) error {
		for range n {
			if _, err := tx.Append(t.Context(), moderation.Event{ID: idOf(t, random), What: "more"}, nil, nil, directory.ID{}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestAudit_withoutItsHead forgets what is remembered of the record, or makes it something
// else. It can be added to all the same, and that nothing was remembered is told.
func TestAudit_withoutItsHead(t *testing.T) {
	for _, script := range []string{
		`DELETE FROM stamp WHERE key = 'audit head'`,
		`UPDATE stamp SET value = 'nothing' WHERE key = 'audit head'`,
		`UPDATE stamp SET value = '8 abc' WHERE key = 'audit head'`,
		`UPDATE stamp SET value = (SELECT '3 ' || lower(hex(hash)) FROM audit_event WHERE number = 3) WHERE key = 'audit head'`,
	} {
		s := open(t)
		s.keys = ajar()
		recorded(t, s, 8)
		if _, err := s.writer.ExecContext(t.Context(), script); err != nil {
			t.Fatal(err)
		}
		if c := recordChecked(t, s); len(c.Findings) != 1 || c.Findings[0].What != "audit_unremembered" || c.Findings[0].ID != "8" {
			t.Errorf("the record after %s: %+v; want event 8 not remembered", script, c)
		}
		recordedMore(t, s, 1)
		if c := recordChecked(t, s); !c.OK() || c.Looked != 9 {
			t.Errorf("the record after %s and one more event: %+v", script, c)
		}
	}
}

var benchEvents = flag.Int("events", 100_000, "events in the record that benchmarks verify")

// BenchmarkCheckAudit verifies a record, which promise P7 gives ten seconds for a million
// events. Three of four have values.
func BenchmarkCheckAudit(b *testing.B) {
	s, err := Open(b.Context(), b.TempDir()+"/test.db", Options{Create: true, Now: func() time.Time { return time.UnixMilli(1) }, Keys: ajar()})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	recorded(b, s, *benchEvents)
	b.ReportAllocs()
	for b.Loop() {
		if c := recordChecked(b, s); !c.OK() || c.Looked != *benchEvents {
			b.Fatalf("the record: %+v", c)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N**benchEvents), "ns/event")
}
