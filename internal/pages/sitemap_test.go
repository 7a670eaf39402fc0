package pages_test

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/pages"
	"rootline/internal/search"
	"rootline/internal/server"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// listed is what a store tells the sitemap, cut into chunks of a size that tests
// choose.
type listed struct{ store *store.Store }

func (l listed) Chunks(ctx context.Context, of pages.Listed) ([]pages.Chunk, error) {
	read := l.store.SitemapClinicChunks
	if of == pages.ListedBrands {
		read = l.store.SitemapBrandChunks
	}
	chunks, err := read(ctx)
	var all []pages.Chunk
	for _, c := range chunks {
		all = append(all, pages.Chunk(c))
	}
	return all, err
}

func (l listed) Addresses(ctx context.Context, of pages.Listed, chunk int64, fn func(directory.Slug, directory.Instant) error) error {
	if of == pages.ListedBrands {
		return l.store.SitemapBrands(ctx, chunk, fn)
	}
	return l.store.SitemapClinics(ctx, chunk, fn)
}

// sitemapOf reads a sitemap, or an index of sitemaps: addresses, relative to the
// site, and dates.
func sitemapOf(t *testing.T, s *site, path string) (kind string, dates map[string]string) {
	t.Helper()
	r := s.get(t, path)
	if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "application/xml; charset=utf-8" {
		t.Fatalf("GET %s: %d, %s", path, r.StatusCode, r.Header.Get("Content-Type"))
	}
	if got := r.Header.Get("Cache-Control"); got != "public, max-age=3600" {
		t.Errorf("GET %s: it may be kept as %q, want for an hour by anybody", path, got)
	}
	var read struct {
		XMLName xml.Name
		Entries []struct {
			Address string `xml:"loc"`
			Changed string `xml:"lastmod"`
		} `xml:",any"`
	}
	if err := xml.Unmarshal([]byte(r.body), &read); err != nil {
		t.Fatalf("GET %s: %v", path, err)
	}
	if read.XMLName.Space != "http://www.sitemaps.org/schemas/sitemap/0.9" {
		t.Errorf("GET %s: the namespace is %q", path, read.XMLName.Space)
	}
	dates = map[string]string{}
	for _, e := range read.Entries {
		dates[strings.TrimPrefix(e.Address, base)] = e.Changed
	}
	return read.XMLName.Local, dates
}

// TestSitemap_listsWhatSearchesHold compares the sitemap with the pages: every
// address in it answers, may be indexed and is its own canonical one.
func TestSitemap_listsWhatSearchesHold(t *testing.T) {
	draft := changed(4, func(l *directory.Listing) { l.State.Value = directory.Draft })
	gone := changed(5, func(l *directory.Listing) { l.Operating.Value = directory.Closed })
	s := open(t, append(storetest.Listings(3), draft, gone)...)
	kind, dates := sitemapOf(t, s, "/sitemap.xml")
	if kind != "urlset" {
		t.Errorf("/sitemap.xml of a small directory is a %s, want urlset", kind)
	}
	for _, path := range []string{"/", "/prp", "/smp", "/about", "/prp/tr", "/clinics/example-clinic-1", "/brands/example-brand-1"} {
		if _, there := dates[path]; !there {
			t.Errorf("the sitemap does not have %s; it has %v", path, dates)
		}
	}
	for _, path := range []string{"/clinics/example-clinic-4", "/clinics/example-clinic-5", "/brands/example-brand-5", "/search"} {
		if _, there := dates[path]; there {
			t.Errorf("the sitemap has %s", path)
		}
	}
	updated := storetest.Listing(1).UpdatedAt.Time().Format("2006-01-02T15:04:05Z07:00")
	if got := dates["/clinics/example-clinic-1"]; got != updated {
		t.Errorf("the sitemap says that /clinics/example-clinic-1 changed at %q, want %q", got, updated)
	}
	for path := range dates {
		r := s.page(t, path)
		if canonical := r.head("href", "link", "rel", "canonical"); canonical != base+path {
			t.Errorf("GET %s, which is in the sitemap: its canonical address is %q", path, canonical)
		}
		if robots := r.head("content", "meta", "name", "robots"); robots != "" {
			t.Errorf("GET %s, which is in the sitemap: robots %q", path, robots)
		}
	}
}

// many pretends that the directory has so many more clinics, and counts what it is
// asked for.
type many struct {
	listed
	more  int
	asked *int
}

func (m many) Chunks(ctx context.Context, of pages.Listed) ([]pages.Chunk, error) {
	*m.asked++
	chunks, err := m.listed.Chunks(ctx, of)
	if of == pages.ListedClinics {
		chunks[0].Count += m.more
	}
	return chunks, err
}

func (m many) Addresses(ctx context.Context, of pages.Listed, chunk int64, fn func(directory.Slug, directory.Instant) error) error {
	*m.asked++
	return m.listed.Addresses(ctx, of, chunk, fn)
}

// oversized is the site of a store that pretends to have more clinics than it has.
func oversized(t *testing.T, db *store.Store, more int, now func() time.Time) (s *site, asked *int) {
	t.Helper()
	asked = new(int)
	s, err := newSite(t.Context(), db, true, func(_ *server.Options, p *pages.Pages) {
		p.Sitemap, p.Now = many{listed{db}, more, asked}, now
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, asked
}

func atNow() time.Time { return now }

// TestSitemap_isAnIndexWhereOneFileIsTooSmall follows the index to the same
// addresses, each in one file.
func TestSitemap_isAnIndexWhereOneFileIsTooSmall(t *testing.T) {
	db := storetest.New(t, storetest.Listings(3)...)
	small, err := newSite(t.Context(), db, true)
	if err != nil {
		t.Fatal(err)
	}
	_, want := sitemapOf(t, small, "/sitemap.xml")
	full, _ := oversized(t, db, 50_000-len(want), atNow)
	if kind, _ := sitemapOf(t, full, "/sitemap.xml"); kind != "urlset" {
		t.Errorf("/sitemap.xml of 50,000 addresses is a %s, want urlset", kind)
	}
	large, _ := oversized(t, db, 50_001-len(want), atNow)
	kind, files := sitemapOf(t, large, "/sitemap.xml")
	if kind != "sitemapindex" {
		t.Fatalf("/sitemap.xml of a large directory is a %s, want sitemapindex", kind)
	}
	if files["/sitemaps/clinics-0.xml"] == "" {
		t.Errorf("the index does not say when a clinic last changed: %v", files)
	}
	got := map[string]string{}
	for file := range files {
		kind, dates := sitemapOf(t, large, file)
		if kind != "urlset" {
			t.Errorf("%s is a %s", file, kind)
		}
		for path, date := range dates {
			if _, twice := got[path]; twice {
				t.Errorf("%s is in two files", path)
			}
			got[path] = date
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the files of the index have %v, want %v", got, want)
	}
	for _, path := range []string{"/sitemaps/clinics-7.xml", "/sitemaps/clinics-0", "/sitemaps/clinics--1.xml", "/sitemaps/clinics-+0.xml", "/sitemaps/clinics-00.xml", "/sitemaps/clinics-.xml", "/sitemaps/site-0.xml", "/sitemaps/x.xml", "/sitemaps/prp-fr.xml", "/sitemaps/prp-TR.xml", "/sitemaps/pep_factor-tr.xml"} {
		if r := large.get(t, path); r.StatusCode != http.StatusNotFound {
			t.Errorf("GET %s: %d, want 404", path, r.StatusCode)
		}
	}
}

// TestSitemap_isKeptForAMinute: crawlers come in packs, and making it is dear.
func TestSitemap_isKeptForAMinute(t *testing.T) {
	db := storetest.New(t, storetest.Listings(2)...)
	for _, more := range []int{0, 50_000} { // a sitemap, and an index
		clock := now
		s, asked := oversized(t, db, more, func() time.Time { return clock })
		first := s.get(t, "/sitemap.xml").body
		once := *asked
		clock = now.Add(time.Minute - 1)
		if got := s.get(t, "/sitemap.xml").body; got != first || *asked != once {
			t.Errorf("within the minute storage is asked %d times more, for %s", *asked-once, got)
		}
		clock = now.Add(time.Minute)
		if got := s.get(t, "/sitemap.xml").body; got != first || *asked != 2*once {
			t.Errorf("after the minute storage is asked %d times more, want %d; for %s", *asked-once, once, got)
		}
	}
}

// TestSitemap_hasEveryPlace puts a clinic into each region and another city of a
// country that has more regions and cities than a facet lists.
func TestSitemap_hasEveryPlace(t *testing.T) {
	places := gazetteer.Embedded()
	slovenia, err := directory.ParseCountry("SI")
	if err != nil {
		t.Fatal(err)
	}
	var listings []directory.Listing
	want := map[string]bool{"/prp/si": true}
	for _, region := range places.Regions(slovenia) {
		of := 0
		for city := range places.Cities(slovenia, region.ID) {
			if of++; of > 2 {
				break
			}
			listings = append(listings, changed(len(listings), func(l *directory.Listing) {
				a := &l.Clinic.Address
				a.Country, a.Region, a.CityID, a.City, a.Point = slovenia, region.ID, city.ID, city.Name, city.Point
			}))
			want["/prp/si/"+region.Slug.String()] = true
			want["/prp/si/"+region.Slug.String()+"/"+city.Slug.String()] = true
		}
	}
	if len(listings) < 2*search.MaxFacetRows {
		t.Fatalf("%d cities do not show that there can be more than a facet lists", len(listings))
	}
	s := open(t, listings...)
	_, file := sitemapOf(t, s, "/sitemaps/prp-si.xml")
	_, whole := sitemapOf(t, s, "/sitemap.xml")
	for path := range want {
		if _, there := file[path]; !there {
			t.Errorf("/sitemaps/prp-si.xml does not have %s", path)
		}
		if _, there := whole[path]; !there {
			t.Errorf("/sitemap.xml does not have %s", path)
		}
	}
	if len(file) != len(want) {
		t.Errorf("/sitemaps/prp-si.xml has %d addresses, want %d", len(file), len(want))
	}
}

func TestRobots(t *testing.T) {
	s := open(t, storetest.Listings(1)...)
	r := s.get(t, "/robots.txt")
	lines := strings.Split(r.body, "\n")
	if r.StatusCode != http.StatusOK || !slices.Contains(lines, "Sitemap: "+base+"/sitemap.xml") || !slices.Contains(lines, "Disallow: /search?") {
		t.Errorf("GET /robots.txt: %d, %q", r.StatusCode, r.body)
	}
}

// TestData_isOnPagesThatMayBeIndexed looks for what programs read, and for none
// where the page asks not to be indexed.
func TestData_isOnPagesThatMayBeIndexed(t *testing.T) {
	gone := changed(2, func(l *directory.Listing) { l.Operating.Value = directory.Closed })
	s := open(t, storetest.Listing(1), gone)
	for path, want := range map[string]string{
		"/clinics/example-clinic-1": `"@type":"MedicalClinic"`,
		"/brands/example-brand-1":   `"subOrganization":[{"@type":"MedicalClinic"`,
		"/clinics/example-clinic-2": "",
		"/brands/example-brand-2":   "",
		"/prp/tr":                   "",
	} {
		got := ""
		for _, script := range s.page(t, path).find("script", "type", "application/ld+json") {
			got = script.FirstChild.Data
		}
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("GET %s: data is %q, want something with %q", path, got, want)
		}
	}
}

func TestAbout_creditsSources(t *testing.T) {
	s := open(t, storetest.Listings(1)...)
	if got := s.page(t, "/about").text("main"); !strings.Contains(got, "Invented Register (CC0; as of 1 June 2025)") {
		t.Errorf("GET /about does not credit what listings were taken from: %q", got)
	}
}
