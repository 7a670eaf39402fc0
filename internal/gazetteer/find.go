package gazetteer

import (
	"iter"
	"slices"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/gazetteer/layout"
)

// City returns the city with a GeoNames id.
func (g *Gazetteer) City(id directory.CityID) (City, bool) {
	o, ok := g.cityWithID(id)
	if !ok {
		return City{}, false
	}
	return g.cityAt(o), true
}

func (g *Gazetteer) cityWithID(id directory.CityID) (ordinal, bool) {
	lo, hi := 0, g.Len()
	for lo < hi {
		mid := (lo + hi) / 2
		if g.idOf(g.listed(layout.ByID, mid)) < id {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == g.Len() {
		return 0, false
	}
	o := g.listed(layout.ByID, lo)
	return o, g.idOf(o) == id
}

// listed is the ordinal at a row of one of the orders that cities are listed in.
func (g *Gazetteer) listed(order layout.Section, at int) ordinal {
	return ordinal(layout.U24(g.file[order], 3*at))
}

func (g *Gazetteer) idOf(o ordinal) directory.CityID {
	return directory.CityID(layout.U24(g.file[layout.Places], int(o)*layout.PlaceWidth))
}

// Region returns the region with an id.
func (g *Gazetteer) Region(id directory.Region) (Region, bool) {
	a := g.areaOfRegion(id)
	if a == none {
		return Region{}, false
	}
	return g.regionAt(a), true
}

// Country returns the country with a code. It knows every valid one.
func (g *Gazetteer) Country(code directory.Country) (Country, bool) {
	a := g.areaOfCountry(code)
	if a == none {
		return Country{}, false
	}
	return g.countryAt(a), true
}

// Countries returns every country, by name.
func (g *Gazetteer) Countries() []Country {
	var all []Country
	for a := area(0); a < g.areas(); a = max(g.spanOf(a).to, a+1) {
		all = append(all, g.countryAt(a))
	}
	slices.SortFunc(all, func(a, b Country) int { return compareNames(a.Name, b.Name) })
	return all
}

// Regions returns the regions of a country, by name; none if it has none.
func (g *Gazetteer) Regions(country directory.Country) []Region {
	span := g.spanOf(g.areaOfCountry(country))
	var all []Region
	for a := span.from + 1; a < span.to; a++ {
		all = append(all, g.regionAt(a))
	}
	slices.SortFunc(all, func(a, b Region) int { return compareNames(a.Name, b.Name) })
	return all
}

// compareNames orders names as people expect them: Ålborg beside Albany.
func compareNames(a, b string) int {
	if c := strings.Compare(directory.Fold(a), directory.Fold(b)); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

// Cities returns the cities of a region, or of a whole country where region is
// zero, most populous first.
func (g *Gazetteer) Cities(country directory.Country, region directory.Region) iter.Seq[City] {
	a := g.areaOfCountry(country)
	if !region.IsZero() {
		a = g.areaOfRegion(region)
	}
	return func(yield func(City) bool) {
		span := g.spanOf(a)
		var all []ordinal
		for at := g.firstCity(span.from); at < g.firstCity(span.to); at++ {
			all = append(all, g.listed(layout.BySlug, at))
		}
		slices.Sort(all)
		for _, o := range all {
			if !yield(g.cityAt(o)) {
				return
			}
		}
	}
}

// AllCities returns every city, most populous first.
func (g *Gazetteer) AllCities() iter.Seq[City] {
	return func(yield func(City) bool) {
		for o := range ordinal(g.file.Rows(layout.Places)) {
			if g.idOf(o) != 0 && !yield(g.cityAt(o)) {
				return
			}
		}
	}
}

// RegionBySlug returns the region that has a slug within its country.
func (g *Gazetteer) RegionBySlug(country directory.Country, slug directory.Slug) (Region, bool) {
	span := g.spanOf(g.areaOfCountry(country))
	for a := span.from + 1; a < span.to; a++ {
		if !slug.IsZero() && g.slugOf(g.place(a)) == slug.String() {
			return g.regionAt(a), true
		}
	}
	return Region{}, false
}

// CityBySlug returns the city that has a slug within its region, or, where
// region is zero, among the cities of the country that have no region.
func (g *Gazetteer) CityBySlug(country directory.Country, region directory.Region, slug directory.Slug) (City, bool) {
	a := g.areaOfCountry(country)
	if !region.IsZero() {
		a = g.areaOfRegion(region)
	}
	if a == none || g.country(a) != country {
		return City{}, false
	}
	lo, hi := g.firstCity(a), g.firstCity(a+1)
	end := hi
	for lo < hi {
		mid := (lo + hi) / 2
		if g.slugOf(g.listed(layout.BySlug, mid)) < slug.String() {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == end || g.slugOf(g.listed(layout.BySlug, lo)) != slug.String() {
		return City{}, false
	}
	return g.cityAt(g.listed(layout.BySlug, lo)), true
}

func (g *Gazetteer) slugOf(o ordinal) string {
	r := g.row(o)
	_, s := g.nameAndSlug(&r)
	return s
}

// Alternates returns the further names that find a city, folded and in whatever
// language: they are for finding, never for showing. Only cities of 5,000
// people and more have any.
func (g *Gazetteer) Alternates(id directory.CityID) iter.Seq[string] {
	return func(yield func(string) bool) {
		o, ok := g.cityWithID(id)
		if !ok || int(o)+1 >= g.file.Rows(layout.AltStarts) {
			return
		}
		from := layout.U24(g.file[layout.AltStarts], 3*int(o))
		to := min(layout.U24(g.file[layout.AltStarts], 3*int(o)+3), uint32(g.file.Rows(layout.Alts)))
		for at := from; at < to; at++ {
			key := layout.U24(g.file[layout.Alts], 3*int(at))
			if !yield(g.keys.text(key)) {
				return
			}
		}
	}
}

// CountryNames returns every name that finds a country, in whatever language:
// like [Gazetteer.Alternates], for finding and never for showing.
func (g *Gazetteer) CountryNames(c directory.Country) []string {
	return layout.CountryNames(c.String())
}
