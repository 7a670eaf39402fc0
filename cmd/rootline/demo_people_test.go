package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"rootline/internal/jobs"
	"rootline/internal/store"
)

// printed is how a demo tells of somebody: address, password and what they are.
var printed = regexp.MustCompile(`(?m)^  (\S+@demo\.example)  password (\S+)  (.+)$`)

// shown is what the page of a demo shows of somebody: address, password, and a code
// where there is one.
var shown = regexp.MustCompile(`(?s)<dd><code>(\S+@demo\.example)</code></dd>.*?<dd><code>([a-z-]+)</code></dd>(?:\s*<dt>[^<]*</dt>\s*<dd><code>([0-9]{6})</code></dd>)?`)

// page asks for a page that is there.
func (w *watched) page(path string) string {
	w.t.Helper()
	status, page, err := w.send(http.MethodGet, path, &bytes.Buffer{})
	if err != nil || status != http.StatusOK {
		w.t.Fatalf("GET %s: %d, %v", path, status, err)
	}
	return string(page)
}

// TestDemo_people: a demo tells at every start who can sign in, and each of them can,
// with what its page shows; the page shows letters too. Served for good, the same
// database has no such page.
func TestDemo_people(t *testing.T) {
	folder := t.TempDir()
	db := filepath.Join(folder, "demo.db")
	if err := start(t, "demo", "--db", db, "--clinics", "20").stop(); err != nil {
		t.Fatal(err)
	}
	w := watch(t, nil, "demo", "--db", db, "--clinics", "20", "--mail-dir", db+".letters")
	w.wait("the people to be told of", func() bool { return len(printed.FindAllString(w.out.String(), -1)) == 5 })
	if !strings.Contains(w.out.String(), w.base+"/demo") {
		t.Errorf("a demo does not tell of its page:\n%s", w.out)
	}
	onPage := shown.FindAllStringSubmatch(w.page("/demo"), -1)
	for i, person := range printed.FindAllStringSubmatch(w.out.String(), -1) {
		address, password, role := person[1], person[2], person[3]
		if i >= len(onPage) || onPage[i][1] != address || onPage[i][2] != password {
			t.Fatalf("the page shows %q, want %s with %s", onPage, address, password)
		}
		body := map[string]string{"email": address, "password": password}
		status, _ := w.call(http.MethodPost, "/auth/login", "", body)
		staff := strings.HasPrefix(address, "morgan") || strings.HasPrefix(address, "ada")
		if alone := status == http.StatusOK; alone == staff {
			t.Errorf("%s (%s) with the password alone: %d", address, role, status)
		}
		if !staff {
			continue
		}
		if body["code"] = onPage[i][3]; body["code"] == "" {
			t.Fatalf("the page shows no code for %s", address)
		}
		if status, reply := w.call(http.MethodPost, "/auth/login", "", body); status != http.StatusOK {
			t.Errorf("%s (%s) with the code that the page shows: %d %v", address, role, status, reply)
		}
	}
	if status, reply := w.call(http.MethodPost, "/auth/codes", "", map[string]string{"email": "olivia@demo.example"}); status != http.StatusAccepted {
		t.Fatalf("asking for a code: %d %v", status, reply)
	}
	code := regexp.MustCompile(`\b[0-9]{6}\b`)
	w.wait("the page to show the letter with the code", func() bool {
		_, letters, _ := strings.Cut(w.page("/demo"), `id="letters"`)
		return strings.Contains(letters, "olivia@demo.example") && code.MatchString(letters)
	})
	ok(t, w.stop())

	served := watch(t, nil, "serve", "--db", db)
	if status, _, err := served.send(http.MethodGet, "/demo", &bytes.Buffer{}); status != http.StatusNotFound || err != nil {
		t.Errorf("GET /demo of a demo that is served for good: %d, %v; want 404", status, err)
	}
	if strings.Contains(served.out.String(), "password") {
		t.Errorf("serve tells passwords:\n%s", served.out)
	}
}

// TestDemo_peopleOfAnOlderOne: a demo of a release before there were people is given
// them, and so is one that was cut off while it was.
func TestDemo_peopleOfAnOlderOne(t *testing.T) {
	db := filepath.Join(t.TempDir(), "demo.db")
	if err := start(t, "demo", "--db", db, "--clinics", "20").stop(); err != nil {
		t.Fatal(err)
	}
	was := hurried(t, configOf(t, "serve", "--db", db), nil)
	before, err := demoPeople(t.Context(), was)
	ok(t, err)
	ok(t, was.Close())
	for _, script := range []string{
		`DELETE FROM membership; DELETE FROM account; DELETE FROM stamp WHERE key = 'demo_people'`,
		`DELETE FROM membership WHERE role IN ('admin', 'moderator'); DELETE FROM account WHERE id NOT IN (SELECT account_id FROM membership)`,
	} {
		altered(t, db, script)
		r := start(t, "demo", "--db", db, "--clinics", "20")
		status, page := r.ask(r.base + "/demo")
		if got := len(shown.FindAllString(page, -1)); status != http.StatusOK || got != len(before) {
			t.Errorf("after %s the page shows %d people (%d), want %d", script, got, status, len(before))
		}
		ok(t, r.stop())
	}
	again := hurried(t, configOf(t, "serve", "--db", db), nil)
	defer again.Close()
	if n := again.count(t, `SELECT count(*) FROM membership m JOIN account a ON a.id = m.account_id`); n != len(before) {
		t.Errorf("there are %d people with roles, want %d", n, len(before))
	}
}

// TestDemo_refusedLeavesNothing: where a demo may not write it leaves no keys, no
// letters and no change; and what it did not make it does not remove.
func TestDemo_refusedLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	filled(t, at("some.db"), 5)
	grown, err := store.Open(t.Context(), at("some.db"), store.Options{Now: time.Now, Migrate: jobs.Migrate})
	ok(t, err)
	ok(t, grown.Close())
	lost := hurried(t, configOf(t, "serve", "--db", at("lost.db")), nil)
	lost.join(t, "amy@practice.example", "Amy")
	ok(t, lost.Close())
	ok(t, os.Remove(at("lost.db")))
	before := contents(t, folder)
	free := []string{"--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"}
	if _, refusal := said(t, append([]string{"demo", "--db", at("some.db")}, free...)...); !strings.Contains(refusal, "not a demo") {
		t.Errorf("demo on another directory: %q", refusal)
	}
	unchanged(t, "a demo on another directory", before, contents(t, folder))
	if _, refusal := said(t, append([]string{"demo", "--db", at("lost.db")}, free...)...); !strings.Contains(refusal, "keys that are in use") {
		t.Errorf("demo with another's keys in their place: %q", refusal)
	}
	unchanged(t, "a demo with another's keys", before, contents(t, folder))
	busy := watch(t, nil, "serve", "--db", at("served.db"))
	taken := strings.TrimPrefix(busy.operators, "http://")
	if _, refusal := said(t, "demo", "--db", at("new.db"), "--listen", taken, "--admin-listen", "127.0.0.1:0"); !strings.Contains(refusal, "already listening") {
		t.Errorf("demo on a port that is taken: %q", refusal)
	}
	for name := range contents(t, folder) {
		if strings.HasPrefix(name, "new.db") {
			t.Errorf("a demo on a port that is taken left %s", name)
		}
	}
}
