package store_test

import (
	"database/sql"
	"errors"
	"maps"
	"path/filepath"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/store/storetest"
	"rootline/internal/words"
)

// TestRecords_worded words evidence before it is saved and after it is read. Dates,
// countries and large numbers are said by their type, which JSON does not keep.
func TestRecords_worded(t *testing.T) {
	s, w := storetest.New(t), words.English()
	turkey, err := directory.ParseCountry("TR")
	check(t, err)
	turkish, err := directory.ParseLanguage("tr")
	check(t, err)
	euro, err := directory.ParseCurrency("EUR")
	check(t, err)
	day, err := directory.NewDate(2018, time.March, 2)
	check(t, err)
	for _, v := range []any{
		"text", 743, 1_234_567, -1234, int64(1234), 0.5, 1234.0, 1e15, -41.01384,
		[]string{"a", "b"},
		true, turkey, turkish, day,
		directory.Money{Amount: 123450, Currency: euro},
		directory.SMP, directory.Density, time.Friday, storetest.ID(1), turkey,
		directory.Msg("conflict.slug", "Slug", 1_234), directory.Msg("not_found.clinic"), directory.At(storetest.Now),
	} {
		r := storetest.Record("1")
		message := directory.Msg("conflict.slug", "Slug", v)
		r.Evidence = []intake.Evidence{{Weight: intake.Accepted, Message: message, Because: []directory.Message{message}}}
		check(t, s.Import(t.Context(), func(tx intake.Tx) error {
			return errors.Join(tx.SaveSource(t.Context(), storetest.Source("files")), tx.SaveRecord(t.Context(), r))
		}))
		check(t, s.Records(t.Context(), "files", func(r intake.Record) error {
			if got, want := w.Message(r.Evidence[0].Message), w.Message(message); got != want {
				t.Errorf("Records() with %T %v is worded %q, want %q", v, v, got, want)
			}
			if got, want := w.Message(r.Evidence[0].Because[0]), w.Message(message); got != want {
				t.Errorf("Records() because of %T %v is worded %q, want %q", v, v, got, want)
			}
			return nil
		}))
	}
}

// TestSource_withdrawn deletes a source, as somebody will who has to: what was read
// from its files goes with it, and the listings that it became stay. No row ever has
// the number of one that is gone.
func TestSource_withdrawn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := storetest.Open(t, path)
	storetest.Add(t, s, storetest.Listing(1))
	waiting := storetest.Record("1")
	waiting.Verdict, waiting.Pending = intake.Human, waiting.Applied
	save := func() {
		t.Helper()
		check(t, s.Import(t.Context(), func(tx intake.Tx) error {
			ctx := t.Context()
			return errors.Join(tx.SaveSource(ctx, storetest.Source("files")), tx.SaveRecord(ctx, waiting),
				tx.SaveBrand(ctx, "files", "brand", storetest.Organization(1).ID))
		}))
	}
	numbers := map[int64]bool{}
	number := func(n int64, _ intake.Record) error { numbers[n] = true; return nil }
	save()
	check(t, s.Pending(t.Context(), "", number))

	other, err := sql.Open("sqlite3", path+"?_foreign_keys=on")
	check(t, err)
	defer other.Close()
	_, err = other.ExecContext(t.Context(), `DELETE FROM import_source WHERE name = 'files'`)
	check(t, err)
	brands, err := s.Brands(t.Context(), "files")
	check(t, err)
	sources, err := s.Sources(t.Context())
	check(t, err)
	check(t, s.Records(t.Context(), "files", func(r intake.Record) error { return errors.New("still there: " + r.Key) }))
	if len(brands) != 0 || len(sources) != 0 {
		t.Errorf("Brands() = %v, Sources() = %v after the source was withdrawn, want none", brands, sources)
	}
	if _, err := s.Listing(t.Context(), storetest.Listing(1).Clinic.ID); err != nil {
		t.Errorf("Listing(1) = %v after the source was withdrawn, want it", err)
	}
	save()
	check(t, s.Pending(t.Context(), "", number))
	if !maps.Equal(numbers, map[int64]bool{1: true, 2: true}) {
		t.Errorf("Pending() gave the numbers %v, want 1 and then 2", numbers)
	}
}
