package pages_test

import (
	"net/http"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/store/storetest"
)

// TestQueue_claim: a moderator calls the clinic, writes down the code that they were told,
// and grants the claim on its page.
func TestQueue_claim(t *testing.T) {
	l := storetest.Listing(1)
	s := openStaffed(t, l)
	cleo, zoe := s.person(t, 1, weakly), s.moderator(t, 2)
	r := cleo.start(t, "/clinics/example-clinic-1/claim")
	at := claimed(r)
	r = cleo.done(t, r, at+"/call", "phone", l.Clinic.Phones[0].Number.String())
	cleo.done(t, r, at+"/submission")
	id := must(directory.ParseID(strings.TrimPrefix(at, "/claims/")))
	code := must(s.store.Claim(t.Context(), id)).CallCode

	item := zoe.open(t, "/admin/queue/claim/"+id.String())
	if !strings.Contains(item.main(), cleo.account.Name) || strings.Contains(item.main(), code) {
		t.Errorf("the claim's page names the claimant, and not the code %q: %s", code, item.main())
	}
	call := "/admin/claims/" + id.String() + "/call?as=claim"
	zoe.refused(t, item, call, http.StatusUnprocessableEntity, "code", "This is not the code of this claim.", "code", "12")
	item = zoe.done(t, item, call, "code", code)
	if got := item.main(); !strings.Contains(got, l.Clinic.Phones[0].Number.International()) {
		t.Errorf("after the call the page says %s", got)
	}
	zoe.done(t, item, "/admin/queue/claim/"+id.String()+"/decision", "answer", "approve")
	if got := zoe.open(t, "/admin/queue/claim/"+id.String()).main(); !strings.Contains(got, "Granted") {
		t.Errorf("once granted the page says %s", got)
	}
	cleo.open(t, "/owner/clinics/example-clinic-1/members")
}

// TestDifferences_address: where an address is on the map is told to those who check it,
// and to an owner only if nothing else differs.
func TestDifferences_address(t *testing.T) {
	s := openStaffed(t, ours)
	ada, mod := s.person(t, 1, weakly, at(directory.RoleOwner, &ours)), s.moderator(t, 2)
	request := ada.asks(t, &ours, func(l *directory.Listing) { l.Clinic.Address.Address1 = "9 Quay" })
	if got := mod.open(t, itemPath(request)).main(); !strings.Contains(got, "9 Quay") || !strings.Contains(got, "Time zone") {
		t.Errorf("a moderator is shown %s", got)
	}
	if got := ada.open(t, "/owner/clinics/"+ours.Clinic.Slug.String()).main(); !strings.Contains(got, "9 Quay") || strings.Contains(got, "Time zone") {
		t.Errorf("the owner is shown %s", got)
	}
}

// TestQueue_appeal: what is denied comes back once, with what the claimant says and
// with why it was denied; a second denial is the last.
func TestQueue_appeal(t *testing.T) {
	l := storetest.Listing(1)
	s := openStaffed(t, l)
	cleo, zoe := s.person(t, 1, weakly), s.moderator(t, 2)
	r := cleo.start(t, "/clinics/example-clinic-1/claim")
	at := claimed(r)
	r = cleo.done(t, r, at+"/call", "phone", l.Clinic.Phones[0].Number.String())
	cleo.done(t, r, at+"/submission")
	id := strings.TrimPrefix(at, "/claims/")
	claim, appeal := "/admin/queue/claim/"+id, "/admin/queue/appeal/"+id
	zoe.done(t, zoe.open(t, claim), claim+"/decision", "answer", "reject", "reason", "not_theirs", "text", "Nobody there knows you.")
	cleo.done(t, cleo.open(t, at), at+"/appeal", "text", "Ask for Cleo.")
	item := zoe.open(t, appeal)
	for _, want := range []string{"Ask for Cleo.", "Nobody there knows you."} {
		if !strings.Contains(item.panel("appeal"), want) {
			t.Errorf("GET %s does not say %q: %s", appeal, want, item.panel("appeal"))
		}
	}
	zoe.refused(t, item, appeal+"/decision", http.StatusConflict, "", "Call the clinic at its listed number first", "answer", "approve")
	zoe.done(t, item, appeal+"/decision", "answer", "reject", "reason", "not_theirs")
	if got := zoe.open(t, appeal).main(); !strings.Contains(got, "denied after an appeal") {
		t.Errorf("after the second denial the page says %s", got)
	}
}
