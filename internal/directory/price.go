package directory

import "slices"

// PriceUnit says what a price buys.
type PriceUnit string

// What a price can buy. Prices of different units are never compared.
const (
	PerSession      PriceUnit = "session"
	PerCourse       PriceUnit = "course"
	PerArea         PriceUnit = "area"
	PerConsultation PriceUnit = "consultation"
)

var priceUnits = []PriceUnit{PerSession, PerCourse, PerArea, PerConsultation}

// PriceState says whose figure a price is.
type PriceState string

// Whose figure a price can be.
const (
	PricePublished PriceState = "published"    // the clinic's own
	PriceEstimate  PriceState = "our_estimate" // ours, and shown as such
)

var priceStates = []PriceState{PricePublished, PriceEstimate}

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

// MainCurrency is the currency that most of the clinic's prices are in; of two
// as frequent, the one named first.
func (c *Clinic) MainCurrency() Currency {
	var main Currency
	counts := map[Currency]int{}
	for _, o := range c.Offerings {
		for _, p := range o.Prices {
			counts[p.Currency]++
			if main.IsZero() {
				main = p.Currency
			}
		}
	}
	for _, o := range c.Offerings {
		for _, p := range o.Prices {
			if counts[p.Currency] > counts[main] {
				main = p.Currency
			}
		}
	}
	return main
}

// PriceFrom is the lowest price of a session, in the clinic's main currency,
// that holds on day for one of the services asked for, or for any if none is.
func (c *Clinic) PriceFrom(day Date, asked ...Service) (Price, bool) {
	var lowest Price
	found := false
	main := c.MainCurrency()
	for _, o := range c.Offerings {
		if len(asked) > 0 && !slices.Contains(asked, o.Service) {
			continue
		}
		for _, p := range o.Prices {
			if p.Unit != PerSession || p.Currency != main || !p.ValidOn(day) || !p.Fact.Holds() {
				continue
			}
			if !found || p.Amount < lowest.Amount {
				lowest, found = p, true
			}
		}
	}
	return lowest, found
}
