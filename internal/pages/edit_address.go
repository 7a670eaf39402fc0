package pages

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/web/page"
)

// addressSection is the section of where a clinic is.
var addressSection = section{path: "address", title: "edit_page.address", fields: addressFields, read: readAddress}

// The fields of an address. Where a name of a city means several, the second chooses one.
const (
	cityField   = "address.city"
	cityIDField = "address.city_id"
)

// addressFields draws the fields of an address.
func addressFields(p *Pages, e editing, t *typed) (templ.Component, error) {
	a := e.Listing.Clinic.Address
	v := page.AddressView{Address1: a.Address1, PostalCode: a.PostalCode, City: p.cityLabel(a), Zone: a.TimeZone, Lines: p.addressLines(a)}
	if t != nil {
		v.Address1, v.PostalCode, v.City = t.Raw("address.address_1"), t.Raw("address.postal_code"), t.Raw(cityField)
		if v.City != p.cityLabel(a) {
			v.Cities = cityChoices(p.citiesNamed(v.City))
		}
		v.Chosen = t.Raw(cityIDField)
	}
	return page.AddressFields(e.Frame, e.Sheet, v), nil
}

// readAddress writes what was typed into the listing. Where the city is another, its
// region, country, time zone and point come with it. Where only the street is another the
// point stays, but is no longer taken for that of the door.
func readAddress(p *Pages, t *typed, l *directory.Listing) map[string]directory.Message {
	wrong, a := wrongs{}, &l.Clinic.Address
	street, code := t.Text("address.address_1"), t.Text("address.postal_code")
	if (street != a.Address1 || code != a.PostalCode) && a.AtTheDoor() {
		a.Precision = directory.Locality
	}
	label := p.cityLabel(*a)
	a.Address1, a.PostalCode = street, code
	typed, chosen := t.Text(cityField), t.Text(cityIDField)
	if directory.Fold(typed) == directory.Fold(label) && chosen == "" {
		return nil
	}
	found := p.citiesNamed(typed)
	if i := slices.IndexFunc(found, func(f gazetteer.Place) bool { return strconv.FormatUint(uint64(f.City), 10) == chosen }); i >= 0 {
		p.moveTo(a, found[i])
		return nil
	}
	switch {
	case typed == "":
		wrong[cityField] = directory.Msg("invalid.missing")
	case len(found) == 0:
		wrong[cityField] = directory.Msg("search.where_unknown", "Where", directory.Printable(typed))
	case len(found) == 1 || directory.Fold(found[0].Label) == directory.Fold(typed):
		p.moveTo(a, found[0])
	default:
		wrong[cityField] = directory.Msg("edit_page.which_city")
	}
	return wrong
}

// moveTo has an address be in another city.
func (p *Pages) moveTo(a *directory.Address, to gazetteer.Place) {
	if a.CityID == to.City {
		return
	}
	*a = directory.Address{
		Address1: a.Address1, PostalCode: a.PostalCode, City: to.Name, CityID: to.City, Region: to.Region, Country: to.Country,
		Point: to.Point, Precision: directory.Locality, TimeZone: to.TimeZone, Fact: a.Fact,
	}
}

// cityLabel is what the city of an address is called, with what it lies in.
func (p *Pages) cityLabel(a directory.Address) string {
	city, ok := p.Places.City(a.CityID)
	if !ok {
		return a.City
	}
	for _, found := range p.Places.Lookup(city.Name+", "+p.words().Country(city.Country), mostCities) {
		if found.City == a.CityID {
			return found.Label
		}
	}
	return a.City
}

// mostCities is how many cities of one name there are to choose from.
const mostCities = 12

// citiesNamed are the cities that a text may mean, the likeliest first: those of just that
// name, if there are any.
func (p *Pages) citiesNamed(text string) []gazetteer.Place {
	if len(text) > 4*maxWhere {
		return nil
	}
	found := slices.DeleteFunc(p.Places.Lookup(text, mostCities), func(f gazetteer.Place) bool { return f.Kind != gazetteer.KindCity })
	name, _, _ := strings.Cut(text, ",")
	var named []gazetteer.Place
	for _, f := range found {
		if directory.Fold(f.Name) == directory.Fold(strings.TrimSpace(name)) {
			named = append(named, f)
		}
	}
	if named != nil {
		return named
	}
	return found
}

func cityChoices(all []gazetteer.Place) []page.Choice {
	choices := make([]page.Choice, len(all))
	for i, f := range all {
		choices[i] = page.Choice{Value: strconv.FormatUint(uint64(f.City), 10), Label: f.Label}
	}
	return choices
}
