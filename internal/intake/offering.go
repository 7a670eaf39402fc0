package intake

import (
	"slices"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/intake/cell"
)

// token is a name of ours in whatever way people write it: PEP Factor is
// pep_factor.
func token(s string) string {
	return strings.ReplaceAll(sameness(s), " ", "_")
}

// appendNew adds v to all unless it is there.
func appendNew[T comparable](all []T, v T) []T {
	if slices.Contains(all, v) {
		return all
	}
	return append(all, v)
}

// offerings reads what the clinic offers, and what is said of it.
func (v *view) offerings(c *directory.Clinic, file facts) {
	var all []directory.Service
	for _, item := range v.items(fieldServices) {
		s, err := directory.ParseService(token(item))
		if err != nil {
			v.doubt(fieldServices, item, directory.Msg("intake.services.unknown"))
			continue
		}
		all = appendNew(all, s)
	}
	for _, s := range all {
		c.Offerings = append(c.Offerings, directory.Offering{Service: s})
	}
	v.features(c, file.of(directory.FactFeature))
	v.capacities(c, file.of(directory.FactCapacity))
	v.prices(c, file.of(directory.FactPrice))
}

// offered is the offering that an item is about. Of a service that the row does
// not offer, nothing can be said.
func (v *view) offered(c *directory.Clinic, s directory.Service, f field, item string) *directory.Offering {
	i := slices.IndexFunc(c.Offerings, func(o directory.Offering) bool { return o.Service == s })
	if i < 0 {
		v.doubt(f, item, directory.Msg("intake.services.without", "Service", s.String()))
		return nil
	}
	return &c.Offerings[i]
}

func (v *view) features(c *directory.Clinic, file directory.Fact) {
	for _, item := range v.items(fieldFeatures) {
		f, err := cell.ParseFeature(item)
		if err != nil {
			v.doubt(fieldFeatures, item, directory.Msg("intake.features.unknown"))
			continue
		}
		o := v.offered(c, f.Feature.Service(), fieldFeatures, item)
		if o == nil {
			continue
		}
		if slices.ContainsFunc(o.Features, func(g directory.OfferedFeature) bool { return g.Feature == f.Feature }) {
			v.doubt(fieldFeatures, item, directory.Msg("intake.twice"))
			continue
		}
		f.Fact = cell.Fact(f.Fact, file)
		o.Features = append(o.Features, f)
	}
}

func (v *view) capacities(c *directory.Clinic, file directory.Fact) {
	for _, item := range v.items(fieldCapacity) {
		s, capacity, err := cell.ParseCapacity(item)
		if err != nil {
			v.doubt(fieldCapacity, item, messageOf(err))
			continue
		}
		o := v.offered(c, s, fieldCapacity, item)
		if o == nil {
			continue
		}
		if o.Capacity.Status != "" {
			v.doubt(fieldCapacity, item, directory.Msg("intake.twice"))
			continue
		}
		capacity.Fact = cell.Fact(capacity.Fact, file)
		o.Capacity = capacity
	}
}

func (v *view) prices(c *directory.Clinic, file directory.Fact) {
	items := v.items(fieldPrices)
	if len(items) == 0 {
		return
	}
	currency := parsed(v, fieldCurrency, directory.ParseCurrency)
	for _, item := range items {
		s, price, err := cell.ParsePrice(withCurrency(item, currency))
		if err != nil {
			v.doubt(fieldPrices, item, messageOf(err))
			continue
		}
		if o := v.offered(c, s, fieldPrices, item); o != nil {
			price.Fact = cell.Fact(price.Fact, file)
			o.Prices = append(o.Prices, price)
		}
	}
}

// withCurrency puts the currency behind the amount of a price that has none.
func withCurrency(price string, currency directory.Currency) string {
	words := strings.Fields(price)
	if currency.IsZero() || len(words) < 3 {
		return price
	}
	if len(words) > 3 {
		if _, err := directory.ParseCurrency(words[3]); err == nil {
			return price
		}
	}
	return strings.Join(slices.Insert(words, 3, currency.String()), " ")
}

func (v *view) practitioners(c *directory.Clinic, file facts) {
	for _, item := range v.items(fieldPractitioners) {
		p, err := cell.ParsePractitioner(item)
		if err != nil {
			v.doubt(fieldPractitioners, item, messageOf(err))
			continue
		}
		p.Fact = cell.Fact(p.Fact, file.of(directory.FactCredential))
		c.Practitioners = append(c.Practitioners, p)
	}
}
