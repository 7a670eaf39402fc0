package pages_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"rootline/internal/directory"
)

// hostile are texts that would be more than text in a page that did not escape
// them.
var hostile = []string{
	`<script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`' onmouseover='alert(1)`,
	`</title><script>alert(1)</script>`,
	`javascript:alert(1)`,
	`{{.Name}} {{printf "%s" "x"}}`,
	`&lt;b&gt;&amp;`,
	"<!--", "]]>", "\u202Eevil\u2066",
}

// TestWhatPeopleTypeIsText puts hostile text into every field of a listing that
// takes text: pages show it as it is, and nothing of it becomes an element.
func TestWhatPeopleTypeIsText(t *testing.T) {
	for _, evil := range hostile {
		s := open(t, changed(1, func(l *directory.Listing) {
			c := &l.Clinic
			c.Name, c.Description, l.Organization.Name, l.Organization.Description = evil, evil, evil, evil
			c.Address.Address1, c.Address.City, c.Address.PostalCode = evil, evil, evil
			c.Hours.Fact.Source, c.Offerings[0].Capacity.Fact.Source = evil, evil
			c.Hours.Exceptions = []directory.Exception{{First: directory.DateOf(now), Last: directory.DateOf(now), Name: evil}}
			c.Offerings[0].Features[0].Detail = evil
			c.Practitioners[0] = directory.Practitioner{
				Name: evil, Qualification: evil, Register: evil, RegistrationNumber: evil, Fact: c.Practitioners[0].Fact,
			}
			c.Photos[0].Alt, c.Photos[1].Case.Consent = evil, evil
			l.Operating.Value, l.Operating.Reason = directory.TemporarilyClosed, evil
		}))
		for _, path := range []string{"/clinics/example-clinic-1", "/brands/example-brand-1", "/search", "/prp", "/prp/tr/istanbul/istanbul"} {
			r := s.page(t, path)
			if shown := strings.Join(strings.Fields(evil), " "); !strings.Contains(r.main(), shown) {
				t.Errorf("GET %s does not show %q as it is", path, evil)
			}
			checkHarmless(t, r, evil)
		}
	}
}

// TestWhatPeopleAskForIsText does the same with what comes in an address.
func TestWhatPeopleAskForIsText(t *testing.T) {
	s := demoDirectory(t)
	for _, evil := range hostile {
		q := url.QueryEscape(evil + "\x00")
		for _, path := range []string{
			"/search?q=" + q, "/search?where=" + q, "/search?service=" + q, "/search?country=" + q, "/search?" + q + "=1",
			"/search?q=hair&where=turkey&sort=" + q, "/prp?page=" + q, "/prp/" + url.PathEscape(evil), "/prp/tr/" + url.PathEscape(evil),
			"/clinics/" + url.PathEscape(evil), "/brands/" + url.PathEscape(evil), "/problems/" + url.PathEscape(evil),
		} {
			r := s.get(t, path)
			if r.StatusCode >= 500 {
				t.Errorf("GET %s = %d", path, r.StatusCode)
			}
			checkHarmless(t, r, evil)
		}
	}
}

// checkHarmless holds a page against what hostile text would do to it.
func checkHarmless(t *testing.T, r *reply, evil string) {
	t.Helper()
	if strings.ContainsRune(r.body, 0) {
		t.Errorf("GET %s with %q writes a NUL byte, which HTML does not have", r.path, evil)
	}
	ours := 0
	for _, data := range r.find("script", "type", "application/ld+json") { // which nothing runs
		if ours++; !json.Valid([]byte(data.FirstChild.Data)) {
			t.Errorf("GET %s with %q has data that is none: %s", r.path, evil, data.FirstChild.Data)
		}
	}
	ours += len(r.find("script", "src", "/assets/app.2c3d.js"))
	if len(r.find("script")) > ours || ours > 2 {
		t.Errorf("GET %s with %q has a script of its own", r.path, evil)
	}
	if n := len(r.find("img", "src", "x")); n > 0 {
		t.Errorf("GET %s with %q has an image of its own", r.path, evil)
	}
	for _, n := range r.find("*") {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || (a.Key == "href" || a.Key == "src" || a.Key == "action") && strings.HasPrefix(a.Val, "javascript:") {
				t.Errorf("GET %s with %q: %s has %s=%q", r.path, evil, n.Data, a.Key, a.Val)
			}
		}
	}
}
