package pages_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/store/storetest"
)

// TestWholePages keeps five pages as they are sent. A change to any of them shows
// as a diff, and is read as one.
func TestWholePages(t *testing.T) {
	s := open(t, storetest.Listing(1), changed(2, func(l *directory.Listing) {
		l.Operating.Value, l.Operating.Reason = directory.Closed, "The lease ended."
	}))
	for name, path := range map[string]string{
		"home.html":    "/",
		"results.html": "/search?q=example&where=turkey&service=prp",
		"clinic.html":  "/clinics/example-clinic-1",
		"gone.html":    "/clinics/example-clinic-2",
		"missing.html": "/prp/tr/istambul",
	} {
		golden(t, name, s.get(t, path).body)
	}
}

// golden compares a page with testdata/name, or with UPDATE_GOLDEN=1 rewrites it.
// The files have a line for each tag that opens a part, for templ writes none.
func golden(t *testing.T, name, body string) {
	t.Helper()
	got := []byte(lines(body))
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from what is sent; run make golden and read the diff\n got: %s", path, got)
	}
}

// lines breaks a page before the tags of its larger parts.
func lines(body string) string {
	for _, tag := range strings.Fields("head title meta link script body header nav main section div form fieldset details h1 h2 h3 p ul ol li table tr label footer article figure") {
		body = strings.ReplaceAll(body, "<"+tag+" ", "\n<"+tag+" ")
		body = strings.ReplaceAll(body, "<"+tag+">", "\n<"+tag+">")
	}
	return body + "\n"
}
