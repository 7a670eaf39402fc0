package directory

import (
	"strings"
	"sync"

	"golang.org/x/text/currency"
)

// Currency is an ISO 4217 code in upper case. The zero Currency means none.
type Currency struct{ code string }

var currencies sync.Map // string → Currency; the library's parser is slow

// ParseCurrency reads a code in either case.
func ParseCurrency(s string) (Currency, error) {
	if c, ok := currencies.Load(s); ok {
		return c.(Currency), nil
	}
	if unit, err := currency.ParseISO(s); err == nil && unit != (currency.Unit{}) {
		c := Currency{unit.String()}
		currencies.Store(strings.Clone(s), c)
		return c, nil
	}
	return Currency{}, Refuse(Invalid, "invalid.currency")
}

func (c Currency) String() string { return c.code }

// IsZero reports whether no currency is named.
func (c Currency) IsZero() bool { return c.code == "" }

// Decimals is the number of digits of the minor unit: 2 for EUR, 0 for JPY, 3
// for KWD.
func (c Currency) Decimals() int {
	unit, err := currency.ParseISO(c.code)
	if err != nil {
		return 2
	}
	scale, _ := currency.Standard.Rounding(unit)
	return scale
}

// MarshalText writes the code.
func (c Currency) MarshalText() ([]byte, error) { return []byte(c.code), nil }

// UnmarshalText reads what MarshalText wrote.
func (c *Currency) UnmarshalText(b []byte) error { return parseText(c, b, ParseCurrency) }

// Money is an amount in the currency's minor unit: 12550 EUR is 125.50 euros,
// 1500 JPY is 1500 yen.
type Money struct {
	Amount   int64
	Currency Currency
}

// PriceUnit says what a price buys.
type PriceUnit string

// What a price can buy. Prices of different units are never compared.
const (
	PerSession      PriceUnit = "session"
	PerCourse       PriceUnit = "course"
	PerArea         PriceUnit = "area"
	PerConsultation PriceUnit = "consultation"
)

// PriceState says whose figure a price is.
type PriceState string

// Whose figure a price can be.
const (
	PricePublished PriceState = "published"    // the clinic's own
	PriceEstimate  PriceState = "our_estimate" // ours, and shown as such
)

// Price is what a clinic asks for a service. AmountMax is zero unless the price
// is a range; Sessions is zero unless the price buys a number of them. A zero
// date leaves that end open; ValidTo is the last day on which the price holds.
type Price struct {
	Amount    int64      `json:"amount"`
	AmountMax int64      `json:"amount_max,omitzero"`
	Currency  Currency   `json:"currency"`
	Unit      PriceUnit  `json:"unit"`
	Sessions  int        `json:"sessions,omitzero"`
	State     PriceState `json:"state"`
	ValidFrom Date       `json:"valid_from,omitzero"`
	ValidTo   Date       `json:"valid_to,omitzero"`
	Fact      Fact       `json:"fact"`
}

// ValidOn reports whether the price holds on day.
func (p Price) ValidOn(day Date) bool {
	return (p.ValidFrom.IsZero() || !day.Before(p.ValidFrom)) && (p.ValidTo.IsZero() || !p.ValidTo.Before(day))
}
