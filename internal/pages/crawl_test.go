package pages_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"rootline/internal/store/storetest"
)

// TestCrawl follows every link of a small demo directory from the first page on.
// Each leads, without a redirect, to a page, and enough of every kind are held
// against what every page has to be; no two pages that are to be listed have one title; and nothing is loaded from or
// sent to anybody else.
//
// Searches lead to searches without end, so those that narrow by more than two
// things are not followed.
func TestCrawl(t *testing.T) {
	db := storetest.New(t)
	if err := fill(t.Context(), db, 60); err != nil {
		t.Fatal(err)
	}
	s, err := newSite(t.Context(), db, true)
	if err != nil {
		t.Fatal(err)
	}
	queue, seen := []string{"/"}, map[string]string{"/": "nowhere"}
	titles := map[string]string{}
	kinds := map[string]int{}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		r := s.get(t, path)
		if r.StatusCode != http.StatusOK {
			t.Errorf("%s leads to %s, which is %d to %q", seen[path], path, r.StatusCode, r.Header.Get("Location"))
			continue
		}
		if strings.Contains(path, "/photos/") || strings.HasSuffix(path, ".vcf") || strings.HasSuffix(path, ".ics") {
			continue // no page: a picture, a card, a calendar
		}
		kind := strings.FieldsFunc(path+"/home", func(r rune) bool { return r == '/' || r == '?' })[0]
		if kinds[kind]++; kinds[kind] <= 25 { // it takes longer than all the rest
			checkShape(t, r)
		}
		aboutTreatments := !slices.Contains([]string{"problems", "sign-in", "register"}, kind) && !strings.HasSuffix(path, "/claim") && !strings.HasSuffix(path, "/report")
		if aboutTreatments && !r.notice() {
			t.Errorf("GET %s: no notice that it is information only", path)
		}
		if known := r.canonical(); !r.noindex() {
			if other := titles[r.text("title")]; other != "" && other != known {
				t.Errorf("%s and %s are both called %q", other, known, r.text("title"))
			}
			titles[r.text("title")] = known
		}
		for _, to := range outgoing(t, r) {
			if _, known := seen[to]; !known && worthFollowing(t, to) {
				seen[to] = path
				queue = append(queue, to)
			}
		}
	}
	t.Logf("pages seen: %v", kinds)
	for _, kind := range []string{"home", "search", "prp", "smp", "tandem", "clinics", "brands", "about"} {
		if kinds[kind] == 0 {
			t.Errorf("nothing leads to a page of %s", kind)
		}
	}
}

// outgoing are the addresses on this site that a page leads to or loads. Pages
// may lead to other sites, and load nothing from them.
func outgoing(t *testing.T, r *reply) []string {
	t.Helper()
	var to []string
	for _, a := range r.find("a", "href", "*") {
		href, _ := attr(a, "href")
		switch {
		case strings.HasPrefix(href, "/"):
			to = append(to, href)
		case strings.HasPrefix(href, "#"), strings.HasPrefix(href, "tel:"), strings.HasPrefix(href, "mailto:"), strings.HasPrefix(href, "geo:"):
		default:
			if rel, _ := attr(a, "rel"); !strings.Contains(rel, "noopener") {
				t.Errorf("GET %s leads to %s with rel %q", r.path, href, rel)
			}
		}
	}
	for _, loaded := range []struct{ element, attribute string }{{"img", "src"}, {"script", "src"}, {"form", "action"}} {
		for _, n := range r.find(loaded.element) {
			if isData(n) {
				continue
			}
			if from, _ := attr(n, loaded.attribute); !strings.HasPrefix(from, "/") || strings.HasPrefix(from, "//") {
				t.Errorf("GET %s: %s from %q", r.path, loaded.element, from)
			} else if loaded.element == "img" {
				to = append(to, from)
			}
		}
	}
	return to
}

func worthFollowing(t *testing.T, to string) bool {
	t.Helper()
	narrowed := 0
	for name, values := range query(t, to) {
		if name != "page" {
			narrowed += len(values)
		}
	}
	return narrowed <= 2
}
