package vault_test

import (
	"bytes"
	"crypto/rand"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/vault"
	"rootline/internal/words"
)

// sqlite runs statements on a file with nothing of the vault's in between.
func sqlite(tb testing.TB, path string, statements ...string) {
	tb.Helper()
	db, err := sql.Open("sqlite3", path)
	check(tb, err)
	defer db.Close()
	for _, s := range statements {
		_, err := db.ExecContext(tb.Context(), s)
		check(tb, err)
	}
}

// keysIn counts the keys of one use in the file.
func keysIn(tb testing.TB, path, use string) (n int) {
	tb.Helper()
	db, err := sql.Open("sqlite3", path)
	check(tb, err)
	defer db.Close()
	check(tb, db.QueryRowContext(tb.Context(), `SELECT count(*) FROM key WHERE use = ?1`, use).Scan(&n))
	return n
}

// TestOpen_refuses wants a sentence for every file that must not be used, and the
// file left as it was.
func TestOpen_refuses(t *testing.T) {
	made := func(t *testing.T, path string) {
		t.Helper()
		check(t, open(t, path, newClock(), rand.Reader).Close())
	}
	write := func(text string) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			t.Helper()
			check(t, os.WriteFile(path, []byte(text), 0o600))
		}
	}
	statements := func(statements ...string) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			t.Helper()
			sqlite(t, path, statements...)
			check(t, os.Chmod(path, 0o600))
		}
	}
	mode := func(m os.FileMode) func(*testing.T, string) {
		return func(t *testing.T, path string) { t.Helper(); made(t, path); check(t, os.Chmod(path, m)) }
	}
	tests := []struct {
		name, id string
		make     func(*testing.T, string)
		o        vault.Options
	}{
		{"missing", "vault.missing", func(*testing.T, string) {}, vault.Options{}},
		{"missing, though the database has sealed data", "vault.missing", func(*testing.T, string) {}, vault.Options{Create: true, Of: "somebody"}},
		{"a folder", "vault.not_a_file", func(t *testing.T, path string) { t.Helper(); check(t, os.Mkdir(path, 0o700)) }, vault.Options{Create: true}},
		{"empty", "vault.foreign", write(""), vault.Options{Create: true}},
		{"text", "vault.foreign", write(strings.Repeat("not a database ", 100)), vault.Options{Create: true}},
		{"another application's", "vault.foreign", statements(`CREATE TABLE t (x)`), vault.Options{Create: true}},
		{"the database itself", "vault.foreign", statements(`PRAGMA application_id = 1381256270`, `CREATE TABLE clinic (x)`), vault.Options{Create: true}},
		{"of a newer release", "vault.newer", func(t *testing.T, path string) { t.Helper(); made(t, path); sqlite(t, path, `PRAGMA user_version = 2`) }, vault.Options{Create: true}},
		{"of another database", "vault.another", made, vault.Options{Of: "somebody else"}},
		{"readable by all", "vault.open_to_others", mode(0o644), vault.Options{}},
		{"readable by the group", "vault.open_to_others", mode(0o640), vault.Options{}},
		{"writable by others", "vault.open_to_others", mode(0o602), vault.Options{Create: true}},
		{"half gone", "vault.unusable", func(t *testing.T, path string) { t.Helper(); made(t, path); check(t, os.Truncate(path, 4096)) }, vault.Options{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "test.keys")
			tt.make(t, path)
			before, beside := contents(t, path), names(t, path)
			tt.o.Now, tt.o.Random = newClock().Now, rand.Reader
			v, err := vault.Open(t.Context(), path, tt.o)
			wrong := (*directory.Error)(nil)
			if v != nil || !errors.As(err, &wrong) || wrong.Message.ID != tt.id {
				t.Fatalf("Open = %v, %v; want %s", v, err, tt.id)
			}
			if s := words.English().Message(wrong.Message); !strings.Contains(s, path) || strings.Contains(s, "{{") {
				t.Errorf("it says %q, which does not name the file", s)
			}
			if !bytes.Equal(before, contents(t, path)) || beside != names(t, path) {
				t.Errorf("the file was %d bytes among %s, and is %d among %s", len(before), beside, len(contents(t, path)), names(t, path))
			}
		})
	}
	_, err := vault.Open(t.Context(), filepath.Join(t.TempDir(), "no", "test.keys"), vault.Options{Create: true, Now: newClock().Now, Random: rand.Reader})
	if wrong := (*directory.Error)(nil); !errors.As(err, &wrong) || wrong.Message.ID != "vault.no_folder" {
		t.Errorf("Open(in a folder that is not there) = %v, want vault.no_folder", err)
	}
	if _, err := vault.Open(t.Context(), "x", vault.Options{Now: newClock().Now}); err == nil {
		t.Error("Open(without randomness) = nil, want an error")
	}
}

func contents(t *testing.T, path string) []byte {
	t.Helper()
	b, _ := os.ReadFile(path) // a folder has none, nor has what is missing
	return b
}

func names(t *testing.T, path string) string {
	t.Helper()
	all, err := filepath.Glob(filepath.Dir(path) + "/*")
	check(t, err)
	hidden, err := filepath.Glob(filepath.Dir(path) + "/.*")
	check(t, err)
	return strings.Join(append(all, hidden...), " ")
}

// TestOpen_new wants a new file for its owner alone, with all that SQLite keeps
// beside it, and nothing left over.
func TestOpen_new(t *testing.T) {
	v, path, c := fresh(t)
	seal(t, v, person(t), "x")
	for _, end := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(path + end)
		check(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has the mode %04o, want 0600", filepath.Base(path+end), info.Mode().Perm())
		}
	}
	check(t, v.Close())
	check(t, v.Close())
	if got := names(t, path); got != path {
		t.Errorf("there are %s, want the one file", got)
	}
	again, err := vault.Open(t.Context(), path, vault.Options{Of: v.Name(), Now: c.Now, Random: rand.Reader})
	check(t, err)
	if again.Name() != v.Name() || v.Name() == "" {
		t.Errorf("Name() = %q, then %q", v.Name(), again.Name())
	}
	check(t, again.Close())
}

// TestOpen_newAtOnce makes a vault from several sides at the same moment: all have
// the same one.
func TestOpen_newAtOnce(t *testing.T) {
	path, c := filepath.Join(t.TempDir(), "test.keys"), newClock()
	names := make([]string, 8)
	var wg sync.WaitGroup
	for i := range names {
		wg.Go(func() {
			v, err := vault.Open(t.Context(), path, vault.Options{Create: true, Now: c.Now, Random: rand.Reader})
			if err != nil {
				t.Error(err)
				return
			}
			names[i] = v.Name()
			if err := v.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if slices.Sort(names); names[0] == "" || names[0] != names[len(names)-1] {
		t.Errorf("the vaults are %q, want one", names)
	}
}

// copyFile puts what is in one file into another.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	check(t, err)
	check(t, os.WriteFile(to, b, 0o600))
}

// TestOpen_cutShort opens what a power cut leaves while the log is moved into the
// file: a header that says how long it is to be, and less than that.
func TestOpen_cutShort(t *testing.T) {
	v, path, c := fresh(t)
	sealed := map[directory.ID][]byte{}
	for range 20 {
		id := person(t)
		sealed[id] = seal(t, v, id, "text")
	}
	folder := t.TempDir()
	log, moved := filepath.Join(folder, "log"), filepath.Join(folder, "moved")
	copyFile(t, path+"-wal", log)
	check(t, v.Forget(t.Context(), person(t))) // which moves the log over
	copyFile(t, path, moved)
	whole, err := os.Stat(moved)
	check(t, err)
	cut := func(name string) (path string) {
		path = filepath.Join(folder, name)
		copyFile(t, log, path+"-wal")
		copyFile(t, moved, path)
		check(t, os.Truncate(path, whole.Size()-4096))
		return path
	}
	one, other := cut("one.keys"), cut("other.keys")
	_, err = vault.Open(t.Context(), other, vault.Options{Of: "somebody else", Now: c.Now, Random: rand.Reader})
	wantRefused(t, "Open(another's, cut short)", err, "vault.another", other)
	again, err := vault.Open(t.Context(), one, vault.Options{Of: v.Name(), Now: c.Now, Random: rand.Reader})
	if err != nil {
		t.Fatalf("Open(cut short) = %v", err)
	}
	for id, sealed := range sealed {
		wantOpen(t, again, id, sealed, "text")
	}
	check(t, again.Close())
}

// TestOpen_logOfAnother puts a copy where the log of the file before it lies.
func TestOpen_logOfAnother(t *testing.T) {
	v, path, c := fresh(t)
	copied, there := filepath.Join(t.TempDir(), "copy"), filepath.Join(t.TempDir(), "test.keys")
	amy := person(t)
	sealed := seal(t, v, amy, "text")
	check(t, v.Backup(t.Context(), copied))
	seal(t, v, person(t), "text")
	copyFile(t, path+"-wal", there+"-wal")
	copyFile(t, copied, there)
	_, err := vault.Open(t.Context(), there, vault.Options{Of: v.Name(), Now: c.Now, Random: rand.Reader})
	wantRefused(t, "Open(with the log of another)", err, "vault.log", there)
	link := filepath.Join(t.TempDir(), "link.keys")
	check(t, os.Symlink(there, link))
	_, err = vault.Open(t.Context(), link, vault.Options{Of: v.Name(), Now: c.Now, Random: rand.Reader})
	wantRefused(t, "Open(a link to one with the log of another)", err, "vault.log", link)

	check(t, os.Remove(there+"-wal"))
	again, err := vault.Open(t.Context(), there, vault.Options{Of: v.Name(), Now: c.Now, Random: rand.Reader})
	check(t, err)
	wantOpen(t, again, amy, sealed, "text")
	check(t, again.Close())
}
