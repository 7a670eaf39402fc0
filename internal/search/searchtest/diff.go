package searchtest

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/search"
)

// Diff tells where an answer differs from what is expected, a line for each
// difference; it is empty where there is none.
func Diff(got *search.Answer, want Expected) string {
	var b strings.Builder
	note(&b, "total", got.Total, want.Total)
	cards := got.Cards()
	note(&b, "ids", ids(cards), ids(want.Cards))
	if b.Len() == 0 { // else they are cards of different clinics
		for i := range cards {
			diffCard(&b, &cards[i], &want.Cards[i])
		}
	}
	for _, f := range []struct {
		name      string
		got, want []search.Row
	}{
		{"service", got.Facets.Service, want.Facets.Service},
		{"country", got.Facets.Country, want.Facets.Country},
		{"region", got.Facets.Region, want.Facets.Region},
		{"city", got.Facets.City, want.Facets.City},
		{"feature", got.Facets.Feature, want.Facets.Feature},
		{"language", got.Facets.Language, want.Facets.Language},
	} {
		note(&b, f.name+" facet", Rows(f.got), Rows(f.want))
		if slices.ContainsFunc(f.got, func(r search.Row) bool { return r.Label == "" }) {
			fmt.Fprintf(&b, "%s facet has a row without a label\n", f.name)
		}
	}
	return b.String()
}

// note writes a difference. Values that print alike are alike.
func note(b *strings.Builder, what string, got, want any) {
	if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
		fmt.Fprintf(b, "%s\n   got %s\n  want %s\n", what, g, w)
	}
}

func diffCard(b *strings.Builder, got, want *search.Card) {
	if math.Abs(got.DistanceKM-want.DistanceKM) <= 1e-6*math.Abs(want.DistanceKM) {
		got.DistanceKM = want.DistanceKM
	}
	for _, f := range cardFields {
		note(b, f.name+" of "+want.ID, f.of(got), f.of(want))
	}
}

// cardFields is what a card says, each as text or as a plain value.
var cardFields = []struct {
	name string
	of   func(c *search.Card) any
}{
	{"slug", func(c *search.Card) any { return c.Slug }},
	{"name", func(c *search.Card) any { return c.Name }},
	{"organization", func(c *search.Card) any { return c.Organization + " " + c.OrgSlug }},
	{"services", func(c *search.Card) any { return c.Services }},
	{"country", func(c *search.Card) any { return c.Country }},
	{"region", func(c *search.Card) any { return c.Region.String() + " " + c.RegionName }},
	{"city", func(c *search.Card) any { return fmt.Sprint(c.CityID, c.CitySlug, c.City) }},
	{"point", func(c *search.Card) any { return c.Point }},
	{"precision", func(c *search.Card) any { return c.Precision }},
	{"distance", func(c *search.Card) any { return c.DistanceKM }},
	{"features", func(c *search.Card) any { return c.Features }},
	{"languages", func(c *search.Card) any { return c.Languages }},
	{"doors", func(c *search.Card) any { return doors(c.Doors) }},
	{"zone", func(c *search.Card) any { return c.Zone }},
	{"capacity", func(c *search.Card) any { return c.Capacity }},
	{"price", func(c *search.Card) any { return price(c.PriceFrom) }},
	{"confirmed", func(c *search.Card) any { return c.Confirmed }},
	{"operating", func(c *search.Card) any { return c.Operating }},
}

// doors tells the moments as moments, whatever zone they are given in.
func doors(d directory.Doors) string {
	return fmt.Sprint(d.State, " until ", d.Until.UTC(), " opens ", d.OpensNext.UTC())
}

// price leaves the fact out, which holds or there would be no price.
func price(p *directory.Price) string {
	if p == nil {
		return "none"
	}
	shown := *p
	shown.Fact = directory.Fact{}
	return fmt.Sprintf("%+v", shown)
}

// Rows writes a facet on one line.
func Rows(rows []search.Row) string {
	var b strings.Builder
	for _, row := range rows {
		fmt.Fprintf(&b, "%s %d, ", row.Value, row.Count)
	}
	return b.String()
}

func ids(cards []search.Card) []string {
	all := make([]string, len(cards))
	for i := range cards {
		all[i] = cards[i].ID
	}
	return all
}
