package pages_test

import (
	"net/http"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store/storetest"
)

// TestEdit_now: when nothing waits, the overview says what visitors see and until when
// that is believed; what is out of date has two buttons, and a tap is enough.
func TestEdit_now(t *testing.T) {
	_, _, l := stillAsked(t, true) // its hours are eighty days old
	l.Clinic.Photos = nil
	s := openStaffed(t, l)
	s.now = now.AddDate(0, 0, 80)
	s.pages.Asking = &moderation.Asking{Office: s.office()}
	owner := s.person(t, 1, weakly, at(directory.RoleOwner, &l))
	root := "/owner/clinics/" + l.Clinic.Slug.String()
	r := owner.open(t, root)
	said := r.text("section", "aria-labelledby", "now")
	for _, want := range []string{
		"Visitors see now", "Monday", "Will be out of date in 10 days.", "Confirmed by a register", "Photos", "Nothing is said of this yet.",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("GET %s says %q, want %q in it", root, said, want)
		}
	}
	for _, s := range []string{"hours", "exceptions", "services", "prices", "practitioners", "photos", "details", "address"} {
		if len(r.find("a", "href", root+"/"+s)) < 2 {
			t.Errorf("GET %s has no way to change %s but its tab", root, s)
		}
	}
	r = owner.done(t, r, root+"/facts", "path", "hours", "right", "yes")
	if !strings.Contains(r.status(), "Thank you") {
		t.Errorf("after a tap, the page says %q", r.status())
	}
	if f := must(s.store.Listing(t.Context(), l.Clinic.ID)).Clinic.Hours.Fact; f.ObservedAt != directory.At(s.now) || f.State != directory.OwnerAsserted {
		t.Errorf("hours that are still right have %+v", f)
	}
	if said := owner.open(t, root).text("section", "aria-labelledby", "now-hours"); strings.Contains(said, "Still right") {
		t.Errorf("what was just confirmed is asked for again: %q", said)
	}
}

// TestEdit_nowCalm: many days and many features are told in a few lines, and of a listing
// that is not public nothing is asked.
func TestEdit_nowCalm(t *testing.T) {
	l := storetest.Listing(1)
	l.Clinic.Hours.Exceptions = nil
	for i := range 60 {
		day := directory.DateOf(now).AddDays(i - 10)
		l.Clinic.Hours.Exceptions = append(l.Clinic.Hours.Exceptions, directory.Exception{First: day, Last: day})
	}
	l.State.Value = directory.Suspended
	s := openStaffed(t, l)
	s.now = now.AddDate(2, 0, 0)
	owner := s.person(t, 1, weakly, at(directory.RoleOwner, &l))
	root := "/owner/clinics/" + l.Clinic.Slug.String()
	r := owner.open(t, root)
	if n := len(r.find("form", "action", root+"/facts")); n != 0 {
		t.Errorf("of a suspended listing %d facts are asked for", n)
	}
	s.now = now
	said := owner.open(t, root).text("section", "aria-labelledby", "now-exceptions")
	if !strings.Contains(said, "and 45 more") || strings.Count(said, ": Closed") != 5 {
		t.Errorf("60 exceptions are told as %q", said)
	}
	if r := owner.send(t, http.MethodGet, root, nil); strings.Contains(r.main(), "Visitors see now") {
		t.Error("of a suspended listing, visitors are said to see it")
	}
}
