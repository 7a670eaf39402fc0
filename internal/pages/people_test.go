package pages_test

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/auth/passkey"
	"rootline/internal/auth/self"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/pages"
	"rootline/internal/server"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// staffed is the site with people who are signed in to it. The desks behind its pages
// are the real ones.
type staffed struct {
	*site
	pages *pages.Pages
	self  *self.Desk
	team  *team.Desk
	now   time.Time
}

func openStaffed(t *testing.T, listings ...directory.Listing) *staffed {
	t.Helper()
	db := storetest.New(t, listings...)
	at, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	party, err := passkey.NewParty(at, "Rootline")
	if err != nil {
		t.Fatal(err)
	}
	s := &staffed{now: now}
	clock := func() time.Time { return s.now }
	hasher := auth.NewHasher()
	s.self = &self.Desk{
		Store: db, Hasher: hasher, Throttle: auth.NewThrottle(), Passkeys: party,
		Digest: storetest.Keys().Digest, Site: "Rootline", Now: clock, Random: rand.Reader,
	}
	s.team = &team.Desk{Store: db, Places: places{db}, Hasher: hasher, Now: clock, Random: rand.Reader}
	s.site, err = newSite(t.Context(), db, true, func(_ *server.Options, p *pages.Pages) {
		p.Self, p.Team, p.Now = s.self, s.team, clock
		office := moderation.Office{Store: db, Now: clock, Random: rand.Reader}
		p.Listings, p.Moderators = &moderation.Desk{Office: office}, &moderation.Queue{Office: office}
		p.Claims = &moderation.Claims{Office: office, Throttle: auth.NewThrottle()}
		s.pages = p
		p.Files = s
		p.Guard.Who, p.Guard.Objects, p.Guard.Now = bySession{db}, places{db}, clock
		p.Guard.Second = func(ctx context.Context, actor directory.Actor) (bool, error) {
			profile, err := s.self.Profile(ctx, actor)
			return profile.Second(), err
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// bySession knows people by a cookie that is the id of their session.
type bySession struct{ db *store.Store }

func (b bySession) Page(ctx context.Context, cookie string) (entry.Asking, string, error) {
	unknown := directory.Refuse(directory.Unauthenticated, "auth.sign_in")
	id, err := directory.ParseID(cookie)
	if err != nil {
		return entry.Asking{}, "", unknown
	}
	standing, err := b.db.Standing(ctx, id)
	if directory.KindOf(err) == directory.NotFound || err == nil && standing.Session.RevokedAt != 0 {
		return entry.Asking{}, "", unknown
	}
	return entry.Asking{Actor: standing.Actor(), Account: standing.Account, Session: standing.Session}, "", err
}

func (b bySession) Program(context.Context, string) (entry.Asking, error) {
	return entry.Asking{}, directory.Refuse(directory.Unauthenticated, "auth.token")
}

// places finds clinics and brands in the store, as the program does.
type places struct{ db *store.Store }

func (p places) Place(ctx context.Context, s team.Scope) (team.Place, error) {
	if s.Clinic.IsZero() {
		o, err := p.db.Organization(ctx, s.Organization)
		return team.Place{Scope: s, Name: o.Name, Slug: o.Slug}, err
	}
	l, err := p.db.Listing(ctx, s.Clinic)
	return team.Place{Scope: s, Name: l.Clinic.Name, Slug: l.Clinic.Slug, City: l.Clinic.Address.City, Brand: l.Organization.ID}, err
}

func (p places) Clinic(ctx context.Context, named string) (auth.Object, error) {
	slug, err := directory.ParseSlug(named)
	if err != nil {
		return auth.Object{}, directory.Refuse(directory.NotFound, "auth.not_found")
	}
	l, err := p.db.ListingBySlug(ctx, slug)
	return auth.Object{Clinic: l.Clinic.ID, Organization: l.Organization.ID}, err
}

func (p places) Brand(ctx context.Context, named string) (auth.Object, error) {
	slug, err := directory.ParseSlug(named)
	if err != nil {
		return auth.Object{}, directory.Refuse(directory.NotFound, "auth.not_found")
	}
	o, err := p.db.OrganizationBySlug(ctx, slug)
	return auth.Object{Organization: o.ID}, err
}

// person is somebody at a browser in which they are signed in.
type person struct {
	*staffed
	account directory.Account
	session directory.Session
	cookies map[string]string
}

// The ways in which somebody is signed in.
const (
	weakly   = false // without a second factor
	strongly = true
)

// person adds the nth account, with roles, and signs it in: a moment ago, so that
// nothing asks to show anew who it is.
func (s *staffed) person(t *testing.T, n int, strong bool, roles ...directory.Membership) *person {
	t.Helper()
	a := storetest.Person(n)
	err := s.store.People(t.Context(), func(tx auth.Tx) error {
		if err := tx.AddAccount(t.Context(), a, auth.Credentials{}); err != nil {
			return err
		}
		_, err := tx.UpdateMemberships(t.Context(), a.ID, func(all *[]directory.Membership) error {
			for _, m := range roles {
				m.AccountID, m.Since = a.ID, directory.At(now)
				*all = append(*all, m)
			}
			return nil
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.signIn(t, a, strong)
}

// signIn signs an account in at another browser.
func (s *staffed) signIn(t *testing.T, a directory.Account, strong bool) *person {
	t.Helper()
	p := &person{staffed: s, account: a, cookies: map[string]string{}}
	err := s.store.People(t.Context(), func(tx auth.Tx) error {
		in, err := auth.Begin(t.Context(), tx, a, auth.From{Label: "Firefox on Linux"}, shown(strong), s.now, rand.Reader)
		p.session = in.Session
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	p.cookies["__Host-session"] = p.session.ID.String()
	return p
}

// later lets the time pass after which everybody has to show anew who they are.
func (s *staffed) later() { s.now = s.now.Add(auth.StepUpLife + time.Minute) }

// send makes a request as this person's browser would, and keeps the cookies that
// come back. A form is sent from a page of the site.
func (p *person) send(t *testing.T, method, path string, form url.Values, headers ...string) *reply {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(form.Encode()))
	req.Host = "localhost"
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range p.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := p.app.Test(req, -1)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer resp.Body.Close()
	var b strings.Builder
	if _, err := copyAll(&b, resp.Body); err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	for _, k := range resp.Cookies() {
		if p.cookies[k.Name] = k.Value; k.MaxAge < 0 {
			delete(p.cookies, k.Name)
		}
	}
	doc, err := html.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return &reply{resp, path, b.String(), doc}
}

// open asks for a page and wants it, in the shape that every page has, and kept by
// nobody.
func (p *person) open(t *testing.T, path string) *reply {
	t.Helper()
	r := p.send(t, http.MethodGet, path, nil)
	if r.StatusCode != http.StatusOK {
		t.Fatalf("GET %s = %d to %q, want 200\n%s", path, r.StatusCode, r.Header.Get("Location"), r.body)
	}
	p.private(t, r)
	return r
}

func (p *person) private(t *testing.T, r *reply) {
	t.Helper()
	checkShape(t, r)
	if got := r.Header.Get("Cache-Control"); got != "no-store" || !r.noindex() {
		t.Errorf("%s: Cache-Control %q, noindex %t; want a page that nobody keeps or lists", r.path, got, r.noindex())
	}
}

// post sends the form on a page that leads to action: its hidden fields, what is
// filled in already, and over that the pairs of name and value. It wants the form to
// be there.
func (p *person) post(t *testing.T, on *reply, action string, pairs ...string) *reply {
	t.Helper()
	forms := on.find("form", "method", "post", "action", action)
	if len(forms) == 0 {
		t.Fatalf("%s has no form that leads to %s", on.path, action)
	}
	values := filledIn(forms[0])
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return p.send(t, http.MethodPost, action, values)
}

// done posts a form as post does, wants to be sent on, and opens where to.
func (p *person) done(t *testing.T, on *reply, action string, pairs ...string) *reply {
	t.Helper()
	r := p.post(t, on, action, pairs...)
	if r.StatusCode != http.StatusSeeOther {
		t.Fatalf("POST %s = %d, want 303: %s", action, r.StatusCode, r.main())
	}
	return p.open(t, r.Header.Get("Location"))
}

// refused posts a form as post does, and wants it back with the status, and with a
// sentence beside the field; with no field, above all of them.
func (p *person) refused(t *testing.T, on *reply, action string, status int, field, sentence string, pairs ...string) *reply {
	t.Helper()
	r := p.post(t, on, action, pairs...)
	if r.StatusCode != status {
		t.Fatalf("POST %s (%q) = %d, want %d: %s", action, pairs, r.StatusCode, status, r.main())
	}
	p.private(t, r)
	place := r.text("div", "role", "alert")
	if field != "" {
		place = r.text("p", "id", field+"-error")
		if len(r.find("*", "id", field)) != 1 {
			t.Errorf("POST %s (%q): no field %q to stand beside", action, pairs, field)
		}
	}
	if !strings.Contains(place, sentence) {
		t.Errorf("POST %s (%q) says %q at %q, want %q", action, pairs, place, field, sentence)
	}
	return r
}

// filledIn are the values that a form would send if nothing was changed in it.
func filledIn(form *html.Node) url.Values {
	values := url.Values{}
	for _, n := range find(form, "input", "name", "*") {
		name, _ := attr(n, "name")
		value, _ := attr(n, "value")
		_, checked := attr(n, "checked")
		if kind, _ := attr(n, "type"); (kind == "radio" || kind == "checkbox") && !checked {
			continue
		}
		values.Set(name, value)
	}
	for _, n := range find(form, "textarea", "name", "*") {
		name, _ := attr(n, "name")
		if values.Set(name, ""); n.FirstChild != nil {
			values.Set(name, n.FirstChild.Data)
		}
	}
	for _, n := range find(form, "select", "name", "*") {
		name, _ := attr(n, "name")
		for _, o := range find(n, "option") {
			value, _ := attr(o, "value")
			if _, chosen := attr(o, "selected"); chosen || !values.Has(name) {
				values.Set(name, value)
			}
		}
	}
	return values
}

// actions are where the forms of a page lead.
func (r *reply) actions() []string {
	var all []string
	for _, f := range r.find("form", "method", "post") {
		action, _ := attr(f, "action")
		all = append(all, action)
	}
	return all
}

// status is what a page says was done.
func (r *reply) status() string { return r.text("div", "role", "status") }

// letters are the letters that wait to be sent, of one kind, the newest last.
func (s *staffed) letters(t *testing.T, kind auth.LetterKind) []auth.Letter {
	t.Helper()
	var all []auth.Letter
	for _, l := range storetest.Letters(t, s.store) {
		if l.Kind == kind {
			all = append(all, l)
		}
	}
	return all
}

// actor is somebody as the desks are told of them.
func (p *person) actor(t *testing.T) directory.Actor {
	t.Helper()
	standing, err := p.store.Standing(t.Context(), p.session.ID)
	if err != nil {
		t.Fatal(err)
	}
	return standing.Actor()
}

// at is the team of a listing's clinic.
func (s *staffed) at(l *directory.Listing) team.Scope { return team.Scope{Clinic: l.Clinic.ID} }

func email(t *testing.T, address string) directory.Email {
	t.Helper()
	e, err := directory.ParseEmail(address)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// shown is how well somebody has shown who they are.
func shown(strong bool) auth.Shown {
	if strong {
		return auth.ShownStrong
	}
	return auth.ShownWhole
}
