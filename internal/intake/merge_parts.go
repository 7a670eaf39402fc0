package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/intake/cell"
	"rootline/internal/openinghours"
)

func (m *merge) address() {
	at := func(c *directory.Clinic) side {
		a := c.Address
		if a.Country.IsZero() {
			return side{}
		}
		fact := a.Fact
		a.Fact = directory.Fact{}
		return side{value: asJSON(a), text: asText(a), fact: fact}
	}
	says := filled(m.says.Address, m.is.Address)
	said := at(&directory.Clinic{Address: says})
	if m.settle("address", at(m.is), at(&directory.Clinic{Address: filled(m.was.Address, m.is.Address)}), said) {
		m.is.Address = says
	}
}

// filled is what a source says of an address, with what the directory knows where
// the source leaves a blank. The point of a city is a blank too, within the city.
func filled(says, is directory.Address) directory.Address {
	if says.Country != is.Country || says.CityID != is.CityID {
		return says // it is another place
	}
	says.Address1 = cmp.Or(says.Address1, is.Address1)
	says.PostalCode = cmp.Or(says.PostalCode, is.PostalCode)
	says.ISO31662 = cmp.Or(says.ISO31662, is.ISO31662)
	if says.Precision == directory.Locality && !is.Point.IsZero() {
		says.Point, says.Precision = is.Point, is.Precision
	}
	return says
}

func (m *merge) hours() {
	at := func(c *directory.Clinic) side {
		h := c.Hours
		if !h.Fact.Known() {
			return side{}
		}
		fact := h.Fact
		h.Fact = directory.Fact{}
		return side{value: asJSON(h), text: asText(c.Hours), fact: fact}
	}
	if m.settle("hours", at(m.is), at(m.was), at(m.says)) {
		m.is.Hours = m.says.Hours
	}
}

// offering merges what is said of one service: whether it is offered at all and,
// where it is, one by one its features, its capacity and its prices.
func (m *merge) offering(s directory.Service) {
	says, said := m.says.Offering(s)
	if !said {
		return
	}
	at := func(c *directory.Clinic) side {
		if _, offered := c.Offering(s); !offered {
			return side{}
		}
		return side{value: s.String(), text: s.String()}
	}
	i := slices.IndexFunc(m.is.Offerings, func(o directory.Offering) bool { return o.Service == s })
	if i < 0 {
		if m.settle("services", at(m.is), at(m.was), at(m.says)) {
			m.is.Offerings = append(slices.Clone(m.is.Offerings), says)
		}
		return
	}
	was, _ := m.was.Offering(s)
	m.is.Offerings = slices.Clone(m.is.Offerings)
	is := &m.is.Offerings[i]
	m.features(is, was, says)
	if m.settle("capacity", capacitySide(*is), capacitySide(was), capacitySide(says)) {
		is.Capacity = says.Capacity
	}
	if m.settle("prices", pricesSide(*is), pricesSide(was), pricesSide(says)) {
		is.Prices = says.Prices
	}
}

func (m *merge) features(is *directory.Offering, was, says directory.Offering) {
	for _, f := range says.Features {
		same := func(g directory.OfferedFeature) bool { return g.Feature == f.Feature }
		at := func(o directory.Offering) side {
			i := slices.IndexFunc(o.Features, same)
			if i < 0 || !o.Features[i].Fact.Known() {
				return side{}
			}
			g := o.Features[i]
			yes := g.Fact.Holds()
			return side{value: fmt.Sprint(yes, g.Detail), text: strings.TrimSuffix(g.Feature.String()+": "+g.Detail, ": "), fact: g.Fact}
		}
		if m.settle("features", at(*is), at(was), at(says)) {
			is.Features = replace(is.Features, f, same)
		}
	}
}

func capacitySide(o directory.Offering) side {
	return side{value: string(o.Capacity.Status), text: string(o.Capacity.Status), fact: o.Capacity.Fact}
}

// pricesSide is a service's prices as one: a list of prices is published as one.
func pricesSide(o directory.Offering) side {
	prices := slices.Clone(o.Prices)
	var newest directory.Fact
	for i := range prices {
		if prices[i].Fact.ObservedAt >= newest.ObservedAt {
			newest = prices[i].Fact
		}
		prices[i].Fact = directory.Fact{}
	}
	text := joined(o.Prices, func(p directory.Price) string { return cell.FormatPrice(o.Service, p) })
	return side{value: asJSON(prices), text: text, fact: newest}
}

// asText is a value as the evidence shows it to a person.
func asText(v any) string {
	switch v := v.(type) {
	case *directory.URL:
		return v.String()
	case *directory.Email:
		return v.String()
	case *[]directory.ClinicPhone:
		return joined(*v, func(p directory.ClinicPhone) string { return p.Number.String() })
	case *[]directory.Language:
		return joined(*v, directory.Language.String)
	case directory.Practitioner:
		return joined([]string{v.Name, v.Qualification, v.Register, v.RegistrationNumber}, func(s string) string { return s })
	case directory.Address:
		return joined([]string{v.Address1, v.PostalCode, v.City, v.Country.String(), pointText(v.Point)}, func(s string) string { return s })
	case directory.Hours:
		text, err := openinghours.Format(v)
		if err != nil {
			return asJSON(v)
		}
		return text
	}
	return asJSON(v)
}

func pointText(p directory.Point) string {
	if p.IsZero() {
		return ""
	}
	return fmt.Sprintf("%.5f %.5f", p.Lat(), p.Lng())
}

func joined[T any](all []T, text func(T) string) string {
	var parts []string
	for _, v := range all {
		if s := text(v); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}
