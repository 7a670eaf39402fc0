package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pressly/goose/v3"

	"rootline/db"
	"rootline/internal/directory"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// older makes a database as the first migrations left it.
func older(t *testing.T, path string) {
	t.Helper()
	conn, err := sql.Open("sqlite3", path)
	check(t, err)
	files, err := db.SQLite()
	check(t, err)
	migrations, err := goose.NewProvider(goose.DialectSQLite3, conn, files, goose.WithDisableGlobalRegistry(true))
	check(t, err)
	_, err = migrations.UpTo(t.Context(), 3)
	check(t, err)
	_, err = conn.ExecContext(t.Context(), "PRAGMA application_id = 0x52544c4e")
	check(t, err)
	check(t, conn.Close())
}

// backedUp makes a sound database in a folder of its own and returns a backup of it.
func backedUp(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	path, to := filepath.Join(folder, "some.db"), filepath.Join(t.TempDir(), "backup.db")
	sound(t, path)
	s, err := store.OpenReadOnly(t.Context(), path)
	check(t, err)
	_, err = s.Backup(t.Context(), to)
	check(t, err)
	check(t, s.Close())
	return to
}

func TestRestore_toANewFile(t *testing.T) {
	from, folder := backedUp(t), t.TempDir()
	before := contents(t, filepath.Dir(from))
	to := filepath.Join(folder, "new.db")
	got, err := store.Restore(t.Context(), from, to, store.RestoreOptions{Now: clock})
	if err != nil || got.Clinics != 30 || got.Kept != "" {
		t.Errorf("Restore(a new file) = %+v, %v; want 30 clinics", got, err)
	}
	if found, _, told := verified(t, to); len(found) > 0 {
		t.Errorf("Verify(restored) found %v", told)
	}
	if info, err := os.Stat(to); err != nil || info.Mode() != 0o600 || len(contents(t, folder)) != 1 {
		t.Errorf("Restore left %v, %v and %q; want one file for its owner alone", info, err, contents(t, folder))
	}
	if after := contents(t, filepath.Dir(from)); !slices.Equal(before, after) {
		t.Errorf("Restore left of the backup %q, want %q", after, before)
	}
	s := storetest.Open(t, to) // and it works
	storetest.Add(t, s, storetest.Listing(50))
}

// TestRestore_refusesTheBackup goes through backups that are of no use. Whatever is
// at the place of the new database is left as it was.
func TestRestore_refusesTheBackup(t *testing.T) {
	whole, err := os.ReadFile(backedUp(t))
	check(t, err)
	flipped := slices.Clone(whole)
	for i := len(flipped) / 2; i < len(flipped)/2+8192; i++ {
		flipped[i] ^= 0x55
	}
	tests := map[string]struct {
		make func(path string)
		want string
	}{
		"missing":       {func(string) {}, "store.missing"},
		"a folder":      {func(path string) { check(t, os.Mkdir(path, 0o700)) }, "store.not_a_file"},
		"empty":         {func(path string) { write(t, path, "") }, "store.foreign"},
		"a text":        {func(path string) { write(t, path, strings.Repeat("Once upon a time. ", 500)) }, "store.not_sqlite"},
		"another's":     {func(path string) { foreign(t, path, "CREATE TABLE t (x)") }, "store.foreign"},
		"newer":         {func(path string) { newer(t, path) }, "store.newer"},
		"cut":           {func(path string) { write(t, path, string(whole[:len(whole)/2])) }, "store.unusable"},
		"cut by a page": {func(path string) { write(t, path, string(whole[:len(whole)-4096])) }, "store.unusable"},
		"damaged":       {func(path string) { write(t, path, string(flipped)) }, "restore.unsound"},
		"against a rule": {func(path string) {
			write(t, path, string(whole))
			foreign(t, path, "PRAGMA ignore_check_constraints = ON; UPDATE clinic SET state = 'lost'")
		}, "restore.unsound"},
		"with a log": {func(path string) {
			write(t, path, string(whole))
			write(t, path+"-wal", "something")
		}, "restore.log"},
	}
	for name, tt := range tests {
		for _, replace := range []bool{false, true} {
			shelf, folder := t.TempDir(), t.TempDir()
			from, to := filepath.Join(shelf, "backup.db"), filepath.Join(folder, "some.db")
			tt.make(from)
			if replace {
				check(t, storetest.Open(t, to).Close())
			}
			shelved, before := contents(t, shelf), contents(t, folder)
			_, err := store.Restore(t.Context(), from, to, store.RestoreOptions{Replace: replace, Now: clock})
			call := fmt.Sprintf("Restore(%s, Replace: %t)", name, replace)
			wantRefusal(t, call, err, tt.want, from)
			if after := contents(t, folder); !slices.Equal(before, after) {
				t.Errorf("%s left %q, want %q", call, after, before)
			}
			if after := contents(t, shelf); !slices.Equal(shelved, after) {
				t.Errorf("%s left of the backup %q, want %q", call, after, shelved)
			}
		}
	}
}

// TestRestore_refusesThePlace goes through what can be in the way.
func TestRestore_refusesThePlace(t *testing.T) {
	from := backedUp(t)
	tests := map[string]struct {
		make         func(path string)
		kept, forced string // the refusal without and with Replace
	}{
		"a database":         {func(path string) { check(t, storetest.Open(t, path).Close()) }, "restore.exists", ""},
		"one in use":         {func(path string) { storetest.Open(t, path) }, "restore.exists", "restore.in_use"},
		"one being read":     {func(path string) { readBy(t, path) }, "restore.exists", "restore.in_use"},
		"another's":          {func(path string) { foreign(t, path, "CREATE TABLE t (x)") }, "restore.exists", "store.foreign"},
		"a text":             {func(path string) { write(t, path, "Once upon a time") }, "restore.exists", "store.not_sqlite"},
		"a folder":           {func(path string) { check(t, os.Mkdir(path, 0o700)) }, "restore.exists", "store.not_a_file"},
		"a log left behind":  {func(path string) { write(t, path+"-wal", "") }, "restore.orphan", "restore.orphan"},
		"a link to nowhere":  {func(path string) { check(t, os.Symlink("nowhere", path)) }, "restore.exists", "store.missing"},
		"the backup, linked": {func(path string) { check(t, os.Link(from, path)) }, "restore.exists", "restore.same"},
	}
	for name, tt := range tests {
		for replace, want := range map[bool]string{false: tt.kept, true: tt.forced} {
			folder := t.TempDir()
			to := filepath.Join(folder, "some.db")
			tt.make(to)
			before := names(contents(t, folder))
			_, err := store.Restore(t.Context(), from, to, store.RestoreOptions{Replace: replace, Now: clock})
			call := fmt.Sprintf("Restore(in the place of %s, Replace: %t)", name, replace)
			if want == "" {
				check(t, err)
				continue
			}
			wantRefusal(t, call, err, want, to)
			if after := names(contents(t, folder)); !slices.Equal(before, after) {
				t.Errorf("%s left %q, want %q", call, after, before)
			}
		}
	}
	nowhere := filepath.Join(t.TempDir(), "none", "some.db")
	_, err := store.Restore(t.Context(), from, nowhere, store.RestoreOptions{Now: clock})
	wantRefusal(t, "Restore(to no folder)", err, "backup.no_folder", nowhere)
}

// names are the names among what contents returned.
func names(contents []string) (names []string) {
	for _, line := range contents {
		name, _, _ := strings.Cut(line, " ")
		names = append(names, name)
	}
	return names
}

// readBy opens a database only to read it, and does nothing with it.
func readBy(t *testing.T, path string) {
	t.Helper()
	check(t, storetest.Open(t, path).Close())
	s, err := store.OpenReadOnly(t.Context(), path)
	check(t, err)
	t.Cleanup(func() { check(t, s.Close()) })
}

// TestRestore_keepsTheOldOne replaces a database that a crash has left with a log,
// twice within a second, through a link. What the log held is kept with the rest.
func TestRestore_keepsTheOldOne(t *testing.T) {
	from, folder, elsewhere := backedUp(t), t.TempDir(), t.TempDir()
	to, link := filepath.Join(folder, "some.db"), filepath.Join(elsewhere, "link.db")
	crashed(t, to)
	check(t, os.Symlink(to, link))
	var kept []string
	for range 2 {
		got, err := store.Restore(t.Context(), from, link, store.RestoreOptions{Replace: true, Now: clock})
		check(t, err)
		kept = append(kept, got.Kept)
	}
	if want := []string{filepath.Join(folder, "some.replaced-20260302T090000Z.db"), filepath.Join(folder, "some.replaced-20260302T090000Z-2.db")}; !slices.Equal(kept, want) {
		t.Errorf("Restore kept the old ones as %q, want %q", kept, want)
	}
	if got := names(contents(t, folder)); len(got) != 3 {
		t.Errorf("Restore left %q, want the new database and two old ones", got)
	}
	if got := names(contents(t, elsewhere)); len(got) != 1 {
		t.Errorf("Restore left %q beside the link, want the link alone", got)
	}
	first := storetest.Open(t, kept[0])
	if _, err := first.Listing(t.Context(), storetest.Listing(77).Clinic.ID); err != nil {
		t.Errorf("Listing(77), which was in the log, in the old one = %v", err)
	}
	now := storetest.Open(t, to)
	if _, err := now.Listing(t.Context(), storetest.Listing(77).Clinic.ID); err == nil {
		t.Error("Listing(77), which was in the log of the old one, is in the new one")
	}
	if found, _, told := verified(t, to); len(found) > 0 {
		t.Errorf("Verify(restored) found %v", told)
	}
}

// crashed makes a database that a crash has left: the file, and a log with a listing
// in it.
func crashed(t *testing.T, path string) {
	t.Helper()
	live := filepath.Join(t.TempDir(), "live.db")
	s := storetest.Open(t, live)
	storetest.Add(t, s, storetest.Listing(77))
	for _, of := range []string{"", "-wal"} { // as a snapshot of the disk would have them
		bytes, err := os.ReadFile(live + of)
		check(t, err)
		check(t, os.WriteFile(path+of, bytes, 0o600))
	}
	if log, err := os.Stat(path + "-wal"); err != nil || log.Size() == 0 {
		t.Fatalf("the log is %v, %v; want something in it", log, err)
	}
}

// TestOpen_duringARestoration opens a database again and again while another is put
// in its place: each time it is refused, or it is the one that has this name.
func TestOpen_duringARestoration(t *testing.T) {
	from, folder := backedUp(t), t.TempDir()
	to := filepath.Join(folder, "some.db")
	check(t, storetest.Open(t, to).Close())
	var opening sync.WaitGroup
	restored, replaced := make(chan struct{}), 0
	opening.Go(func() {
		opened := 0
		for done := false; !done || opened == 0; {
			select {
			case <-restored:
				done = true
			default:
			}
			s, err := store.Open(t.Context(), to, store.Options{Now: clock})
			if err != nil {
				if directory.KindOf(err) == directory.Internal {
					t.Errorf("Open(while it is replaced) = %v, want it refused in words", err)
				}
				continue // the next one will do
			}
			opened++
			_, err = s.Listing(t.Context(), storetest.Listing(7).Clinic.ID)
			if done && replaced > 0 && err != nil {
				t.Errorf("Listing(7) in what was opened after a restoration = %v", err)
			}
			check(t, s.Close())
		}
	})
	for range 40 {
		_, err := store.Restore(t.Context(), from, to, store.RestoreOptions{Replace: true, Now: clock})
		if err == nil {
			if replaced++; replaced == 2 {
				break
			}
			continue
		}
		if refused := (*directory.Error)(nil); !errors.As(err, &refused) {
			t.Errorf("Restore(while others open the database) = %v, want it done or refused", err)
		}
	}
	close(restored)
	opening.Wait()
	t.Logf("replaced %d times while others opened it", replaced)
	if found, _, told := verified(t, to); len(found) > 0 && replaced > 0 {
		t.Errorf("Verify(restored while others opened it) found %v", told)
	}
}
