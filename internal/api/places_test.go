package api_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestFindPlaces(t *testing.T) {
	s := newSite(t)
	tests := []struct {
		query string
		want  string // "kind label" of the first
		most  int
	}{
		{"q=istanb", "city Istanbul, Turkey", 10},
		{"q=%C4%B0STANBUL", "city Istanbul, Turkey", 10},
		{"q=london,+ontario&limit=1", "city London, Ontario, Canada", 1},
		{"limit=50&q=s%C3%A3o+paulo", "city São Paulo, Brazil", 50},
		{"q=" + strings.Repeat("%D1%84", 100), "", 0},
		{"q=zzzzzz", "", 0},
	}
	for _, tt := range tests {
		r := s.get(t, "/places?"+tt.query)
		var got struct {
			Items []struct{ Kind, Label string }
		}
		if err := json.Unmarshal(r.body, &got); err != nil || r.status != http.StatusOK || got.Items == nil {
			t.Fatalf("GET /places?%s answered %d %s", tt.query, r.status, r.body)
		}
		first := ""
		if len(got.Items) > 0 {
			first = got.Items[0].Kind + " " + got.Items[0].Label
		}
		if first != tt.want || len(got.Items) > tt.most {
			t.Errorf("GET /places?%s found %q first of %d, want %q of %d at most", tt.query, first, len(got.Items), tt.want, tt.most)
		}
	}
}

// TestFindPlaces_kinds shows what a country, a region and a city say of
// themselves, and that what they are not is null.
func TestFindPlaces_kinds(t *testing.T) {
	s := newSite(t)
	tests := map[string]map[string]any{
		"Turkey":                   {"kind": "country", "country": "TR", "region": nil, "city_id": nil, "slug": "tr", "name": "Turkey"},
		"Istanbul (region),Turkey": {"kind": "region", "country": "TR", "region": "TR.34", "city_id": nil, "slug": "istanbul"},
		"Istanbul, Turkey":         {"kind": "city", "country": "TR", "region": "TR.34", "city_id": 745044.0, "time_zone": "Europe/Istanbul"},
	}
	for q, want := range tests {
		var got struct{ Items []map[string]any }
		r := s.get(t, "/places?limit=1&q="+url.QueryEscape(q))
		if err := json.Unmarshal(r.body, &got); err != nil || len(got.Items) == 0 {
			t.Fatalf("GET /places?q=%s answered %d %s", q, r.status, r.body)
		}
		for name, value := range want {
			if got.Items[0][name] != value {
				t.Errorf("%s of %s = %v, want %v", name, q, got.Items[0][name], value)
			}
		}
	}
}
