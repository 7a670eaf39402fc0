package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/store"
	"rootline/internal/vault"
)

// watched is the whole program, served from within the test, with what it keeps and
// what it says in hand.
type watched struct {
	*running
	house    *house
	out, log *transcript
	client   *http.Client
}

// transcript is what somebody writes while others read it.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *transcript) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(b)
}

func (w *transcript) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// watch serves as args say, on free ports, and waits until it is ready. Change sees
// to the house before anything is served from it.
func watch(t *testing.T, change func(*house), args ...string) *watched {
	t.Helper()
	w := &watched{out: &transcript{}, log: &transcript{}, client: &http.Client{
		Transport:     &http.Transport{},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	cfg := configOf(t, append(args, "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0")...)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- serve(ctx, cfg, w.out, w.log, func(h *house) error {
			w.house = h
			if change != nil {
				change(h)
			}
			return nil
		})
	}()
	stop := sync.OnceValue(func() error {
		w.client.CloseIdleConnections()
		http.DefaultClient.CloseIdleConnections()
		cancel()
		return <-ended
	})
	w.running = &running{t: t, stop: stop}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Errorf("rootline %s stopped with %v", strings.Join(args, " "), err)
		}
	})
	w.wait("the program to serve", func() bool {
		m := told.FindStringSubmatch(w.out.String())
		if m != nil {
			w.base, w.operators = m[1], m[2]
		}
		return m != nil
	})
	w.wait("/readyz to answer 200", func() bool {
		status, _ := w.ask(w.operators + "/readyz")
		return status == http.StatusOK
	})
	return w
}

func configOf(t *testing.T, args ...string) config.Config {
	t.Helper()
	cfg, err := config.Parse(args, noEnv)
	ok(t, err)
	return cfg
}

// ok ends the test for an error that has nothing to do with what it is about.
func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// call asks the API for something, as a program with a token or, with "", as nobody.
func (w *watched) call(method, path, token string, body map[string]string, headers ...string) (status int, reply map[string]any) {
	w.t.Helper()
	status, text, err := w.try(method, path, token, body, headers...)
	ok(w.t, err)
	if err := json.Unmarshal(text, &reply); err != nil && len(text) > 0 {
		w.t.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	return status, reply
}

// try is call for goroutines that may not end the test.
func (w *watched) try(method, path, token string, body map[string]string, headers ...string) (int, []byte, error) {
	var sent bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&sent).Encode(body); err != nil {
			return 0, nil, err
		}
		headers = append(headers, "Content-Type", "application/json")
	}
	if token != "" {
		headers = append(headers, "Authorization", "Bearer "+token)
	}
	return w.send(method, "/api/v1"+path, &sent, headers...)
}

// send makes a request of any kind.
func (w *watched) send(method, path string, body *bytes.Buffer, headers ...string) (int, []byte, error) {
	r, err := http.NewRequestWithContext(context.Background(), method, w.base+path, body)
	if err != nil {
		return 0, nil, err
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := w.client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	var text bytes.Buffer
	_, err = text.ReadFrom(resp.Body)
	return resp.StatusCode, text.Bytes(), err
}

// aPassword is that of everybody in these tests, hashed once.
const aPassword = "yonder-velvet-tractor-lamp"

var aHash = sync.OnceValues(func() (string, error) {
	return auth.NewHasher().Hash(context.Background(), aPassword, rand.Reader)
})

// newID is an id made now.
func newID(t *testing.T) directory.ID {
	t.Helper()
	id, err := directory.NewID(time.Now(), rand.Reader)
	ok(t, err)
	return id
}

func emailOf(t *testing.T, address string) directory.Email {
	t.Helper()
	e, err := directory.ParseEmail(address)
	ok(t, err)
	return e
}

// join adds somebody with a password, and with roles for all of the directory.
func (h *house) join(t *testing.T, address, name string, roles ...directory.Membership) directory.Account {
	t.Helper()
	hash, err := aHash()
	ok(t, err)
	english, err := directory.ParseLanguage("en")
	ok(t, err)
	a := directory.Account{
		ID: newID(t), Email: emailOf(t, address), Name: name, Language: english,
		State: directory.AccountActive, CreatedAt: directory.At(time.Now()),
	}
	ok(t, h.People(t.Context(), func(tx auth.Tx) error {
		if err := tx.AddAccount(t.Context(), a, auth.Credentials{Password: hash}); err != nil {
			return err
		}
		_, err := tx.UpdateMemberships(t.Context(), a.ID, func(all *[]directory.Membership) error {
			for _, m := range roles {
				m.AccountID, m.Since = a.ID, a.CreatedAt
				*all = append(*all, m)
			}
			return nil
		})
		return err
	}))
	return a
}

// count is what a query counts.
func (h *house) count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	ok(t, h.Writer().QueryRowContext(t.Context(), query, args...).Scan(&n))
	return n
}

// contents are the files in a folder, by name.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range files(t, folder) {
		b, err := os.ReadFile(filepath.Join(folder, name))
		ok(t, err)
		all[name] = string(b)
	}
	return all
}

// unchanged fails the test for every file that is not as it was.
func unchanged(t *testing.T, what string, before, after map[string]string) {
	t.Helper()
	for name := range after {
		if _, was := before[name]; !was {
			t.Errorf("%s left a new file %s", what, name)
		}
	}
	for name, content := range before {
		if now, is := after[name]; !is || now != content {
			t.Errorf("%s changed %s", what, name)
		}
	}
}

// TestHouse_keysOfItsOwn makes a database, in which a person is, and has each command
// that needs its keys refuse every other file in their place: with one sentence, and
// nothing changed.
func TestHouse_keysOfItsOwn(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	db, keys := at("some.db"), at("some.db.keys")
	for _, name := range []string{"some.db", "other.db"} {
		h := hurried(t, config.Config{DB: at(name), Keys: at(name) + ".keys"}, nil)
		h.join(t, "amy@practice.example", "Amy")
		ok(t, h.Close())
		if info, err := os.Stat(at(name) + ".keys"); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the keys of a new database are %v, %v; want -rw-------", info.Mode(), err)
		}
	}
	h := hurried(t, config.Config{DB: at("empty.db"), Keys: at("empty.keys")}, nil)
	ok(t, h.Close())
	ok(t, os.WriteFile(at("letters.txt"), []byte(strings.Repeat("Dear Sir or Madam, ", 300)), 0o600))
	lent, err := os.ReadFile(keys)
	ok(t, err)
	ok(t, os.WriteFile(at("lent.keys"), lent, 0o644))

	tests := []struct{ db, keys, want string }{
		{db, at("missing.keys"), "There are no keys at"},
		{db, at("none/some.keys"), "There are no keys at"},
		{db, at("other.db.keys"), "holds the keys of another database"},
		{db, at("empty.keys"), "holds the keys of another database"},
		{db, at("letters.txt"), "not a file of keys"},
		{db, db, "not a file of keys"},
		{db, folder, "is not a file"},
		{db, at("lent.keys"), "Others than its owner have access"},
		{at("empty.db"), keys, "holds the keys of another database"},
	}
	before := contents(t, folder)
	for _, tt := range tests {
		for _, command := range []string{
			"serve --listen 127.0.0.1:0 --admin-listen 127.0.0.1:0", "demo", "admin create bea@practice.example", "keys rotate", "backup --keys " + at("copy"),
		} {
			if command == "demo" && tt.db == db {
				continue // is refused for what it holds
			}
			args := append(strings.Fields(command), "--db", tt.db, "--keys", tt.keys)
			if strings.HasPrefix(command, "backup") {
				args[len(args)-2] = "--keys-file"
			}
			if _, got := said(t, args...); !strings.Contains(got, tt.want) || strings.Contains(got, "\n") {
				t.Errorf("rootline %s: %q; want one sentence with %q", strings.Join(args, " "), got, tt.want)
			}
			unchanged(t, "rootline "+strings.Join(args, " "), before, contents(t, folder))
		}
	}
}

// TestHouse_newDatabase: a new database takes keys that nobody has used yet, as a
// crash may have left them, and none that are in use.
func TestHouse_newDatabase(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	options := vault.Options{Create: true, Now: time.Now, Random: rand.Reader}
	left, err := vault.Open(t.Context(), at("some.keys"), options)
	ok(t, err)
	ok(t, left.Close())
	db, err := store.Open(t.Context(), at("some.db"), store.Options{Create: true, Now: time.Now})
	ok(t, err)
	ok(t, db.Close())

	cfg := config.Config{DB: at("some.db"), Keys: at("some.keys")}
	h, err := openHouse(t.Context(), cfg, true, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatalf("what a crash has left between making keys and remembering them: %v", err)
	}
	if name, err := h.Stamp(t.Context(), vaultStamp); err != nil || name != left.Name() {
		t.Errorf("the database remembers the vault %q, %v; want %q", name, err, left.Name())
	}
	h.join(t, "amy@practice.example", "Amy")
	ok(t, h.Close())

	before := contents(t, folder)["some.keys"]
	_, got := said(t, "serve", "--db", at("new.db"), "--keys", at("some.keys"), "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0")
	if !strings.Contains(got, "holds keys that are in use") || strings.Contains(got, "\n") {
		t.Errorf("a new database with keys in use: %q", got)
	}
	if _, got := said(t, "demo", "--db", at("demo.db"), "--keys", at("some.keys"), "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"); !strings.Contains(got, "holds keys that are in use") {
		t.Errorf("a demo with keys in use: %q", got)
	}
	if _, err := os.Stat(at("demo.db")); err == nil {
		t.Error("a demo that was refused for its keys left its database")
	}
	if contents(t, folder)["some.keys"] != before {
		t.Error("keys in use were changed by a database that may not have them")
	}
}

// TestBackup_nothingPersonal is P4 for a copy of the database: of a thousand canaries
// none is in it, nor any key; and what opens them is in the copy of the keys alone.
func TestBackup_nothingPersonal(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	h := hurried(t, config.Config{DB: at("some.db"), Keys: at("some.db.keys")}, nil)
	const people = 250 // with four canaries each
	h.fillWithCanaries(t, people)
	first := newestAccount(t, h)
	ok(t, h.Close())

	environment := func(name string) string {
		if name == "ROOTLINE_KEYS" {
			return at("some.db.keys")
		}
		return ""
	}
	var out strings.Builder
	ok(t, run(t.Context(), []string{"backup", at("backup.db"), "--db", at("some.db")}, environment, &out, &out))
	if !strings.Contains(out.String(), "0 clinics") {
		t.Errorf("backup with ROOTLINE_KEYS set says %q; want what it says of a database", out.String())
	}
	ok(t, run(t.Context(), []string{"backup", "--keys", at("backup.keys"), "--db", at("some.db")}, environment, &out, &out))

	copied := contents(t, folder)["backup.db"]
	for _, f := range guisesOf("quetzalcanary") {
		if strings.Contains(copied, f.text) {
			t.Errorf("a canary is in the backup, %s", f.name)
		}
		if !strings.Contains(canaryIn(f), f.text) {
			t.Errorf("the search would miss a canary, %s", f.name)
		}
	}
	for _, key := range keysIn(t, at("backup.keys")) {
		if strings.Contains(copied, key) {
			t.Fatal("a key is in the backup of the database")
		}
	}
	if _, got := said(t, "backup", "--keys", at("backup.keys"), "--db", at("some.db")); !strings.Contains(got, "overwrites nothing") {
		t.Errorf("a backup of keys to a file that is there: %q", got)
	}
	h, err := openHouse(t.Context(), config.Config{DB: at("backup.db"), Keys: at("backup.keys")}, false, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatalf("the two copies do not belong together: %v", err)
	}
	if got, err := h.Account(t.Context(), first.ID); err != nil || got != first {
		t.Errorf("of the two copies an account is %+v, %v; want %+v", got, err, first)
	}
	ok(t, h.Close())
}
