package pages_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
)

// TestResults_findsWhatTheAPIFinds asks the page and, in the API's terms, the
// index.
func TestResults_findsWhatTheAPIFinds(t *testing.T) {
	s := demoDirectory(t)
	istanbul := gazetteer.Embedded().Lookup("istanbul", 1)[0].Point
	near := fmt.Sprintf("near=%v,%v", istanbul.Lat(), istanbul.Lng())
	tests := []struct{ page, api string }{
		{"", ""},
		{"q=hair", "q=hair"},
		{"service=prp&service=smp", "service=prp,smp"},
		{"country=TR&feature=beard&accepting=true", "country=TR&feature=beard&accepting=true"},
		{"open_now=true&language=tr", "open_now=true&language=tr"},
		{"where=turkey", "country=TR"},
		{"where=T%C3%BCrkiye&region=TR.34", "country=TR&region=TR.34"},
		{"where=istanbul+(region),+turkey", "country=TR&region=TR.34"},
		{"where=%C4%B0STANBUL", near},
		{"where=istanbul&radius_km=5", near + "&radius_km=5"},
		{"where=istanbul&sort=distance", near + "&sort=distance"},
		{"where=istanbul&near=1,1", near},
		{"where=&radius_km=25&sort=distance", ""}, // what is left in the form when the place is emptied
		{"q=&service=&country=", ""},
		{"entry_type=facilitator", "entry_type=facilitator"},
		{"utm_campaign=%ff&gclid=1;2", ""},
		{"sort=name&page=2&per_page=7", "sort=name&page=2&per_page=7"},
	}
	for _, tt := range tests {
		r := s.page(t, "/search?"+tt.page)
		want := s.find(t, tt.api)
		if got := r.text("h2", "id", "found"); !strings.HasPrefix(got, fmt.Sprint(want.Total, " clinic")) {
			t.Errorf("GET /search?%s found %q, want %d", tt.page, got, want.Total)
		}
		var names []string
		for _, c := range want.Cards() {
			names = append(names, c.Name)
		}
		if got := r.cards(); !slices.Equal(got, names) {
			t.Errorf("GET /search?%s lists %q, want %q", tt.page, got, names)
		}
		checkShape(t, r)
	}
}

// TestResults_saysWhatIsWrong: the form keeps what was typed and says, beside the
// field, what it accepts.
func TestResults_saysWhatIsWrong(t *testing.T) {
	s := demoDirectory(t)
	tests := []struct{ query, field, says string }{
		{"q=" + strings.Repeat("a+", 30), "q", "at most 200 letters and 12 words"},
		{"where=Nowherebury", "where", "We know no place called “Nowherebury”"},
		{"where=" + strings.Repeat("x", 101), "where", "at most 100 letters"},
		{"where=%ff", "where", "letters, digits and spaces"},
		{"where=%00", "where", "letters, digits and spaces"},
		{"service=botox", "service", "“botox”"},
		{"where=istanbul&radius_km=0", "radius_km", "1 to 500"},
		{"country=XX&q=hair", "country", "two-letter country codes"},
		{"country=TR&region=nowhere", "region", "Use regions there are"},
	}
	for _, tt := range tests {
		r := s.get(t, "/search?"+tt.query)
		if r.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("GET /search?%s = %d, want 422", tt.query, r.StatusCode)
		}
		if got := r.text("p", "id", "error-"+tt.field); !strings.Contains(got, tt.says) {
			t.Errorf("GET /search?%s says %q beside %s, want something with %q", tt.query, got, tt.field, tt.says)
		}
		for _, kept := range []string{"q", "where"} {
			want := directory.Printable(strings.TrimSpace(query(t, r.path).Get(kept)))
			if got := strings.TrimSpace(r.head("value", "input", "id", kept)); got != want {
				t.Errorf("GET /search?%s kept %q in %s, want %q", tt.query, got, kept, want)
			}
		}
		if !r.noindex() || len(r.cards()) > 0 {
			t.Errorf("GET /search?%s lists %d clinics, to be listed itself: %v", tt.query, len(r.cards()), !r.noindex())
		}
		checkShape(t, r)
	}
	for _, bad := range []string{"page=0", "per_page=101", "sort=best", "near=here", "page=%zz", "open_now=yes"} {
		r := s.get(t, "/search?"+bad)
		if summary := r.text("div", "role", "alert"); r.StatusCode != http.StatusUnprocessableEntity || summary == "" {
			t.Errorf("GET /search?%s = %d, says %q; want 422 and a summary", bad, r.StatusCode, summary)
		}
	}
}

func TestResults_saysWhichPlaceItTook(t *testing.T) {
	s := demoDirectory(t)
	r := s.page(t, "/search?where=london&service=prp&page=2")
	if got := r.text("p", "class", "taken"); !strings.HasPrefix(got, "Within 50 km of London, England, United Kingdom. Or did you mean:") {
		t.Errorf("GET %s says %q", r.path, got)
	}
	other := r.link("London, Ontario, Canada")
	if v := query(t, other); v.Get("where") != "London, Ontario, Canada" || v.Get("service") != "prp" || v.Has("page") {
		t.Errorf("GET %s leads to the other London by %q", r.path, other)
	}
	if got := s.page(t, other).text("p", "class", "taken"); got != "Within 50 km of London, Ontario, Canada." {
		t.Errorf("GET %s says %q, want no more namesakes", other, got)
	}
	if got := s.page(t, "/search?where=united+kingdom").text("p", "class", "taken"); got != "In the United Kingdom." {
		t.Errorf("the United Kingdom was taken for %q", got)
	}
	if got := r.canonical(); query(t, got).Get("where") != "London, England, United Kingdom" {
		t.Errorf("GET %s is known as %q", r.path, got)
	}
}

// TestResults_chipsTakeOneFilterOff follows every chip of a search with one
// filter of each kind: the page it leads to has all the others.
func TestResults_chipsTakeOneFilterOff(t *testing.T) {
	s := demoDirectory(t)
	path := "/search?q=hair&where=turkey&region=TR.34&service=prp&service=smp&open_now=true&accepting=true" +
		"&feature=ice_packs&language=tr&entry_type=clinic&sort=name&page=2"
	chips := func(r *reply) (labels, paths []string) {
		for _, a := range find(r.find("ul", "class", "chips")[0], "a", "aria-label", "*") {
			href, _ := attr(a, "href")
			labels, paths = append(labels, text(a)), append(paths, href)
		}
		return labels, paths
	}
	r := s.page(t, path)
	labels, paths := chips(r)
	want := []string{"“hair”", "Turkey", "PRP", "SMP", "Open now", "Takes new patients", "Istanbul", "Ice packs", "Turkish", "Clinic"}
	if !slices.Equal(labels, want) {
		t.Fatalf("chips %q, want %q", labels, want)
	}
	for i, to := range paths {
		left, _ := chips(s.page(t, to))
		less := slices.Delete(slices.Clone(want), i, i+1)
		if want[i] == "Turkey" { // what was chosen inside goes with it
			less = slices.DeleteFunc(less, func(l string) bool { return l == "Istanbul" })
		}
		if !slices.Equal(left, less) {
			t.Errorf("without %s, %s: chips %q, want %q", want[i], to, left, less)
		}
		if v := query(t, to); v.Has("page") || v.Get("sort") != "name" {
			t.Errorf("without %s: %s; want the first page, in the order chosen", want[i], to)
		}
	}
	if got := r.link("Clear all"); got != "/search" {
		t.Errorf("Clear all leads to %q", got)
	}
}

// TestResults_formAsksTheSame submits the form as it was shown: the same clinics
// in the same order.
func TestResults_formAsksTheSame(t *testing.T) {
	s := demoDirectory(t)
	for _, asked := range []string{
		"", "q=hair&service=tandem", "where=turkey&region=TR.34", "country=DE&country=TR&language=de", "near=41,29&radius_km=33&sort=distance",
		"where=istanbul&radius_km=10&feature=ice_packs&open_now=true&per_page=3", "country=TR&region=TR.34&city=745044&entry_type=chain&sort=confirmed",
		"where=turkey&country=GR", "where=istanbul+(region),+turkey&region=TR.68&country=GB", "where=ankara&country=TR&city=323786",
	} {
		r := s.page(t, "/search?"+asked)
		again := s.page(t, "/search?"+submitted(r).Encode())
		if !slices.Equal(r.cards(), again.cards()) || r.text("h2", "id", "found") != again.text("h2", "id", "found") {
			t.Errorf("the form of /search?%s asks %s, which finds %s %q; want %s %q", asked, again.path,
				again.text("h2", "id", "found"), again.cards(), r.text("h2", "id", "found"), r.cards())
		}
	}
}

// submitted is what a browser would send of the search form.
func submitted(r *reply) url.Values {
	v := url.Values{}
	for _, in := range r.find("input", "name", "*") {
		name, _ := attr(in, "name")
		value, _ := attr(in, "value")
		kind, _ := attr(in, "type")
		_, checked := attr(in, "checked")
		if kind != "checkbox" || checked {
			v.Add(name, value)
		}
	}
	for _, sel := range r.find("select", "name", "*") {
		name, _ := attr(sel, "name")
		for _, o := range find(sel, "option", "selected", "*") {
			value, _ := attr(o, "value")
			v.Add(name, value)
		}
	}
	return v
}

func TestResults_pages(t *testing.T) {
	s := demoDirectory(t)
	seen := map[string]bool{}
	path := "/search?country=TR&per_page=5"
	total := s.find(t, "country=TR").Total
	for n := 1; path != ""; n++ {
		r := s.page(t, path)
		for _, card := range r.find("article", "class", "card") {
			href, _ := attr(find(card, "a")[0], "href")
			if seen[href] {
				t.Errorf("GET %s repeats %s", path, href)
			}
			seen[href] = true
		}
		next := r.link("Next")
		if got := r.head("href", "link", "rel", "next"); got != next {
			t.Errorf("GET %s: the head's next is %q, the list's %q", path, got, next)
		}
		if prev := r.link("Previous"); (n == 1) != (prev == "") {
			t.Errorf("GET %s: page %d has the previous page %q", path, n, prev)
		}
		path = next
	}
	if len(seen) != total {
		t.Errorf("paging through shows %d clinics, want %d", len(seen), total)
	}
	r := s.page(t, "/search?country=TR&page=999")
	if to := r.link("Go to the last page that has some."); to != "/search?country=TR" {
		t.Errorf("a page past the end leads to %q", to)
	}
}

func TestResults_leadsOnWhenThereIsNothing(t *testing.T) {
	s := demoDirectory(t)
	r := s.page(t, "/search?q=zzzzzzzz&country=TR")
	if to := r.link("Without “zzzzzzzz”"); to != "/search?country=TR" {
		t.Errorf("GET %s does not lead to Turkey without the word: %s", r.path, r.main())
	}
	r = s.page(t, "/search?where=reykjavik&service=prp") // where the demo has nobody
	if !strings.Contains(r.main(), "0 clinics") || len(r.cards()) == 0 || !strings.Contains(r.main(), "The nearest clinics") {
		t.Errorf("GET %s does not lead to the nearest clinics: %s", r.path, r.main())
	}
	checkShape(t, r)
}

// TestResults_givesScriptsThePlainAddress: the form sends all its fields, and the
// address bar is to have only those that say something.
func TestResults_givesScriptsThePlainAddress(t *testing.T) {
	s := demoDirectory(t)
	r := s.get(t, "/search?q=&where=turkey&service=prp&entry_type=clinic&entry_type=chain&sort=relevance", "HX-Request", "true")
	if got := r.Header.Get("HX-Push-Url"); got != "/search?service=prp&where=turkey" {
		t.Errorf("HX-Push-Url = %q", got)
	}
	r = s.get(t, "/search?where=turkey&q=", "HX-Request", "true", "HX-History-Restore-Request", "true")
	if got := r.Header.Get("HX-Push-Url"); got != "" {
		t.Errorf("going back would add %q to the history", got)
	}
}

// TestResults_manyValuesCostLittle: with as many values as a search takes of each
// list, the page is no longer than others; with more, the field says how many.
func TestResults_manyValuesCostLittle(t *testing.T) {
	s := demoDirectory(t)
	for _, found := range []string{"", "q=zzzzzzz&"} {
		r := s.page(t, "/search?"+found+longest())
		if chips := len(find(r.find("ul", "class", "chips")[0], "li")); chips > 50 || len(r.body) > 400<<10 {
			t.Errorf("GET /search?%s… with all values it takes is %d bytes with %d chips", found, len(r.body), chips)
		}
	}
	r := s.get(t, "/search?city=745044"+strings.Repeat(",745044", search.MaxValues))
	if r.StatusCode != http.StatusUnprocessableEntity || len(r.body) > 100<<10 {
		t.Errorf("GET /search?city=… 51 times = %d, %d bytes; want 422", r.StatusCode, len(r.body))
	}
	says(t, r, "the page", r.main(), "Give at most 50 values.")
}

// longest is a search with as many values of each list as it may have.
func longest() string {
	v := url.Values{}
	add := func(name, value string) {
		if len(v[name]) < search.MaxValues && !slices.Contains(v[name], value) {
			v.Add(name, value)
		}
	}
	for _, c := range directory.Countries() {
		add("country", c.String())
	}
	for city := range gazetteer.Embedded().AllCities() {
		if !city.Region.IsZero() {
			add("region", city.Region.String())
		}
		add("city", fmt.Sprint(city.ID))
	}
	for code := range 26 * 26 {
		if l, err := directory.ParseLanguage(string([]byte{'a' + byte(code/26), 'a' + byte(code%26)})); err == nil {
			add("language", l.String())
		}
	}
	for _, f := range directory.Features() {
		add("feature", f.String())
	}
	for _, c := range search.Choices() {
		add("service", c.String())
	}
	for _, e := range directory.EntryTypes() {
		add("entry_type", string(e))
	}
	return v.Encode()
}
