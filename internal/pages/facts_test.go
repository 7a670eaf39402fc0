package pages_test

import (
	"context"
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// posted is a store that remembers the letter which it was given last.
type posted struct {
	*store.Store
	letter auth.Letter
}

func (p *posted) Moderate(ctx context.Context, fn func(moderation.Tx) error) error {
	return p.Store.Moderate(ctx, func(tx moderation.Tx) error { return fn(postedTx{tx, p}) })
}

type postedTx struct {
	moderation.Tx
	p *posted
}

func (t postedTx) Post(ctx context.Context, l auth.Letter) error {
	t.p.letter = l
	return t.Tx.Post(ctx, l)
}

// stillAsked is a clinic that was asked, eighty days after its hours were observed, at its
// public address or, if it has one, of its owner; and the path of the link.
func stillAsked(t *testing.T, owned bool) (p *person, path string, l directory.Listing) {
	t.Helper()
	l = storetest.Listing(1)
	l.Clinic.Hours.Fact = directory.FactHours.Observed(directory.SourceChecked, "a register", now)
	s := openStaffed(t, l)
	p = s.person(t, 1, weakly)
	if owned {
		p = s.person(t, 2, weakly, directory.Membership{Role: directory.RoleOwner, ClinicID: l.Clinic.ID})
	}
	db := &posted{Store: s.store}
	office := moderation.Office{Store: db, Now: func() time.Time { return s.now }, Random: rand.Reader}
	s.pages.Asking = &moderation.Asking{Office: office, Public: true}
	s.now = now.AddDate(0, 0, 80)
	if done, err := s.pages.Asking.AskClinic(t.Context(), l.Clinic.ID); !done || err != nil {
		t.Fatalf("AskClinic() = %v, %v", done, err)
	}
	p.cookies = map[string]string{} // whoever has the link need not be signed in
	return p, db.letter.Path, l
}

// TestStillRight: each fact has two buttons; to look changes nothing, and one tap is an
// answer.
func TestStillRight(t *testing.T) {
	p, path, l := stillAsked(t, true)
	before := must(p.store.Listing(t.Context(), l.Clinic.ID))
	var r *reply
	for range 2 {
		r = p.open(t, path)
	}
	n := len(r.actions())
	if n < 2 || strings.Contains(r.main(), "Do not write to us again") {
		t.Fatalf("GET the link has %d forms: %s", n, r.main())
	}
	if after := must(p.store.Listing(t.Context(), l.Clinic.ID)); after.UpdatedAt != before.UpdatedAt {
		t.Error("GET the link changes the listing")
	}
	if !strings.Contains(r.main(), "Monday") {
		t.Errorf("the page does not say the hours: %s", r.main())
	}
	r = p.done(t, r, path, "fact", "hours", "right", "yes")
	if !strings.Contains(r.main(), "You said: still right") || len(r.actions()) != n-1 {
		t.Errorf("after an answer %d forms of %d are left: %s", len(r.actions()), n, r.main())
	}
	if f := must(p.store.Listing(t.Context(), l.Clinic.ID)).Clinic.Hours.Fact; f.ObservedAt != directory.At(p.now) {
		t.Errorf("hours that are still right were observed %s", f.ObservedAt.Time())
	}
	p.refused(t, r, path, http.StatusUnprocessableEntity, "", "Press one of the two buttons", "right", "perhaps")
	for range n - 1 {
		r = p.done(t, r, path, "right", "no")
	}
	if !strings.Contains(r.main(), "All answered") || !strings.Contains(r.main(), "You said: no longer right") {
		t.Errorf("at the end the page says %s", r.main())
	}
	p.now = p.now.AddDate(0, 0, 61)
	for _, old := range []string{path, "/still-right/x"} {
		if r := p.send(t, http.MethodGet, old, nil); r.StatusCode/100 != 4 || r.Header.Get("Cache-Control") != "no-store" || !r.noindex() {
			t.Errorf("GET %s, which is of no use = %d, %q", old, r.StatusCode, r.Header.Get("Cache-Control"))
		}
	}
}

// TestStillRight_public: a clinic that nobody speaks for may say that it wants no more
// letters.
func TestStillRight_public(t *testing.T) {
	p, path, l := stillAsked(t, false)
	r := p.open(t, path)
	r = p.done(t, r, path, "fact", "", "right", "", "decline", "yes")
	if !strings.Contains(r.status(), "We will not write to this address again") {
		t.Errorf("whoever declines is told %q", r.status())
	}
	if known, err := p.store.Addressed(t.Context(), l.Clinic.Email); known.Declined == 0 || err != nil {
		t.Errorf("Addressed() = %+v, %v", known, err)
	}
}

// TestFacts_owner: somebody of the team says it signed in.
func TestFacts_owner(t *testing.T) {
	p, _, l := stillAsked(t, true)
	p = p.signIn(t, p.account, weakly)
	form := filledIn(p.open(t, "/account").find("form", "method", "post", "action", "/account/name")[0])
	form.Del("name")
	for path, want := range map[string]int{"hours": http.StatusSeeOther, "name": http.StatusNotFound} {
		form.Set("path", path)
		form.Set("right", "yes")
		if r := p.send(t, http.MethodPost, "/owner/clinics/"+l.Clinic.Slug.String()+"/facts", form); r.StatusCode != want {
			t.Errorf("POST facts (%s) = %d, want %d: %s", path, r.StatusCode, want, r.main())
		}
	}
}
