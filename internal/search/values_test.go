package search

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// TestValues_readBack checks that the address of a query stands for that query,
// whatever is asked.
func TestValues_readBack(t *testing.T) {
	places := gazetteer.Embedded()
	anyQuery := queries(places)
	rapid.Check(t, func(t *rapid.T) {
		q := anyQuery.Draw(t, "query")
		args, bad := Arguments(q.Values().Encode())
		got, err := Parse(args, places)
		if bad != nil || err != nil || !reflect.DeepEqual(got, q) {
			t.Fatalf("Parse(%q) = %+v, %v, %v; want %+v", q.Values().Encode(), got, bad, err, q)
		}
	})
}

// TestValues_oneAddress checks that the order in which something is asked, and
// asking it twice, makes no difference.
func TestValues_oneAddress(t *testing.T) {
	q := Query{
		Services:   []Choice{ChooseSMP, ChoosePRP, ChooseSMP},
		Cities:     []directory.CityID{745044, 2643743, 745044},
		EntryTypes: []directory.EntryType{directory.EntryClinic, directory.EntryChain},
		Page:       1, PerPage: DefaultPerPage,
	}
	const want = "city=2643743&city=745044&service=prp&service=smp"
	if got := q.Values().Encode(); got != want {
		t.Errorf("Values(%+v) = %q; want %q", q, got, want)
	}
	if !slices.Equal(q.Services, []Choice{ChooseSMP, ChoosePRP, ChooseSMP}) {
		t.Errorf("Values changed the query's services to %v", q.Services)
	}
	if got := (Query{}).Values().Encode(); got != "" {
		t.Errorf("Values of the zero Query = %q; want none", got)
	}
}

// queries generates sound queries in the form that Parse gives them.
func queries(places *gazetteer.Gazetteer) *rapid.Generator[Query] {
	var regions []directory.Region
	for _, c := range places.Countries() {
		for _, r := range places.Regions(c.Code) {
			regions = append(regions, r.ID)
		}
	}
	var cities []directory.CityID
	for c := range places.AllCities() {
		if cities = append(cities, c.ID); len(cities) == 5000 {
			break
		}
	}
	languages := []directory.Language{}
	for _, code := range []string{"en", "tr", "pt", "fil", "zh", "ar"} {
		l, _ := directory.ParseLanguage(code)
		languages = append(languages, l)
	}
	return rapid.Custom(func(t *rapid.T) Query {
		q := Query{
			Text:       rapid.SampledFrom([]string{"", "hair", "Ärzte & Söhne; 100 %", "脱毛 clinic,=+", "a\u200db"}).Draw(t, "text"),
			Services:   some(t, Choices(), Choice.String),
			Countries:  some(t, directory.Countries(), directory.Country.String),
			Regions:    some(t, regions, directory.Region.String),
			Cities:     some(t, cities, cityText),
			Features:   some(t, directory.Features(), directory.Feature.String),
			Languages:  some(t, languages, directory.Language.String),
			OpenNow:    rapid.Bool().Draw(t, "open now"),
			Accepting:  rapid.Bool().Draw(t, "accepting"),
			EntryTypes: entryTypes(some(t, directory.EntryTypes(), entryTypeText)),
			Sort:       rapid.SampledFrom([]Sort{ByRelevance, ByConfirmed, ByName}).Draw(t, "sort"),
			Page:       rapid.IntRange(1, MaxPage).Draw(t, "page"),
			PerPage:    rapid.IntRange(1, MaxPerPage).Draw(t, "per page"),
		}
		if rapid.Bool().Draw(t, "near?") {
			lat, lng := rapid.Float64Range(-90, 90).Draw(t, "lat"), rapid.Float64Range(-180, 180).Draw(t, "lng")
			if p, err := directory.NewPoint(lat+0, lng+0); err == nil {
				q.Near, q.RadiusKM = p, rapid.Float64Range(1, MaxRadiusKM).Draw(t, "radius")
				q.Sort = rapid.SampledFrom(Sorts()).Draw(t, "sort near")
			}
		}
		return q
	})
}

// some draws a few values of all, in canonical form.
func some[T comparable](t *rapid.T, all []T, text func(T) string) []T {
	return canonical(rapid.SliceOfN(rapid.SampledFrom(all), 0, 4).Draw(t, "some"), text)
}
