package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"rootline/internal/demo"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// TestDemo reads the whole demo directory, which has everything that clinics can
// be like in life: page by page, and each clinic whole.
func TestDemo(t *testing.T) {
	params := demo.Params{Clinics: 240, Seed: 1, Now: now}
	s := newSite(t)
	var all []directory.Listing
	for batch := range demo.Directory(params, gazetteer.Embedded()) {
		if err := s.store.AddOrganizations(t.Context(), batch.Organizations...); err != nil {
			t.Fatal(err)
		}
		if err := s.store.AddListings(t.Context(), batch.Listings...); err != nil {
			t.Fatal(err)
		}
		all = append(all, batch.Listings...)
	}
	s.live.Apply(all, nil)

	searchable := 0
	for i := range all {
		want := http.StatusNotFound
		if all[i].HasPage() {
			want = http.StatusOK
		}
		if all[i].Searchable() {
			searchable++
		}
		if r := s.get(t, "/clinics/"+all[i].Clinic.Slug.String()); r.status != want {
			t.Errorf("GET /clinics/%s answered %d, want %d", all[i].Clinic.Slug, r.status, want)
		}
	}

	const every = "/clinics?entry_type=clinic,chain,facilitator,training_academy&sort=name&per_page=50"
	found := map[string]bool{}
	for page := 1; len(found) < searchable; page++ {
		var got results
		if err := json.Unmarshal(s.get(t, fmt.Sprintf("%s&page=%d", every, page)).body, &got); err != nil {
			t.Fatal(err)
		}
		if got.Total != searchable || len(got.Items) == 0 {
			t.Fatalf("page %d of %s has %d of %d; want more, of %d", page, every, len(got.Items), got.Total, searchable)
		}
		for _, item := range got.Items {
			if found[item.Slug] {
				t.Errorf("%s is on two pages", item.Slug)
			}
			found[item.Slug] = true
		}
	}
}
