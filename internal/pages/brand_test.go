package pages_test

import (
	"net/http"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/store/storetest"
)

// branch is the nth invented listing as a branch of the first's organization.
func branch(n int, change func(*directory.Listing)) directory.Listing {
	return changed(n, func(l *directory.Listing) {
		l.Organization = storetest.Organization(1)
		l.Clinic.OrganizationID = l.Organization.ID
		change(l)
	})
}

func TestBrand_listsItsClinicsByCountry(t *testing.T) {
	s := open(t, storetest.Listing(1),
		branch(2, func(l *directory.Listing) {
			country, err := directory.ParseCountry("GR")
			if err != nil {
				t.Fatal(err)
			}
			l.Clinic.Address.Country, l.Clinic.Address.Region, l.Clinic.Address.City = country, directory.Region{}, "Athens"
		}),
		branch(3, func(l *directory.Listing) { l.Operating.Value = directory.TemporarilyClosed }),
		branch(4, func(l *directory.Listing) { l.Operating.Value = directory.Closed }),
		branch(5, func(l *directory.Listing) { l.State.Value = directory.Suspended }),
	)
	r := s.page(t, "/brands/example-brand-1")
	says(t, r, "the page", r.main(), "Clinic", "An invented company", "3 clinics",
		"Greece Example Clinic 2 Athens PRP SMP Turkey Example Clinic 1 Istanbul PRP SMP Example Clinic 3 Istanbul PRP SMP Temporarily closed")
	for _, no := range []string{"Example Clinic 4", "Example Clinic 5", "agency"} {
		if strings.Contains(r.main(), no) {
			t.Errorf("GET %s mentions %q: %s", r.path, no, r.main())
		}
	}
	clinic := s.page(t, "/clinics/example-clinic-1")
	if to := clinic.link("Example Clinic 2, Athens, Greece"); to != "/clinics/example-clinic-2" {
		t.Errorf("the clinic's page leads to its other branch by %q", to)
	}
	checkShape(t, r)
}

func TestBrand_saysWhatIsNoClinic(t *testing.T) {
	s := open(t, changed(1, func(l *directory.Listing) { l.Organization.EntryType = directory.EntryFacilitator }),
		changed(2, func(l *directory.Listing) { l.Organization.EntryType = directory.EntryAcademy }))
	for path, want := range map[string]string{
		"/brands/example-brand-1":   "This is an agency, not a clinic.",
		"/clinics/example-clinic-1": "This is an agency, not a clinic.",
		"/brands/example-brand-2":   "This is a school for practitioners.",
		"/clinics/example-clinic-2": "This is a school for practitioners.",
	} {
		r := s.page(t, path)
		says(t, r, "the page", r.main(), want)
	}
}

func TestCard_saysWhatIsNoClinic(t *testing.T) {
	var all []directory.Listing
	for n, e := range directory.EntryTypes() {
		all = append(all, changed(n, func(l *directory.Listing) { l.Organization.EntryType = e }))
	}
	s := open(t, all...)
	for e, want := range map[directory.EntryType]string{
		directory.EntryClinic: "", directory.EntryChain: "",
		directory.EntryFacilitator: "Agency that arranges treatment",
		directory.EntryAcademy:     "Training academy",
	} {
		r := s.page(t, "/search?entry_type="+string(e))
		var labels string
		for _, n := range find(r.find("article", "class", "card")[0], "strong") {
			labels += text(n)
		}
		if labels != want {
			t.Errorf("GET %s labels the clinic %q, want %q", r.path, labels, want)
		}
	}
}

func TestBrand_partOfAnother(t *testing.T) {
	s := open(t, storetest.Listing(1), storetest.Listing(2))
	child := storetest.Organization(2)
	if _, err := s.store.UpdateOrganization(t.Context(), child.ID, func(o *directory.Organization) error {
		o.ParentID, o.Slug = storetest.Organization(1).ID, directory.SlugOf("New Name")
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	r := s.page(t, "/brands/new-name")
	if to := r.link("Example Brand 1"); to != "/brands/example-brand-1" {
		t.Errorf("GET %s leads to its parent by %q: %s", r.path, to, r.main())
	}
	for _, path := range []string{"/brands/example-brand-2", "/brands/NEW-name"} {
		if r := s.get(t, path); r.StatusCode != http.StatusMovedPermanently || r.Header.Get("Location") != "/brands/new-name" {
			t.Errorf("GET %s = %d to %q, want 301 to /brands/new-name", path, r.StatusCode, r.Header.Get("Location"))
		}
	}
	for _, path := range []string{"/brands/nobody", "/brands/-"} {
		if r := s.get(t, path); r.StatusCode != http.StatusNotFound {
			t.Errorf("GET %s = %d, want 404", path, r.StatusCode)
		}
	}
}

// TestBrand_isPublicWithAClinicOfItsOwn: the directory holds companies of which
// nothing is published, and tells of none.
func TestBrand_isPublicWithAClinicOfItsOwn(t *testing.T) {
	tests := []struct {
		state     directory.ListingState
		operating directory.OperatingStatus
		status    int
	}{
		{directory.Published, directory.Active, http.StatusOK},
		{directory.Published, directory.Closed, http.StatusOK},
		{directory.Suspended, directory.Active, http.StatusOK},
		{directory.Draft, directory.Active, http.StatusNotFound},
		{directory.Submitted, directory.Active, http.StatusNotFound},
		{directory.Rejected, directory.Active, http.StatusNotFound},
		{directory.Archived, directory.Active, http.StatusNotFound},
	}
	for _, tt := range tests {
		s := open(t, storetest.Listing(2), changed(1, func(l *directory.Listing) { l.State.Value, l.Operating.Value = tt.state, tt.operating }))
		change := func(n int, of func(*directory.Organization)) {
			if _, err := s.store.UpdateOrganization(t.Context(), storetest.Organization(n).ID, func(o *directory.Organization) error { of(o); return nil }); err != nil {
				t.Fatal(err)
			}
		}
		change(1, func(o *directory.Organization) { o.Slug = directory.SlugOf("new-name") })
		change(2, func(o *directory.Organization) { o.ParentID = storetest.Organization(1).ID })
		if r := s.get(t, "/brands/new-name"); r.StatusCode != tt.status {
			t.Errorf("GET %s of a clinic %s, %s = %d, want %d", r.path, tt.state, tt.operating, r.StatusCode, tt.status)
		}
		if r := s.get(t, "/brands/example-brand-1"); (r.StatusCode == http.StatusMovedPermanently) != (tt.status == http.StatusOK) {
			t.Errorf("GET %s, of the past, of a clinic %s, %s = %d", r.path, tt.state, tt.operating, r.StatusCode)
		}
		if r := s.page(t, "/brands/example-brand-2"); (r.link("Example Brand 1") != "") != (tt.status == http.StatusOK) {
			t.Errorf("GET %s, part of one with a clinic %s, %s: %s", r.path, tt.state, tt.operating, r.main())
		}
	}
}

// TestBrand_ofManyClinics lists as many as a page can hold, says so, and leads to
// the rest.
func TestBrand_ofManyClinics(t *testing.T) {
	all := []directory.Listing{storetest.Listing(1)}
	for n := 2; n <= 201; n++ {
		all = append(all, branch(n, func(*directory.Listing) {}))
	}
	s := open(t, all[:200]...)
	r := s.page(t, "/brands/example-brand-1")
	says(t, r, "the page", r.main(), "200 clinics")
	if r.link("Search for all of them") != "" {
		t.Errorf("GET %s of 200 clinics has more than there are", r.path)
	}
	s = open(t, all...)
	r = s.page(t, "/brands/example-brand-1")
	says(t, r, "the page", r.main(), "More than 200 addresses", "Only 200 of them are listed here.")
	says(t, r, "the title", r.text("title"), "More than 200 addresses")
	if n := strings.Count(r.main(), "Example Clinic"); n != 200 {
		t.Errorf("GET %s lists %d clinics, want 200", r.path, n)
	}
	more := r.link("Search for all of them")
	if found := s.page(t, more); !strings.Contains(found.main(), "201 clinics") {
		t.Errorf("GET %s leads to %s, which has %q; want 201 clinics", r.path, more, found.text("h2", "id", "found"))
	}
	checkShape(t, r)
}
