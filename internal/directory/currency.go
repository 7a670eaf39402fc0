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
