package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/store"
)

// running is the whole program, started as main starts it.
type running struct {
	t         *testing.T
	base      string
	operators string
	stop      func() error
}

var told = regexp.MustCompile(`Rootline is at (http://\S+) \(for operators: (http://[^/]+)/`)

// start runs the program with args on free ports and waits until it is ready.
func start(t *testing.T, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, append(args, "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"), noEnv, in, io.Discard)
		_ = in.Close()
		ended <- err
	}()
	r := &running{t: t, stop: func() error { cancel(); return <-ended }}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if m := told.FindStringSubmatch(lines.Text()); m != nil {
			r.base, r.operators = m[1], m[2]
			break
		}
	}
	if r.base == "" {
		t.Fatalf("rootline %s ended without serving: %v", strings.Join(args, " "), r.stop())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	r.wait("/readyz to answer 200", func() bool {
		status, _ := r.ask(r.operators + "/readyz")
		return status == http.StatusOK
	})
	return r
}

func noEnv(string) string { return "" }

// wait returns when cond holds; it fails the test if that takes implausibly long.
func (r *running) wait(what string, cond func() bool) {
	r.t.Helper()
	end := time.After(time.Minute)
	for !cond() {
		select {
		case <-end:
			r.t.Fatalf("waited a minute for %s", what)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func (r *running) ask(url string) (status int, body string) {
	r.t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// total is how many clinics a search finds.
func (r *running) total(query string) int {
	r.t.Helper()
	status, body := r.ask(r.base + "/api/v1/clinics?" + query)
	var answer struct{ Total int }
	if err := json.Unmarshal([]byte(body), &answer); status != http.StatusOK || err != nil {
		r.t.Fatalf("GET /api/v1/clinics?%s: %d, %s", query, status, body)
	}
	return answer.Total
}

func TestDemo_fillsAFileOnceAndServesIt(t *testing.T) {
	db := filepath.Join(t.TempDir(), "demo.db")
	first := start(t, "demo", "--db", db, "--now", "2026-03-01T12:00:00Z")
	tandem := first.total("service=tandem&country=TR")
	if tandem == 0 {
		t.Error("no clinic in Turkey offers both services")
	}
	if status, body := first.ask(first.base + "/"); status != http.StatusOK || !strings.Contains(body, "<form") {
		t.Errorf("GET /: %d, %s", status, body)
	}
	if err := first.stop(); err != nil {
		t.Fatalf("stopped with %v", err)
	}
	again := start(t, "demo", "--db", db)
	if got := again.total("service=tandem&country=TR"); got != tandem {
		t.Errorf("after a restart %d clinics are found; before it were %d", got, tandem)
	}
	if err := again.stop(); err != nil {
		t.Fatalf("stopped with %v", err)
	}
	err := run(t.Context(), []string{"demo", "--db", db, "--seed", "2"}, noEnv, io.Discard, io.Discard)
	if err == nil || !strings.Contains(sentence(err), "holds another demo directory (clinics=240 seed=1") {
		t.Errorf("demo with another seed on the same file: %v", err)
	}
}

func TestServe_findsWhatIsCommitted(t *testing.T) {
	db := filepath.Join(t.TempDir(), "demo.db")
	if err := start(t, "demo", "--db", db, "--clinics", "60").stop(); err != nil {
		t.Fatal(err)
	}
	r := start(t, "serve", "--db", db)
	defer func() {
		if err := r.stop(); err != nil {
			t.Errorf("stopped with %v", err)
		}
	}()
	other, err := store.Open(t.Context(), db, store.Options{Now: time.Now}) // as another process would
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	clinic := anyPublished(t, other)
	if got := r.total("q=xylophonia"); got != 0 {
		t.Fatalf("%d clinics are called Xylophonia before any is", got)
	}
	_, err = other.UpdateListing(t.Context(), clinic.Clinic.ID, func(l *directory.Listing) error {
		l.Clinic.Name = "Xylophonia"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	committed := time.Now()
	r.wait("the new name to be found", func() bool { return r.total("q=xylophonia") == 1 })
	t.Logf("found %v after it was committed", time.Since(committed))
	_, err = other.UpdateListing(t.Context(), clinic.Clinic.ID, func(l *directory.Listing) error {
		l.State.Value = directory.Suspended
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r.wait("the suspended clinic to be gone", func() bool { return r.total("q=xylophonia") == 0 })
}

func anyPublished(t *testing.T, db *store.Store) directory.Listing {
	t.Helper()
	found := make(chan directory.Listing, 1)
	err := db.Listings(t.Context(), func(l directory.Listing) error {
		if l.Searchable() {
			select {
			case found <- l:
			default:
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return <-found
}

func TestRun_refusesWithOneSentence(t *testing.T) {
	dir := t.TempDir()
	foreign := filepath.Join(dir, "letters.db")
	if err := os.WriteFile(foreign, []byte(strings.Repeat("Dear Sir or Madam, ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	full := filepath.Join(dir, "full.db")
	if err := start(t, "demo", "--db", full, "--clinics", "40").stop(); err != nil {
		t.Fatal(err)
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	fresh := filepath.Join(dir, "fresh.db")
	tests := []struct{ args, want string }{
		{"serve --db " + foreign, "letters.db"},
		{"serve --db " + dir, dir},
		{"serve --db " + filepath.Join(dir, "no", "folder", "x.db"), "folder"},
		{"demo --db " + foreign, "letters.db"},
		{"demo --clinics 41 --db " + full, "another demo directory"},
		{fmt.Sprintf("serve --db %s --listen %s", fresh, taken.Addr()), taken.Addr().String()},
		{fmt.Sprintf("serve --db %s --listen 127.0.0.1:0 --admin-listen %s", fresh, taken.Addr()), taken.Addr().String()},
		{"serve --port 80", "unknown flag --port"},
		{"", "expected one of"},
	}
	for _, tt := range tests {
		err := run(t.Context(), strings.Fields(tt.args), noEnv, io.Discard, io.Discard)
		if err == nil {
			t.Errorf("rootline %s was not refused", tt.args)
			continue
		}
		if got := sentence(err); !strings.Contains(got, tt.want) || strings.Contains(got, "\n") || strings.HasPrefix(got, "store.") {
			t.Errorf("rootline %s: %q; want one sentence with %q", tt.args, got, tt.want)
		}
	}
}

func TestRun_printsHelp(t *testing.T) {
	var out strings.Builder
	if err := run(t.Context(), []string{"--help"}, noEnv, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"serve", "demo"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("help does not name %s:\n%s", want, out.String())
		}
	}
}

// TestDemo_leavesNothingHalfMade stops a demo while it fills its file, and lets
// another find what a crash would have left.
func TestDemo_leavesNothingHalfMade(t *testing.T) {
	db := filepath.Join(t.TempDir(), "demo.db")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	args := []string{"demo", "--db", db, "--clinics", "500000", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"}
	err := run(ctx, args, noEnv, writer(func([]byte) { cancel() }), io.Discard) // at the first word on how far it is
	if err == nil || !strings.Contains(sentence(err), "Stopped before") {
		t.Errorf("a demo stopped while filling said %v", err)
	}
	if left, _ := filepath.Glob(db + "*"); len(left) > 0 {
		t.Errorf("a demo stopped while filling left %v", left)
	}

	crashed, err := store.Open(t.Context(), db, store.Options{Create: true, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := crashed.SetStamp(t.Context(), demoStamp, unfinished+"clinics=240 seed=1"); err != nil {
		t.Fatal(err)
	}
	if err := crashed.Close(); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"demo", "serve"} {
		args := []string{command, "--db", db, "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"}
		if err := run(t.Context(), args, noEnv, io.Discard, io.Discard); err == nil || !strings.Contains(sentence(err), "not filled to its end") {
			t.Errorf("%s of a half-made demo: %v", command, err)
		}
	}
}

// writer is told of everything that is written.
type writer func([]byte)

func (w writer) Write(b []byte) (int, error) {
	w(b)
	return len(b), nil
}
