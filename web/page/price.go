package page

import (
	"rootline/internal/directory"
)

// amount says what a price asks: a figure, or the two ends of a range.
func (f Frame) amount(p directory.Price) string {
	from := f.Money(directory.Money{Amount: p.Amount, Currency: p.Currency})
	if p.AmountMax <= p.Amount {
		return from
	}
	return f.T("price.range", "From", from, "To", f.Money(directory.Money{Amount: p.AmountMax, Currency: p.Currency}))
}

// buys says what a price is for. Prices for different things are never compared,
// so this is never left out.
func (f Frame) buys(p directory.Price) string {
	if p.Sessions > 0 {
		return f.N("price.sessions."+string(p.Unit), p.Sessions)
	}
	return f.T("price.unit." + string(p.Unit))
}

// priceFrom says the price on a card, and whose figure it is.
func (f Frame) priceFrom(p directory.Price) string {
	id := "price.from"
	if p.State == directory.PriceEstimate {
		id = "price.from_estimate"
	}
	return f.T(id, "Amount", f.Money(directory.Money{Amount: p.Amount, Currency: p.Currency}))
}

// priceStanding says whose figure a price is. What we have worked out ourselves
// was confirmed by nobody, whatever it was worked out from.
func (f Frame) priceStanding(p directory.Price) string {
	if p.State == directory.PriceEstimate && p.Fact.Known() {
		return f.vouched("price.estimated", p.Fact)
	}
	return f.standing(p.Fact)
}

// validity says from when and until when a price holds, if that is limited.
func (f Frame) validity(p directory.Price) string {
	today := directory.DateOf(f.Now)
	switch {
	case today.Before(p.ValidFrom):
		return f.T("price.valid_from", "Date", p.ValidFrom)
	case !p.ValidTo.IsZero():
		return f.T("price.valid_to", "Date", p.ValidTo)
	default:
		return ""
	}
}
