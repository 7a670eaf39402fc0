package api_test

import (
	"net/http"
	"strings"
	"testing"

	"rootline/internal/search"
	"rootline/internal/store/storetest"
)

// TestBadInput shows for each rule on what is asked an address that breaks it,
// the parameters that the reply names, and a word of what they accept.
func TestBadInput(t *testing.T) {
	s := newSite(t, storetest.Listing(0))
	tests := []struct{ path, names, says string }{
		{"/clinics?fbclid=1", "fbclid", "q, service, country"},
		{"/clinics?Service=prp", "Service", "no such parameter"},
		{"/clinics?=1", "", "no such parameter"},
		{"/clinics?%ff=1", "\uFFFD", "UTF-8"},
		{"/clinics?q=%ff", "q", "UTF-8"},
		{"/clinics?q=%C3", "q", "UTF-8"},
		{"/clinics?q=%", "q", "%25"},
		{"/clinics?q=%u0041", "q", "%25"},
		{"/clinics?page=%zz", "page", "%25"},
		{"/clinics?q=a;page=1", "q", "%3B"},
		{"/clinics?page=1;2", "page", "%3B"},
		{"/clinics?q=a%09b", "q", "control"},
		{"/clinics?q=%00", "q", "control"},
		{"/clinics?q=" + strings.Repeat("a", 201), "q", "200 letters"},
		{"/clinics?q=" + strings.Repeat("a+", 13), "q", "12 words"},
		{"/clinics?q=%E2%80%94", "q", "a letter or a digit"},
		{"/clinics?service=botox", "service", "prp, smp, tandem, pep_factor"},
		{"/clinics?service=prp,,smp", "service", "single commas"},
		{"/clinics?service=", "service", "prp, smp"},
		{"/clinics?city=745044" + strings.Repeat(",745044", search.MaxValues), "city", "at most 50"},
		{"/clinics?country=UK", "country", "two-letter"},
		{"/clinics?region=TR.00", "region", "TR.34"},
		{"/clinics?region=istanbul", "region", "exactly one country"},
		{"/clinics?region=istanbul&country=TR,GR", "region", "exactly one country"},
		{"/clinics?country=TR&region=istambul", "region", "“istambul”"},
		{"/clinics?city=istanbul", "city", "exactly one country"},
		{"/clinics?city=istanbul&country=TR", "city", "exactly one region"},
		{"/clinics?city=7", "city", "745044"},
		{"/clinics?near=41", "near", "latitude"},
		{"/clinics?near=0,0", "near", "not a place"},
		{"/clinics?near=nan,inf", "near", "latitude"},
		{"/clinics?near=41,29&near=41,29", "near", "once"},
		{"/clinics?radius_km=5", "radius_km", "near"},
		{"/clinics?near=41,29&radius_km=0.5", "radius_km", "1 to 500"},
		{"/clinics?near=41,29&radius_km=501", "radius_km", "1 to 500"},
		{"/clinics?near=41,29&radius_km=1e2", "radius_km", "plain digits"},
		{"/clinics?feature=warmth", "feature", "ice_packs"},
		{"/clinics?language=klingon", "language", "ISO 639"},
		{"/clinics?open_now=yes", "open_now", "true"},
		{"/clinics?open_now", "open_now", "true"},
		{"/clinics?accepting=false", "accepting", "true"},
		{"/clinics?entry_type=shop", "entry_type", "training_academy"},
		{"/clinics?sort=price", "sort", "relevance, distance, confirmed, name"},
		{"/clinics?sort=distance", "sort", "near"},
		{"/clinics?page=0", "page", "1 to 1,000,000"},
		{"/clinics?page=1000001", "page", "1 to 1,000,000"},
		{"/clinics?page=1e3", "page", "whole number"},
		{"/clinics?page=%2B1", "page", "whole number"},
		{"/clinics?page=1&page=1", "page", "once"},
		{"/clinics?per_page=101", "per_page", "1 to 100"},
		{"/clinics?per_page=0x10", "per_page", "1 to 100"},
		{"/clinics?q=%zz&near=%zz&radius_km=9&page=0&x=1", "near page q x", "whole number"},
		{"/clinics/example-clinic-0?fields=name", "fields", "takes none"},
		{"/clinics/example-clinic-0?%zz", "%zz", "%25"},
		{"/openapi.json?v=1", "v", "takes none"},
		{"/openapi.yaml?v=%zz", "v", "%25"},
		{"/places", "q", "letter or a digit"},
		{"/places?q=", "q", "1 to 100"},
		{"/places?q=%21", "q", "letter or a digit"},
		{"/places?q=a%00b", "q", "control"},
		{"/places?q=%ff", "q", "UTF-8"},
		{"/places?q=a%", "q", "%25"},
		{"/places?q=" + strings.Repeat("%C3%A9", 101), "q", "1 to 100"},
		{"/places?q=a&q=b", "q", "once"},
		{"/places?q=a&limit=0", "limit", "1 to 50"},
		{"/places?q=a&limit=51", "limit", "1 to 50"},
		{"/places?q=a&limit=1e1", "limit", "whole number"},
		{"/places?q=a&limit=5&limit=5", "limit", "once"},
		{"/places?q=a&country=TR", "country", "q, limit"},
		{"/places?limit=x&y=1", "limit q y", "1 to 50"},
	}
	for _, tt := range tests {
		r := s.get(t, tt.path)
		p := problemOf(t, r)
		var names, says []string
		for _, e := range p.Errors {
			names, says = append(names, e.Name), append(says, e.Detail)
		}
		if r.status != http.StatusUnprocessableEntity || p.Type != "/problems/invalid" || strings.Join(names, " ") != tt.names {
			t.Errorf("GET %s answered %d about %q; want 422 about %q", tt.path, r.status, names, tt.names)
		}
		if !strings.Contains(strings.Join(says, " "), tt.says) {
			t.Errorf("GET %s says %q; want something of %q", tt.path, says, tt.says)
		}
	}
}

// TestUnknownPaths asks for what the API does not have.
func TestUnknownPaths(t *testing.T) {
	s := newSite(t)
	tests := []struct {
		method, path string
		status       int
	}{
		{http.MethodGet, "/", http.StatusNotFound},
		{http.MethodGet, "/clinic", http.StatusNotFound},
		{http.MethodGet, "/clinics/a/b", http.StatusNotFound},
		{http.MethodPost, "/clinics", http.StatusMethodNotAllowed},
		{http.MethodDelete, "/clinics/a", http.StatusMethodNotAllowed},
	}
	for _, tt := range tests {
		r := s.do(t, tt.method, tt.path)
		if p := problemOf(t, r); r.status != tt.status || p.Title == "" {
			t.Errorf("%s %s answered %d %s; want a problem of %d", tt.method, tt.path, r.status, r.body, tt.status)
		}
	}
}
