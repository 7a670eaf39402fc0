package pages_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"rootline/internal/pages"
	"rootline/internal/problem"
	"rootline/internal/server"
	"rootline/internal/store/storetest"
)

func TestAsset_isSentOnceAndAsSmallAsCanBe(t *testing.T) {
	s := demoDirectory(t)
	tests := []struct{ accepts, body, encoding string }{
		{"", "plain", ""},
		{"gzip", "gzip", "gzip"},
		{"gzip, br", "brotli", "br"},
	}
	for _, tt := range tests {
		r := s.get(t, "/assets/app.0a1b.css", "Accept-Encoding", tt.accepts)
		if r.StatusCode != http.StatusOK || r.body != tt.body || r.Header.Get("Content-Encoding") != tt.encoding {
			t.Errorf("accepting %q: %d %q as %q, want %q as %q", tt.accepts, r.StatusCode, r.body, r.Header.Get("Content-Encoding"), tt.body, tt.encoding)
		}
		for header, want := range map[string]string{
			"Cache-Control": "public, max-age=31536000, immutable", "Content-Type": "text/css; charset=utf-8", "Vary": "Accept-Encoding",
		} {
			if got := r.Header.Get(header); got != want {
				t.Errorf("accepting %q: %s %q, want %q", tt.accepts, header, got, want)
			}
		}
		tag := r.Header.Get("ETag")
		if again := s.get(t, "/assets/app.0a1b.css", "Accept-Encoding", tt.accepts, "If-None-Match", tag); again.StatusCode != http.StatusNotModified {
			t.Errorf("accepting %q and knowing %s: %d, want 304", tt.accepts, tag, again.StatusCode)
		}
	}
	for _, path := range []string{"/assets/app.css", "/assets/app.ffff.css", "/assets/manifest.json", "/assets/..%2fembed.go"} {
		if r := s.get(t, path); r.StatusCode != http.StatusNotFound {
			t.Errorf("GET %s = %d, want 404", path, r.StatusCode)
		}
	}
	if r := s.get(t, "/favicon.ico"); r.Header.Get("Location") != "/assets/mark.4e5f.svg" {
		t.Errorf("GET /favicon.ico leads to %q", r.Header.Get("Location"))
	}
}

func TestPhoto(t *testing.T) {
	s := demoDirectory(t)
	var path string
	for _, card := range s.find(t, "per_page=100").Cards() {
		if path = s.page(t, "/clinics/"+card.Slug).head("src", "img"); path != "" {
			break
		}
	}
	r := s.get(t, path)
	if r.StatusCode != http.StatusOK || !strings.HasPrefix(r.Header.Get("Content-Type"), "image/") || r.Header.Get("Cache-Control") != "private, max-age=86400" {
		t.Errorf("GET %s = %d, %v; want a picture that may be kept for a day", path, r.StatusCode, r.Header)
	}
	if again := s.get(t, path, "If-None-Match", r.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("GET %s, knowing %s = %d, want 304", path, r.Header.Get("ETag"), again.StatusCode)
	}
	_, id, _ := strings.Cut(path, "/photos/")
	clinic, _, _ := strings.Cut(path, "/photos/")
	var other string // a clinic that does not show this picture
	for _, card := range s.find(t, "per_page=100").Cards() {
		if other = "/clinics/" + card.Slug; other != clinic && !strings.Contains(s.page(t, other).body, id) {
			break
		}
	}
	for _, path := range []string{
		clinic + "/photos/x", clinic + "/photos/0197c0de-5eed-7a11-8b0b-15dead5ea1ed", other + "/photos/" + id,
		"/clinics/nobody/photos/" + id, "/photos/" + id,
	} {
		if r := s.get(t, path); r.StatusCode != http.StatusNotFound {
			t.Errorf("GET %s = %d, want 404", path, r.StatusCode)
		}
	}
}

// TestProblemType: every type that a problem can have leads to a page.
func TestProblemType(t *testing.T) {
	s := demoDirectory(t)
	titles := map[string]bool{}
	for _, kind := range problem.Types() {
		r := s.page(t, "/problems/"+kind.Slug)
		says(t, r, "the page", r.main(), "What it means", "HTTP status")
		titles[r.text("title")] = true
		checkShape(t, r)
	}
	if len(titles) != len(problem.Types()) {
		t.Errorf("%d types of problem have %d titles", len(problem.Types()), len(titles))
	}
	if r := s.get(t, "/problems/none"); r.StatusCode != http.StatusNotFound {
		t.Errorf("GET /problems/none = %d, want 404", r.StatusCode)
	}
}

// TestErrorPage_tellsNothingOfOurs: when the store is gone, a visitor learns that
// something went wrong and a number to name, and nothing of what.
func TestErrorPage_tellsNothingOfOurs(t *testing.T) {
	s := open(t)
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	r := s.get(t, "/clinics/example-clinic-1")
	if r.StatusCode != http.StatusInternalServerError || strings.Contains(r.body, "sql") || strings.Contains(r.body, "closed") {
		t.Errorf("GET %s without a store = %d: %s", r.path, r.StatusCode, r.main())
	}
	says(t, r, "the page", r.main(), "Something went wrong on our side.", "please name this number: urn:uuid:")
	checkShape(t, r)
}

// TestLog_hasNothingOfTheAddress: when the store is too slow, a visitor is asked
// to come back, and what they had typed is not in the log.
func TestLog_hasNothingOfTheAddress(t *testing.T) {
	const typed = "canary-7f3a"
	var log strings.Builder
	s, err := newSite(t.Context(), storetest.New(t, storetest.Listing(1)), true, func(o *server.Options, _ *pages.Pages) {
		o.Log, o.Limits.Request = slog.New(slog.NewTextHandler(&log, nil)), time.Nanosecond
	})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		path   string
		status int
	}{
		{"/clinics/" + typed, http.StatusServiceUnavailable},
		{"/clinics/C" + typed[1:], http.StatusServiceUnavailable},
		{"/clinics/" + typed + "%20", http.StatusNotFound},
		{"/brands/" + typed, http.StatusServiceUnavailable},
		{"/brands/" + typed + "%2f", http.StatusNotFound},
		{"/clinics/" + typed + "/photos/" + typed, http.StatusNotFound},
		{"/prp/tr/" + typed, http.StatusNotFound},
		{"/search?q=" + typed, http.StatusServiceUnavailable},
		{"/" + typed, http.StatusNotFound},
	}
	for _, tt := range tests {
		r := s.get(t, tt.path)
		if r.StatusCode != tt.status || (r.StatusCode == http.StatusServiceUnavailable) != (r.Header.Get("Retry-After") != "") {
			t.Errorf("GET %s out of time = %d, Retry-After %q; want %d", tt.path, r.StatusCode, r.Header.Get("Retry-After"), tt.status)
		}
	}
	if lines := strings.Count(log.String(), "\n"); lines != len(tests) || strings.Contains(strings.ToLower(log.String()), typed) {
		t.Errorf("of %d requests the log has %d lines, or what was typed: %s", len(tests), lines, log.String())
	}
}
