package pages_test

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

const ourListing = ourTeam

// office is what the desks of moderation have, for what a test asks of them itself.
func (s *staffed) office() moderation.Office {
	return moderation.Office{Store: s.store, Now: func() time.Time { return s.now }, Random: rand.Reader}
}

// listed is our listing as visitors see it.
func (s *staffed) listed(t *testing.T) directory.Listing {
	t.Helper()
	l, err := s.store.Listing(t.Context(), ours.Clinic.ID)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// own is our listing as somebody of its people sees it.
func (p *person) own(t *testing.T) moderation.Own {
	t.Helper()
	desk := moderation.Desk{Office: p.office()}
	own, err := desk.Listing(t.Context(), p.actor(t), ours.Clinic.ID)
	if err != nil {
		t.Fatal(err)
	}
	return own
}

// TestEdit_liveAndHeld: of what an owner saves, phones are there at once and the name
// waits; they are told which is which, and see both sides.
func TestEdit_liveAndHeld(t *testing.T) {
	s := openStaffed(t, ours, theirs)
	owner := s.person(t, 1, weakly, at(directory.RoleOwner, &ours))
	r := owner.open(t, ourListing+"/details")
	r = owner.done(t, r, ourListing+"/details", "save", "send",
		"name", "Harbour Hair House", "phones[0].number", "+44 20 7946 0123", "phones[0].whatsapp", "yes")
	if got := r.status(); !strings.Contains(got, "Visitors see this now: Phone.") || !strings.Contains(got, "A moderator looks at this first: Name.") {
		t.Errorf("after saving, the page says %q", got)
	}
	is := s.listed(t)
	if is.Clinic.Name != ours.Clinic.Name || is.Clinic.Phones[0].Number.String() != "+442079460123" || !is.Clinic.Phones[0].WhatsApp {
		t.Errorf("visitors see %q and %v", is.Clinic.Name, is.Clinic.Phones)
	}
	r = owner.open(t, ourListing)
	box := r.text("section", "aria-labelledby", "request")
	for _, want := range []string{"Waits for a moderator", "Name", ours.Clinic.Name, "Harbour Hair House"} {
		if !strings.Contains(box, want) {
			t.Errorf("GET %s says %q, want %q in it", ourListing, box, want)
		}
	}
	if strings.Contains(box, "{") || strings.Contains(box, "Phone") {
		t.Errorf("GET %s says %q, want no JSON and nothing of what is live", ourListing, box)
	}
	if r := owner.open(t, ourListing+"/details"); filledIn(r.find("form", "action", ourListing+"/details")[0]).Get("name") != "Harbour Hair House" {
		t.Error("the form does not show what was asked for")
	}
	preview := owner.open(t, ourListing+"/preview")
	if got := preview.text("h1"); got != "Harbour Hair House" {
		t.Errorf("the preview is of %q", got)
	}
}

// TestEdit_twoPeople: the second to save is shown what the first has made of the same
// thing, keeps all that they typed, and undoes nothing else.
func TestEdit_twoPeople(t *testing.T) {
	s := openStaffed(t, ours, theirs)
	first, second := s.person(t, 1, weakly, at(directory.RoleOwner, &ours)), s.person(t, 2, weakly, at(directory.RoleManager, &ours))
	form, others := first.open(t, ourListing+"/details"), second.open(t, ourListing+"/details")
	first.done(t, form, ourListing+"/details", "save", "send",
		"operating", "temporarily_closed", "operating.reason", "A burst pipe", "phones[1].number", "+44 20 7946 0999")

	r := second.refused(t, others, ourListing+"/details", http.StatusConflict, "", "Somebody else has changed the same",
		"save", "send", "operating", "temporarily_closed", "operating.reason", "Holidays", "description", "We do hair.")
	clash := r.text("section", "aria-labelledby", "clash")
	if !strings.Contains(clash, "A burst pipe") || !strings.Contains(clash, "Holidays") {
		t.Errorf("the page shows %q, want both sides", clash)
	}
	again := filledIn(r.find("form", "action", ourListing+"/details")[0])
	for name, want := range map[string]string{"operating.reason": "Holidays", "description": "We do hair.", "phones[1].number": "+44 20 7946 0999"} {
		if got := again.Get(name); got != want {
			t.Errorf("the form has %s = %q, want %q", name, got, want)
		}
	}
	if is := s.listed(t); is.Operating.Reason != "A burst pipe" {
		t.Errorf("visitors read %q before the second has decided", is.Operating.Reason)
	}
	second.done(t, r, ourListing+"/details", "save", "send")
	is := s.listed(t)
	if is.Operating.Reason != "Holidays" || !slices.ContainsFunc(is.Clinic.Phones, func(p directory.ClinicPhone) bool { return p.Number.String() == "+442079460999" }) {
		t.Errorf("visitors read %q and %v, want the second's word and the first's number", is.Operating.Reason, is.Clinic.Phones)
	}
}

// TestEdit_address: the city decides where a clinic is; a name of several asks which.
func TestEdit_address(t *testing.T) {
	s := openStaffed(t, ours)
	owner := s.person(t, 1, weakly, at(directory.RoleOwner, &ours))
	path := ourListing + "/address"
	r := owner.open(t, path)
	r = owner.done(t, r, path, "save", "send", "address.address_1", "9 Example Quay")
	if a := owner.own(t).Proposed.Clinic.Address; a.Address1 != "9 Example Quay" || a.Point != ours.Clinic.Address.Point || a.AtTheDoor() {
		t.Errorf("in another street of the city the address is %+v, want the same point, no longer as the door's", a)
	}
	r = owner.refused(t, r, path, http.StatusUnprocessableEntity, "address.city", "There are several places of this name", "save", "send", "address.city", "Springfield")
	choices := r.find("input", "name", "address.city_id")
	if len(choices) < 2 {
		t.Fatalf("%d places to choose from, want several", len(choices))
	}
	id, _ := attr(choices[0], "value")
	owner.done(t, r, path, "save", "send", "address.city_id", id)
	if a := owner.own(t).Proposed.Clinic.Address; a.City != "Springfield" || a.Country.String() != "US" || a.TimeZone == ours.Clinic.Address.TimeZone || a.Address1 != "9 Example Quay" {
		t.Errorf("in another city the address is %+v", a)
	}
	r = owner.open(t, path)
	owner.refused(t, r, path, http.StatusUnprocessableEntity, "address.city", "We know no place", "save", "send", "address.city", "Qwxyzzy")
	owner.refused(t, r, path, http.StatusUnprocessableEntity, "address.city", "cannot be left out", "save", "send", "address.city", " ")
	owner.done(t, r, path, "save", "send", "address.city", "Izmir, Turkey")
	if a := owner.own(t).Proposed.Clinic.Address; a.TimeZone != "Europe/Istanbul" || a.Region.IsZero() {
		t.Errorf("the address is %+v, want it in Izmir", a)
	}
}

// TestEdit_drafts: a draft is its author's alone, goes on where it stopped, and is sent
// by saving. A script is told what to remember from then on.
func TestEdit_drafts(t *testing.T) {
	s := openStaffed(t, ours)
	owner, manager := s.person(t, 1, weakly, at(directory.RoleOwner, &ours)), s.person(t, 2, weakly, at(directory.RoleManager, &ours))
	path := ourListing + "/details"
	r := owner.open(t, path)
	form := filledIn(r.find("form", "action", path)[0])
	form.Set("save", "draft")
	for _, text := range []string{"We do hair.", "We do hair, well.", ours.Clinic.Description} {
		form.Set("description", text)
		reply := owner.send(t, http.MethodPost, path, form, "Accept", "application/json")
		_, shown, ok := strings.Cut(reply.body, `{"shown":"`)
		if reply.StatusCode != http.StatusOK || !ok {
			t.Fatalf("POST %s of a draft = %d %s", path, reply.StatusCode, reply.body)
		}
		form.Set("shown", strings.TrimSuffix(shown, `"}`))
		if got := owner.own(t).Proposed.Clinic.Description; got != text {
			t.Errorf("the draft says %q, want %q", got, text)
		}
		if own := manager.own(t); len(own.Others) != 0 || own.Proposed.Clinic.Description != ours.Clinic.Description {
			t.Errorf("a colleague sees a draft: %+v", own.Others)
		}
	}
	r = owner.done(t, owner.open(t, path), path, "save", "draft", "description", "We do hair.")
	if !strings.Contains(r.status(), "Draft saved") || !strings.Contains(r.main(), "You have a draft") {
		t.Errorf("after a draft, the page says %q", r.main())
	}
	if got := owner.open(t, ourListing).text("section", "aria-labelledby", "request"); !strings.Contains(got, "Your draft") {
		t.Errorf("the overview says %q", got)
	}
	owner.done(t, r, path, "save", "send")
	own := manager.own(t)
	if len(own.Others) != 1 || own.Others[0].State != moderation.Pending {
		t.Fatalf("after sending it, a colleague sees %+v", own.Others)
	}
	overview := manager.open(t, ourListing)
	if got := overview.text("section", "aria-labelledby", "other-0"); !strings.Contains(got, owner.account.Name) || !strings.Contains(got, "We do hair.") {
		t.Errorf("a colleague reads %q", got)
	}
	r = owner.open(t, path)
	if len(r.find("button", "value", "draft")) != 0 {
		t.Error("there is a button for a draft while changes wait")
	}
	owner.refused(t, r, path, http.StatusConflict, "", "with a moderator", "save", "draft", "description", "Something else")

	request := owner.own(t).Request
	withdrawal := ourListing + "/requests/" + request.ID.String() + "/withdrawal"
	if r := manager.send(t, http.MethodPost, withdrawal, nil, "Sec-Fetch-Site", "same-origin"); r.StatusCode != http.StatusNotFound {
		t.Errorf("POST %s of a colleague = %d, want 404", withdrawal, r.StatusCode)
	}
	r = owner.done(t, owner.open(t, ourListing), withdrawal)
	if !strings.Contains(r.status(), "taken your changes back") || owner.own(t).Request != nil {
		t.Errorf("after taking it back the page says %q", r.main())
	}
}

// TestEdit_conflictWhileWaiting: what somebody else changes while a request waits is
// shown beside it, and its author chooses.
func TestEdit_conflictWhileWaiting(t *testing.T) {
	for keep, want := range map[string]string{"mine": "Ours", "theirs": ""} {
		s := openStaffed(t, ours)
		owner := s.person(t, 1, weakly, at(directory.RoleOwner, &ours))
		admin := s.person(t, 2, strongly, directory.Membership{Role: directory.RoleAdmin})
		path := ourListing + "/details"
		owner.done(t, owner.open(t, path), path, "save", "send", "name", "Ours")
		admin.done(t, admin.open(t, path), path, "save", "send", "name", "Theirs")
		r := owner.open(t, ourListing)
		if got := r.text("section", "aria-labelledby", "conflicts"); !strings.Contains(got, "Theirs") || !strings.Contains(got, "Ours") {
			t.Fatalf("the overview says %q, want both sides", got)
		}
		action := ourListing + "/requests/" + owner.own(t).Request.ID.String() + "/settlement"
		owner.refused(t, r, action, http.StatusUnprocessableEntity, "", "Choose which of the two", "keep", "both")
		owner.done(t, r, action, "keep", keep)
		own := owner.own(t)
		switch {
		case want == "" && own.Request != nil:
			t.Errorf("after keeping theirs the request is %+v, want none", own.Request)
		case want != "" && (own.Request == nil || own.Proposed.Clinic.Name != want):
			t.Errorf("after keeping mine the proposal is %q", own.Proposed.Clinic.Name)
		}
	}
}
