package searchtest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rootline/internal/search"
)

// facets counts what could be chosen next, each by running the query again with
// the facet's own filter open.
func (a *asked) facets() search.Facets {
	f := search.Facets{
		Service:  a.serviceFacet(),
		Country:  a.countryFacet(),
		Feature:  a.featureFacet(),
		Language: a.languageFacet(),
	}
	if len(a.q.Countries) == 1 {
		f.Region = a.regionFacet()
		f.City = a.cityFacet()
	}
	return f
}

// tally counts values. One that no clinic has gets a row only if it was set to 0.
type tally map[string]int

func (t tally) rows() []search.Row {
	var rows []search.Row
	for value, count := range t {
		rows = append(rows, search.Row{Value: value, Count: count})
	}
	slices.SortFunc(rows, func(x, y search.Row) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), strings.Compare(x.Value, y.Value))
	})
	return rows
}

func atMost(n int, rows []search.Row) []search.Row { return rows[:min(n, len(rows))] }

func (a *asked) serviceFacet() []search.Row {
	q := a.q
	q.Services = nil
	t := tally{}
	for _, choice := range search.Choices() {
		t[choice.String()] = 0
	}
	for _, h := range a.found(q) {
		for _, choice := range search.Choices() {
			if offers(&h.Clinic, choice) {
				t[choice.String()]++
			}
		}
	}
	return t.rows()
}

func (a *asked) countryFacet() []search.Row {
	q := a.q
	q.Countries, q.Regions, q.Cities = nil, nil, nil
	t := tally{}
	for _, h := range a.found(q) {
		t[h.Clinic.Address.Country.String()]++
	}
	return t.rows()
}

func (a *asked) regionFacet() []search.Row {
	q := a.q
	q.Regions, q.Cities = nil, nil
	t := tally{}
	for _, h := range a.found(q) {
		if region := h.Clinic.Address.Region; !region.IsZero() {
			t[region.String()]++
		}
	}
	return a.placeRows(t)
}

func (a *asked) cityFacet() []search.Row {
	q := a.q
	q.Cities = nil
	t := tally{}
	for _, h := range a.found(q) {
		t[strconv.Itoa(int(h.Clinic.Address.CityID))]++
	}
	return a.placeRows(t)
}

// placeRows are the rows of regions or of cities.
func (a *asked) placeRows(t tally) []search.Row {
	if a.q.AllPlaces {
		return t.rows()
	}
	return atMost(search.MaxFacetRows, t.rows())
}

// featureFacet needs no filter opened: a feature added leaves those that have it.
func (a *asked) featureFacet() []search.Row {
	t := tally{}
	for _, h := range a.found(a.q) {
		for _, f := range features(&h.Clinic) {
			t[f.String()]++
		}
	}
	return t.rows()
}

func (a *asked) languageFacet() []search.Row {
	q := a.q
	q.Languages = nil
	t := tally{}
	for _, h := range a.found(q) {
		for _, l := range h.Clinic.Languages {
			t[l.String()]++
		}
	}
	return t.rows()
}
