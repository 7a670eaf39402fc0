package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rootline/internal/demo"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// ledger is what one writer knows of its writes: so many it has begun, and so many
// the store has said are on disk. They are numbered from 1.
type ledger struct{ begun, acknowledged atomic.Int64 }

// write makes the next write, with two rows that are there together or not at all.
func (l *ledger) write(ctx context.Context, s *store.Store, writer int) error {
	n := int(l.begun.Add(1))
	first := writer*1_000_000 + 2*n
	if err := s.AddOrganizations(ctx, storetest.Organization(first), storetest.Organization(first+1)); err != nil {
		return err
	}
	l.acknowledged.Store(int64(n))
	return nil
}

// TestBackup_underLoad is R5: while writers in two stores on one file write without
// a pause, backup after backup is made. Then they rest, so that the file does not
// grow faster than it can be looked at, and the backup is restored to a new file. Each holds of
// every writer a prefix of its writes without a gap: all that were acknowledged
// before the backup began, and none that had not begun when it ended. With
// ROOTLINE_ASSURE=1 there are 50.
func TestBackup_underLoad(t *testing.T) {
	const writers = 4
	backups := 8
	if os.Getenv("ROOTLINE_ASSURE") != "" {
		backups = 50
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "some.db")
	sound(t, path)
	stores := []*store.Store{storetest.Open(t, path), storetest.Open(t, path)}
	var ledgers [writers]ledger
	var all sync.WaitGroup
	var rest sync.RWMutex // held by a writer while it writes, and by us while they rest
	ctx, stop := context.WithCancel(t.Context())
	for w := range writers {
		all.Go(func() {
			for ctx.Err() == nil {
				rest.RLock()
				err := ledgers[w].write(t.Context(), stores[w%2], w+1)
				rest.RUnlock()
				if err != nil {
					t.Errorf("writer %d: %v", w, err)
					return
				}
			}
		})
	}
	defer all.Wait()
	defer stop()
	read := func(count func(*ledger) int64) (of [writers]int64) {
		for w := range ledgers {
			of[w] = count(&ledgers[w])
		}
		return of
	}
	var took, slowest time.Duration
	for i := range backups {
		to, again := filepath.Join(folder, fmt.Sprintf("backup-%d.db", i)), filepath.Join(folder, fmt.Sprintf("restored-%d.db", i))
		least, began := read(func(l *ledger) int64 { return l.acknowledged.Load() }), time.Now()
		if _, err := stores[i%2].Backup(t.Context(), to); err != nil {
			t.Fatalf("Backup number %d = %v", i, err)
		}
		most := read(func(l *ledger) int64 { return l.begun.Load() })
		took += time.Since(began)
		slowest = max(slowest, time.Since(began))
		func() {
			rest.Lock()
			defer rest.Unlock() // whatever is found
			if _, err := store.Restore(t.Context(), to, again, store.RestoreOptions{Now: clock}); err != nil {
				t.Fatalf("Restore(backup number %d) = %v", i, err)
			}
			if found, _, told := verified(t, again); len(found) > 0 {
				t.Errorf("Verify(restored number %d) found %v", i, told)
			}
			for w := range writers {
				wantPrefix(t, again, w+1, least[w], most[w])
			}
		}()
	}
	stop()
	all.Wait()
	written := int64(0)
	for _, n := range read(func(l *ledger) int64 { return l.acknowledged.Load() }) {
		written += n
	}
	t.Logf("R5: %d backups under load, %v each and %v at most, of a database with %d writes at the end; %d restored to a consistent prefix",
		backups, (took / time.Duration(backups)).Round(time.Millisecond), slowest.Round(time.Millisecond), written, backups)
}

// wantPrefix wants the writes 1 to k of one writer in the file, whole, with k in
// bounds, and nothing else of this writer.
func wantPrefix(t *testing.T, path string, writer int, least, most int64) {
	t.Helper()
	conn, err := sql.Open("sqlite3", path)
	check(t, err)
	defer conn.Close()
	var rows, highest, lowest sql.NullInt64
	err = conn.QueryRowContext(t.Context(), `SELECT count(*), max(n), min(n) FROM (
		SELECT CAST(substr(slug, length('example-brand-') + 1) AS INTEGER) - ?1 AS n FROM organization)
		WHERE n BETWEEN 1 AND 999999`, writer*1_000_000).Scan(&rows, &highest, &lowest)
	check(t, err)
	k := rows.Int64 / 2
	if rows.Int64%2 != 0 || rows.Int64 > 0 && (lowest.Int64 != 2 || highest.Int64 != 2*k+1) {
		t.Errorf("%s has %d rows of writer %d, from %d to %d; want a prefix of pairs", filepath.Base(path), rows.Int64, writer, lowest.Int64, highest.Int64)
	}
	if k < least || k > most {
		t.Errorf("%s has %d writes of writer %d; want %d, which were acknowledged before, to %d, which had begun", filepath.Base(path), k, writer, least, most)
	}
}

// TestRestore_inTime restores a directory of many clinics. With ROOTLINE_ASSURE=1
// there are 100,000, which R5 allows a minute.
func TestRestore_inTime(t *testing.T) {
	clinics := 500
	if os.Getenv("ROOTLINE_ASSURE") != "" {
		clinics = 100_000
	}
	folder := t.TempDir()
	path, to, again := filepath.Join(folder, "some.db"), filepath.Join(folder, "backup.db"), filepath.Join(folder, "restored.db")
	s := storetest.Open(t, path)
	for _, p := range demo.Photos(1) {
		check(t, s.AddPhotos(t.Context(), store.Photo{ID: p.ID, MediaType: p.MediaType, Width: p.Width, Height: p.Height, Bytes: p.Bytes}))
	}
	for batch := range demo.Directory(demo.Params{Clinics: clinics, Seed: 1, Now: storetest.Now}, gazetteer.Embedded()) {
		check(t, s.AddOrganizations(t.Context(), batch.Organizations...))
		check(t, s.AddListings(t.Context(), batch.Listings...))
	}
	began := time.Now()
	held, err := s.Backup(t.Context(), to)
	check(t, err)
	copied := time.Since(began)
	began = time.Now()
	restored, err := store.Restore(t.Context(), to, again, store.RestoreOptions{Now: clock})
	took := time.Since(began)
	if err != nil || restored.Clinics != clinics {
		t.Fatalf("Restore(%d clinics) = %+v, %v", clinics, restored, err)
	}
	began = time.Now()
	if found, _, told := verified(t, again); len(found) > 0 {
		t.Errorf("Verify(restored) found %v", told)
	}
	t.Logf("R5: %d clinics in %d MB: backup %v, restore %v, verify %v", clinics, held.Bytes/1e6,
		copied.Round(time.Millisecond), took.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
	if clinics == 100_000 && took > time.Minute {
		t.Errorf("Restore(%d clinics) took %v, want a minute at most", clinics, took)
	}
	unlike(t, path, again)
}

// unlike fails unless two databases list the very same directory.
func unlike(t *testing.T, a, b string) {
	t.Helper()
	var all [2]map[directory.ID]string
	for i, path := range []string{a, b} {
		s, err := store.OpenReadOnly(t.Context(), path)
		check(t, err)
		var mu sync.Mutex
		all[i] = map[directory.ID]string{}
		check(t, s.Listings(t.Context(), func(l directory.Listing) error {
			mu.Lock()
			defer mu.Unlock()
			all[i][l.Clinic.ID] = fmt.Sprintf("%s %s %v %d", l.Clinic.Slug, l.Clinic.Name, l.State, l.UpdatedAt)
			return nil
		}))
		check(t, s.Close())
	}
	for id, want := range all[0] {
		if got := all[1][id]; got != want {
			t.Fatalf("listing %s is %q after a restoration, and was %q", id, got, want)
		}
	}
	if len(all[0]) != len(all[1]) {
		t.Errorf("%d listings are there after a restoration, and %d were before", len(all[1]), len(all[0]))
	}
}
