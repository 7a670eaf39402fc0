package directory

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
)

// notCountries are the codes that the library takes for countries and ISO 3166-1
// does not assign: its own for parts of countries, withdrawn ones, and names of
// what is no country.
var notCountries = map[string]string{
	"reserved, for parts of countries":    "AC CP CQ DG EA IC TA FX",
	"a second code of a country":          "UK",
	"of several countries":                "EZ UN",
	"withdrawn, the country is no more":   "AN CS DD NT SU YD YU CT FQ HV JT MI NH NQ PC PU PZ RH VD WK",
	"withdrawn, the country took another": "BU TP ZR DY",
}

func TestCountries_agreeWithLibrary(t *testing.T) {
	ours := Countries()
	if !slices.IsSortedFunc(ours, func(a, b Country) int { return strings.Compare(a.code, b.code) }) {
		t.Error("countries are out of order, so that some are not found")
	}
	for _, c := range ours {
		if r, err := language.ParseRegion(c.String()); err != nil || !r.IsCountry() || r.String() != c.String() {
			t.Errorf("%s is no country to the library: %v, %v", c, r, err)
		}
		if again, err := ParseCountry(strings.ToLower(c.String())); err != nil || again != c {
			t.Errorf("ParseCountry(%q) = %q, %v", strings.ToLower(c.String()), again, err)
		}
	}
	explained := map[string]bool{}
	for _, codes := range notCountries {
		for code := range strings.FieldsSeq(codes) {
			explained[code] = true
		}
	}
	for i := range 26 * 26 {
		code := string([]byte{byte('A' + i/26), byte('A' + i%26)})
		_, err := ParseCountry(code)
		r, unknown := language.ParseRegion(code)
		theirs := unknown == nil && r.IsCountry()
		if want := theirs && !explained[code]; want != (err == nil) {
			t.Errorf("ParseCountry(%q) = %v; the library has it: %t, explained: %t", code, err, theirs, explained[code])
		}
	}
	if got := len(ours); got != 250 { // 249 of ISO 3166-1, and Kosovo
		t.Errorf("there are %d countries, want 250", got)
	}
}

// newCurrencies came after the library's list was made.
const newCurrencies = "MRU SLE VED VES XCG ZWG"

func TestCurrencies(t *testing.T) {
	for name, codes := range map[string]string{"all": currencyCodes, "whole": wholeCurrencies, "thousandth": thousandthCurrencies} {
		last := ""
		for i := 0; i < len(codes); i += 3 {
			if code := codes[i : i+3]; code <= last {
				t.Errorf("%s: %s comes after %s", name, code, last)
			} else {
				last = code
			}
			if _, err := ParseCurrency(codes[i : i+3]); err != nil {
				t.Errorf("%s: there is no %s", name, codes[i:i+3])
			}
		}
	}
	for i := 0; i < len(currencyCodes); i += 3 {
		c := Currency{currencyCodes[i : i+3]}
		unit, err := currency.ParseISO(c.String())
		if (err == nil) == strings.Contains(newCurrencies, c.String()) || err == nil && unit.String() != c.String() {
			t.Errorf("%s is %v to the library: %v", c, unit, err)
		}
	}
	// What is legal tender somewhere, as far as the library knows.
	gone := map[string]bool{"MRO": true, "STD": true, "ANG": true, "ZWL": true, "CUC": true, "SLL": true, "VEF": true, "CHE": true, "CHW": true, "USN": true}
	for all := currency.Query(); all.Next(); {
		code := all.Unit().String()
		if _, err := ParseCurrency(code); err != nil && !gone[code] {
			t.Errorf("%s, paid with in %s, is not one of ours", code, all.Region())
		}
	}
}

func TestCurrencyDecimals(t *testing.T) {
	for code, want := range map[string]int{
		"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "XAF": 0, "XPF": 0,
		"KWD": 3, "TND": 3, "IQD": 3,
		"EUR": 2, "TRY": 2, "USD": 2, "HUF": 2, "RSD": 2, "ALL": 2, "TWD": 2, "IDR": 2,
	} {
		if got := must(ParseCurrency(code)).Decimals(); got != want {
			t.Errorf("Decimals() of %s = %d, want %d", code, got, want)
		}
	}
	if got := (Currency{}).Decimals(); got != 2 {
		t.Errorf("Decimals() of none = %d, want 2", got)
	}
}
