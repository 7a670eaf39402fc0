package storetest

import (
	"fmt"

	"rootline/internal/figures"
	"rootline/internal/store"
)

func figuresAddUp(c check) {
	one, two := Listing(1), Listing(2)
	Add(c, c.store, one, two)
	week := figures.WeekOf(Now)
	count := func(n int64, kind figures.Kind, w figures.Week) figures.Count {
		return figures.Count{Clinic: one.Clinic.ID, Kind: kind, Week: w, N: n}
	}
	gone := count(1, figures.View, week)
	gone.Clinic = Listing(99).Clinic.ID
	for _, counts := range [][]figures.Count{
		{count(3, figures.View, week), count(20, figures.Appearance, week), count(5, figures.View, week.Add(-1))},
		{count(4, figures.View, week), gone},
		{{Clinic: two.Clinic.ID, Kind: figures.View, Week: week, N: 2}},
		{},
	} {
		if err := c.store.AddFigures(c.Context(), counts...); err != nil {
			c.Fatalf("AddFigures(%v) = %v", counts, err)
		}
	}
	c.wantFigures("the two weeks", week.Add(-1), []figures.Count{count(5, figures.View, week.Add(-1)), count(20, figures.Appearance, week), count(7, figures.View, week)})
	c.wantFigures("this week", week, []figures.Count{count(20, figures.Appearance, week), count(7, figures.View, week)})
	if err := c.store.SweepFigures(c.Context(), week); err != nil {
		c.Fatalf("SweepFigures(this week) = %v", err)
	}
	c.wantFigures("all that is left", week.Add(-100), []figures.Count{count(20, figures.Appearance, week), count(7, figures.View, week)})
	if err := c.store.AddAlias(c.Context(), store.Clinic, two.Clinic.ID.String(), one.Clinic.ID); err != nil {
		c.Fatalf("AddAlias(two, one) = %v", err)
	}
	c.wantFigures("with what is merged into it", week, []figures.Count{count(20, figures.Appearance, week), count(9, figures.View, week)})
	if got, err := c.store.Figures(c.Context(), two.Clinic.ID, week.Add(-100)); err != nil || len(got) != 1 || got[0].N != 2 {
		c.Errorf("Figures(another clinic) = %v, %v; want its own two", got, err)
	}
}

func (c check) wantFigures(what string, since figures.Week, want []figures.Count) {
	c.Helper()
	got, err := c.store.Figures(c.Context(), Listing(1).Clinic.ID, since)
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		c.Errorf("Figures(%s) = %v, %v; want %v", what, got, err, want)
	}
}
