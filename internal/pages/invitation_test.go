package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
	"rootline/internal/store/storetest"
)

// invited is a clinic's site on which its owner has invited an address; it returns the
// path in the letter.
func invited(t *testing.T, email string) (s *staffed, path string) {
	t.Helper()
	l := storetest.Listing(1)
	s = openDoors(t, l)
	owner := s.person(t, 5, strongly, directory.Membership{Role: directory.RoleOwner, ClinicID: l.Clinic.ID})
	return s, s.invite(t, owner, team.Scope{Clinic: l.Clinic.ID}, directory.RoleManager, email)
}

// invite has somebody invite an address; it returns the path in the letter.
func (s *staffed) invite(t *testing.T, by *person, where team.Scope, role directory.Role, email string) (path string) {
	t.Helper()
	to, err := directory.ParseEmail(email)
	if err != nil {
		t.Fatal(err)
	}
	actor := directory.Actor{Account: by.account.ID, Session: by.session.ID, Strong: true, StrongAt: directory.At(now)}
	if err := s.team.Invite(t.Context(), actor, where, to, role); err != nil {
		t.Fatal(err)
	}
	return s.letters(t, auth.Invitation)[0].Path
}

// TestInvitation_staff: whoever is to keep the directory in order goes to where that is
// done.
func TestInvitation_staff(t *testing.T) {
	s := openDoors(t)
	admin := s.person(t, 5, strongly, directory.Membership{Role: directory.RoleAdmin})
	path := s.invite(t, admin, team.Scope{}, directory.RoleModerator, "ada@new.example")
	p := s.visitor()
	page := p.open(t, path)
	if got := page.text("p", "class", "lead"); !strings.Contains(got, "invites you to be a moderator of this directory. You check") {
		t.Errorf("the invitation says %q", got)
	}
	p.arrives(t, p.sent(t, page, path, "/sign-in/welcome", "name", "Ada Example"), "/admin")
}

func TestInvitation_newcomer(t *testing.T) {
	s, path := invited(t, "ada@new.example")
	p := s.visitor()
	page := p.open(t, path)
	if got := page.text("p", "class", "lead"); !strings.Contains(got, "invites you to be a manager of Example Clinic 1") {
		t.Errorf("the invitation says %q", got)
	}
	page = p.refused(t, page, path, 422, "name", "", "name", " ")
	page = p.refused(t, page, path, 422, "password", "at least 15", "name", "Ada Example", "password", "short")
	suggested := p.post(t, page, path, "suggest", "1")
	if suggested.head("value", "input", "name", "name") != "Ada Example" || suggested.head("value", "input", "id", "password") == "" {
		t.Errorf("a suggestion: %s", suggested.body)
	}
	p.arrives(t, p.sent(t, page, path, "/sign-in/welcome", "name", "Ada Example"), "/owner?done=accepted")
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		r := p.send(t, method, path, nil, "Sec-Fetch-Site", "same-origin")
		if r.StatusCode != 422 || !strings.Contains(r.main(), "has been accepted") || r.link("What you look after") != "/owner" {
			t.Errorf("%s of the used link = %d: %s", method, r.StatusCode, r.main())
		}
	}
}

// TestInvitation_known: whoever has an account signs in and comes back to one button;
// whoever is signed in as somebody else can change that.
func TestInvitation_known(t *testing.T) {
	s, path := invited(t, storetest.Person(0).Email.String())
	amy, p := s.amy(t), s.visitor()
	to := p.open(t, path).link("Sign in to accept")
	if to != "/sign-in?next="+url.QueryEscape(path) {
		t.Fatalf("whoever has an account is led to %q", to)
	}
	if r := p.send(t, http.MethodPost, path, nil, "Sec-Fetch-Site", "same-origin"); r.link("Sign in to accept") != to {
		t.Errorf("accepting without signing in = %d: %s", r.StatusCode, r.main())
	}
	p.arrives(t, p.sent(t, p.open(t, to), "/sign-in", "/sign-in/welcome", "email", amy.Email.String(), "password", goodPassword), path)
	p.sent(t, p.open(t, path), path, "/owner")

	s, path = invited(t, "ada@new.example")
	amy, p = s.amy(t), s.visitor()
	p.sent(t, p.open(t, "/sign-in"), "/sign-in", "/sign-in/welcome", "email", amy.Email.String(), "password", goodPassword)
	page := p.open(t, path)
	if !strings.Contains(page.main(), "It is for ada@new.example") || len(page.find("form", "action", path)) != 0 {
		t.Errorf("to somebody else the invitation says %q", page.main())
	}
	r := p.send(t, http.MethodPost, path, nil, "Sec-Fetch-Site", "same-origin")
	if r.StatusCode != http.StatusForbidden || !strings.Contains(r.text("div", "role", "alert"), "another address") {
		t.Errorf("somebody else accepts = %d: %s", r.StatusCode, r.main())
	}
	p.sent(t, page, "/switch", path)
	if page = p.open(t, path); len(page.find("input", "name", "name")) != 1 {
		t.Errorf("to whoever has no account the invitation says %q", page.main())
	}
}

func TestInvitation_ends(t *testing.T) {
	s, path := invited(t, "ada@new.example")
	s.now = s.now.Add(8 * 24 * time.Hour)
	for path, status := range map[string]int{path: 422, "/invitations/nonsense": 404} {
		r := s.visitor().send(t, http.MethodGet, path, nil)
		if r.StatusCode != status || !strings.Contains(r.main(), "sk whoever invited you") || r.link("Go to sign in") != "/sign-in" {
			t.Errorf("GET %s = %d: %s", path, r.StatusCode, r.main())
		}
	}
}
