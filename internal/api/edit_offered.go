package api

import (
	"fmt"
	"slices"

	"rootline/internal/directory"
)

// offerings writes what the clinic offers, and what it says of that.
func (e *editor) offerings(in []offeringBody) {
	var to []directory.Offering
	for i, o := range in {
		was, _ := e.Clinic.Offering(o.Service)
		at := fmt.Sprintf("offerings[%d]", i)
		to = append(to, directory.Offering{
			Service: o.Service, Features: e.features(at, was.Features, o.Features),
			Capacity: e.capacity(at, was.Capacity, o.Capacity), Prices: e.prices(at, was.Prices, o.Prices),
		})
	}
	e.Clinic.Offerings = to
}

func (e *editor) features(at string, was []directory.OfferedFeature, in []featureBody) (to []directory.OfferedFeature) {
	for i, f := range in {
		before := directory.OfferedFeature{}
		if j := slices.IndexFunc(was, func(o directory.OfferedFeature) bool { return o.Feature == f.Feature }); j >= 0 {
			before = was[j]
		}
		same := before.Feature == f.Feature && before.Detail == f.Detail
		to = append(to, directory.OfferedFeature{
			Feature: f.Feature, Detail: f.Detail,
			Fact: e.fact(fmt.Sprintf("%s.features[%d]", at, i), directory.FactFeature, before.Fact, same, f.Fact),
		})
	}
	return to
}

func (e *editor) capacity(at string, was directory.Capacity, in *capacityBody) directory.Capacity {
	switch {
	case in == nil && !was.Fact.Known():
		return was
	case in == nil:
		return directory.Capacity{Fact: directory.Fact{State: directory.NotChecked}}
	}
	same := was.Fact.Known() && was.Status == in.Status
	return directory.Capacity{
		Status: in.Status, Fact: e.fact(at+".capacity", directory.FactCapacity, was.Fact, same, in.Fact),
	}
}

func (e *editor) prices(at string, was []directory.Price, in []priceBody) (to []directory.Price) {
	for i, p := range in {
		price := directory.Price{
			Amount: p.Amount, AmountMax: p.AmountMax, Currency: p.Currency, Unit: p.Unit, Sessions: p.Sessions,
			State: p.State, ValidFrom: p.ValidFrom, ValidTo: p.ValidTo,
		}
		if price.State == "" {
			price.State = directory.PricePublished
		}
		before, same := directory.Fact{}, false
		for _, o := range was {
			plain := o
			if plain.Fact = (directory.Fact{}); plain == price {
				before, same = o.Fact, true
			}
		}
		price.Fact = e.fact(fmt.Sprintf("%s.prices[%d]", at, i), directory.FactPrice, before, same, p.Fact)
		to = append(to, price)
	}
	return to
}

// practitioners writes who gives the treatments. What runs out of their credentials has
// a date of its own.
func (e *editor) practitioners(in []practitionerBody) {
	was := e.Clinic.Practitioners
	var to []directory.Practitioner
	for i, p := range in {
		before := directory.Practitioner{}
		if j := slices.IndexFunc(was, func(o directory.Practitioner) bool { return o.Name == p.Name }); j >= 0 {
			before = was[j]
		}
		now := directory.Practitioner{
			Name: p.Name, Qualification: p.Qualification, Register: p.Register, RegistrationNumber: p.RegistrationNumber,
		}
		plain, expires := before, before.Fact.ExpiresAt
		plain.Fact = directory.Fact{}
		given := (*factBody)(nil)
		if p.Fact != nil {
			given = &factBody{p.Fact.State}
			if expires = 0; p.Fact.ExpiresAt != nil {
				expires = directory.At(*p.Fact.ExpiresAt)
			}
		}
		same := plain == now && expires == before.Fact.ExpiresAt
		now.Fact = e.fact(fmt.Sprintf("practitioners[%d]", i), directory.FactCredential, before.Fact, same, given)
		now.Fact.ExpiresAt = expires
		to = append(to, now)
	}
	e.Clinic.Practitioners = to
}
