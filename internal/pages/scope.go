package pages

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
	"rootline/internal/words"
)

// placeServices are the services whose places have pages. PEP Factor goes with
// PRP and has none of its own.
var placeServices = []search.Choice{search.ChoosePRP, search.ChooseSMP, search.ChooseTandem}

// scope is what a place page is about: a service, and a country, a region or a
// city, each zero where the page is about something larger.
type scope struct {
	service search.Choice
	country gazetteer.Country
	region  gazetteer.Region
	city    gazetteer.City
}

// path is the scope's address. A country without regions, or a city that belongs
// to none, leaves that part out.
func (s scope) path() string {
	var b strings.Builder
	b.WriteString("/" + s.service.String())
	if !s.country.Code.IsZero() {
		b.WriteString("/" + s.country.Slug.String())
	}
	if !s.region.ID.IsZero() {
		b.WriteString("/" + s.region.Slug.String())
	}
	if s.city.ID != 0 {
		b.WriteString("/" + s.city.Slug.String())
	}
	return b.String()
}

// scope reads the place that a path names. What it does not know is NotFound,
// with the likeliest places.
func (p *Pages) scope(c *fiber.Ctx, service search.Choice) (scope, error) {
	s := scope{service: service}
	parts := make([]string, 0, 3)
	for _, name := range []string{"country", "region", "city"} {
		part, err := url.PathUnescape(c.Params(name))
		if err != nil {
			part = ""
		}
		if c.Params(name) != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return s, nil
	}
	code, err := directory.ParseCountry(parts[0])
	if err != nil {
		return s, p.unknownPlace(s, "place.country_unknown", parts[0])
	}
	s.country, _ = p.Places.Country(code)
	switch len(parts) {
	case 1:
		return s, nil
	case 2:
		return p.secondPart(s, parts[1])
	}
	return p.thirdPart(s, parts[1], parts[2])
}

// secondPart reads what follows the country: a region, or a city that lies in
// none.
func (p *Pages) secondPart(s scope, part string) (scope, error) {
	slug, err := directory.ParseSlug(strings.ToLower(part))
	if err != nil {
		return s, p.unknownPlace(s, "place.region_unknown", part)
	}
	if region, ok := p.Places.RegionBySlug(s.country.Code, slug); ok {
		s.region = region
		return s, nil
	}
	if city, ok := p.Places.CityBySlug(s.country.Code, directory.Region{}, slug); ok {
		s.city = city
		return s, nil
	}
	return s, p.unknownPlace(s, "place.region_unknown", part)
}

// thirdPart reads a region and a city in it.
func (p *Pages) thirdPart(s scope, region, city string) (scope, error) {
	s, err := p.secondPart(s, region)
	if err != nil {
		return s, err
	}
	if slug, err := directory.ParseSlug(strings.ToLower(city)); err == nil && s.city.ID == 0 {
		if found, ok := p.Places.CityBySlug(s.country.Code, s.region.ID, slug); ok {
			s.city = found
			return s, nil
		}
	}
	return s, p.unknownPlace(s, "place.city_unknown", city)
}

// maxGiven is how much of what a path names is repeated to the visitor.
const maxGiven = 60

// unknownPlace is the error for a place that is not in a scope. It leads to the
// places whose names come nearest.
func (p *Pages) unknownPlace(in scope, id, given string) error {
	var nearest []directory.Near
	for _, place := range p.Places.Nearest(given, in.country.Code, in.region.ID) {
		at, ok := p.scopeOf(in.service, place)
		if ok {
			nearest = append(nearest, directory.Near{Label: place.Label, Path: at.path()})
		}
	}
	given = directory.Printable(given)
	if letters := []rune(given); len(letters) > maxGiven {
		given = string(letters[:maxGiven]) + "…"
	}
	e := directory.Refuse(directory.NotFound, id, "Given", given, "Country", words.In(in.country.Code))
	e.Nearest = nearest
	return e
}

// scopeOf is the scope of a place that the gazetteer has found.
func (p *Pages) scopeOf(service search.Choice, place gazetteer.Place) (scope, bool) {
	s := scope{service: service}
	var ok bool
	if s.country, ok = p.Places.Country(place.Country); !ok {
		return s, false
	}
	if !place.Region.IsZero() {
		if s.region, ok = p.Places.Region(place.Region); !ok {
			return s, false
		}
	}
	if place.City != 0 {
		s.city, ok = p.Places.City(place.City)
	}
	return s, ok
}

// within is the scope of a city, region or country, as far as it is known.
func (p *Pages) within(service search.Choice, country directory.Country, region directory.Region, city directory.CityID) scope {
	s := scope{service: service}
	s.country, _ = p.Places.Country(country)
	s.region, _ = p.Places.Region(region)
	s.city, _ = p.Places.City(city)
	return s
}
