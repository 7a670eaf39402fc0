package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rootline/internal/directory"
)

// TestKept: whoever is signed out while a form is open loses nothing of what they typed,
// before they sign in again and after; and nothing is saved until they say so.
func TestKept(t *testing.T) {
	s := openStaffed(t, ours)
	owner := s.person(t, 1, weakly, at(directory.RoleOwner, &ours))
	path := ourListing + "/details"
	form := filledIn(owner.open(t, path).find("form", "method", "post", "action", path)[0])
	form.Set("save", "send")
	form.Set("phones[0].number", "+44 20 7946 0123")
	form.Set("description", "<b>Hair</b> & \"more\"")

	out := &person{staffed: s, cookies: map[string]string{}}
	fromHere := []string{"Sec-Fetch-Site", "same-origin"}
	r := out.send(t, http.MethodPost, path, form, fromHere...)
	if r.StatusCode != http.StatusUnauthorized {
		t.Fatalf("POST %s, signed out = %d", path, r.StatusCode)
	}
	for name := range form {
		if kept := keptForm(t, r, path); name != "form_token" && kept.Get(name) != form.Get(name) {
			t.Errorf("signed out, %s is %q, want what was typed", name, kept.Get(name))
		}
	}
	if len(r.find("a", "target", "_blank", "href", "/sign-in?next="+url.QueryEscape(path))) == 0 {
		t.Errorf("signed out, there is no way to sign in: %s", r.main())
	}

	again := s.signIn(t, owner.account, weakly)
	r = again.send(t, http.MethodPost, path, keptForm(t, r, path), fromHere...)
	if r.StatusCode != http.StatusForbidden || !strings.Contains(r.main(), owner.account.Name) {
		t.Fatalf("POST %s, signed in anew = %d: %s", path, r.StatusCode, r.main())
	}
	if got := s.listed(t).Clinic.Phones; len(got) == 0 || got[0].Number.String() == "+442079460123" {
		t.Errorf("visitors read %v before anything was sent", got)
	}
	r = again.send(t, http.MethodPost, path, keptForm(t, r, path), fromHere...)
	if r.StatusCode != http.StatusSeeOther {
		t.Fatalf("POST %s, once more = %d: %s", path, r.StatusCode, r.main())
	}
	if got := s.listed(t).Clinic.Phones; len(got) == 0 || got[0].Number.String() != "+442079460123" {
		t.Errorf("visitors read %v, want the number that was typed", got)
	}
	for who, want := range map[*person]int{out: http.StatusUnauthorized, again: http.StatusForbidden} {
		form.Set("save", "draft")
		r := who.send(t, http.MethodPost, path, form, "Accept", "application/json", "Sec-Fetch-Site", "same-origin")
		if r.StatusCode != want || strings.Contains(r.body, "once more</button>") {
			t.Errorf("a script that saves a draft is told %d, want %d", r.StatusCode, want)
		}
	}
}

// keptForm is the form that keeps what was typed.
func keptForm(t *testing.T, r *reply, path string) url.Values {
	t.Helper()
	forms := r.find("form", "method", "post", "action", path)
	if len(forms) != 1 {
		t.Fatalf("%d forms to %s: %s", len(forms), path, r.main())
	}
	return filledIn(forms[0])
}
