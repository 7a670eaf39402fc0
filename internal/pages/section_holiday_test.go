package pages_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/store/storetest"
)

// branches are three clinics of one brand and one of another.
func branches() []directory.Listing {
	all := storetest.Listings(4)
	for i := range all[:3] {
		all[i].Organization = all[0].Organization
		all[i].Clinic.OrganizationID = all[0].Organization.ID
		all[i].State.Value = directory.Published
	}
	return all
}

// exceptionsOf are the exceptions that visitors see.
func exceptionsOf(t *testing.T, s *staffed, l directory.Listing) []directory.Exception {
	t.Helper()
	is, err := s.store.Listing(t.Context(), l.Clinic.ID)
	if err != nil {
		t.Fatal(err)
	}
	return is.Clinic.Hours.Exceptions
}

// has reports whether a clinic is shut on the day of the test's exception.
func has(all []directory.Exception) bool {
	return slices.ContainsFunc(all, func(e directory.Exception) bool {
		return e.First.String() == "2027-05-03" && e.Last.String() == "2027-05-04" && e.Name == "Staff outing" && len(e.Intervals) == 0
	})
}

func TestHoliday_oneExceptionForManyBranches(t *testing.T) {
	all := branches()
	s := openStaffed(t, all...)
	ada := s.person(t, 1, strongly, directory.Membership{Role: directory.RoleOwner, OrganizationID: all[0].Organization.ID})
	path := "/owner/brands/" + all[0].Organization.Slug.String() + "/holiday"
	if link := ada.open(t, "/owner").find("a", "href", path); len(link) != 1 {
		t.Errorf("/owner has %d links to %s, want 1", len(link), path)
	}

	form := ada.open(t, path)
	branch := func(i int) string { return "branch." + all[i].Clinic.ID.String() }
	if n := len(form.find("input", "type", "checkbox", "checked", "*", "value", "yes")); n != 3 {
		t.Fatalf("%d branches are ticked, want all 3 of the brand", n)
	}
	typed := []string{"holiday.first", "2027-05-03", "holiday.last", "4.5.2027", "holiday.name", "Staff outing", "holiday.times.is", "closed"}

	ada.refused(t, form, path, 422, "holiday.first", "Give the day", "holiday.first", "")
	preview := ada.post(t, form, path, append(typed, branch(2), "")...)
	for i, want := range []bool{true, true, false} {
		if got := strings.Contains(preview.main(), all[i].Clinic.Name); got != want {
			t.Errorf("the preview names branch %d: %t, want %t", i, got, want)
		}
	}
	for _, l := range all {
		if has(exceptionsOf(t, s, l)) {
			t.Errorf("%s was changed by a preview", l.Clinic.Slug)
		}
	}

	done := ada.post(t, preview, path, "step", "confirm")
	if done.StatusCode != 200 || strings.Count(done.main(), "Visitors see it now") != 2 {
		t.Errorf("confirmed = %d %s, want two branches done", done.StatusCode, done.main())
	}
	again := ada.post(t, preview, path, "step", "confirm")
	if strings.Count(again.main(), "it was so already") != 2 {
		t.Errorf("confirmed twice: %s, want that there is nothing to do", again.main())
	}
	for i, want := range []bool{true, true, false, false} {
		if got := has(exceptionsOf(t, s, all[i])); got != want {
			t.Errorf("branch %d has the exception: %t, want %t", i, got, want)
		}
	}
}

func TestHoliday_aForeignBranchIsRefusedWithAllOthers(t *testing.T) {
	all := branches()
	s := openStaffed(t, all...)
	ada := s.person(t, 1, strongly, directory.Membership{Role: directory.RoleOwner, OrganizationID: all[0].Organization.ID})
	path := "/owner/brands/" + all[0].Organization.Slug.String() + "/holiday"
	form := ada.open(t, path)
	for _, foreign := range []string{all[3].Clinic.ID.String(), "00000000-0000-7000-8000-000000000000", "<b>"} {
		r := ada.post(t, form, path, "step", "confirm", "holiday.first", "2027-05-03", "branch."+foreign, "yes")
		if alert := r.text("div", "role", "alert"); r.StatusCode != 422 || !strings.Contains(alert, foreign) || !strings.Contains(alert, "Nothing was done") {
			t.Errorf("with branch %s: %d %q, want 422 with the branch named", foreign, r.StatusCode, alert)
		}
	}
	for _, l := range all {
		if got := exceptionsOf(t, s, l); len(got) != len(l.Clinic.Hours.Exceptions) {
			t.Errorf("%s has %d exceptions, want the %d that it had", l.Clinic.Slug, len(got), len(l.Clinic.Hours.Exceptions))
		}
	}
	for name, want := range map[string]int{"step": 422, "anything": 422} {
		if r := ada.post(t, form, path, name, "x", "holiday.first", "2027-05-03"); r.StatusCode != want {
			t.Errorf("with %s=x: %d, want %d", name, r.StatusCode, want)
		}
	}
}

func TestHoliday_isThereForTheBrandsPeopleAlone(t *testing.T) {
	all := branches()
	s := openStaffed(t, all...)
	path := "/owner/brands/" + all[0].Organization.Slug.String() + "/holiday"
	for n, role := range []directory.Membership{
		{Role: directory.RoleOwner, ClinicID: all[0].Clinic.ID},
		{Role: directory.RoleOwner, OrganizationID: all[3].Organization.ID},
	} {
		bob := s.person(t, n+1, strongly, role)
		if r := bob.send(t, "GET", path, nil); r.StatusCode != 404 {
			t.Errorf("GET %s as %v = %d, want 404", path, role, r.StatusCode)
		}
		if r := bob.send(t, "POST", path, url.Values{"step": {"confirm"}}, "Origin", "http://localhost"); r.StatusCode != 404 {
			t.Errorf("POST %s as %v = %d, want 404", path, role, r.StatusCode)
		}
	}
}
