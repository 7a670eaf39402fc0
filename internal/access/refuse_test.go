package access_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/server"
)

// TestGuard_refusal checks where people are sent who can do something about it.
func TestGuard_refusal(t *testing.T) {
	s := serve(t, "http://localhost:8080", some)
	s.people.known = cast()
	const (
		stale   = "Cookie: __Host-session=nobody-weak"
		admin   = "Cookie: __Host-session=admin-weak-fresh"
		members = "/owner/clinics/ours/members"
		confirm = "/account/confirm?next="
	)
	for _, tt := range []struct {
		request []string
		to      string
	}{
		{[]string{"GET /account?tab=1&a=%20"}, "/sign-in?next=%2Faccount%3Ftab%3D1%26a%3D%2520"},
		{[]string{"GET /account?x=//evil"}, "/sign-in?next=%2Faccount%3Fx%3D%2F%2Fevil"},
		{[]string{"GET /account/password", stale}, confirm + "%2Faccount%2Fpassword"},
		{[]string{"POST /account/password", stale, fromHere}, confirm + "%2Faccount"},
		{[]string{"POST /account/password", stale, fromHere, "Referer: http://localhost:8080/account/password?a=b#c"}, confirm + "%2Faccount%2Fpassword%3Fa%3Db"},
		{[]string{"POST /account/password", stale, fromHere, "Referer: http://localhost/account/password"}, confirm + "%2Faccount%2Fpassword"},
		{[]string{"POST /account/password", stale, fromHere, "Referer: https://evil.example/account/x"}, confirm + "%2Faccount"},
		{[]string{"POST /account/password", stale, fromHere, "Referer: http://localhost:8080@evil.example/account/x"}, confirm + "%2Faccount"},
		{[]string{"POST /account/password", stale, fromHere, "Referer: http://localhost:8080//evil.example"}, confirm + "%2Faccount"},
		{[]string{"POST /account/password", stale, fromHere, "Referer: javascript://localhost/account/x"}, confirm + "%2Faccount"},
		{[]string{"POST /account/password", stale, fromHere, "Referer: /account/x"}, confirm + "%2Faccount"},
		{[]string{"GET " + members, admin}, confirm + strings.ReplaceAll(members, "/", "%2F")},
	} {
		got := s.ask(t, tt.request...)
		if to := got.Header.Get("Location"); got.StatusCode != 303 || to != tt.to || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%q is answered %d to %s, want 303 to %s", tt.request, got.StatusCode, to, tt.to)
		}
	}
}

// TestGuard_strengthens checks that whoever has nothing better to show is not asked for
// it, over and over, but led to where they get it.
func TestGuard_strengthens(t *testing.T) {
	for says, want := range map[string]struct {
		status int
		to     string
	}{
		"yes":   {303, "/account/confirm?next=%2Fowner%2Fclinics%2Fours%2Fmembers"},
		"no":    {303, "/account/passkeys"},
		"wrong": {500, ""},
	} {
		s := serve(t, "http://localhost:8080", some, func(_ *server.Options, g *access.Guard) {
			g.Second = func(_ context.Context, a directory.Actor) (bool, error) {
				if says == "wrong" || a.Account != id(8) {
					return false, errors.New("disk on fire")
				}
				return says == "yes", nil
			}
		})
		s.people.known = cast()
		got := s.ask(t, "GET /owner/clinics/ours/members", "Cookie: __Host-session=admin-weak-fresh")
		if to := got.Header.Get("Location"); got.StatusCode != want.status || to != want.to {
			t.Errorf("an admin without a second factor (has one: %s) is answered %d to %s, want %d to %s", says, got.StatusCode, to, want.status, want.to)
		}
	}
}

// TestGuard_object checks that the handler is told what its path has named.
func TestGuard_object(t *testing.T) {
	s := serve(t, "http://localhost:8080", some)
	s.people.known = cast()
	got := s.ask(t, "GET /owner/clinics/ours/members", "Cookie: __Host-session=owner-brand-weak")
	if got.body != clinicID.String() {
		t.Errorf("the members of ours are shown for %s, want %s", got.body, clinicID)
	}
	theirs := s.ask(t, "GET /owner/clinics/theirs/members", "Cookie: __Host-session=owner-brand-weak")
	nowhere := s.ask(t, "GET /owner/clinics/nowhere/members", "Cookie: __Host-session=owner-brand-weak")
	if theirs.StatusCode != 404 || theirs.body != nowhere.body {
		t.Errorf("the members of another's clinic are answered %d %s, those of none %s", theirs.StatusCode, theirs.body, nowhere.body)
	}
}

// TestGuard_renews checks how a session's cookie is set and taken back.
func TestGuard_renews(t *testing.T) {
	s := serve(t, "http://localhost:8080", some)
	s.people.renewed["ana"] = "ana-anew"
	for line, want := range map[string]string{
		"ana": "__Host-session=ana-anew; max-age=3600; path=/; HttpOnly; secure; SameSite=Lax",
		"bob": "__Host-session=; max-age=0; path=/; HttpOnly; secure; SameSite=Lax",
	} {
		for _, path := range []string{"/account", "/about"} {
			got := s.ask(t, "GET "+path, "Cookie: __Host-session="+line)
			if cookie := got.cookie("__Host-session"); cookie != want {
				t.Errorf("GET %s with the cookie of %s sets %q, want %q", path, line, cookie, want)
			}
		}
	}
	s = serve(t, "http://localhost:8080", func(pages, _ *access.Router) {
		pages.Post("/sign-in", func(c *fiber.Ctx) error {
			access.SetSession(c, "new")
			return whoAsks(c)
		})
		pages.Get("/about", whoAsks)
	})
	s.people.renewed["ana"] = "ana-anew"
	for _, who := range []string{"ana", "bob"} {
		got := s.ask(t, "POST /sign-in", fromHere, "Cookie: __Host-session="+who)
		if cookie := got.cookie("__Host-session"); !strings.HasPrefix(cookie, "__Host-session=new;") {
			t.Errorf("signing in with the cookie of %s sets %q, want the new one", who, cookie)
		}
	}
	if got := s.ask(t, "GET /about"); len(got.Header.Values("Set-Cookie")) > 0 {
		t.Errorf("a visitor gets %q", got.Header.Values("Set-Cookie"))
	}
}

// TestGuard_May checks that a page shows what the guard would let through.
func TestGuard_May(t *testing.T) {
	var s *site
	ours := objects["ours"]
	s = serve(t, "http://localhost:8080", func(pages, _ *access.Router) {
		pages.Get("/about", func(c *fiber.Ctx) error {
			said := ""
			for _, row := range []string{
				"GET /account", "GET /account/password", "GET /owner/clinics/:clinic/members",
				"POST /owner/clinics/:clinic/invitations", "GET /admin/members", "GET /nowhere",
			} {
				said += map[access.May]string{access.No: "n", access.StepUp: "s", access.Yes: "y"}[s.guard.May(c, row, ours)]
			}
			return c.SendString(said)
		})
	})
	s.people.known = cast()
	for who, want := range map[string]string{
		"":                          "nnnnnn",
		"nobody-weak":               "ysnnnn",
		"nobody-weak-fresh":         "yynnnn",
		"manager-clinic-weak-fresh": "yyynnn",
		"owner-clinic-weak":         "ysysnn",
		"owner-brand-strong-fresh":  "yyyynn",
		"admin-weak-fresh":          "yysssn",
		"admin-strong-fresh":        "yyyyyn",
	} {
		if got := s.ask(t, "GET /about", "Cookie: __Host-session="+who); got.body != want {
			t.Errorf("%q may %s, want %s", who, got.body, want)
		}
	}
}
