package pages_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store/storetest"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestClaim_links: a page says whose it could be, by whether somebody holds it: the
// clinic itself, or its brand.
func TestClaim_links(t *testing.T) {
	one, two := storetest.Listing(1), storetest.Listing(2)
	s := openStaffed(t, one, two, storetest.Listing(3))
	s.person(t, 1, strongly, directory.Membership{Role: directory.RoleOwner, ClinicID: one.Clinic.ID})
	s.person(t, 2, strongly, directory.Membership{Role: directory.RoleOwner, OrganizationID: two.Organization.ID})
	s.person(t, 3, strongly, directory.Membership{Role: directory.RoleManager, ClinicID: storetest.Listing(3).Clinic.ID})
	for path, label := range map[string]string{
		"/clinics/example-clinic-1":                 "I should manage this",
		"/clinics/example-clinic-2":                 "I should manage this",
		"/clinics/example-clinic-3":                 "Is this your clinic?",
		"/brands/" + one.Organization.Slug.String(): "Is this your brand?",
		"/brands/" + two.Organization.Slug.String(): "I should manage this",
	} {
		r := s.page(t, path)
		if got := r.link(label); got != path+"/claim" {
			t.Errorf("GET %s: %q leads to %q", path, label, got)
		}
	}
}

// TestClaim_ways: before anybody signs in they are told which kinds of evidence would do
// for this clinic, and why the others would not.
func TestClaim_ways(t *testing.T) {
	at := func(n int, site string) directory.Listing {
		return changed(n, func(l *directory.Listing) {
			l.Clinic.URL = directory.URL{}
			if site != "" {
				l.Clinic.URL = must(directory.ParseURL(site))
			}
		})
	}
	bare := at(3, "")
	bare.Clinic.Phones = nil
	s := openStaffed(t, storetest.Listing(1), at(2, "https://www.instagram.com/clinic"), bare)
	for _, tt := range []struct {
		path  string
		works int
		says  string
	}{
		{"/clinics/example-clinic-1/claim", 4, "We send a code to an address at clinic-1.example"},
		{"/clinics/example-clinic-2/claim", 2, "instagram.com is nobody's own"},
		{"/clinics/example-clinic-3/claim", 1, "No site is listed"},
		{"/brands/" + storetest.Listing(1).Organization.Slug.String() + "/claim", 4, "at brand-1.example"},
	} {
		r := s.visitor().open(t, tt.path)
		if got := strings.Count(r.main(), "Works here"); got != tt.works || !strings.Contains(r.main(), tt.says) {
			t.Errorf("GET %s: %d kinds work, want %d, and %q in %q", tt.path, got, tt.works, tt.says, r.main())
		}
		if to := r.link("Sign in and go on"); to != "/sign-in?next="+url.QueryEscape(tt.path) {
			t.Errorf("GET %s leads to sign in at %q", tt.path, to)
		}
		if got := r.actions(); slices.Contains(got, tt.path) {
			t.Errorf("GET %s has the forms %q for a visitor", tt.path, got)
		}
	}
}

// start begins somebody's claim and returns its page.
func (p *person) start(t *testing.T, path string) *reply {
	t.Helper()
	return p.done(t, p.open(t, path), path)
}

// claimed is where the claim on a page is.
func claimed(r *reply) string {
	path, _, _ := strings.Cut(r.path, "?")
	return path
}

// TestClaim_byMail: from the page of a clinic to being its owner, by a code to an address
// at its domain and a moderator; and nobody else sees any of it.
func TestClaim_byMail(t *testing.T) {
	l := storetest.Listing(1)
	s := openStaffed(t, l)
	cleo, dan := s.person(t, 1, weakly), s.person(t, 2, weakly)
	zoe := s.person(t, 3, strongly, directory.Membership{Role: directory.RoleModerator})
	r := cleo.start(t, "/clinics/example-clinic-1/claim")
	at := claimed(r)
	if again := claimed(cleo.start(t, "/clinics/example-clinic-1/claim")); again != at {
		t.Errorf("claiming again leads to %s, want %s", again, at)
	}
	cleo.refused(t, r, at+"/submission", http.StatusUnprocessableEntity, "", "Show first that you speak for it")
	for address, want := range map[string]string{"me@gmail.com": "Everybody can have", "me@other.example": "clinic-1.example", "nobody": "address"} {
		back := cleo.refused(t, r, at+"/mail", http.StatusUnprocessableEntity, "mail-email", want, "email", address)
		if got := back.head("value", "input", "id", "mail-email"); got != address {
			t.Errorf("of the address %q is left %q", address, got)
		}
	}
	r = cleo.done(t, r, at+"/mail", "email", "desk@clinic-1.example")
	letters := s.letters(t, auth.ClaimCode)
	if len(letters) != 1 || letters[0].Path != at || cleo.cookies["__Host-sign-in"] == "" {
		t.Fatalf("asking for a code wrote %+v, and left the cookies %v", letters, cleo.cookies)
	}
	cleo.refused(t, r, at+"/code", http.StatusUnprocessableEntity, "code-code", "six digits", "code", "12")
	code := letters[0].Code
	r = cleo.done(t, r, at+"/code", "code", code[:3]+" "+code[3:])
	if got := r.panel("shown"); !strings.Contains(got, "A code by e-mail") || !strings.Contains(got, "clinic-1.example") {
		t.Errorf("after the code the page says %q was shown", got)
	}
	r = cleo.done(t, r, at+"/submission")
	if !strings.Contains(r.main(), "With a moderator") {
		t.Errorf("after it was sent the page says %q", r.main())
	}
	for _, other := range []*person{dan, zoe} { // moderators have the queue
		for _, send := range []struct{ method, path string }{
			{http.MethodGet, at}, {http.MethodPost, at + "/mail"}, {http.MethodPost, at + "/withdrawal"}, {http.MethodPost, at + "/appeal"}, {http.MethodPost, at + "/answer"},
		} {
			form := filledIn(other.open(t, "/account").find("form", "method", "post")[0])
			values := url.Values{"form_token": form["form_token"]}
			switch {
			case strings.HasSuffix(send.path, "/mail"):
				values.Set("email", "dan@clinic-1.example")
			case strings.HasSuffix(send.path, "/answer"):
				values.Set("says", "yield")
			case strings.HasSuffix(send.path, "/appeal"):
				values.Set("text", "It is mine.")
			}
			if got := other.send(t, send.method, send.path, values); got.StatusCode != http.StatusNotFound {
				t.Errorf("%s %s as somebody else = %d, want 404", send.method, send.path, got.StatusCode)
			}
		}
	}
	id := must(directory.ParseID(strings.TrimPrefix(at, "/claims/")))
	if _, err := s.pages.Claims.Decide(t.Context(), zoe.actor(t), id, true, "", ""); err != nil {
		t.Fatalf("Decide() = %v", err)
	}
	if r = cleo.open(t, at); !strings.Contains(r.main(), "You look after it now.") || len(r.actions()) > 1 {
		t.Errorf("once granted the page says %q, with the forms %q", r.main(), r.actions())
	}
	cleo.open(t, "/owner/clinics/example-clinic-1/members")
	if got := s.page(t, "/clinics/example-clinic-1").link("I should manage this"); got == "" {
		t.Error("the page of a granted clinic still asks whose it is")
	}
}

// TestClaim_held: whoever holds a clinic sees who else says it is theirs, and answers in
// seven days; then whoever lost by it is out of every page at once.
func TestClaim_held(t *testing.T) {
	l := storetest.Listing(1)
	s := openStaffed(t, l)
	ada := s.person(t, 1, strongly, directory.Membership{Role: directory.RoleOwner, ClinicID: l.Clinic.ID})
	cleo := s.person(t, 2, weakly)
	root := s.person(t, 3, strongly, directory.Membership{Role: directory.RoleAdmin})
	if r := ada.open(t, "/clinics/example-clinic-1/claim"); r.text("h1") == "" {
		t.Error("no page to claim")
	} else {
		ada.refused(t, r, "/clinics/example-clinic-1/claim", http.StatusConflict, "", "You speak for this already.")
	}
	r := cleo.start(t, "/clinics/example-clinic-1/claim")
	at := claimed(r)
	if got := ada.send(t, http.MethodGet, at, nil); got.StatusCode != http.StatusNotFound {
		t.Errorf("the holder sees a claim that was not sent: %d", got.StatusCode)
	}
	r = cleo.done(t, r, at+"/call", "phone", l.Clinic.Phones[0].Number.String())
	r = cleo.done(t, r, at+"/submission")
	if !strings.Contains(r.main(), "They have until 9 March 2026") {
		t.Errorf("the claimant is told %q", r.main())
	}
	if got := ada.open(t, "/claims"); !strings.Contains(got.panel("others"), l.Clinic.Name) {
		t.Errorf("the holder's list says %q", got.main())
	}
	seen := ada.open(t, at)
	code := must(s.store.Claim(t.Context(), must(directory.ParseID(strings.TrimPrefix(at, "/claims/"))))).CallCode
	if code == "" || strings.Contains(seen.main(), code) || !strings.Contains(cleo.open(t, at).main(), code) {
		t.Errorf("the code %q for a call is for the claimant alone, and the holder is shown %q", code, seen.main())
	}
	if !strings.Contains(seen.main(), cleo.account.Name+" says that they should manage") || strings.Contains(seen.main(), "six-digit") {
		t.Errorf("the holder is shown %q", seen.main())
	}
	ada.refused(t, seen, at+"/answer", http.StatusUnprocessableEntity, "answer-says", "Choose one", "text", "I run it.")
	ada.refused(t, seen, at+"/answer", http.StatusUnprocessableEntity, "answer-text", "Say it in a sentence", "says", "keep")
	seen = ada.done(t, seen, at+"/answer", "says", "keep", "text", "I run it.")
	if !strings.Contains(seen.main(), "I run it.") {
		t.Errorf("after the answer the holder is shown %q", seen.main())
	}
	if r = cleo.open(t, at); !strings.Contains(r.main(), "want to keep it") || strings.Contains(r.main(), "I run it.") {
		t.Errorf("after the answer the claimant is shown %q", r.main())
	}
	id := must(directory.ParseID(strings.TrimPrefix(at, "/claims/")))
	_, err := s.pages.Claims.Called(t.Context(), root.actor(t), id, directory.ID{}, l.Clinic.Phones[0].Number, must(s.pages.Claims.Claim(t.Context(), cleo.actor(t), id)).CallCode)
	if err != nil {
		t.Fatalf("Called() = %v", err)
	}
	if _, err := s.pages.Claims.Decide(t.Context(), root.actor(t), id, true, "", ""); err != nil {
		t.Fatalf("Decide() = %v", err)
	}
	began := time.Now()
	if got := ada.send(t, http.MethodGet, "/owner", nil); got.StatusCode != http.StatusSeeOther {
		t.Errorf("GET /owner by the loser = %d, want to sign in", got.StatusCode)
	}
	if wait := time.Since(began); wait > time.Second {
		t.Errorf("it took %v", wait)
	}
	cleo.open(t, "/owner/clinics/example-clinic-1/members")
}

// TestClaim_deniedAndWithdrawn: a denial says why and can be appealed once; a claim can be
// taken back.
func TestClaim_deniedAndWithdrawn(t *testing.T) {
	l := storetest.Listing(1)
	s := openStaffed(t, l)
	cleo := s.person(t, 1, weakly)
	zoe := s.person(t, 2, strongly, directory.Membership{Role: directory.RoleModerator})
	r := cleo.start(t, "/clinics/example-clinic-1/claim")
	at := claimed(r)
	r = cleo.done(t, r, at+"/call", "phone", l.Clinic.Phones[0].Number.String())
	cleo.done(t, r, at+"/submission")
	id := must(directory.ParseID(strings.TrimPrefix(at, "/claims/")))
	deny := func(text string) {
		t.Helper()
		if _, err := s.pages.Claims.Decide(t.Context(), zoe.actor(t), id, false, moderation.NotTheirs, text); err != nil {
			t.Fatalf("Decide() = %v", err)
		}
	}
	deny("Nobody there knows you.")
	r = cleo.open(t, at)
	if !strings.Contains(r.main(), "whoever asked does not speak for it") || !strings.Contains(r.main(), "Nobody there knows you.") {
		t.Errorf("the claimant is told %q", r.main())
	}
	cleo.refused(t, r, at+"/appeal", http.StatusUnprocessableEntity, "appeal-text", "Say it in a sentence")
	r = cleo.done(t, r, at+"/appeal", "text", "Ask for Cleo.")
	if !strings.Contains(r.main(), "Ask for Cleo.") {
		t.Errorf("after the appeal the page says %q", r.main())
	}
	deny("")
	if r = cleo.open(t, at); slices.Contains(r.actions(), at+"/appeal") || !strings.Contains(r.main(), "Denied for good") {
		t.Errorf("after the second denial the page says %q with the forms %q", r.main(), r.actions())
	}
	r = cleo.start(t, "/clinics/example-clinic-1/claim")
	r = cleo.done(t, r, claimed(r)+"/withdrawal")
	if len(r.find("form", "action", claimed(r)+"/withdrawal")) != 0 || !strings.Contains(cleo.open(t, "/claims").main(), "Withdrawn") {
		t.Errorf("after it was taken back the page says %q", r.main())
	}
}

// TestClaim_brand: a brand's claim lists every clinic: those on the proven domain
// together, every other with what is shown for it, a franchise by itself.
func TestClaim_brand(t *testing.T) {
	one := storetest.Listing(1)
	one.Clinic.URL, one.Clinic.Email = must(directory.ParseURL("https://brand-1.example/one")), directory.Email{}
	two := storetest.Listing(2)
	two.Organization, two.Clinic.OrganizationID = one.Organization, one.Organization.ID
	other := storetest.Listing(3)
	s := openStaffed(t, one, two, other)
	cleo, path := s.person(t, 1, weakly), "/brands/"+one.Organization.Slug.String()+"/claim"
	r := cleo.start(t, path)
	at := claimed(r)
	r = cleo.done(t, r, at+"/mail", "email", "ceo@brand-1.example")
	r = cleo.done(t, r, at+"/code", "code", s.letters(t, auth.ClaimCode)[0].Code)
	if got := r.panel("branches"); strings.Count(got, "Goes together") != 1 || strings.Count(got, "By itself") != 1 {
		t.Errorf("the branches are %q", got)
	}
	branch := "?branch=" + two.Clinic.ID.String()
	r = cleo.open(t, at+branch)
	r = cleo.done(t, r, at+"/call", "phone", two.Clinic.Phones[0].Number.String())
	if !strings.Contains(r.panel("shown"), two.Clinic.Name) {
		t.Errorf("after asking for a call %q was shown", r.panel("shown"))
	}
	for _, bad := range []string{"?branch=" + other.Clinic.ID.String(), "?branch=x"} {
		if got := cleo.send(t, http.MethodGet, at+bad, nil); got.StatusCode != http.StatusNotFound {
			t.Errorf("GET %s%s = %d, want 404", at, bad, got.StatusCode)
		}
	}
	cleo.done(t, r, at+"/submission")
}
