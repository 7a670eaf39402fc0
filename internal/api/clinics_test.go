package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/api"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
	"rootline/internal/search/searchtest"
	"rootline/internal/store/storetest"
)

// results is the part of a page of results that tests look at.
type results struct {
	Total   int
	Page    int
	PerPage int `json:"per_page"`
	Items   []struct {
		Slug, URL  string
		DistanceKM *float64 `json:"distance_km"`
		OpenNow    *bool    `json:"open_now"`
	}
	Facets struct {
		Service, City []struct {
			Value string
			Count int
		}
	}
}

// slugs is what was found, without what all examples are called.
func (r results) slugs() string {
	var slugs []string
	for _, item := range r.Items {
		slugs = append(slugs, strings.TrimPrefix(item.Slug, "example-clinic-"))
	}
	return strings.Join(slugs, " ")
}

// threeClinics are example clinics in Istanbul: 0 has everything, 1 has no SMP and
// hours nobody knows, 2 is temporarily closed; 3 is suspended.
func threeClinics() []directory.Listing {
	all := storetest.Listings(4)
	all[1].Clinic.Offerings = all[1].Clinic.Offerings[:1]
	all[1].Clinic.Hours = directory.Hours{}
	all[2].Operating.Value = directory.TemporarilyClosed
	all[3].State.Value = directory.Suspended
	return all
}

func TestFindClinics(t *testing.T) {
	s := newSite(t, threeClinics()...)
	tests := []struct {
		query string
		want  string // slugs in order
		total int
	}{
		{"?sort=name", "0 1 2", 3},
		{"?service=tandem&country=tr&sort=name", "0 2", 2},
		{"?country=TR&region=istanbul&city=istanbul&sort=name", "0 1 2", 3},
		{"?city=745044&country=GR", "", 0},
		{"?q=example+clinic+2", "2", 1},
		{"?q=hair%20tattoo&sort=name", "0 2", 2},
		{"?near=41.01584,28.94966&radius_km=1&sort=distance", "2 1 0", 3},
		{"?per_page=2&sort=name", "0 1", 3},
		{"?per_page=2&page=2&sort=name", "2", 3},
		{"?page=1000000&per_page=100", "", 3},
		{"?service=prp,smp&language=en,fr&feature=intradermal&accepting=true&sort=name&&", "0 1 2", 3},
		{"?entry_type=facilitator", "", 0},
	}
	for _, tt := range tests {
		r := s.get(t, "/clinics"+tt.query)
		var got results
		if err := json.Unmarshal(r.body, &got); err != nil || r.status != http.StatusOK {
			t.Fatalf("GET /clinics%s answered %d %s", tt.query, r.status, r.body)
		}
		if got.slugs() != tt.want || got.Total != tt.total {
			t.Errorf("GET /clinics%s found %q of %d, want %q of %d", tt.query, got.slugs(), got.Total, tt.want, tt.total)
		}
	}
}

// TestFindClinics_items looks at what depends on how and when it is asked.
func TestFindClinics_items(t *testing.T) {
	s := newSite(t, threeClinics()...)
	var got results
	if err := json.Unmarshal(s.get(t, "/clinics?near=41.01384,28.94966&sort=name").body, &got); err != nil {
		t.Fatal(err)
	}
	first, second := got.Items[0], got.Items[1]
	if want := base + "/clinics/example-clinic-0"; first.URL != want {
		t.Errorf("url = %s, want %s", first.URL, want)
	}
	if first.DistanceKM == nil || *first.DistanceKM != 0 {
		t.Errorf("distance_km = %v, want 0", first.DistanceKM)
	}
	if got := must(json.Marshal([]*bool{first.OpenNow, second.OpenNow})); string(got) != "[true,null]" {
		t.Errorf("open_now = %s; want true, and null for hours nobody knows", got)
	}
}

func TestFindClinics_links(t *testing.T) {
	s := newSite(t, storetest.Listings(5)...)
	link := func(query string) string { return "<" + base + "/api/v1/clinics" + query + `>; rel="` }
	tests := []struct {
		query string
		want  []string
	}{
		{"", []string{link("") + `first"`, link("") + `last"`}},
		{"?page=9", []string{link("") + `first"`, link("") + `prev"`, link("") + `last"`}},
		{"?per_page=2", []string{
			link("?per_page=2") + `first"`, link("?per_page=2&page=2") + `next"`, link("?per_page=2&page=3") + `last"`,
		}},
		{"?country=tr&service=smp,prp&per_page=2&page=2", []string{
			link("?country=TR&per_page=2&service=prp&service=smp") + `first"`,
			link("?country=TR&per_page=2&service=prp&service=smp") + `prev"`,
			link("?country=TR&per_page=2&service=prp&service=smp&page=3") + `next"`,
			link("?country=TR&per_page=2&service=prp&service=smp&page=3") + `last"`,
		}},
		{"?country=GR", []string{link("?country=GR") + `first"`, link("?country=GR") + `last"`}},
	}
	for _, tt := range tests {
		if got, want := s.get(t, "/clinics"+tt.query).header.Get("Link"), strings.Join(tt.want, ", "); got != want {
			t.Errorf("GET /clinics%s links\n%s, want\n%s", tt.query, got, want)
		}
	}
}

// TestFindClinics_longestLinks: with as many values as a search takes, what leads
// on still fits into the head of a reply that every client reads.
func TestFindClinics_longestLinks(t *testing.T) {
	s := newSite(t, storetest.Listings(5)...)
	var countries, cities, regions []string
	for city := range gazetteer.Embedded().AllCities() {
		if region := city.Region.String(); len(cities) < search.MaxValues && region != "" && !slices.Contains(regions, region) {
			cities, regions = append(cities, fmt.Sprint(city.ID)), append(regions, region)
		}
	}
	for _, c := range directory.Countries()[:search.MaxValues] {
		countries = append(countries, c.String())
	}
	list := func(all []string) string { return strings.Join(all, ",") }
	path := "/clinics?page=3&per_page=1&country=" + list(countries) + "&region=" + list(regions) + "&city=" + list(cities) +
		"&feature=" + list(texts(directory.Features())) + "&language=" + strings.Repeat("fil,", search.MaxValues-1) + "fil"
	r := s.get(t, path)
	if link := r.header.Get("Link"); r.status != http.StatusOK || len(link) == 0 || len(link) > 8<<10 {
		t.Errorf("GET %s answered %d with %d bytes of Link, want 8 KiB at most", path, r.status, len(link))
	}
}

func TestFindClinics_beforeTheIndexHasLoaded(t *testing.T) {
	live := search.NewLive(gazetteer.Embedded())
	s := &site{app: newApp(&api.API{Search: live, Places: gazetteer.Embedded(), Now: func() time.Time { return now }}, &access.Guard{})}
	r := s.get(t, "/clinics?service=prp")
	if p := problemOf(t, r); r.status != http.StatusServiceUnavailable || p.Type != "/problems/not-ready" || r.header.Get("Retry-After") == "" {
		t.Errorf("GET /clinics answered %d %s, Retry-After %q", r.status, r.body, r.header.Get("Retry-After"))
	}
	if r := s.get(t, "/clinics?page=0"); r.status != http.StatusUnprocessableEntity {
		t.Errorf("GET /clinics?page=0 answered %d; a bad question is bad at any time", r.status)
	}
}

func TestFindClinics_head(t *testing.T) {
	s := newSite(t, storetest.Listings(2)...)
	r := s.do(t, http.MethodHead, "/clinics")
	if r.status != http.StatusOK || len(r.body) > 0 || r.header.Get("Link") == "" || r.header.Get("Content-Type") != fiber.MIMEApplicationJSON {
		t.Errorf("HEAD /clinics answered %d %v %q", r.status, r.header, r.body)
	}
}

// TestFindClinics_random asks random questions of a random directory: whatever
// a listing lacks, its item is as the document has it.
func TestFindClinics_random(t *testing.T) {
	const seed = 20260302
	d := searchtest.NewRandom(seed, gazetteer.Embedded()).Directory(60)
	live := search.NewLive(gazetteer.Embedded())
	b := search.NewBuilder(gazetteer.Embedded(), now)
	for _, l := range d.Listings() {
		b.Add(&l)
	}
	live.Replace(b.Index())
	s := &site{app: newApp(&api.API{Search: live, Places: gazetteer.Embedded(), Base: base, Now: func() time.Time { return now }}, &access.Guard{})}
	for range 100 {
		q := d.Query()
		path := "/clinics?" + q.Values().Encode()
		want := http.StatusOK
		if strings.ContainsFunc(q.Text, unicode.IsControl) || q.Text != "" && len(directory.Words(q.Text)) == 0 || !onTheMap(q) {
			want = http.StatusUnprocessableEntity
		}
		if r := s.get(t, path); r.status != want {
			t.Errorf("seed %d: GET %s answered %d %s; want %d", seed, path, r.status, r.body, want)
		}
	}
}

// onTheMap reports whether the gazetteer knows all places of a query. Random
// directories have clinics in some that it does not.
func onTheMap(q search.Query) bool {
	for _, id := range q.Cities {
		if _, ok := gazetteer.Embedded().City(id); !ok {
			return false
		}
	}
	for _, id := range q.Regions {
		if _, ok := gazetteer.Embedded().Region(id); !ok {
			return false
		}
	}
	return true
}
