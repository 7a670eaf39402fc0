package access_test

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
)

// mountForm answers a form with what it has read: its fields, or why not.
func mountForm(pages, _ *access.Router) {
	pages.Post("/sign-in", func(c *fiber.Ctx) error {
		form, err := access.Form(c, "email", "code")
		if e := (*directory.Error)(nil); errors.As(err, &e) {
			said := e.Message.ID
			for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
				said += " " + name + ":" + strings.TrimPrefix(e.Fields[name].ID, "access.field_")
			}
			return c.Status(422).SendString(said)
		}
		if err != nil {
			return err
		}
		said := ""
		for _, name := range slices.Sorted(maps.Keys(form)) {
			said += name + "=" + form[name] + ";"
		}
		return c.SendString(said)
	})
}

func TestForm(t *testing.T) {
	s := serve(t, "http://localhost:8080", mountForm)
	const plain = "application/x-www-form-urlencoded"
	limit := 64<<10 - len("email=")
	for _, tt := range []struct {
		kind, body string
		status     int
		want       string
	}{
		{plain, "email=ana%40example.com&code=123456", 200, "code=123456;email=ana@example.com;"},
		{plain, "email=+ana+&form_token=x", 200, "email= ana ;"},
		{plain, "email=a%0D%0Ab&code=", 200, "code=;email=a\r\nb;"},
		{plain, "email=%C3%A9%E2%80%AE", 200, "email=é\u202e;"},
		{plain, "", 200, ""},
		{plain + "; charset=UTF-8", "code=1", 200, "code=1;"},
		{"Application/X-WWW-Form-URLencoded", "code=1", 200, "code=1;"},
		{plain, "code=1&code=2", 422, "access.form code:twice"},
		{plain, "code=1&code=1", 422, "access.form code:twice"},
		{plain, "code=1&%63ode=1", 422, "access.form code:twice"},
		{plain, "form_token=1&form_token=1", 422, "access.form form_token:twice"},
		{plain, "Code=1", 422, "access.form Code:unknown"},
		{plain, "code[]=1", 422, "access.form code[]:unknown"},
		{plain, "role=admin&code=1&=2", 422, "access.form :unknown role:unknown"},
		{plain, "code=%00", 422, "access.form code:text"},
		{plain, "code=1%002", 422, "access.form code:text"},
		{plain, "code=%ff", 422, "access.form code:text"},
		{plain, "code=%ed%a0%80", 422, "access.form code:text"},
		{plain, "code=%c0%80", 422, "access.form code:text"},
		{plain, "%ff%00=1", 422, "access.form \ufffd:unknown"},
		{plain, strings.Repeat("a", 63) + "%C3%A9b=1", 422, "access.form " + strings.Repeat("a", 63) + ":unknown"},
		{plain, "code=%", 422, "access.form_broken"},
		{plain, "code=%zz", 422, "access.form_broken"},
		{plain, "code=1;email=2", 422, "access.form_broken"},
		{plain, "email=" + strings.Repeat("a", limit), 200, "email=" + strings.Repeat("a", limit) + ";"},
		{plain, "email=" + strings.Repeat("a", limit+1), 413, "larger"},
		{plain + "; charset=utf-16", "code=1", 415, "does not take content of this type"},
		{"text/plain", "code=1", 415, ""},
		{"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"code\"\r\n\r\n1\r\n--x--\r\n", 415, ""},
		{"application/json", `{"code":"1"}`, 415, ""},
		{plain + ", application/json", "code=1", 415, ""},
		{plain + "x", "code=1", 415, ""},
	} {
		got := s.ask(t, "POST /sign-in", fromHere, "Content-Type: "+tt.kind, "", tt.body)
		if got.StatusCode != tt.status || !strings.Contains(got.body, tt.want) || tt.status == 200 && got.body != tt.want {
			t.Errorf("a form of %s, %.80q, is answered %d %.200q, want %d %.200q", tt.kind, tt.body, got.StatusCode, got.body, tt.status, tt.want)
		}
	}
	if got := s.ask(t, "POST /sign-in", fromHere, "", "code=1"); got.StatusCode != 415 {
		t.Errorf("a form of no type is answered %d %s, want 415", got.StatusCode, got.body)
	}
	if got := s.ask(t, "POST /sign-in", fromHere, "Content-Type: "+plain, "Content-Encoding: gzip", "", "code=1"); got.StatusCode != 415 {
		t.Errorf("an encoded form is answered %d %s, want 415", got.StatusCode, got.body)
	}
}

// TestAnyForm_long: a form with much to type may be eight times as long as others.
func TestAnyForm_long(t *testing.T) {
	s := serve(t, "http://localhost:8080", func(pages, _ *access.Router) {
		read := func(c *fiber.Ctx) error {
			values, err := access.AnyForm(c)
			if err != nil {
				return err
			}
			return c.SendString(strconv.Itoa(len(values.Get("text"))))
		}
		pages.PostKept("/sign-in", read, read)
		pages.Post("/register", read)
	})
	for _, tt := range []struct {
		path   string
		length int
		status int
	}{
		{"/sign-in", 512<<10 - len("text="), 200},
		{"/sign-in", 512 << 10, 413},
		{"/register", 64<<10 - len("text="), 200},
		{"/register", 64 << 10, 413},
	} {
		got := s.ask(t, "POST "+tt.path, fromHere, "Content-Type: application/x-www-form-urlencoded", "", "text="+strings.Repeat("a", tt.length))
		if got.StatusCode != tt.status || tt.status == 200 && got.body != strconv.Itoa(tt.length) {
			t.Errorf("a form of %d letters to %s is answered %d %.80q, want %d", tt.length, tt.path, got.StatusCode, got.body, tt.status)
		}
	}
}

// TestFormToken sends forms as a browser does that says nothing of where they come
// from.
func TestFormToken(t *testing.T) {
	var s *site
	s = serve(t, "http://localhost:8080", func(pages, _ *access.Router) {
		mountForm(pages, nil)
		token := func(c *fiber.Ctx) error { return c.SendString(s.guard.FormToken(c)) }
		pages.Get("/sign-in", token)
		pages.Get("/account", token)
		pages.Post("/account/name", func(c *fiber.Ctx) error { return c.SendString("done") })
	})
	bob := somebody(true, 0)
	bob.Actor.Session = id(7)
	s.people.known["bob"] = bob
	const asBob, nobody = "Cookie: __Host-session=bob", "X-None: 1"
	ofAna, ofVisitors := s.ask(t, "GET /account", asAna).body, s.ask(t, "GET /sign-in").body
	for _, tt := range []struct {
		post, as, token string
		age             time.Duration
		status          int
	}{
		{"/account/name", asAna, ofAna, 0, 200},
		{"/account/name", asAna, ofAna, 12*time.Hour + 39*time.Minute, 200}, // it was 9:20
		{"/account/name", asAna, ofAna, 12*time.Hour + 40*time.Minute, 403},
		{"/account/name", asAna, ofAna, -time.Hour, 403},
		{"/account/name", asAna, ofVisitors, 0, 403},
		{"/account/name", asBob, ofAna, 0, 403},
		{"/account/name", asAna, ofAna + "A", 0, 403},
		{"/account/name", asAna, strings.ToLower(ofAna), 0, 403},
		{"/account/name", asAna, ofAna + "&form_token=" + ofAna, 0, 403},
		{"/account/name", asAna, "", 0, 403},
		{"/account/name", nobody, ofVisitors, 0, 401},
		{"/sign-in", nobody, ofVisitors, 0, 200},
		{"/sign-in", nobody, ofAna, 0, 403},
		{"/sign-in", asAna, ofAna, 0, 200},
		{"/sign-in", asAna, ofVisitors, 0, 403},
	} {
		s.clock.Store(int64(tt.age))
		got := s.ask(t, "POST "+tt.post, tt.as, aForm, "", "form_token="+tt.token)
		if got.StatusCode != tt.status {
			t.Errorf("POST %s, %s, with the token %.60q %v later is answered %d %s, want %d", tt.post, tt.as, tt.token, tt.age, got.StatusCode, got.body, tt.status)
		}
	}
	s.clock.Store(0)
	// A tab that was left open as somebody else is of this site as well.
	for token, want := range map[string]int{ofAna: 403, ofVisitors: 403, s.ask(t, "GET /account", asBob).body: 200} {
		if got := s.ask(t, "POST /account/name", asBob, aForm, "Sec-Fetch-Site: same-origin", "", "form_token="+token); got.StatusCode != want {
			t.Errorf("a form of this site with the token %.60q is answered %d %s, want %d", token, got.StatusCode, got.body, want)
		}
	}
	for _, line := range []string{"Origin: https://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site"} {
		if got := s.ask(t, "POST /account/name", asAna, aForm, line, "", "form_token="+ofAna); got.StatusCode != 403 {
			t.Errorf("a form with a good token and %s is answered %d, want 403", line, got.StatusCode)
		}
	}
}
