package pages

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
)

// offering is a listing that says something of PRP.
func offering(t *testing.T) directory.Listing {
	t.Helper()
	l := open(t, "")
	said := directory.FactFeature.Observed(directory.SourceChecked, "a register", sectionNow.Add(-time.Hour))
	l.Clinic.Offerings = []directory.Offering{{
		Service: directory.PRP,
		Features: []directory.OfferedFeature{
			{Feature: directory.IcePacks, Fact: said}, {Feature: directory.Vibration, Fact: directory.Fact{State: directory.NotChecked}},
		},
		Capacity: directory.Capacity{Status: directory.Waitlist, Fact: said},
	}}
	return l
}

func TestReadServices(t *testing.T) {
	for _, tt := range []struct {
		name  string
		typed []string
		want  string // a part of the offerings as JSON, or the field that is wrong
		not   string
	}{
		{"a feature more", []string{"features.double_spin", "yes"}, `{"feature":"double_spin","fact":{"state":"owner_asserted"}}]`, ""},
		{"one denied", []string{"features.vibration", "no"}, `{"feature":"vibration","fact":{"state":"checked_absent"}}`, `{"feature":"vibration","fact":{"state":"not_checked"}}`},
		{"one taken back", []string{"features.ice_packs", ""}, `"features":[{"feature":"vibration"`, "ice_packs"},
		{"others keep their fact", []string{"features.vibration", "yes"}, `{"feature":"ice_packs","fact":{"state":"source_checked","source":"a register"`, ""},
		{"a named kit", []string{"features.named_kit", "yes", "features.named_kit.detail", " Kit <1> "}, `"detail":"Kit \u003c1\u003e"`, ""},
		{"capacity", []string{"capacity.prp", "capacity"}, `"capacity":{"status":"capacity","fact":{"state":"owner_asserted"}}`, "waitlist"},
		{"capacity no more", []string{"capacity.prp", ""}, `"capacity":{"status":"","fact":{"state":"not_checked"}}`, "waitlist"},
		{"one more service", []string{"services.smp", "yes", "features.beard", "yes"}, `{"service":"smp","features":[{"feature":"beard"`, ""},
		{"an adjunct", []string{"services.pep_factor", "yes"}, `{"service":"pep_factor"`, ""},
		{"another in its place", []string{"services.prp", "", "services.smp", "yes"}, `[{"service":"smp"`, "prp"},

		{"a kit without a name", []string{"features.named_kit", "yes"}, "!features.named_kit.detail", ""},
		{"a name without a yes", []string{"features.named_kit.detail", "Kit"}, "!features.named_kit", ""},
		{"a name of two lines", []string{"features.named_kit", "yes", "features.named_kit.detail", "a\nb"}, "!features.named_kit.detail", ""},
		{"a name too long", []string{"features.named_kit", "yes", "features.named_kit.detail", strings.Repeat("x", 201)}, "!features.named_kit.detail", ""},
		{"no answer", []string{"features.ice_packs", "perhaps"}, "!features.ice_packs", ""},
		{"no capacity that there is", []string{"capacity.prp", "lots"}, "!capacity.prp", ""},
		{"answers for what is not offered", []string{"features.beard", "yes"}, "!services.smp", ""},
		{"an adjunct of nothing", []string{"services.prp", "", "services.smp", "yes", "services.pep_factor", "yes"}, "!services.pep_factor", ""},
		{"nothing offered", []string{"services.prp", ""}, "!services.prp", ""},
	} {
		l := offering(t)
		wrong := sendTo(t, servicesSection, &l, tt.typed...)
		wantOfferings(t, tt.name, l, wrong, tt.want, tt.not)
	}
}

// wantOfferings wants a listing to say something of what it offers and not something else,
// or a field to be refused.
func wantOfferings(t *testing.T, name string, l directory.Listing, wrong map[string]directory.Message, want, not string) {
	t.Helper()
	said, err := json.Marshal(l.Clinic.Offerings)
	if err != nil {
		t.Fatal(err)
	}
	if field, refused := strings.CutPrefix(want, "!"); refused {
		before, _ := json.Marshal(offering(t).Clinic.Offerings)
		if _, ok := wrong[field]; !ok || len(wrong) != 1 || string(said) != string(before) {
			t.Errorf("%s: wrong %v, %s; want %s to be refused, and all as it was", name, wrong, said, field)
		}
		return
	}
	if len(wrong) > 0 || !strings.Contains(string(said), want) || not != "" && strings.Contains(string(said), not) {
		t.Errorf("%s: %s, %v; want %s and not %s", name, said, wrong, want, not)
	}
}

func TestReadPrices(t *testing.T) {
	const fresh = "prices.prp[0]"
	for _, tt := range []struct {
		name  string
		typed []string
		want  string
	}{
		{"a figure", []string{fresh + ".amount", "150,500"}, "!" + fresh + ".amount"}, // of Kuwait's dinar, the clinic's own
		{"dinars", []string{fresh + ".amount", "150.500"}, `"prices":[{"amount":150500,"currency":"KWD","unit":"session","state":"published","fact":{"state":"owner_asserted"}}]`},
		{"euros", []string{fresh + ".amount", "1.200,50", fresh + ".currency", "eur"}, `"amount":120050,"currency":"EUR"`},
		{
			"a course with a range",
			[]string{fresh + ".amount", "900", fresh + ".amount_max", "1,200", fresh + ".currency", "EUR", fresh + ".unit", "course", fresh + ".sessions", "3"},
			`"amount":90000,"amount_max":120000,"currency":"EUR","unit":"course","sessions":3`,
		},
		{"limited", []string{fresh + ".amount", "5", fresh + ".valid_from", "2026-01-01", fresh + ".valid_to", "31.12.2026"}, `"valid_from":"2026-01-01","valid_to":"2026-12-31"`},
		{"yen", []string{fresh + ".amount", "12,000", fresh + ".currency", "JPY"}, `"amount":12000,"currency":"JPY"`},
		{"only a unit", []string{fresh + ".unit", "course"}, `[{"service":"prp"`},

		{"no amount", []string{fresh + ".sessions", "3"}, "!" + fresh + ".amount"},
		{"no number", []string{fresh + ".amount", "ask us"}, "!" + fresh + ".amount"},
		{"no currency", []string{fresh + ".amount", "5", fresh + ".currency", "$"}, "!" + fresh + ".currency"},
		{"no unit", []string{fresh + ".amount", "5", fresh + ".unit", "hour"}, "!" + fresh + ".unit"},
		{"a range that goes down", []string{fresh + ".amount", "5", fresh + ".amount_max", "4"}, "!" + fresh + ".amount_max"},
		{"a range that ends at nothing", []string{fresh + ".amount", "5", fresh + ".amount_max", "0"}, "!" + fresh + ".amount_max"},
		{"no sessions", []string{fresh + ".amount", "5", fresh + ".sessions", "0"}, "!" + fresh + ".sessions"},
		{"too many", []string{fresh + ".amount", "5", fresh + ".sessions", "1000"}, "!" + fresh + ".sessions"},
		{"no date", []string{fresh + ".amount", "5", fresh + ".valid_to", "soon"}, "!" + fresh + ".valid_to"},
		{"over before it begins", []string{fresh + ".amount", "5", fresh + ".valid_from", "2026-02-01", fresh + ".valid_to", "2026-01-01"}, "!" + fresh + ".valid_to"},
	} {
		l := offering(t)
		wrong := sendTo(t, pricesSection, &l, tt.typed...)
		wantOfferings(t, tt.name, l, wrong, tt.want, "")
	}
}

func TestReadPrices_anEstimateIsOursUntilTheClinicTakesIt(t *testing.T) {
	const row = "prices.prp[0]"
	for _, tt := range []struct {
		name  string
		typed []string
		want  directory.PriceState
	}{
		{"left alone", nil, directory.PriceEstimate},
		{"taken", []string{row + ".ours", "yes"}, directory.PricePublished},
		{"changed", []string{row + ".amount", "200"}, directory.PricePublished},
	} {
		l := offering(t)
		l.Clinic.Offerings[0].Prices = []directory.Price{{Amount: 15000, Currency: euro(t), Unit: directory.PerSession, State: directory.PriceEstimate}}
		if wrong := sendTo(t, pricesSection, &l, tt.typed...); len(wrong) > 0 {
			t.Fatalf("%s: refused: %v", tt.name, wrong)
		}
		if got := l.Clinic.Offerings[0].Prices[0].State; got != tt.want {
			t.Errorf("%s: state %s, want %s", tt.name, got, tt.want)
		}
	}
}

func euro(t *testing.T) directory.Currency {
	t.Helper()
	c, err := directory.ParseCurrency("EUR")
	if err != nil {
		t.Fatal(err)
	}
	return c
}
