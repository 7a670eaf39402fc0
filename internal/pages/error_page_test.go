package pages_test

import (
	"net/http"
	"testing"

	"rootline/internal/directory"
)

// TestErrorPage_leadsOn: whoever is refused on a page for people finds the way on: to
// signing in, back to the form, or to what is theirs.
func TestErrorPage_leadsOn(t *testing.T) {
	s := openStaffed(t, ours, theirs)
	owner, visitor := s.person(t, 1, strongly, at(directory.RoleOwner, &ours)), s.visitor()
	t.Run("the session has ended", func(t *testing.T) {
		r := visitor.send(t, http.MethodPost, ourTeam+"/invitations", nil, "Sec-Fetch-Site", "same-origin")
		if got, want := r.head("href", "a", "class", "button"), "/sign-in?next=%2Fowner%2Fclinics%2Fexample-clinic-1%2Fmembers"; r.StatusCode != 401 || got != want {
			t.Errorf("an invitation by nobody = %d, which leads to %q, want %q", r.StatusCode, got, want)
		}
	})
	t.Run("a form's address was loaded", func(t *testing.T) {
		r := owner.send(t, http.MethodGet, ourTeam+"/invitations", nil)
		if got := r.link("Back to the page before"); r.StatusCode != 405 || got != ourTeam+"/members" {
			t.Errorf("GET of an invitation = %d, which leads to %q", r.StatusCode, got)
		}
	})
	t.Run("it is somebody else's", func(t *testing.T) {
		r := owner.send(t, http.MethodGet, "/admin", nil)
		if r.link("What you look after") != "/owner" || r.text("li", "class", "site-account") == "Sign in" {
			t.Errorf("GET /admin of an owner = %d: %s", r.StatusCode, r.body)
		}
	})
	t.Run("a visitor", func(t *testing.T) {
		if r := visitor.send(t, http.MethodGet, "/clinics/nonsense", nil); r.link("Sign in") != "/sign-in" || r.link("Search for clinics") == "" {
			t.Errorf("GET /clinics/nonsense = %d: %s", r.StatusCode, r.main())
		}
	})
}
