package searchtest_test

import (
	"reflect"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
	"rootline/internal/search/searchtest"
)

func TestOracle_order(t *testing.T) {
	all := listings(
		clinic("çınar", london, at(51.5, 0)),
		clinic("Birch", london, at(51.6, 0), confirmed(5)),
		clinic("Cedar", london, at(51.7, 0), confirmed(2)),
		clinic("birch", london, at(51.6, 0), confirmed(2), speaks("en")),
		clinic("Ash", london, at(51.7, 0), confirmed(5)),
	)
	south := must(directory.NewPoint(51, 0))
	checkLines(t, all, []line{
		{"by score, then id", search.Query{}, "birch, Cedar, Birch, Ash, çınar"},
		{"by name without case and marks, then score", search.Query{Sort: search.ByName}, "Ash, birch, Birch, Cedar, çınar"},
		{"newest confirmation first, then score; never is last", search.Query{Sort: search.ByConfirmed}, "birch, Cedar, Birch, Ash, çınar"},
		{"nearest first, then score", search.Query{Sort: search.ByDistance, Near: south, RadiusKM: 100}, "çınar, birch, Birch, Cedar, Ash"},
	})
}

func TestOracle_pages(t *testing.T) {
	all := listings(clinic("A", london), clinic("B", london), clinic("C", london))
	checkLines(t, all, []line{
		{"the first", search.Query{PerPage: 2}, "A, B"},
		{"the last", search.Query{Page: 2, PerPage: 2}, "C"},
		{"past the end", search.Query{Page: 3, PerPage: 2}, ""},
		{"as far as one may ask", search.Query{Page: search.MaxPage, PerPage: search.MaxPerPage}, ""},
	})
	o := searchtest.NewOracle(all, gazetteer.Embedded(), now)
	if got := o.Find(ask(search.Query{Page: 9}), now).Total; got != 3 {
		t.Errorf("Find(page 9).Total = %d; want 3", got)
	}
}

func TestOracle_facets(t *testing.T) {
	all := listings(
		clinic("A", istanbul, speaks("tr", "en"), offer(directory.PRP, room(directory.HasCapacity, owner), with(directory.IcePacks, owner))),
		clinic("B", istanbul, speaks("tr"), offer(directory.PRP, room(directory.NoCapacity, owner)), offer(directory.SMP, room(directory.HasCapacity, owner))),
		clinic("C", ankara, speaks("en"), smp),
		clinic("D", london, offer(directory.PRP, with(directory.IcePacks, owner), with(directory.Vibration, owner))),
		clinic("E", singapore, prp),
	)
	o := searchtest.NewOracle(all, gazetteer.Embedded(), now)
	tr := []directory.Country{country("TR")}
	tests := []struct {
		why   string
		q     search.Query
		facet func(f search.Facets) []search.Row
		want  string
	}{
		{"every service, by count, then name", search.Query{}, service, "prp 4, smp 2, tandem 1, pep_factor 0, "},
		{"its own filter is open", search.Query{Services: []search.Choice{search.ChooseSMP}}, service, "prp 4, smp 2, tandem 1, pep_factor 0, "},
		{"the others are not", search.Query{Countries: tr}, service, "prp 2, smp 2, tandem 1, pep_factor 0, "},
		{"accepting is judged without the services asked", search.Query{Accepting: true, Services: []search.Choice{search.ChoosePRP}}, service, "prp 2, smp 1, tandem 1, pep_factor 0, "},
		{"accepting for the services asked elsewhere", search.Query{Accepting: true, Services: []search.Choice{search.ChoosePRP}}, countries, "TR 1, "},
		{"countries with results", search.Query{}, countries, "TR 3, GB 1, SG 1, "},
		{"open with their regions and cities", search.Query{Countries: tr, Regions: []directory.Region{region("TR.68")}, Cities: []directory.CityID{ankara}}, countries, "TR 3, GB 1, SG 1, "},
		{"regions of one country", search.Query{Countries: tr}, regions, "TR.34 2, TR.68 1, "},
		{"open with their cities", search.Query{Countries: tr, Regions: []directory.Region{region("TR.34")}, Cities: []directory.CityID{istanbul}}, regions, "TR.34 2, TR.68 1, "},
		{"not of two countries", search.Query{Countries: append(tr, country("GB"))}, regions, ""},
		{"not of none", search.Query{}, regions, ""},
		{"none where there are none", search.Query{Countries: []directory.Country{country("SG")}}, regions, ""},
		{"cities of one country", search.Query{Countries: tr}, cities, "745044 2, 323786 1, "},
		{"of its regions asked", search.Query{Countries: tr, Regions: []directory.Region{region("TR.34")}, Cities: []directory.CityID{ankara}}, cities, "745044 2, "},
		{"not without a country", search.Query{Cities: []directory.CityID{ankara}}, cities, ""},
		{"features that would leave some", search.Query{}, features, "ice_packs 2, vibration 1, "},
		{"beside those asked", search.Query{Features: []directory.Feature{directory.Vibration}}, features, "ice_packs 1, vibration 1, "},
		{"languages", search.Query{Languages: []directory.Language{language("en")}}, languages, "en 2, tr 2, "},
	}
	for _, tt := range tests {
		if got := searchtest.Rows(tt.facet(o.Find(ask(tt.q), now).Facets)); got != tt.want {
			t.Errorf("%s: facet of Find(%+v) = %q; want %q", tt.why, tt.q, got, tt.want)
		}
	}
}

func service(f search.Facets) []search.Row   { return f.Service }
func countries(f search.Facets) []search.Row { return f.Country }
func regions(f search.Facets) []search.Row   { return f.Region }
func cities(f search.Facets) []search.Row    { return f.City }
func features(f search.Facets) []search.Row  { return f.Feature }
func languages(f search.Facets) []search.Row { return f.Language }

func TestOracle_card(t *testing.T) {
	price := func(amount int64, to time.Time) func(o *directory.Offering) {
		return func(o *directory.Offering) {
			o.Prices = append(o.Prices, directory.Price{
				Amount: amount, Currency: must(directory.ParseCurrency("EUR")), Unit: directory.PerSession,
				State: directory.PricePublished, ValidTo: directory.DateOf(to), Fact: owner,
			})
		}
	}
	all := listings(clinic("A", istanbul, opens(9, 13, owner), confirmed(40), speaks("tr", "en"),
		offer(directory.SMP, room(directory.Waitlist, owner), with(directory.Beard, owner), price(900, now.AddDate(0, 1, 0))),
		offer(directory.PRP, room(directory.HasCapacity, owner), with(directory.IcePacks, absent), price(700, now), price(100, now.AddDate(0, 0, -1))),
	))
	o := searchtest.NewOracle(all, gazetteer.Embedded(), now)
	card := func(q search.Query, at time.Time) search.Card { return o.Find(ask(q), at).Cards[0] }
	onSMP := search.Query{Services: []search.Choice{search.ChooseSMP}}
	nextDay := now.AddDate(0, 0, 1)
	tests := []struct {
		why       string
		got, want any
	}{
		{"services in their order", card(search.Query{}, now).Services, []directory.Service{directory.PRP, directory.SMP}},
		{"features that hold", card(search.Query{}, now).Features, []directory.Feature{directory.Beard}},
		{"the best capacity", card(search.Query{}, now).Capacity, directory.HasCapacity},
		{"of the services asked", card(onSMP, now).Capacity, directory.Waitlist},
		{"the lowest price on its last day", card(search.Query{}, now).PriceFrom.Amount, int64(700)},
		{"of the services asked", card(onSMP, now).PriceFrom.Amount, int64(900)},
		{"on the day after", card(search.Query{}, nextDay).PriceFrom.Amount, int64(900)},
		{"no price that holds", card(search.Query{}, now.AddDate(1, 0, 0)).PriceFrom, (*directory.Price)(nil)},
		{"the day of the confirmation", card(search.Query{}, now).Confirmed.String(), "2025-12-05"},
		{"no distance unless near", card(search.Query{}, now).DistanceKM, -1.0},
		{"doors at the stroke of closing", card(search.Query{}, now).Doors.State, directory.DoorsShut},
		{"opening the next morning", card(search.Query{}, now).Doors.OpensNext.Equal(now.Add(20 * time.Hour)), true},
		{"doors a moment earlier", card(search.Query{}, now.Add(-1)).Doors.State, directory.DoorsOpen},
		{"the place by its names", card(search.Query{}, now).RegionName + " " + card(search.Query{}, now).CitySlug, "Istanbul istanbul"},
		{"how it operates", card(search.Query{}, now).Operating, directory.Active},
	}
	for _, tt := range tests {
		if !reflect.DeepEqual(tt.got, tt.want) {
			t.Errorf("%s: card says %v; want %v", tt.why, tt.got, tt.want)
		}
	}
}
