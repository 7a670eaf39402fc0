package pages_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/auth/self"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
	"rootline/internal/pages"
	"rootline/internal/server"
	"rootline/internal/store/storetest"
)

// openDoors is the site with all the desks that people meet on their way in: who asks
// is known by what the site itself has given them.
func openDoors(t *testing.T, listings ...directory.Listing) *staffed {
	t.Helper()
	db := storetest.New(t, listings...)
	s := &staffed{now: now}
	clock := func() time.Time { return s.now }
	s.self = &self.Desk{Store: db, Hasher: auth.NewHasher(), Throttle: auth.NewThrottle(), Site: "Rootline", Now: clock, Random: rand.Reader}
	s.team = &team.Desk{Store: db, Places: places{db}, Hasher: auth.NewHasher(), Now: clock, Random: rand.Reader}
	var err error
	s.site, err = newSite(t.Context(), db, true, func(_ *server.Options, p *pages.Pages) {
		p.Now, p.Guard.Now = clock, clock
		p.Guard.Who, p.Guard.Objects = p.Entry.(*entry.Desk), places{db}
		p.Self, p.Team, p.Invitations, p.Suggest = s.self, s.team, s.team, s.self.Suggest
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// visitor is a browser that nobody has signed in with.
func (s *staffed) visitor() *person { return &person{staffed: s, cookies: map[string]string{}} }

// goodPassword is one that may be set.
const goodPassword = "orbit-velvet-canyon-thimble"

// amy adds the account of these tests. What she is known by may be changed.
func (s *staffed) amy(t *testing.T, change ...func(*auth.Credentials)) directory.Account {
	t.Helper()
	hash, err := auth.NewHasher().Hash(t.Context(), goodPassword, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a, c := storetest.Person(0), auth.Credentials{Password: hash}
	a.Name, a.State = "Amy Example", directory.AccountActive
	for _, f := range change {
		f(&c)
	}
	if err := s.store.People(t.Context(), func(tx auth.Tx) error { return tx.AddAccount(t.Context(), a, c) }); err != nil {
		t.Fatal(err)
	}
	return a
}

// recoverable gives an account a second factor: an app, and recovery codes, of which it
// returns the first.
func recoverable(t *testing.T, code *string) func(*auth.Credentials) {
	t.Helper()
	return func(c *auth.Credentials) {
		codes, digests, err := auth.NewRecoveryCodes(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if c.TOTP, err = auth.NewTOTPSecret(rand.Reader); err != nil {
			t.Fatal(err)
		}
		*code, c.Recovery = codes[0], digests
	}
}

// code is the code of the newest letter of a kind.
func (s *staffed) code(t *testing.T, kind auth.LetterKind) string {
	t.Helper()
	all := s.letters(t, kind)
	if len(all) == 0 {
		t.Fatalf("no letter of kind %s", kind)
	}
	return all[len(all)-1].Code
}

// wrongCode is six digits that are not the code.
func wrongCode(code string) string {
	if code == "123456" {
		return "654321"
	}
	return "123456"
}

// sent posts a form as post does and wants the browser to be sent to a path, whatever
// its query; it returns where to.
func (p *person) sent(t *testing.T, on *reply, action, to string, pairs ...string) string {
	t.Helper()
	r := p.post(t, on, action, pairs...)
	location := r.Header.Get("Location")
	path, _, _ := strings.Cut(location, "?")
	if r.StatusCode != http.StatusSeeOther || path != to {
		t.Fatalf("POST %s = %d to %q, want 303 to %s: %s", action, r.StatusCode, location, to, r.main())
	}
	return location
}

// arrives wants a browser that is in to be sent on, by way of the page that looks for
// the cookie.
func (p *person) arrives(t *testing.T, welcome, to string) {
	t.Helper()
	r := p.send(t, http.MethodGet, welcome, nil)
	if got := r.Header.Get("Location"); r.StatusCode != http.StatusSeeOther || got != to {
		t.Fatalf("GET %s = %d to %q, want 303 to %s: %s", welcome, r.StatusCode, got, to, r.main())
	}
}

// isIn reports whether the site knows who uses the browser.
func (p *person) isIn(t *testing.T) bool {
	t.Helper()
	return p.open(t, "/sign-in").text("h1") == "You are signed in"
}

// raw posts a body as it is.
func (p *person) raw(t *testing.T, path, body string, headers ...string) *reply {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(body))
	req.Host = "localhost"
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := p.app.Test(req, -1)
	if err != nil {
		t.Fatalf("POST %s: %v", path, err)
	}
	defer resp.Body.Close()
	return &reply{Response: resp, path: path}
}
