package main

import (
	"bytes"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/server"
)

var firstLink = regexp.MustCompile(`http://localhost:8080(/sign-in/link/(\S+))`)

// TestAdminCreate_firstOfAll makes the first admin where there is no file, asks again
// while the directory is served, and gets in by the newest link, once.
func TestAdminCreate_firstOfAll(t *testing.T) {
	db := filepath.Join(t.TempDir(), "new.db")
	out, refusal := said(t, "admin", "create", "Ada@clinics.example", "--db", db)
	former := firstLink.FindStringSubmatch(out)
	if refusal != "" || former == nil || !strings.Contains(out, "Ada@clinics.example is an admin") {
		t.Fatalf("admin create without a file: %q, %q; want a link", out, refusal)
	}
	w := watch(t, nil, "serve", "--db", db)
	if n := w.house.count(t, `SELECT count(*) FROM account`); n != 1 {
		t.Errorf("a new database has %d accounts, want the admin's alone", n)
	}
	out, refusal = said(t, "admin", "create", "ada@CLINICS.example", "--db", db, "--name", "Ada Example")
	link := firstLink.FindStringSubmatch(out)
	if refusal != "" || link == nil || link[1] == former[1] {
		t.Fatalf("admin create again, while it is served: %q, %q; want another link", out, refusal)
	}
	if n := w.house.count(t, `SELECT count(*) FROM account`); n != 1 {
		t.Errorf("admin create for an address in other letters made %d accounts", n)
	}
	follow := func(method, path string) (int, string) {
		t.Helper()
		status, page, err := w.send(method, path, &bytes.Buffer{}, "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin")
		ok(t, err)
		return status, string(page)
	}
	if status, page := follow(http.MethodGet, former[1]); status != http.StatusUnprocessableEntity || strings.Contains(page, former[1]) {
		t.Errorf("GET of a link that was replaced: %d %s; want why, and no form", status, page)
	}
	for range 2 { // a GET uses nothing up
		if status, page := follow(http.MethodGet, link[1]); status != http.StatusOK || !strings.Contains(page, `action="`+link[1]+`"`) {
			t.Fatalf("GET %s: %d %s", link[1], status, page)
		}
	}
	if status, _ := follow(http.MethodPost, former[1]); status == http.StatusSeeOther {
		t.Error("a link that was replaced let somebody in")
	}
	if status, page := follow(http.MethodPost, link[1]); status != http.StatusSeeOther {
		t.Errorf("POST %s: %d %s; want to be in", link[1], status, page)
	}
	if status, _ := follow(http.MethodPost, link[1]); status == http.StatusSeeOther {
		t.Error("the link let somebody in twice")
	}
	if out, refusal = said(t, "admin", "create", "ada@clinics.example", "--db", db); refusal != "" || !strings.Contains(out, "has an account") || firstLink.MatchString(out) {
		t.Errorf("admin create for whoever has come in: %q, %q; want no link", out, refusal)
	}
}

// TestAdminCreate_lateLink: the link works until a day has passed.
func TestAdminCreate_lateLink(t *testing.T) {
	cfg := keep(t)
	out, refusal := said(t, "admin", "create", "ada@clinics.example", "--db", cfg.DB)
	link := firstLink.FindStringSubmatch(out)
	if link == nil {
		t.Fatalf("admin create: %q, %q", out, refusal)
	}
	h := hurried(t, cfg, nil)
	defer h.Close()
	base, err := url.Parse("https://clinics.example")
	ok(t, err)
	desk, made := furnishDesks(&server.Options{BaseURL: base}, h).entry, time.Now()
	for _, tt := range []struct {
		after time.Duration
		works bool
	}{{time.Minute, true}, {24*time.Hour - time.Minute, true}, {24*time.Hour + time.Second, false}} {
		desk.Now = func() time.Time { return made.Add(tt.after) }
		if err := desk.Look(t.Context(), auth.Welcome, link[2]); (err == nil) != tt.works {
			t.Errorf("the link %v after it was made: %v", tt.after, err)
		}
	}
}

// TestAdminCreate_whoIsThere makes somebody an admin who signs in already, beside what
// they were.
func TestAdminCreate_whoIsThere(t *testing.T) {
	cfg := keep(t)
	h := hurried(t, cfg, nil)
	defer h.Close()
	amy := h.join(t, "amy@practice.example", "Amy", directory.Membership{Role: directory.RoleModerator})
	out, refusal := said(t, "admin", "create", "amy@practice.example", "--db", cfg.DB, "--base-url", "https://clinics.example")
	if refusal != "" || !strings.Contains(out, "has an account") || !strings.Contains(out, "https://clinics.example/sign-in\n") {
		t.Errorf("admin create for a moderator: %q, %q", out, refusal)
	}
	roles, err := h.Memberships(t.Context(), amy.ID)
	if err != nil || len(roles) != 1 || roles[0].Role != directory.RoleAdmin {
		t.Errorf("admin create makes %+v, %v; want an admin", roles, err)
	}
	if got, err := h.Account(t.Context(), amy.ID); err != nil || got != amy {
		t.Errorf("admin create leaves %+v, %v; want %+v", got, err, amy)
	}
}

// TestAdminCreate_refuses goes through what an operator can mistype, and wants no
// file made.
func TestAdminCreate_refuses(t *testing.T) {
	cfg := config.Config{DB: filepath.Join(t.TempDir(), "some.db")}
	for _, address := range []string{
		"amy", "amy@", "@practice.example", "amy@practice", "amy@practice.example,bea@practice.example", "Amy <amy@practice.example>",
		"amy@practice.example\r\nBcc: eve@evil.example", "amy @practice.example", "",
	} {
		if out, refusal := said(t, "admin", "create", address, "--db", cfg.DB); refusal == "" || out != "" || strings.HasPrefix(refusal, "invalid.") {
			t.Errorf("admin create %q: %q, %q; want a sentence", address, out, refusal)
		}
	}
	for _, name := range []string{"Amy\nBcc: eve@evil.example", "Amy\x00", "Amy\u2028Bcc", "\u202eymA", strings.Repeat("a", 2000), " \t "} {
		if out, refusal := said(t, "admin", "create", "amy@practice.example", "--db", cfg.DB, "--name", name); refusal == "" || out != "" || !strings.Contains(refusal, "name: ") {
			t.Errorf("admin create --name %.20q: %q, %q; want a sentence about the name", name, out, refusal)
		}
	}
	if left := files(t, filepath.Dir(cfg.DB)); len(left) > 0 {
		t.Errorf("admin create that was refused left %q", left)
	}
}
