package store_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// TestReseal_record gives a person a new key, twice. What the record has of them can be
// read as before, and the record says of itself that it was sealed anew: nobody can put
// other bytes into it, nor those of before.
func TestReseal_record(t *testing.T) {
	s, v := withVault(t, filepath.Join(t.TempDir(), "some.db"))
	ctx, person := t.Context(), storetest.Person(0).ID
	storetest.Add(t, s, storetest.Listings(2)...)
	check(t, storetest.Alone(s).AddAccount(ctx, storetest.Person(0), auth.Credentials{}))
	storetest.AddModeration(t, s)
	want, err := s.Recorded(ctx, moderation.EventFilter{}, 0)
	check(t, err)
	var old []byte
	check(t, s.Writer().QueryRowContext(ctx, `SELECT value FROM audit_value WHERE person IS NOT NULL`).Scan(&old))

	again := func(ctx context.Context, person directory.ID, sealed, place []byte) ([]byte, error) {
		plain, err := v.Open(ctx, person, sealed, place)
		if err != nil {
			return nil, err
		}
		return v.Seal(ctx, person, plain, place) // differs every time
	}
	for n := range 2 {
		check(t, s.Reseal(ctx, person, again))
		got, err := s.Recorded(ctx, moderation.EventFilter{}, 0)
		check(t, err)
		if len(got) != 3+n || !reflect.DeepEqual(got[len(got)-2:], want) || got[0].What != "audit.reseal" || got[0].Object != person {
			t.Errorf("Recorded() after %d times = %+v; want %+v and an event for each time", n+1, got, want)
		}
		wantFound(t, s, "resealed", "")
	}
	same := func(_ context.Context, _ directory.ID, sealed, _ []byte) ([]byte, error) { return sealed, nil }
	check(t, s.Reseal(ctx, person, same))
	if got, err := s.Recorded(ctx, moderation.EventFilter{}, 0); err != nil || len(got) != 4 {
		t.Errorf("Recorded() after a resealing that changes nothing = %d events, %v; want 4", len(got), err)
	}
	var now []byte
	check(t, s.Writer().QueryRowContext(ctx, `SELECT value FROM audit_value WHERE person IS NOT NULL`).Scan(&now))
	if bytes.Equal(old, now) {
		t.Error("the value was not sealed anew")
	}
	for what, value := range map[string][]byte{"the bytes of before": old, "other bytes": append(bytes.Clone(now), 0), "none": {}} {
		_, err := s.Writer().ExecContext(ctx, `UPDATE audit_value SET value = ?1 WHERE person IS NOT NULL`, value)
		check(t, err)
		wantFound(t, s, what, "audit_value")
	}
	_, err = s.Writer().ExecContext(ctx, `UPDATE audit_value SET value = ?1 WHERE person IS NOT NULL`, now)
	check(t, err)
	wantFound(t, s, "put back", "")
}

// TestReseal_recordForgotten has somebody forgotten halfway: what was sealed anew before
// is recorded.
func TestReseal_recordForgotten(t *testing.T) {
	s := storetest.New(t, storetest.Listings(2)...)
	ctx, person := t.Context(), storetest.Person(0).ID
	check(t, s.Moderate(ctx, func(tx moderation.Tx) error {
		_, err := tx.Append(ctx, storetest.Event(0), []byte("before"), []byte("after"), person)
		return err
	}))
	times := 0
	check(t, s.Reseal(ctx, person, func(_ context.Context, _ directory.ID, sealed, _ []byte) ([]byte, error) {
		if times++; times > 1 {
			return nil, directory.Refuse(directory.NotFound, "vault.forgotten")
		}
		return append(bytes.Clone(sealed), 0xff), nil
	}))
	wantFound(t, s, "forgotten halfway", "")
	failed := errors.New("failed")
	err := s.Reseal(ctx, person, func(context.Context, directory.ID, []byte, []byte) ([]byte, error) { return nil, failed })
	if !errors.Is(err, failed) {
		t.Errorf("Reseal(fails) = %v", err)
	}
}

// wantFound fails unless rootline check finds nothing in the record, or what.
func wantFound(t *testing.T, s *store.Store, when, what string) {
	t.Helper()
	check(t, s.Verify(t.Context(), func(c store.Check) error {
		if c.Name == "record" && (c.OK() != (what == "") || !c.OK() && c.Counts[what] != 1) {
			t.Errorf("Verify(%s) found %+v, want %q", when, c.Findings, what)
		}
		return nil
	}))
}
