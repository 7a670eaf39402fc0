package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// TestClinic_whole is the contract of the reply: a listing with something in
// every field, as a program sees it.
func TestClinic_whole(t *testing.T) {
	s := newSite(t, storetest.Listing(1))
	r := s.get(t, "/clinics/example-clinic-1")
	if r.status != http.StatusOK {
		t.Fatalf("GET /clinics/example-clinic-1 answered %d %s", r.status, r.body)
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, r.body, "", "  "); err != nil {
		t.Fatal(err)
	}
	indented.WriteByte('\n')
	golden(t, "clinic.json", indented.Bytes())
}

func TestClinic_byID(t *testing.T) {
	l := storetest.Listing(1)
	s := newSite(t, l)
	want := s.get(t, "/clinics/example-clinic-1").body
	for _, path := range []string{
		"/clinics/" + l.Clinic.ID.String(), "/clinics/" + string(bytes.ToUpper([]byte(l.Clinic.ID.String()))),
		"/clinics/%65xample-clinic%2D1", "/clinics/example-clinic-1/", "/clinics/example-clinic-1?",
	} {
		if r := s.get(t, path); r.status != http.StatusOK || !bytes.Equal(r.body, want) {
			t.Errorf("GET %s answered %d %s", path, r.status, r.body)
		}
	}
}

// TestClinic_bare asks for a clinic of which next to nothing is known: what is
// not known is null or empty, and never false.
func TestClinic_bare(t *testing.T) {
	l := storetest.Listing(1)
	c := l.Clinic
	l.Clinic = directory.Clinic{ID: c.ID, Slug: c.Slug, OrganizationID: c.OrganizationID, Name: c.Name, Address: directory.Address{
		City: "Istanbul", CityID: c.Address.CityID, Country: c.Address.Country, Point: c.Address.Point,
		Precision: directory.Locality, TimeZone: c.Address.TimeZone,
	}}
	l.Clinic.Photos = []directory.Photo{{ID: storetest.ID(-9), Kind: directory.PhotoBeforeAfter, Alt: "Nobody agreed to this"}}
	l.Clinic.Offerings = []directory.Offering{{Service: directory.PRP}}
	l.Organization.URL = directory.URL{}
	s := newSite(t, l)
	var got map[string]any
	if err := json.Unmarshal(s.get(t, "/clinics/example-clinic-1").body, &got); err != nil {
		t.Fatal(err)
	}
	unchecked := map[string]any{"state": "not_checked", "source": nil, "observed_at": nil, "expires_at": nil, "stale": false, "unanswered_since": nil}
	want := map[string]any{
		"description": nil, "website": nil, "email": nil, "phones": []any{}, "languages": []any{},
		"hours": nil, "open_now": nil, "opens_next": nil, "practitioners": []any{}, "photos": []any{}, "confirmed_on": nil,
		"offerings": []any{map[string]any{"service": "prp", "features": []any{}, "capacity": nil, "prices": []any{}}},
		"address": map[string]any{
			"address_1": nil, "city": map[string]any{"id": 745044, "slug": "istanbul", "name": "Istanbul"}, "postal_code": nil,
			"region": nil, "region_name": nil, "iso_3166_2": nil, "country": "TR",
			"location": map[string]any{"lat": c.Address.Point.Lat(), "lng": c.Address.Point.Lng()}, "geo_precision": "locality",
			"time_zone": "Europe/Istanbul", "fact": unchecked,
		},
	}
	for name := range want {
		if got, want := must(json.Marshal(got[name])), must(json.Marshal(want[name])); !bytes.Equal(got, want) {
			t.Errorf("%s = %s, want %s", name, got, want)
		}
	}
}

// TestClinic_checkedAbsent asks for what somebody looked for and did not find: it
// is known, and holds nothing.
func TestClinic_checkedAbsent(t *testing.T) {
	l := storetest.Listing(1)
	l.Clinic.Hours.Fact.State = directory.CheckedAbsent
	l.Clinic.Offerings[0].Capacity.Fact.State = directory.CheckedAbsent
	s := newSite(t, l)
	var got struct {
		Hours *struct {
			Week, ByAppointment any
			Fact                struct{ State string }
		}
		OpenNow   *bool `json:"open_now"`
		Offerings []struct {
			Capacity *struct {
				Status *string
				Fact   struct{ State string }
			}
		}
	}
	if err := json.Unmarshal(s.get(t, "/clinics/example-clinic-1").body, &got); err != nil {
		t.Fatal(err)
	}
	if got.Hours == nil || got.Hours.Week != nil || got.Hours.Fact.State != "checked_absent" || got.OpenNow != nil {
		t.Errorf("hours = %+v, open_now = %v; want no week, checked_absent", got.Hours, got.OpenNow)
	}
	if c := got.Offerings[0].Capacity; c == nil || c.Status != nil || c.Fact.State != "checked_absent" {
		t.Errorf("capacity = %+v; want no status, checked_absent", c)
	}
}

// TestClinic_publicHolidays keeps apart what nobody has said, closed doors and
// hours.
func TestClinic_publicHolidays(t *testing.T) {
	tests := []struct {
		holidays *directory.Holidays
		want     string
	}{
		{nil, `"public_holidays":null`},
		{&directory.Holidays{}, `"public_holidays":[]`},
		{
			&directory.Holidays{Intervals: []directory.Interval{{Opens: 600, Closes: 1560}}},
			`"public_holidays":[{"opens":"10:00","closes":"26:00","by_appointment":false}]`,
		},
	}
	for _, tt := range tests {
		l := storetest.Listing(1)
		l.Clinic.Hours.PublicHolidays = tt.holidays
		if got := newSite(t, l).get(t, "/clinics/example-clinic-1").body; !bytes.Contains(got, []byte(tt.want)) {
			t.Errorf("with %+v on public holidays: %s; want %s", tt.holidays, got, tt.want)
		}
	}
}

// TestClinic_standing shows which listings the public may see.
func TestClinic_standing(t *testing.T) {
	tests := []struct {
		state     directory.ListingState
		operating directory.OperatingStatus
		status    int
		says      string
	}{
		{directory.Published, directory.Active, http.StatusOK, `"open_now":true`},
		{directory.Published, directory.TemporarilyClosed, http.StatusOK, `"open_now":false,"opens_next":null`},
		{directory.Published, directory.Closed, http.StatusOK, `"open_now":false,"opens_next":null`},
		{directory.Suspended, directory.Active, http.StatusOK, `"open_now":true`},
		{directory.Draft, directory.Active, http.StatusNotFound, ""},
		{directory.Submitted, directory.Active, http.StatusNotFound, ""},
		{directory.Rejected, directory.Active, http.StatusNotFound, ""},
		{directory.Archived, directory.Closed, http.StatusNotFound, ""},
	}
	for _, tt := range tests {
		l := storetest.Listing(1)
		l.State.Value, l.State.Reason = tt.state, "Under review"
		l.Operating.Value = tt.operating
		s := newSite(t, l)
		for _, address := range []string{l.Clinic.Slug.String(), l.Clinic.ID.String()} {
			r := s.get(t, "/clinics/"+address)
			if r.status != tt.status {
				t.Errorf("GET /clinics/%s answered %d for one %s, %s; want %d", address, r.status, tt.state, tt.operating, tt.status)
			}
			if !bytes.Contains(r.body, []byte(tt.says)) {
				t.Errorf("GET /clinics/%s of one %s, %s does not say %s", address, tt.state, tt.operating, tt.says)
			}
			if r.status == http.StatusOK && !bytes.Contains(r.body, []byte(`"state":"`+string(tt.state)+`","reason":"Under review"`)) {
				t.Errorf("GET /clinics/%s does not tell that it is %s: %s", address, tt.state, r.body)
			}
			if r.status == http.StatusNotFound && bytes.Contains(r.body, []byte("Example Clinic")) {
				t.Errorf("GET /clinics/%s tells of what nobody may see: %s", address, r.body)
			}
		}
	}
}

func TestClinic_moved(t *testing.T) {
	s := newSite(t, storetest.Listings(3)...)
	rename(t, s.store, storetest.Listing(0).Clinic.ID, "harbour-hair-clinic")
	gone := storetest.ID(9001)
	for old, target := range map[string]directory.ID{gone.String(): storetest.Listing(1).Clinic.ID, "a-merged-one": storetest.Listing(2).Clinic.ID} {
		if err := s.store.AddAlias(t.Context(), store.Clinic, old, target); err != nil {
			t.Fatal(err)
		}
	}
	suspend := func(l *directory.Listing) error { l.State.Value = directory.Rejected; return nil }
	if _, err := s.store.UpdateListing(t.Context(), storetest.Listing(2).Clinic.ID, suspend); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		path, location string // no location: not found
	}{
		{"/clinics/example-clinic-0", "/api/v1/clinics/harbour-hair-clinic"},
		{"/clinics/" + gone.String(), "/api/v1/clinics/example-clinic-1"},
		{"/clinics/a-merged-one", ""},
		{"/clinics/example-clinic-2", ""},
	}
	for _, tt := range tests {
		r := s.get(t, tt.path)
		switch got := r.header.Get("Location"); {
		case tt.location == "" && r.status != http.StatusNotFound:
			t.Errorf("GET %s answered %d, want 404", tt.path, r.status)
		case tt.location != "" && (r.status != http.StatusMovedPermanently || got != base+tt.location):
			t.Errorf("GET %s answered %d to %q, want 301 to %q", tt.path, r.status, got, base+tt.location)
		}
	}
}

func rename(t *testing.T, s *store.Store, id directory.ID, slug string) {
	t.Helper()
	_, err := s.UpdateListing(t.Context(), id, func(l *directory.Listing) error {
		l.Clinic.Slug = must(directory.ParseSlug(slug))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestClinic_unknown(t *testing.T) {
	all := storetest.Listings(2)
	all[0].Clinic.Name = "Harbour Hair Studio"
	s := newSite(t, all...)
	tests := []struct{ path, nearest string }{
		{"/clinics/harbor-hair-studio", "/clinics/example-clinic-0"},
		{"/clinics/harbour-hair-studio-istambul", "/clinics/example-clinic-0"},
		{"/clinics/harbour-lane", "/clinics/example-clinic-0"},
		{"/clinics/harbour-of-many-other-things", ""},
		{"/clinics/EXAMPLE-CLINIC-1", "/clinics/example-clinic-1"},
		{"/clinics/0197c0de-5eed-7a11-8b0b-15dead5ea1ed", ""},
		{"/clinics/%zz", ""},
		{"/clinics/%ff%00", ""},
		{"/clinics/..%2f..%2fetc", ""},
		{"/clinics/%D1%81%D1%82%D0%B0%D0%BC%D0%B1%D1%83%D0%BB", "/clinics/example-clinic-0"}, // Stamboul, in Cyrillic
	}
	for _, tt := range tests {
		r := s.get(t, tt.path)
		p := problemOf(t, r)
		got := ""
		if len(p.Nearest) > 0 {
			got = p.Nearest[0].URL
		}
		if r.status != http.StatusNotFound || p.Type != "/problems/not-found" || got != tt.nearest {
			t.Errorf("GET %s answered %d, nearest %q; want 404, %q", tt.path, r.status, got, tt.nearest)
		}
	}
}
