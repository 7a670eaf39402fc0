package pages_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// TestPages is the table of contents: what each kind of page is called, and under
// which address it is known.
func TestPages(t *testing.T) {
	s := demoDirectory(t)
	tests := []struct{ path, title, heading, canonical string }{
		{"/", "PRP and SMP clinics, near you and worldwide · Rootline", "Find a clinic for thinning hair", "/"},
		{"/search", "Search: # clinics · Rootline", "Find a clinic", "/search"},
		{"/search?service=smp&country=tr", "SMP, Turkey: # clinics · Rootline", "Find a clinic", "/search?country=TR&service=smp"},
		{"/search?page=2", "Search: # clinics, page 2 · Rootline", "Find a clinic", "/search?page=2"},
		{"/search?fbclid=x&q=", "Search: # clinics · Rootline", "Find a clinic", "/search"},
		{"/prp", "PRP clinics · Rootline", "PRP clinics", "/prp"},
		{"/prp?page=2&utm_source=x", "PRP clinics, page 2 · Rootline", "PRP clinics", "/prp?page=2"},
		{"/smp/tr", "SMP clinics in Turkey · Rootline", "SMP clinics in Turkey", "/smp/tr"},
		{"/smp/gb", "SMP clinics in the United Kingdom · Rootline", "SMP clinics in the United Kingdom", "/smp/gb"},
		{"/tandem/tr/istanbul", "PRP and SMP clinics in Istanbul, Turkey · Rootline", "PRP and SMP clinics in Istanbul, Turkey", "/tandem/tr/istanbul"},
		{"/prp/tr/istanbul/istanbul", "PRP clinics near Istanbul, Turkey · Rootline", "PRP clinics near Istanbul, Turkey", "/prp/tr/istanbul/istanbul"},
		{"/prp/gb/england/london", "PRP clinics near London, England, United Kingdom · Rootline", "PRP clinics near London, England, United Kingdom", "/prp/gb/england/london"},
		{"/prp/sg", "PRP clinics in Singapore · Rootline", "PRP clinics in Singapore", "/prp/sg"},
		{"/prp/sg/singapore", "PRP clinics near Singapore · Rootline", "PRP clinics near Singapore", "/prp/sg/singapore"},
		{"/about", "About · Rootline", "About Rootline", "/about"},
	}
	for _, tt := range tests {
		r := s.page(t, tt.path)
		title := tt.title
		if parameters, isSearch := strings.CutPrefix(tt.canonical, "/search"); isSearch {
			title = strings.Replace(title, "#", strconv.Itoa(s.find(t, parameters).Total), 1)
		}
		if got := r.text("title"); got != title {
			t.Errorf("GET %s: title %q, want %q", tt.path, got, title)
		}
		checkShape(t, r)
		if got := r.text("h1"); got != tt.heading {
			t.Errorf("GET %s: heading %q, want %q", tt.path, got, tt.heading)
		}
		if got := r.canonical(); got != base+tt.canonical {
			t.Errorf("GET %s: known as %q, want %q", tt.path, got, base+tt.canonical)
		}
		if !r.notice() {
			t.Errorf("GET %s: no notice that it is information only", tt.path)
		}
		if r.noindex() {
			t.Errorf("GET %s: not to be listed", tt.path)
		}
	}
}

// checkShape holds a page against what every page promises: a language, one main
// part and one first heading, headings in order, labels for fields, and nothing
// that the content security policy would refuse.
func checkShape(t *testing.T, r *reply) {
	t.Helper()
	if lang := r.head("lang", "html"); lang != "en" {
		t.Errorf("GET %s: language %q", r.path, lang)
	}
	for _, one := range []string{"main", "h1", "title"} {
		if n := len(r.find(one)); n != 1 {
			t.Errorf("GET %s: %d elements %s, want 1", r.path, n, one)
		}
	}
	level := 0
	for _, n := range r.find("*") {
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			if next := int(n.Data[1] - '0'); next > level+1 {
				t.Errorf("GET %s: heading %q of level %d after level %d", r.path, text(n), next, level)
			} else {
				level = next
			}
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("GET %s: %s has the attribute %s", r.path, n.Data, a.Key)
			}
		}
		if n.Data == "style" || n.Data == "script" && n.FirstChild != nil && !isData(n) {
			t.Errorf("GET %s: an inline %s", r.path, n.Data)
		}
	}
	checkFields(t, r)
}

func checkFields(t *testing.T, r *reply) {
	t.Helper()
	ids := map[string]int{}
	for _, n := range r.find("*", "id", "*") {
		id, _ := attr(n, "id")
		if ids[id]++; ids[id] == 2 {
			t.Errorf("GET %s: two elements are called %q", r.path, id)
		}
	}
	for _, element := range []string{"input", "select"} {
		for _, n := range r.find(element) {
			id, _ := attr(n, "id")
			if kind, _ := attr(n, "type"); kind != "hidden" && len(r.find("label", "for", id)) != 1 {
				t.Errorf("GET %s: the field %q has no label of its own", r.path, id)
			}
			described, _ := attr(n, "aria-describedby")
			for by := range strings.FieldsSeq(described) {
				if ids[by] == 0 {
					t.Errorf("GET %s: the field %q is described by %q, which is not there", r.path, id, by)
				}
			}
		}
	}
	for _, a := range r.find("a", "href", "*") {
		if href, _ := attr(a, "href"); strings.HasPrefix(href, "#") && ids[href[1:]] == 0 {
			t.Errorf("GET %s: a link to %s, which is not there", r.path, href)
		}
	}
}

// TestHome_isThereFromTheStart: only what has to be searched for waits for the
// index.
func TestHome_isThereFromTheStart(t *testing.T) {
	db, err := newSite(t.Context(), demoDirectory(t).store, false)
	if err != nil {
		t.Fatal(err)
	}
	r := db.page(t, "/")
	if len(r.find("form")) != 1 || strings.Contains(r.main(), "0 clinics") {
		t.Errorf("GET / without an index: %s", r.main())
	}
	for _, path := range []string{"/search", "/search?q=hair", "/prp", "/prp/tr/istanbul"} {
		r := db.get(t, path)
		if r.StatusCode != http.StatusServiceUnavailable || r.Header.Get("Retry-After") == "" {
			t.Errorf("GET %s without an index = %d, Retry-After %q; want 503 and some seconds", path, r.StatusCode, r.Header.Get("Retry-After"))
		}
		if !strings.Contains(r.main(), "still being loaded") {
			t.Errorf("GET %s without an index says %q", path, r.main())
		}
	}
	if r := db.get(t, "/about"); r.StatusCode != http.StatusOK {
		t.Errorf("GET /about without an index = %d, want 200", r.StatusCode)
	}
}

func TestHome_countsClinicsByCountry(t *testing.T) {
	s := demoDirectory(t)
	r := s.page(t, "/")
	all := s.find(t, "")
	if want := fmt.Sprintf("%d clinics in %d countries.", all.Total, len(all.Facets.Country)); !strings.Contains(r.main(), want) {
		t.Errorf("GET / does not say %q: %s", want, r.main())
	}
	if got := r.link("Turkey"); got != "/search?country=TR" {
		t.Errorf("GET /: Turkey leads to %q", got)
	}
}
