package pages

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"rootline/internal/directory"
	"rootline/web/page"
)

// pricesSection is what a clinic asks for each of its services.
var pricesSection = section{path: "prices", title: "sections.prices.title", fields: (*Pages).pricesFields, read: readPrices}

const (
	freshPrices = 1   // rows to be filled in
	mostPrices  = 50  // of a service
	maxSessions = 100 // that a price can buy
)

// priceUnits are what a price can buy, as a form has them.
var priceUnits = []directory.PriceUnit{directory.PerSession, directory.PerCourse, directory.PerArea, directory.PerConsultation}

// priceForm is a price as it stands in a form: in its place among those of a service.
type priceForm struct{ name string }

func priceAt(s directory.Service, i int) priceForm {
	return priceForm{"prices." + s.String() + "[" + strconv.Itoa(i) + "]"}
}

func (x priceForm) fill(t *typed, p directory.Price) {
	t.values.Set(x.name+".amount", amountText(directory.Money{Amount: p.Amount, Currency: p.Currency}))
	if p.AmountMax > 0 {
		t.values.Set(x.name+".amount_max", amountText(directory.Money{Amount: p.AmountMax, Currency: p.Currency}))
	}
	t.values.Set(x.name+".currency", p.Currency.String())
	t.values.Set(x.name+".unit", string(p.Unit))
	if p.Sessions > 0 {
		t.values.Set(x.name+".sessions", strconv.Itoa(p.Sessions))
	}
	t.values.Set(x.name+".valid_from", p.ValidFrom.String())
	t.values.Set(x.name+".valid_to", p.ValidTo.String())
}

// empty reports whether the form says nothing of a price: a currency and a unit alone,
// which each row begins with, are none.
func (x priceForm) empty(t *typed) bool {
	f := x.fields(t)
	f.Currency, f.Unit = "", ""
	return f == page.PriceFields{Name: x.name, Ours: f.Ours, Removed: f.Removed}
}

func (x priceForm) fields(t *typed) page.PriceFields {
	return page.PriceFields{
		Name: x.name, Ours: t.Ticked(x.name + ".ours"), Removed: t.Ticked(x.name + ".remove"),
		Amount: t.Text(x.name + ".amount"), AmountMax: t.Text(x.name + ".amount_max"),
		Currency: t.Text(x.name + ".currency"), Unit: t.Text(x.name + ".unit"), Sessions: t.Text(x.name + ".sessions"),
		ValidFrom: t.Text(x.name + ".valid_from"), ValidTo: t.Text(x.name + ".valid_to"),
	}
}

// read reads a price, which is the clinic's own: nobody else writes one here.
func (x priceForm) read(t *typed, wrong map[string]directory.Message) directory.Price {
	p := directory.Price{State: directory.PricePublished, Fact: directory.Fact{State: directory.OwnerAsserted}}
	p.Unit = directory.PriceUnit(t.Text(x.name + ".unit"))
	x.readAmounts(t, &p, wrong)
	if !slices.Contains(priceUnits, p.Unit) {
		wrong[x.name+".unit"] = directory.Msg("sections.choose")
	}
	if s := asciiDigits(t.Text(x.name + ".sessions")); s != "" {
		n, err := strconv.Atoi(s)
		if p.Sessions = n; err != nil || n < 1 || n > maxSessions {
			wrong[x.name+".sessions"] = directory.Msg("sections.prices.sessions_wrong", "Max", maxSessions)
		}
	}
	for part, at := range map[string]*directory.Date{".valid_from": &p.ValidFrom, ".valid_to": &p.ValidTo} {
		d, ok := readDate(t.Text(x.name + part))
		if *at = d; !ok {
			wrong[x.name+part] = directory.Msg("sections.date")
		}
	}
	if !p.ValidTo.IsZero() && p.ValidTo.Before(p.ValidFrom) {
		wrong[x.name+".valid_to"] = directory.Msg("invalid.price.dates")
	}
	return p
}

// readAmounts reads how much it is. Without its currency nobody knows how many decimals
// an amount has.
func (x priceForm) readAmounts(t *typed, p *directory.Price, wrong map[string]directory.Message) {
	var err error
	if p.Currency, err = directory.ParseCurrency(t.Text(x.name + ".currency")); err != nil {
		wrong[x.name+".currency"] = directory.Msg("invalid.currency")
		return
	}
	read := func(part string) int64 {
		s := t.Text(x.name + part)
		if s == "" {
			return 0
		}
		n, ok := readAmount(s, p.Currency)
		if !ok {
			wrong[x.name+part] = amountFault(p.Currency)
		}
		return n
	}
	if t.Text(x.name+".amount") == "" {
		wrong[x.name+".amount"] = directory.Msg("sections.prices.missing")
	}
	p.Amount, p.AmountMax = read(".amount"), read(".amount_max")
	if _, told := wrong[x.name+".amount_max"]; !told && t.Text(x.name+".amount_max") != "" && p.AmountMax < p.Amount {
		wrong[x.name+".amount_max"] = directory.Msg("invalid.price.range")
	}
}

// amountFault says how an amount of a currency is typed.
func amountFault(c directory.Currency) directory.Message {
	switch c.Decimals() {
	case 0:
		return directory.Msg("sections.prices.wrong_whole", "Currency", c.String())
	case 2:
		return directory.Msg("sections.prices.wrong")
	}
	return directory.Msg("sections.prices.wrong_three", "Currency", c.String())
}

func (p *Pages) pricesFields(e editing, t *typed) (templ.Component, error) {
	c := &e.Listing.Clinic
	first := t == nil
	if first {
		t = newTyped(url.Values{})
	}
	v := page.PricesFields{}
	for _, u := range priceUnits {
		v.Units = append(v.Units, page.Choice{Value: string(u), Label: p.words().T("price.unit." + string(u))})
	}
	usual := usualCurrency(c)
	for _, o := range c.Offerings {
		service := page.ServicePrices{Service: o.Service}
		for i, was := range o.Prices {
			x := priceAt(o.Service, i)
			if first {
				x.fill(t, was)
			}
			row := x.fields(t)
			row.Estimate = was.State == directory.PriceEstimate
			service.Rows = append(service.Rows, row)
		}
		for i := range freshPrices {
			x := priceAt(o.Service, len(o.Prices)+i)
			if first {
				x.fillFresh(t, usual)
			}
			row := x.fields(t)
			row.Fresh = true
			service.Rows = append(service.Rows, row)
		}
		v.Services = append(v.Services, service)
	}
	return page.PricesForm(e.Frame, e.Sheet, v), nil
}

// fillFresh is what a row begins with that is to be filled in.
func (x priceForm) fillFresh(t *typed, c directory.Currency) {
	t.values.Set(x.name+".currency", c.String())
	t.values.Set(x.name+".unit", string(directory.PerSession))
}

// usualCurrency is the one that a clinic most likely quotes in: as it does already, or
// else its country's.
func usualCurrency(c *directory.Clinic) directory.Currency {
	if main := c.MainCurrency(); !main.IsZero() {
		return main
	}
	region, err := language.ParseRegion(c.Address.Country.String())
	if err != nil {
		return directory.Currency{}
	}
	unit, ok := currency.FromRegion(region)
	if !ok {
		return directory.Currency{}
	}
	usual, err := directory.ParseCurrency(unit.String())
	if err != nil { // the library's list is older than ours
		return directory.Currency{}
	}
	return usual
}

// readPrices writes the prices into a listing, each in its place. What says the same as
// before stays as it was, its fact with it.
func readPrices(_ *Pages, t *typed, l *directory.Listing) map[string]directory.Message {
	wrong := map[string]directory.Message{}
	for i := range l.Clinic.Offerings {
		o := &l.Clinic.Offerings[i]
		prices := readPricesOf(t, o, wrong)
		if len(prices) > mostPrices {
			wrong[priceAt(o.Service, len(o.Prices)).name+".amount"] = directory.Msg("invalid.too_many", "Max", mostPrices)
		}
		if len(wrong) == 0 {
			o.Prices = prices
		}
	}
	return wrong
}

func readPricesOf(t *typed, o *directory.Offering, wrong map[string]directory.Message) (all []directory.Price) {
	for i, was := range o.Prices {
		x := priceAt(o.Service, i)
		removed, ours := t.Ticked(x.name+".remove"), t.Ticked(x.name+".ours")
		switch {
		case x.empty(t) || removed:
		case x.same(t, was) && !ours:
			all = append(all, was)
		default:
			all = append(all, x.read(t, wrong))
		}
	}
	for i := range freshPrices {
		if x := priceAt(o.Service, len(o.Prices)+i); !x.empty(t) {
			all = append(all, x.read(t, wrong))
		}
	}
	return all
}

// same reports whether the form says of a price what was so before.
func (x priceForm) same(t *typed, was directory.Price) bool {
	before := newTyped(url.Values{})
	x.fill(before, was)
	a, b := x.fields(t), x.fields(before)
	a.Ours, a.Removed = b.Ours, b.Removed
	return a == b
}
