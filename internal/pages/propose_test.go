package pages_test

import (
	"net/http"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store/storetest"
)

// proposes is somebody signed in to a site on which clinics can be proposed.
func proposes(t *testing.T, listings ...directory.Listing) *person {
	t.Helper()
	s := openStaffed(t, listings...)
	return s.person(t, 1, weakly)
}

// clinicTyped is a proposal as it is typed.
var clinicTyped = []string{
	"name", "Neue Klinik <b>", "service_prp", "yes", "address_1", "1 Example Road", "city", "Godalming",
	"postal_code", "GU7 1AA", "phone", "020 7946 0123", "site", "neue.example", "description", "Two rooms.",
}

// typedBut is clinicTyped with some of it otherwise, and more.
func typedBut(pairs ...string) []string {
	all := append([]string{}, clinicTyped...)
	for i := 0; i < len(pairs); i += 2 {
		replaced := false
		for j := 0; j < len(all); j += 2 {
			if all[j] == pairs[i] {
				all[j+1], replaced = pairs[i+1], true
			}
		}
		if !replaced {
			all = append(all, pairs[i], pairs[i+1])
		}
	}
	return all
}

// TestPropose: what was typed becomes a listing that waits, and the page says so.
func TestPropose(t *testing.T) {
	ada := proposes(t)
	page := ada.open(t, "/propose")
	r := ada.done(t, page, "/propose", clinicTyped...)
	if !strings.Contains(r.status(), "A moderator will look at it") || !strings.Contains(r.main(), "Neue Klinik <b>") {
		t.Errorf("POST /propose says %q on %s", r.status(), r.main())
	}
	waiting, err := ada.store.Proposed(t.Context(), ada.account.ID)
	if err != nil || len(waiting) != 1 {
		t.Fatalf("Proposed() = %d, %v", len(waiting), err)
	}
	c := waiting[0].Clinic
	if c.Address.City != "Godalming" || c.Address.TimeZone != "Europe/London" || c.Address.Point.IsZero() || c.Address.Precision != directory.Locality {
		t.Errorf("the address is %+v", c.Address)
	}
	if c.URL.String() != "https://neue.example" || len(c.Phones) != 1 || c.Phones[0].Number.String() != "+442079460123" {
		t.Errorf("the clinic is reached at %s, %v", c.URL, c.Phones)
	}
	again := ada.refused(t, page, "/propose", http.StatusConflict, "", "proposed", clinicTyped...)
	if got := again.head("value", "input", "id", "name"); got != "Neue Klinik <b>" {
		t.Errorf("POST /propose (again): the field has %q", got)
	}
}

// TestPropose_mine: whoever proposes their own goes on to show that it is.
func TestPropose_mine(t *testing.T) {
	ada := proposes(t)
	page := ada.open(t, "/propose")
	r := ada.post(t, page, "/propose", typedBut("mine", "yes")...)
	to := r.Header.Get("Location")
	claims, err := ada.store.Claims(t.Context(), moderation.ClaimFilter{By: ada.account.ID}, 0)
	if err != nil || len(claims) != 1 || r.StatusCode != http.StatusSeeOther || to != "/claims/"+claims[0].ID.String() {
		t.Errorf("POST /propose (mine) = %d to %q; %d claims, %v", r.StatusCode, to, len(claims), err)
	}
}

// TestPropose_refused: each field says what is wrong with it, and keeps what was typed.
func TestPropose_refused(t *testing.T) {
	ada := proposes(t)
	page := ada.open(t, "/propose")
	for _, tt := range []struct{ field, typed, says string }{
		{"name", " ", "called"},
		{"service_prp", "", "at least one"},
		{"city", "", "which city"},
		{"city", "Xyzzyplugh", "no city"},
		{"phone", "12", "number"},
		{"site", "javascript:alert(1)", "address"},
		{"postal_code", strings.Repeat("1", 41), "40"},
	} {
		about := tt.field
		if about == "service_prp" {
			about = "services"
		}
		r := ada.refused(t, page, "/propose", http.StatusUnprocessableEntity, about, tt.says, typedBut(tt.field, tt.typed)...)
		if got := r.head("value", "input", "id", tt.field); tt.field != "service_prp" && strings.TrimSpace(got) != strings.TrimSpace(tt.typed) {
			t.Errorf("POST /propose (%s %q): the field has %q", tt.field, tt.typed, got)
		}
	}
}

// TestPropose_city: a name that several cities have is asked about, and the answer goes
// with the name that it was given for.
func TestPropose_city(t *testing.T) {
	ada := proposes(t)
	page := ada.open(t, "/propose")
	r := ada.refused(t, page, "/propose", http.StatusUnprocessableEntity, "city", "several", typedBut("city", "London")...)
	const ontario = "6058560"
	if strings.Contains(r.main(), "international number") {
		t.Errorf("POST /propose (London) refuses a number that may be one there: %s", r.main())
	}
	if r.head("value", "input", "id", "place-"+ontario) != ontario {
		t.Fatalf("POST /propose (London) does not offer the one in Ontario: %s", r.main())
	}
	if r := ada.refused(t, page, "/propose", http.StatusUnprocessableEntity, "city", "several", typedBut("city", "Leeds")...); strings.Contains(r.main(), "Hoopeston") {
		t.Errorf("POST /propose (Leeds) offers a city of another name: %s", r.main())
	}
	ada.refused(t, page, "/propose", http.StatusUnprocessableEntity, "city", "several", typedBut("city", "Springfield", "place", ontario, "place_for", "London")...)
	ada.done(t, page, "/propose", typedBut("city", "London", "place", ontario, "place_for", "London", "phone", "")...)
	waiting, err := ada.store.Proposed(t.Context(), ada.account.ID)
	if err != nil || len(waiting) != 1 || waiting[0].Clinic.Address.TimeZone != "America/Toronto" {
		t.Errorf("Proposed() = %+v, %v; want the one in Ontario", waiting, err)
	}
}

// TestPropose_alike: what is there is shown first, and the same sent again with the tick
// goes through.
func TestPropose_alike(t *testing.T) {
	there := storetest.Listing(1)
	ada := proposes(t, there)
	page := ada.open(t, "/propose?brand="+there.Organization.Slug.String())
	if !strings.Contains(page.main(), there.Organization.Name) {
		t.Errorf("GET /propose?brand= does not name the brand")
	}
	typed := typedBut("phone", there.Clinic.Phones[0].Number.String())
	r := ada.refused(t, page, "/propose", http.StatusConflict, "", "may be in the directory", typed...)
	if r.head("href", "a", "href", "/clinics/"+there.Clinic.Slug.String()) == "" || !strings.Contains(r.main(), "same phone") {
		t.Errorf("POST /propose (a phone) does not show whose it is: %s", r.main())
	}
	ada.done(t, page, "/propose", append(typed, "another", "yes", "brand", there.Organization.Slug.String())...)
	waiting, err := ada.store.Proposed(t.Context(), ada.account.ID)
	if err != nil || len(waiting) != 1 || waiting[0].Organization.ID != there.Organization.ID {
		t.Errorf("Proposed() = %+v, %v; want it of the brand", waiting, err)
	}
}
