package intake

import (
	"strconv"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/intake/locate"
)

// countriesByName are the countries by each of their names, folded. A name that
// several have finds none.
func countriesByName(places *gazetteer.Gazetteer) map[string]directory.Country {
	all := map[string]directory.Country{}
	shared := map[string]bool{}
	for _, c := range places.Countries() {
		for _, name := range append(places.CountryNames(c.Code), c.Name) {
			name = sameness(name)
			if other, ok := all[name]; ok && other != c.Code {
				shared[name] = true
			}
			all[name] = c.Code
		}
	}
	for name := range shared {
		delete(all, name)
	}
	return all
}

// country is the row's country, by its code or by any of its names; zero if it is
// neither.
func (v *view) country() directory.Country {
	text := v.line(fieldCountry)
	if c, err := directory.ParseCountry(text); err == nil || text == "" {
		return c
	}
	return v.j.countries()[sameness(text)]
}

// address reads where the clinic is.
func (v *view) address(country directory.Country, file facts) directory.Address {
	if country.IsZero() && !v.doubted("country") {
		v.doubt(fieldCountry, v.line(fieldCountry), directory.Msg("intake.country.unknown"))
	}
	a := directory.Address{
		Address1:   v.line(fieldAddress1),
		City:       v.line(fieldCity),
		PostalCode: v.line(fieldPostalCode),
		ISO31662:   v.line(fieldISO31662),
		Country:    country,
		TimeZone:   v.line(fieldTimeZone),
		Fact:       file.of(directory.FactAddress),
	}
	if !country.IsZero() {
		v.locate(&a)
	}
	if a.Precision == "" {
		a.Precision = directory.PrecisionUnknown
	}
	return a
}

// locate finds the city and the point of an address.
func (v *view) locate(a *directory.Address) {
	latitude, longitude := v.line(fieldLatitude), v.line(fieldLongitude)
	found := v.j.places.Locate(locate.Query{
		Country: a.Country, Region: v.line(fieldRegion), City: a.City, CityID: v.cityID(),
		Latitude: latitude, Longitude: longitude,
		Precision: directory.GeoPrecision(v.chosen(fieldGeoPrecision, "")),
	})
	for _, f := range found.Findings {
		weight := Accepted
		if f.Doubt {
			weight = Human
		}
		v.note(weight, f.Field, v.valueOf(f.Field), f.Message)
	}
	a.CityID, a.Region, a.Point, a.Precision = found.City.ID, found.Region, found.Point, found.Precision
	if a.City == "" {
		a.City = found.City.Name
	}
	if a.TimeZone == "" {
		a.TimeZone = found.City.TimeZone
	}
	if v.crowded() {
		v.doubt(fieldLatitude, latitude+", "+longitude, directory.Msg("intake.point.shared", "Rows", v.crowd().rows))
	}
}

func (v *view) cityID() directory.CityID {
	text := v.line(fieldCityID)
	if text == "" {
		return 0
	}
	id, err := strconv.ParseUint(text, 10, 32)
	if err != nil || id == 0 {
		v.doubt(fieldCityID, text, directory.Msg("intake.city.number"))
	}
	return directory.CityID(id)
}

// valueOf is what the row says in a field, by its name.
func (v *view) valueOf(name string) string {
	f, ok := fieldNamed(name)
	if !ok {
		return ""
	}
	text, _ := v.raw(f)
	return text
}
