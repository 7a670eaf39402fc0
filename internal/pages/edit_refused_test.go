package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rootline/internal/directory"
)

// TestEdit_refuses sends what people mistype and what no form of ours sends, and wants
// nothing changed, everything named, and all that was typed kept.
func TestEdit_refuses(t *testing.T) {
	s := openStaffed(t, ours)
	owner := s.person(t, 1, weakly, at(directory.RoleOwner, &ours))
	path := ourListing + "/details"
	r := owner.open(t, path)
	for _, tt := range []struct{ name, field, typed, sentence string }{
		{"no name", "name", " ", "cannot be left out"},
		{"a long name", "name", strings.Repeat("n", 201), "at most 200"},
		{"a name of two lines", "name", "Harbour\nHair", "single line"},
		{"a long description", "description", strings.Repeat("d", 4001), "at most 4,000"},
		{"control characters", "description", "a\x07b", "cannot be shown"},
		{"no address of a site", "url", "javascript:alert(1)", "begins with https"},
		{"no e-mail", "email", "reception", "reception@clinic.example"},
		{"no phone", "phones[0].number", "ask inside", "international number"},
		{"no language", "languages[0]", "<b>", "language code"},
		{"no such standing", "operating", "demolished", "Use one of"},
		{"a long reason", "operating.reason", strings.Repeat("r", 1001), "at most 1,000"},
	} {
		for _, save := range []string{"send", "draft"} {
			got := owner.refused(t, r, path, http.StatusUnprocessableEntity, tt.field, tt.sentence, "save", save, tt.field, tt.typed, "email", typedEmail(tt.field, tt.typed))
			if kept := filledIn(got.find("form", "action", path)[0]).Get("email"); kept != typedEmail(tt.field, tt.typed) {
				t.Errorf("%s: the form forgets what else was typed: %q", tt.name, kept)
			}
		}
	}
	for _, tt := range []struct{ name, field, typed, want string }{
		{"a field that there is not", "state", "published", "state: There is no such field"},
		{"a field of another section", "address.city", "Elsewhere", "address.city: There is no such field"},
		{"a field of nobody's", "slug", "mine", "slug: There is no such field"},
	} {
		owner.refused(t, r, path, http.StatusUnprocessableEntity, "", tt.want, "save", "send", tt.field, tt.typed)
	}
	if own := owner.own(t); own.Request != nil || own.Is.Number != 1 {
		t.Errorf("something of that was done: %+v", own.Request)
	}
}

// typedEmail is a good address, beside whatever else is typed, or what is typed for it.
func typedEmail(field, typed string) string {
	if field == "email" {
		return typed
	}
	return "desk@clinic.example"
}

// TestEdit_forgedShown: what a form says that it has shown need not be true, and nothing
// comes of it if it is not.
func TestEdit_forgedShown(t *testing.T) {
	s := openStaffed(t, ours, theirs)
	owner := s.person(t, 1, weakly, at(directory.RoleOwner, &ours), at(directory.RoleOwner, &theirs))
	path := ourListing + "/details"
	r := owner.open(t, path)
	good := r.head("value", "input", "name", "shown")
	foreign := owner.open(t, otherTeam+"/details").head("value", "input", "name", "shown")
	packed, mark, _ := strings.Cut(good, ".")
	for name, shown := range map[string]string{
		"nothing": "", "no base64": "%%%", "cut": good[:len(good)/2], "unsigned": packed, "signed otherwise": packed + "." + mark[1:],
		"another clinic's": foreign, "huge": strings.Repeat("A", 40<<10),
	} {
		got := owner.refused(t, r, path, http.StatusConflict, "", "cannot be compared", "save", "send", "shown", shown, "name", "Forged")
		if kept := filledIn(got.find("form", "action", path)[0]); kept.Get("name") != "Forged" || kept.Get("shown") != good {
			t.Errorf("%s: the form has %q, want what was typed, and a true word of what it shows", name, kept.Get("name"))
		}
	}
	if own := owner.own(t); own.Request != nil {
		t.Errorf("something of that was done: %+v", own.Request)
	}
}

// TestEdit_whoMay: a listing is there for its people, and for nobody else.
func TestEdit_whoMay(t *testing.T) {
	s := openStaffed(t, ours, theirs)
	owner, manager := s.person(t, 1, weakly, at(directory.RoleOwner, &ours)), s.person(t, 2, weakly, at(directory.RoleManager, &ours))
	brand, stranger := s.person(t, 3, weakly, of(directory.RoleManager, &ours)), s.person(t, 4, weakly, at(directory.RoleOwner, &theirs))
	nobody := &person{staffed: s}
	for _, path := range []string{"", "/details", "/address", "/preview", "/history"} {
		for _, who := range []*person{owner, manager, brand} {
			who.open(t, ourListing+path)
		}
		if r := stranger.send(t, http.MethodGet, ourListing+path, nil); r.StatusCode != http.StatusNotFound {
			t.Errorf("GET %s of a stranger = %d, want 404", ourListing+path, r.StatusCode)
		}
		if r := nobody.send(t, http.MethodGet, ourListing+path, nil); r.StatusCode != http.StatusUnauthorized && r.StatusCode != http.StatusSeeOther {
			t.Errorf("GET %s of a visitor = %d", ourListing+path, r.StatusCode)
		}
	}
	for _, path := range []string{"/details", "/address"} {
		r := stranger.send(t, http.MethodPost, ourListing+path, url.Values{"save": {"send"}}, "Sec-Fetch-Site", "same-origin")
		if r.StatusCode != http.StatusNotFound {
			t.Errorf("POST %s of a stranger = %d, want 404", ourListing+path, r.StatusCode)
		}
	}
	if r := owner.open(t, ourListing); r.link("Who works here") != ourListing+"/members" || r.link("Public page") != "/clinics/example-clinic-1" {
		t.Errorf("the overview leads to %q and %q", r.link("Who works here"), r.link("Public page"))
	}
}

// TestEdit_archived: what is not theirs to change any more is refused, and told.
func TestEdit_archived(t *testing.T) {
	l := changed(1, func(l *directory.Listing) { l.State.Value, l.State.Reason = directory.Archived, "The owner asked" })
	s := openStaffed(t, l)
	owner := s.person(t, 1, weakly, at(directory.RoleOwner, &l))
	r := owner.open(t, ourListing)
	if !strings.Contains(r.main(), "cannot be changed any more") || !strings.Contains(r.main(), "The owner asked") {
		t.Errorf("the overview of an archived listing says %q", r.main())
	}
	got := owner.refused(t, owner.open(t, ourListing+"/details"), ourListing+"/details", http.StatusForbidden, "name", "You cannot change this here", "save", "send", "name", "Back again")
	if kept := filledIn(got.find("form", "action", ourListing+"/details")[0]).Get("name"); kept != "Back again" {
		t.Errorf("the form has %q, want what was typed", kept)
	}
}

// TestEdit_showsTextAsItIs types hostile text where people type it.
func TestEdit_showsTextAsItIs(t *testing.T) {
	for _, evil := range hostile {
		s := openStaffed(t, ours)
		owner := s.person(t, 1, weakly, at(directory.RoleOwner, &ours))
		path := ourListing + "/details"
		owner.post(t, owner.open(t, path), path, "save", "send", "name", evil, "description", evil, "operating.reason", evil)
		for _, path := range []string{"", "/details", "/address", "/preview", "/history"} {
			r := owner.open(t, ourListing+path)
			wantHarmless(t, r, evil)
		}
	}
}

// wantHarmless wants a page to have no element and no attribute that does anything.
func wantHarmless(t *testing.T, r *reply, evil string) {
	t.Helper()
	for _, n := range r.find("*") {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Val, "javascript:") && a.Key != "value" {
				t.Errorf("GET %s with %q: %s has %s=%q", r.path, evil, n.Data, a.Key, a.Val)
			}
		}
	}
	if len(r.find("script")) != len(r.find("script", "src", "*")) {
		t.Errorf("GET %s with %q has a script of its own", r.path, evil)
	}
}
