package pages_test

import (
	"net/http"
	"strings"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/store/storetest"
)

// TestQueue_contest: what is contested waits for its holder, whose answer stands on its
// page, and then for an admin.
func TestQueue_contest(t *testing.T) {
	l := storetest.Listing(1)
	s := openStaffed(t, l)
	ada, cleo, zoe := s.person(t, 1, strongly, at(directory.RoleOwner, &l)), s.person(t, 2, weakly), s.moderator(t, 3)
	root := s.person(t, 4, strongly, directory.Membership{Role: directory.RoleAdmin})
	r := cleo.start(t, "/clinics/example-clinic-1/claim")
	claim := claimed(r)
	r = cleo.done(t, r, claim+"/call", "phone", l.Clinic.Phones[0].Number.String())
	cleo.done(t, r, claim+"/submission")
	contest := "/admin/queue/contest/" + strings.TrimPrefix(claim, "/claims/")
	call := "/admin/claims/" + strings.TrimPrefix(claim, "/claims/") + "/call?as=contest"
	code := must(s.store.Claim(t.Context(), must(directory.ParseID(strings.TrimPrefix(claim, "/claims/"))))).CallCode
	item := zoe.done(t, zoe.open(t, contest), call, "code", code)
	if !strings.Contains(item.main(), ada.account.Name) {
		t.Errorf("the page of a contest does not say who holds the clinic: %s", item.main())
	}
	root.refused(t, root.open(t, contest), contest+"/decision", http.StatusConflict, "", "to answer", "answer", "approve")
	ada.done(t, ada.open(t, claim), claim+"/answer", "says", "keep", "text", "I run <it>.")
	if item = zoe.open(t, contest); !strings.Contains(item.main(), "I run <it>.") {
		t.Errorf("the holder's answer is not on the page: %s", item.main())
	}
	root.done(t, root.open(t, contest), contest+"/decision", "answer", "approve")
	if got := s.letters(t, auth.ClaimLost); len(got) != 1 || got[0].Person != ada.account.ID {
		t.Errorf("who lost by it was sent %d letters, want one", len(got))
	}
	cleo.open(t, "/owner/clinics/example-clinic-1/members")
}

// TestQueue_brand: the claim of a brand shows how each of its clinics stands to it.
func TestQueue_brand(t *testing.T) {
	one := storetest.Listing(1)
	one.Clinic.URL, one.Clinic.Email = must(directory.ParseURL("https://brand-1.example/one")), directory.Email{}
	two := storetest.Listing(2)
	two.Organization, two.Clinic.OrganizationID = one.Organization, one.Organization.ID
	s := openStaffed(t, one, two)
	cleo, zoe := s.person(t, 1, weakly), s.moderator(t, 2)
	r := cleo.start(t, "/brands/"+one.Organization.Slug.String()+"/claim")
	claim := claimed(r)
	r = cleo.done(t, r, claim+"/mail", "email", "ceo@brand-1.example")
	r = cleo.done(t, r, claim+"/code", "code", s.letters(t, auth.ClaimCode)[0].Code)
	cleo.done(t, r, claim+"/submission")
	path := "/admin/queue/claim/" + strings.TrimPrefix(claim, "/claims/")
	item := zoe.open(t, path)
	for _, want := range []string{one.Clinic.Name, two.Clinic.Name, "brand-1.example"} {
		if !strings.Contains(item.main(), want) {
			t.Errorf("GET %s does not say %q: %s", path, want, item.main())
		}
	}
	zoe.done(t, item, path+"/decision", "answer", "approve")
	cleo.open(t, "/owner/clinics/example-clinic-1/members")
	if got := cleo.send(t, http.MethodGet, "/owner/clinics/example-clinic-2/members", nil); got.StatusCode != http.StatusNotFound {
		t.Errorf("a branch for which nothing was shown answers %d, want 404", got.StatusCode)
	}
}

// TestQueue_proposal: a new clinic names who proposed it, and what it may be already.
func TestQueue_proposal(t *testing.T) {
	l := storetest.Listing(1)
	s := openStaffed(t, l)
	pia, zoe := s.person(t, 1, weakly), s.moderator(t, 2)
	phone := l.Clinic.Phones[0].Number.String()
	pia.done(t, pia.open(t, "/propose"), "/propose", typedBut("phone", phone, "another", "yes")...)
	waiting := must(s.store.Proposed(t.Context(), pia.account.ID))
	path := "/admin/queue/proposal/" + waiting[0].Clinic.ID.String()
	for at, want := range map[string][]string{"/admin/queue": {pia.account.Name}, path: {pia.account.Name, l.Clinic.Name, "Neue Klinik <b>"}} {
		got := zoe.open(t, at).main()
		for _, said := range want {
			if !strings.Contains(got, said) {
				t.Errorf("GET %s does not say %q: %s", at, said, got)
			}
		}
	}
	zoe.done(t, zoe.open(t, path), path+"/decision", "answer", "approve")
	if got := s.letters(t, auth.ListingPublished); len(got) != 1 || got[0].Person != pia.account.ID {
		t.Errorf("who proposed it was sent %d letters, want one", len(got))
	}
	s.page(t, "/clinics/"+waiting[0].Clinic.Slug.String())
}
