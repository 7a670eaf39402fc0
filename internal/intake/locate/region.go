package locate

import (
	"strings"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// checkRegion looks at the row's region. Most countries have more ways to be divided
// than one, so a region that is not known (Surrey, Middlesex) says nothing against the
// row; the id of another country's does.
func (r *row) checkRegion() {
	id, err := directory.ParseRegion(r.q.Region)
	if err == nil && id.Country() != r.q.Country {
		r.doubt(fieldRegion, directory.Msg("locate.region.abroad", "Region", id.String(), "Country", r.q.Country))
	}
}

// regionCalled is the region of a country with an id, a code, a slug or a name, if
// there is exactly one.
func (l *Locator) regionCalled(country directory.Country, text string) directory.Region {
	if text == "" {
		return directory.Region{}
	}
	for _, id := range []string{text, country.String() + "." + letterCode(country, text)} {
		if region, err := directory.ParseRegion(id); err == nil && region.Country() == country {
			if known, ok := l.places.Region(region); ok {
				return known.ID
			}
		}
	}
	if slug, err := directory.ParseSlug(strings.ToLower(text)); err == nil {
		if known, ok := l.places.RegionBySlug(country, slug); ok {
			return known.ID
		}
	}
	var found []directory.Region
	for _, p := range l.places.Named(text, country) {
		if p.Kind == gazetteer.KindRegion {
			found = append(found, p.Region)
		}
	}
	if len(found) != 1 {
		return directory.Region{}
	}
	return found[0]
}

// letterCode is a region's code out of IL or US-IL, where it is letters only.
// GeoNames took those from ISO 3166-2; its numbers are its own, and TR-06, which is
// Ankara, must not be taken for TR.06.
func letterCode(country directory.Country, text string) string {
	code := strings.ToUpper(text)
	code = strings.TrimPrefix(code, country.String()+"-")
	if strings.ContainsFunc(code, func(c rune) bool { return c < 'A' || c > 'Z' }) {
		return ""
	}
	return code
}

// isCountry reports whether text is a name or the code of a country.
func (l *Locator) isCountry(country directory.Country, text string) bool {
	key := keyOf(text)
	for _, name := range l.places.CountryNames(country) {
		if keyOf(name) == key {
			return true
		}
	}
	known, _ := l.places.Country(country)
	return key == keyOf(known.Name) || key == keyOf(country.String())
}
