package api_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"rootline/internal/figures"
	"rootline/internal/moderation"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// books have what was counted, and how the directory stood.
type books struct {
	*store.Store
	survey moderation.Survey
}

func (b *books) Survey(context.Context) (moderation.Survey, error) { return b.survey, nil }

// TestFigures_byRole asks for what was counted in every role.
func TestFigures_byRole(t *testing.T) {
	c := newCrew(t)
	names := []string{"", "nobody", "neighbour", "moderator", "manager", "owner", "brand owner", "admin"}
	for path, want := range map[string]string{
		c.root + "/figures": "401 404 404 403 200 200 200 200",
		"/owner/brands/" + storetest.Listing(1).Organization.Slug.String() + "/figures": "401 404 404 403 404 404 200 200",
		"/admin/figures": "401 403 403 200 403 403 403 200",
	} {
		var got []string
		for _, name := range names {
			got = append(got, strconv.Itoa(c.ask(t, asked{method: "GET", path: path, token: c.tokens[name]}).status))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("GET %s answered %q, %q; want %s", path, names, got, want)
		}
		c.refuses(t, 422, "v: There", asked{method: "GET", path: path + "?v=1", token: c.tokens["admin"]})
	}
}

// TestFigures: the weeks of a year end with the running one, and what is older is not told.
func TestFigures(t *testing.T) {
	c := newCrew(t)
	clinic, this := storetest.Listing(1).Clinic, figures.WeekOf(now)
	count := func(kind figures.Kind, week figures.Week, n int64) figures.Count {
		return figures.Count{Clinic: clinic.ID, Kind: kind, Week: week, N: n}
	}
	if err := c.store.AddFigures(t.Context(), count(figures.View, this, 3), count(figures.Appearance, this.Add(-51), 40),
		count(figures.View, this.Add(-52), 9)); err != nil {
		t.Fatal(err)
	}
	type week struct {
		Week               string
		Appearances, Views int64
	}
	first, last := week{this.Add(-51).Monday().String(), 40, 0}, week{this.Monday().String(), 0, 3}
	told := ok[struct{ Weeks []week }](t, c.site, http.StatusOK, asked{method: "GET", path: c.root + "/figures", token: c.tokens["owner"]}).Weeks
	if len(told) != 52 || told[0] != first || told[51] != last || told[50] != (week{Week: this.Add(-1).Monday().String()}) {
		t.Errorf("GET figures = %+v; want 52 weeks from %+v to %+v", told, first, last)
	}
	type branch struct {
		Slug  string
		Weeks []week
	}
	of := ok[struct{ Items []branch }](t, c.site, http.StatusOK, asked{
		method: "GET", path: "/owner/brands/" + storetest.Listing(1).Organization.Slug.String() + "/figures", token: c.tokens["brand owner"],
	}).Items
	if len(of) != 1 || of[0].Slug != clinic.Slug.String() || of[0].Weeks[51] != last {
		t.Errorf("GET the brand's figures = %+v; want those of %s", of, clinic.Slug)
	}
}

// TestFigures_site: how much waits is so now, and how the directory stands was so once.
func TestFigures_site(t *testing.T) {
	c := newCrew(t)
	type site struct {
		Waiting []struct {
			Kind  string
			Count int
		}
		Survey *struct {
			Clinics  int
			Facts    []struct{ Kind string }
			Coverage []struct{ Services map[string]int }
		}
	}
	ask := asked{method: "GET", path: "/admin/figures", token: c.tokens["moderator"]}
	if got := ok[site](t, c.site, http.StatusOK, ask); len(got.Waiting) != 0 || got.Survey != nil {
		t.Errorf("GET /admin/figures at first = %+v", got)
	}
	s, l := moderation.NewSurveyor(now), storetest.Listing(1)
	s.Add(&l)
	c.books.survey = s.Survey()
	c.edit(t, "owner", street("9 Quay"))
	got := ok[site](t, c.site, http.StatusOK, ask)
	if len(got.Waiting) != 1 || got.Waiting[0].Kind != "change" || got.Waiting[0].Count != 1 {
		t.Errorf("GET /admin/figures says that %+v wait, want one change", got.Waiting)
	}
	if got.Survey == nil || got.Survey.Clinics != 1 || len(got.Survey.Facts) != len(moderation.FactKinds()) ||
		len(got.Survey.Coverage) != 1 || got.Survey.Coverage[0].Services["prp"] != 1 {
		t.Errorf("GET /admin/figures has the survey %+v", got.Survey)
	}
}
