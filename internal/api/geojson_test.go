package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rootline/internal/search"
	"rootline/internal/store/storetest"
)

// features is the part of a page of features that tests look at.
type features struct {
	Type     string
	Total    int
	Page     int
	PerPage  int `json:"per_page"`
	Features []struct {
		Type     string
		ID       string
		Geometry struct {
			Type        string
			Coordinates []float64
		}
		Properties json.RawMessage
	}
}

func TestFindFeatures(t *testing.T) {
	s := newSite(t, threeClinics()...)
	for _, query := range []string{
		"", "?sort=name", "?service=tandem&country=tr", "?q=example+clinic+2", "?entry_type=facilitator",
		"?near=41.01584,28.94966&radius_km=1&sort=distance", "?per_page=2&sort=name&page=2", "?page=1000000",
	} {
		r := s.get(t, "/clinics.geojson"+query)
		var got features
		if err := json.Unmarshal(r.body, &got); err != nil || r.status != http.StatusOK || got.Type != "FeatureCollection" ||
			r.header.Get("Content-Type") != "application/geo+json" {
			t.Fatalf("GET /clinics.geojson%s answered %d %s %s", query, r.status, r.header.Get("Content-Type"), r.body)
		}
		var want struct {
			Total int
			Items []json.RawMessage
		}
		if err := json.Unmarshal(s.get(t, "/clinics"+query).body, &want); err != nil {
			t.Fatal(err)
		}
		if got.Total != want.Total || len(got.Features) != len(want.Items) {
			t.Fatalf("GET /clinics.geojson%s found %d of %d, want %d of %d", query, len(got.Features), got.Total, len(want.Items), want.Total)
		}
		for i, f := range got.Features {
			var item struct {
				ID       string
				Location struct{ Lat, Lng float64 }
			}
			if err := json.Unmarshal(want.Items[i], &item); err != nil {
				t.Fatal(err)
			}
			if string(f.Properties) != string(want.Items[i]) || f.ID != item.ID || f.Type != "Feature" || f.Geometry.Type != "Point" ||
				!slices.Equal(f.Geometry.Coordinates, []float64{item.Location.Lng, item.Location.Lat}) {
				t.Errorf("GET /clinics.geojson%s has %+v, want %s", query, f, want.Items[i])
			}
		}
	}
}

func TestFindFeatures_pages(t *testing.T) {
	s := newSite(t, storetest.Listings(5)...)
	at := "<" + base + "/api/v1/clinics.geojson"
	tests := []struct {
		query, links string
		perPage      int
	}{
		{"", at + `>; rel="first", ` + at + `>; rel="last"`, 1000},
		{"?per_page=1000", at + `>; rel="first", ` + at + `>; rel="last"`, 1000},
		{"?per_page=20", at + `?per_page=20>; rel="first", ` + at + `?per_page=20>; rel="last"`, 20},
		{"?per_page=5000", at + `?per_page=5000>; rel="first", ` + at + `?per_page=5000>; rel="last"`, 5000},
		{"?per_page=3", at + `?per_page=3>; rel="first", ` + at + `?per_page=3&page=2>; rel="next", ` + at + `?per_page=3&page=2>; rel="last"`, 3},
	}
	for _, tt := range tests {
		r := s.get(t, "/clinics.geojson"+tt.query)
		var got features
		if err := json.Unmarshal(r.body, &got); err != nil || got.PerPage != tt.perPage || got.Page != 1 {
			t.Errorf("GET /clinics.geojson%s has %d on page %d, %v; want %d", tt.query, got.PerPage, got.Page, err, tt.perPage)
		}
		if links := r.header.Get("Link"); links != tt.links {
			t.Errorf("GET /clinics.geojson%s links\n%s, want\n%s", tt.query, links, tt.links)
		}
	}
}

// TestFindFeatures_refuses holds features to what is asked of results: only the
// limit of per_page is another.
func TestFindFeatures_refuses(t *testing.T) {
	s := newSite(t, storetest.Listing(0))
	for _, query := range []string{
		"?fbclid=1", "?q=%ff", "?service=botox", "?region=istanbul", "?near=0,0", "?radius_km=5", "?sort=distance",
		"?open_now=false", "?page=0", "?page=1;2", "?near=%zz", "?per_page=0", "?per_page=x&per_page=y", "?per_page=1e3", "?per_page=%ff",
	} {
		r, like := s.get(t, "/clinics.geojson"+query), s.get(t, "/clinics"+query)
		got, want := problemOf(t, r), problemOf(t, like)
		if r.status != http.StatusUnprocessableEntity || len(got.Errors) != len(want.Errors) || got.Errors[0].Name != want.Errors[0].Name {
			t.Errorf("GET /clinics.geojson%s answered %s, want what /clinics answers: %s", query, r.body, like.body)
		}
	}
	r := s.get(t, "/clinics.geojson?per_page=5001")
	if p := problemOf(t, r); r.status != http.StatusUnprocessableEntity || !strings.Contains(p.Errors[0].Detail, "5,000") {
		t.Errorf("GET /clinics.geojson?per_page=5001 answered %d %s", r.status, r.body)
	}
}

// TestDocument_namesEveryParameterOfFeatures keeps the two forms of a search alike.
func TestDocument_namesEveryParameterOfFeatures(t *testing.T) {
	list, found := document().Paths.Value("/clinics").Get.Parameters, document().Paths.Value("/clinics.geojson").Get.Parameters
	if len(list) != len(found) {
		t.Fatalf("openapi.yaml has %d parameters of features, want %d", len(found), len(list))
	}
	for i, p := range found {
		if p.Value.Name != list[i].Value.Name || !search.Known(p.Value.Name) {
			t.Errorf("parameter %d of features is %s, of results %s", i, p.Value.Name, list[i].Value.Name)
		}
	}
	perPage := found[len(found)-1].Value.Schema.Value
	if *perPage.Max != 5000 || perPage.Default.(float64) != 1000 {
		t.Errorf("openapi.yaml limits per_page of features to %g, by default %v", *perPage.Max, perPage.Default)
	}
}
