package pages_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rootline/internal/gazetteer"
)

// TestPlace_listsWhatIsThere compares place pages with the search that each of
// them is.
func TestPlace_listsWhatIsThere(t *testing.T) {
	s := demoDirectory(t)
	tests := []struct{ path, search string }{
		{"/prp", "service=prp"},
		{"/tandem", "service=tandem"},
		{"/smp/tr", "service=smp&country=TR"},
		{"/prp/tr/istanbul", "service=prp&country=TR&region=TR.34"},
		{"/prp?page=3", "service=prp&page=3"},
		{"/prp/tr?page=", "service=prp&country=TR"},
	}
	for _, tt := range tests {
		r, want := s.page(t, tt.path), s.find(t, tt.search)
		var names []string
		for _, c := range want.Cards() {
			names = append(names, c.Name)
		}
		if got := r.cards(); !slices.Equal(got, names) {
			t.Errorf("GET %s lists %q, want %q", tt.path, got, names)
		}
		if got := r.text("h2", "id", "found"); !strings.HasPrefix(got, fmt.Sprint(want.Total, " clinic")) {
			t.Errorf("GET %s counts %q, want %d", tt.path, got, want.Total)
		}
		checkShape(t, r)
	}
}

// TestPlace_cityTakesTheSmallestDistanceThatIsEnough for every city of the demo.
func TestPlace_cityTakesTheSmallestDistanceThatIsEnough(t *testing.T) {
	s := demoDirectory(t)
	places := gazetteer.Embedded()
	for _, row := range s.find(t, "country=TR").Facets.City {
		city := s.find(t, "city="+row.Value).Cards()[0]
		at, ok := places.City(city.CityID)
		if !ok {
			t.Fatalf("no city %s", row.Value)
		}
		region, _ := places.Region(at.Region)
		path := "/prp/tr/" + region.Slug.String() + "/" + at.Slug.String()
		km, total := 0, 0
		for _, km = range []int{10, 25, 50, 100} {
			total = s.find(t, fmt.Sprintf("service=prp&near=%v,%v&radius_km=%d", at.Point.Lat(), at.Point.Lng(), km)).Total
			if total >= 8 {
				break
			}
		}
		want := fmt.Sprintf("Within %d km of the centre of %s.", km, at.Name)
		r := s.page(t, path)
		if got := r.text("p", "class", "taken"); got != want {
			t.Errorf("GET %s says %q, want %q", path, got, want)
		}
		if got := r.text("h2", "id", "found"); !strings.HasPrefix(got, fmt.Sprint(total, " clinic")) {
			t.Errorf("GET %s counts %q, want %d", path, got, total)
		}
		if r.noindex() != (total == 0) {
			t.Errorf("GET %s: %d clinics, not to be listed: %v", path, total, r.noindex())
		}
	}
}

func TestPlace_leadsUpDownAndAround(t *testing.T) {
	s := demoDirectory(t)
	tests := []struct{ path, label, to string }{
		{"/prp", "Turkey", "/prp/tr"},
		{"/prp/tr", "Istanbul", "/prp/tr/istanbul"},
		{"/prp/tr", "PRP clinics", "/prp"},
		{"/prp/tr", "SMP", "/smp"},       // the navigation's
		{"/prp/tr", "Greece", "/prp/gr"}, // a neighbour
		{"/prp/tr/istanbul/istanbul", "Istanbul (region)", "/prp/tr/istanbul"},
		{"/prp/tr/istanbul/istanbul", "Turkey", "/prp/tr"},
		{"/prp/tr/istanbul/istanbul", "PRP and SMP in tandem", "/tandem/tr/istanbul/istanbul"},
		{"/prp/tr/istanbul", "Filter and sort", "/search?country=TR&region=TR.34&service=prp"},
		{
			"/prp/gb/england/london", "Filter and sort",
			"/search?radius_km=100&service=prp&sort=distance&where=London%2C+England%2C+United+Kingdom",
		},
	}
	for _, tt := range tests {
		r := s.page(t, tt.path)
		if got := r.link(tt.label); got != tt.to {
			t.Errorf("GET %s: %q leads to %q, want %q", tt.path, tt.label, got, tt.to)
		}
	}
}

// TestPlace_hasOneAddress: every other way to write it leads there in one step.
func TestPlace_hasOneAddress(t *testing.T) {
	s := demoDirectory(t)
	tests := []struct{ path, to string }{
		{"/prp/", "/prp"},
		{"/prp/TR", "/prp/tr"},
		{"/PRP", "/prp"},
		{"/PRP/", "/prp"},
		{"/Smp?page=2&utm_source=x", "/smp?page=2"},
		{"/PRP/TR", "/prp/tr"},
		{"/Tandem/TR/Istanbul", "/tandem/tr/istanbul"},
		{"/PRP/tr/istanbul/istanbul", "/prp/tr/istanbul/istanbul"},
		{"/prp/tr/", "/prp/tr"},
		{"/prp/Tr/Istanbul", "/prp/tr/istanbul"},
		{"/prp/tr/istanbul/ISTANBUL?page=2&utm_source=x", "/prp/tr/istanbul/istanbul?page=2"},
		{"/prp/%74r", "/prp/tr"},
		{"/smp/GI/Gibraltar", "/smp/gi/gibraltar"},
	}
	for _, tt := range tests {
		r := s.get(t, tt.path)
		if to := r.Header.Get("Location"); r.StatusCode != http.StatusMovedPermanently || to != tt.to {
			t.Errorf("GET %s = %d to %q, want 301 to %q", tt.path, r.StatusCode, to, tt.to)
			continue
		}
		s.page(t, tt.to)
	}
}

// TestPlace_unknown: the page says what is not known and offers what is.
func TestPlace_unknown(t *testing.T) {
	s := demoDirectory(t)
	tests := []struct{ path, says, offers string }{
		{"/prp/turkiye", "no country by the code “turkiye”", "/prp/tr"},
		{"/prp/zz", "no country by the code “zz”", ""},
		{"/smp/tr/istambul", "no region or city called “istambul” in Turkey", "/smp/tr/istanbul"},
		{"/smp/gb/englant", "no region or city called “englant” in the United Kingdom", "/smp/gb/england"},
		{"/tandem/de/muenchen", "no region or city called “muenchen” in Germany", "/tandem/de/bavaria/munich"},
		{"/prp/de/bavaria/muenchen", "no city called “muenchen” there", "/prp/de/bavaria/munich"},
		{"/prp/tr/istanbul/%ff", "no city called", ""},
		{"/prp/tr/--/x", "no region or city called “--” in Turkey", ""},
		{"/prp/gi/gibraltar/gibraltar", "no city called “gibraltar” there", "/prp/gi/gibraltar"},
		{"/prp/tr/" + strings.Repeat("a", 500), "aaa…” in Turkey", ""},
		{"/prp/tr/istanbul/istanbul/more", "", ""},
		{"/pep_factor/tr", "", ""},
		{"/XPRP", "", ""},
		{"/PRPX/tr", "", ""},
		{"/PRP/tr/istambul", "no region or city called “istambul” in Turkey", "/prp/tr/istanbul"},
		{"/PRP/tr/istanbul/istanbul/more", "", ""},
	}
	for _, tt := range tests {
		r := s.get(t, tt.path)
		if r.StatusCode != http.StatusNotFound || !strings.Contains(r.main(), tt.says) {
			t.Errorf("GET %s = %d, says %q; want 404 and %q", tt.path, r.StatusCode, r.main(), tt.says)
		}
		offered := r.find("main")[0]
		if tt.offers != "" && len(find(offered, "a", "href", tt.offers)) == 0 {
			t.Errorf("GET %s does not offer %s: %s", tt.path, tt.offers, r.main())
		}
		if !r.noindex() || r.canonical() != "" {
			t.Errorf("GET %s: to be listed, as %q", tt.path, r.canonical())
		}
		checkShape(t, r)
	}
}

func TestPlace_badPage(t *testing.T) {
	s := demoDirectory(t)
	for _, path := range []string{"/prp?page=0", "/prp/tr?page=x", "/prp?page=%zz", "/prp?page=1&page=2", "/prp?page=1000001"} {
		r := s.get(t, path)
		if r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.main(), "page") {
			t.Errorf("GET %s = %d, says %q; want 422 about the page", path, r.StatusCode, r.main())
		}
	}
	r := s.page(t, "/prp?page=500")
	if to := r.find("a", "rel", "prev"); len(to) == 0 || !r.noindex() {
		t.Errorf("GET /prp?page=500 leads nowhere or is to be listed: %s", r.main())
	}
}

// TestPlace_withoutClinics says so, leads to the nearest, and is not listed.
func TestPlace_withoutClinics(t *testing.T) {
	s := demoDirectory(t)
	for _, path := range []string{"/prp/is", "/prp/gi", "/smp/gi/gibraltar", "/prp/kz/aksuat", "/prp/bv"} {
		r := s.page(t, path)
		if !r.noindex() || !strings.Contains(r.main(), "0 clinics") {
			t.Errorf("GET %s is to be listed, or lists clinics: %s", path, r.main())
		}
		if path != "/prp/bv" && len(r.cards()) == 0 { // Bouvet Island has no city to measure from
			t.Errorf("GET %s leads to no clinic: %s", path, r.main())
		}
	}
}
