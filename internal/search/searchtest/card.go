package searchtest

import (
	"slices"

	"rootline/internal/directory"
	"rootline/internal/search"
)

// card is a hit as a page shows it.
func (a *asked) card(h hit) search.Card {
	c, org := &h.Clinic, &h.Organization
	asked := a.q.Asked()
	card := search.Card{
		ID: h.id(), Slug: c.Slug.String(), Name: c.Name,
		Organization: org.Name, OrgSlug: org.Slug.String(),
		Services: offered(c), Features: features(c), Languages: c.Languages,
		Country: c.Address.Country, Region: c.Address.Region, CityID: c.Address.CityID,
		Point: c.Address.Point, Precision: c.Address.Precision, DistanceKM: h.km,
		Doors: h.Doors(a.now), Zone: c.Address.Zone(),
		Capacity: c.Capacity(asked...), Operating: h.Operating.Value,
	}
	card.RegionName, card.City, card.CitySlug = shownPlace(&c.Address, a.places)
	if price, ok := c.PriceFrom(dayOf(a.now), asked...); ok {
		card.PriceFrom = &price
	}
	if h.confirmed != 0 {
		card.Confirmed = dayOf(h.confirmed.Time())
	}
	return card
}

// offered returns what the clinic offers in the order of directory.Services.
func offered(c *directory.Clinic) []directory.Service {
	return slices.DeleteFunc(directory.Services(), func(s directory.Service) bool {
		_, ok := c.Offering(s)
		return !ok
	})
}

// features returns those that hold in the order of directory.Features.
func features(c *directory.Clinic) []directory.Feature {
	return slices.DeleteFunc(directory.Features(), func(f directory.Feature) bool { return !hasFeature(c, f) })
}
