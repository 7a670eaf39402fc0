package searchtest_test

import (
	"reflect"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search/searchtest"
)

func TestRandom_isTheSameForTheSameSeed(t *testing.T) {
	story := func() []any {
		d := searchtest.NewRandom(42, gazetteer.Embedded()).Directory(40)
		told := []any{d.Listings(), d.Query(), d.Moment()}
		for range 20 {
			changed, gone := d.Change()
			told = append(told, changed, gone, d.Query(), d.Moment())
		}
		return told
	}
	if !reflect.DeepEqual(story(), story()) {
		t.Error("two directories of one seed differ")
	}
}

// TestRandom_keepsTheRules makes sure that what is found wrong about an answer
// is not the directory's own fault.
func TestRandom_keepsTheRules(t *testing.T) {
	d := searchtest.NewRandom(3, gazetteer.Embedded()).Directory(1000)
	seen := map[directory.ID]bool{}
	for range 20 {
		d.Change()
	}
	for _, l := range d.Listings() {
		if err := l.Clinic.Hours.Check(); err != nil {
			t.Errorf("%s has hours that %v: %+v", l.Clinic.ID, err, l.Clinic.Hours)
		}
		if l.Clinic.Address.Point.IsZero() {
			t.Errorf("%s is nowhere", l.Clinic.ID)
		}
		if seen[l.Clinic.ID] {
			t.Errorf("%s is there twice", l.Clinic.ID)
		}
		seen[l.Clinic.ID] = true
	}
}

// TestRandom_asksForEverything makes sure that questions are worth asking: each
// filter and each order is asked for alone and not, and most questions find some.
func TestRandom_asksForEverything(t *testing.T) {
	const questions = 1000
	d := searchtest.NewRandom(5, gazetteer.Embedded()).Directory(200)
	o := searchtest.NewOracle(d.Listings(), gazetteer.Embedded(), d.AsOf)
	asked, found := map[string]int{}, 0
	for range questions {
		q := d.Query()
		for name := range q.Values() {
			asked[name]++
		}
		asked["sort "+q.Sort.String()]++
		got := o.Find(q, d.Moment())
		if got.Total > 0 {
			found++
		}
		if got.Total > 1 && len(got.Cards) > 1 {
			asked["more than one"]++
		}
	}
	for _, name := range []string{
		"q", "service", "country", "region", "city", "near", "radius_km", "feature", "language", "open_now", "accepting",
		"entry_type", "page", "per_page", "more than one",
		"sort relevance", "sort distance", "sort confirmed", "sort name",
	} {
		if asked[name] < questions/20 {
			t.Errorf("%d of %d questions have %s; want a twentieth at least", asked[name], questions, name)
		}
	}
	if found < questions/2 {
		t.Errorf("%d of %d questions find something; want half at least", found, questions)
	}
}
