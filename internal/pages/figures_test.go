package pages_test

import (
	"context"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/figures"
	"rootline/internal/moderation"
	"rootline/internal/pages"
	"rootline/internal/server"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// counted counts for the pages, and stores at once what they have counted.
type counted struct {
	*store.Store
	tally  figures.Tally
	survey moderation.Survey
}

func (k *counted) Count(kind figures.Kind, clinics ...directory.ID) {
	k.tally.Add(kind, figures.WeekOf(now), clinics...)
}

func (k *counted) Survey(context.Context) (moderation.Survey, error) { return k.survey, nil }

// TestFigures_counted: what people open and what searches show them is counted, and
// nothing that programs fetch.
func TestFigures_counted(t *testing.T) {
	one, two := storetest.Listing(1), storetest.Listing(2)
	books := &counted{}
	s, err := newSite(t.Context(), storetest.New(t, one, two), true, func(_ *server.Options, p *pages.Pages) { p.Figures = books })
	if err != nil {
		t.Fatal(err)
	}
	const person = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	page := "/clinics/" + one.Clinic.Slug.String()
	for _, c := range []struct {
		name               string
		path               string
		header             []string
		views, appearances int64
	}{
		{"a person opens a page", page, []string{"User-Agent", person}, 1, 0},
		{"a person searches", "/search", []string{"User-Agent", person}, 0, 2},
		{"a program that says so", page, []string{"User-Agent", "Mozilla/5.0 (compatible; Examplebot/2.1)"}, 0, 0},
		{"who says nothing", page, []string{"User-Agent", ""}, 0, 0},
		{"a browser, ahead of its reader", page, []string{"User-Agent", person, "Sec-Purpose", "prefetch;prerender"}, 0, 0},
		{"a search that is refused", "/search?service=botox", []string{"User-Agent", person}, 0, 0},
		{"a page that is not there", "/clinics/nowhere", []string{"User-Agent", person}, 0, 0},
	} {
		s.get(t, c.path, c.header...)
		var views, appearances int64
		for _, n := range books.tally.Take() {
			switch n.Kind {
			case figures.View:
				views += n.N
			case figures.Appearance:
				appearances += n.N
			}
		}
		if views != c.views || appearances != c.appearances {
			t.Errorf("%s: %d views and %d appearances were counted, want %d and %d", c.name, views, appearances, c.views, c.appearances)
		}
	}
}
