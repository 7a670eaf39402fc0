package store_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// TestBackup_isOneFile copies a database while it is open, from the store that
// writes it and from one that only reads, and wants one file that holds all of it.
func TestBackup_isOneFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "some.db")
	sound(t, path)
	s := storetest.Open(t, path)
	storetest.Add(t, s, storetest.Listing(77)) // in the log still
	reader, err := store.OpenReadOnly(t.Context(), path)
	check(t, err)
	for name, from := range map[string]*store.Store{"the writer": s, "a reader": reader} {
		shelf := t.TempDir()
		to := filepath.Join(shelf, "what?.db")
		held, err := from.Backup(t.Context(), to)
		if want := (store.Contents{Organizations: 31, Clinics: 31, Photos: 60, Bytes: held.Bytes}); err != nil || held != want {
			t.Errorf("Backup(by %s) = %+v, %v; want %+v", name, held, err, want)
		}
		info, err := os.Stat(to)
		if err != nil || info.Mode() != 0o600 || info.Size() != held.Bytes || len(contents(t, shelf)) != 1 {
			t.Errorf("Backup(by %s) left %v, %v and %q; want one file of %d bytes for its owner alone", name, info, err, contents(t, shelf), held.Bytes)
		}
		before := contents(t, shelf)
		check(t, os.Chmod(shelf, 0o500)) // as a medium that cannot be written to
		copied, err := store.OpenReadOnly(t.Context(), to)
		check(t, err)
		if _, err := copied.Listing(t.Context(), storetest.Listing(77).Clinic.ID); err != nil {
			t.Errorf("Listing(77) in the backup by %s = %v", name, err)
		}
		check(t, copied.Close())
		check(t, os.Chmod(shelf, 0o700))
		if after := contents(t, shelf); !slices.Equal(before, after) {
			t.Errorf("reading the backup by %s left %q, want %q", name, after, before)
		}
	}
	check(t, reader.Close())
}

func TestBackup_refuses(t *testing.T) {
	folder := t.TempDir()
	s := storetest.Open(t, filepath.Join(folder, "some.db"))
	taken, link := filepath.Join(folder, "taken"), filepath.Join(folder, "link")
	write(t, taken, "Dear Sir or Madam")
	check(t, os.Symlink(filepath.Join(folder, "nowhere"), link))
	for path, want := range map[string]string{
		taken:                                 "backup.exists",
		link:                                  "backup.exists",
		folder:                                "backup.exists",
		filepath.Join(folder, "none", "b.db"): "backup.no_folder",
		filepath.Join(taken, "b.db"):          "backup.no_folder",
	} {
		before := contents(t, folder)
		_, err := s.Backup(t.Context(), path)
		wantRefusal(t, "Backup("+path+")", err, want, path)
		if after := contents(t, folder); !slices.Equal(before, after) {
			t.Errorf("Backup(%s) left %q, want %q", path, after, before)
		}
	}
}

// TestBackup_ofDamage keeps no copy of what is of no use.
func TestBackup_ofDamage(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "some.db")
	for _, script := range []string{
		"DELETE FROM organization WHERE slug = 'example-brand-7'",
		"UPDATE clinic SET document = '[]' WHERE slug = 'example-clinic-7'",
		"UPDATE organization SET document = '[]' WHERE slug = 'example-brand-7'",
		"PRAGMA ignore_check_constraints = ON; UPDATE clinic SET state = 'lost'",
	} {
		check(t, errors.Join(os.RemoveAll(path)))
		sound(t, path)
		foreign(t, path, script)
		s, err := store.OpenReadOnly(t.Context(), path)
		check(t, err)
		to := filepath.Join(folder, "backup.db")
		_, err = s.Backup(t.Context(), to)
		wantRefusal(t, "Backup(after "+script+")", err, "backup.unsound", to)
		check(t, s.Close())
		if got := contents(t, folder); len(got) != 1 {
			t.Errorf("Backup(after %s) left %q", script, got)
		}
	}
}

// TestBackup_stopped is stopped at one moment after another and leaves nothing,
// until it comes to its end.
func TestBackup_stopped(t *testing.T) {
	folder := t.TempDir()
	path, to := filepath.Join(folder, "some.db"), filepath.Join(t.TempDir(), "backup.db")
	sound(t, path)
	s, err := store.OpenReadOnly(t.Context(), path)
	check(t, err)
	defer s.Close()
	for looks := 0; looks < 20_000; looks += 1 + looks/10 {
		ctx := &stopping{Context: t.Context()}
		ctx.left.Store(int64(looks))
		_, err := s.Backup(ctx, to)
		if err == nil {
			t.Logf("looked %d times at whether to stop", looks)
			return
		}
		if left := contents(t, filepath.Dir(to)); len(left) > 0 || !errors.Is(err, context.Canceled) {
			t.Fatalf("Backup(stopped at the look number %d) = %v, and left %q; want it stopped without a trace", looks, err, left)
		}
	}
	t.Error("Backup did not come to its end")
}

// stopping is a context that is done once it has been looked at so many times.
type stopping struct {
	context.Context
	left atomic.Int64
}

func (s *stopping) Err() error {
	if s.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// TestBackup_withoutRoom runs in another process, which may only write small files.
func TestBackup_withoutRoom(t *testing.T) {
	if from, to := os.Getenv("ROOTLINE_TEST_FROM"), os.Getenv("ROOTLINE_TEST_TO"); from != "" {
		signal.Ignore(syscall.SIGXFSZ)
		s, err := store.OpenReadOnly(t.Context(), from)
		check(t, err)
		check(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 100_000, Max: 100_000}))
		_, err = s.Backup(t.Context(), to)
		wantRefusal(t, "Backup(without room)", err, "backup.failed", to)
		_, err = store.Restore(t.Context(), from, to, store.RestoreOptions{Now: clock})
		wantRefusal(t, "Restore(without room)", err, "restore.failed", to)
		return
	}
	folder := t.TempDir()
	from := filepath.Join(t.TempDir(), "some.db")
	sound(t, from)
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestBackup_withoutRoom$", "-test.v")
	child.Env = append(os.Environ(), "ROOTLINE_TEST_FROM="+from, "ROOTLINE_TEST_TO="+filepath.Join(folder, "backup.db"))
	out, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "PASS") {
		t.Errorf("with a limit on the size of files: %v\n%s", err, out)
	}
	if left := contents(t, folder); len(left) > 0 {
		t.Errorf("Backup and Restore without room left %q", left)
	}
}

// TestBackup_beforeAnUpgrade copies a database of an older schema as it is, and
// restores it as today's.
func TestBackup_beforeAnUpgrade(t *testing.T) {
	folder := t.TempDir()
	path, to, again := filepath.Join(folder, "old.db"), filepath.Join(folder, "backup.db"), filepath.Join(folder, "new.db")
	older(t, path)
	before := contents(t, folder)
	s, err := store.OpenReadOnly(t.Context(), path)
	check(t, err)
	_, err = s.Backup(t.Context(), to)
	check(t, err)
	check(t, s.Close())
	if after := contents(t, folder); len(after) != 2 || !slices.Contains(after, before[0]) {
		t.Errorf("Backup(of an older schema) left %q, want %q and the backup", after, before)
	}
	if found, _, _ := verified(t, to); found["schema_older"] != 1 || len(found) != 1 {
		t.Errorf("Verify(backup of an older schema) found %v, want the older schema alone", found)
	}
	_, err = store.Restore(t.Context(), to, again, store.RestoreOptions{Now: clock})
	check(t, err)
	if found, _, _ := verified(t, again); len(found) > 0 {
		t.Errorf("Verify(restored from an older schema) found %v", found)
	}
}
