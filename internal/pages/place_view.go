package pages

import (
	"cmp"
	"slices"
	"strconv"

	"rootline/internal/directory"
	"rootline/internal/search"
	"rootline/internal/words"
	"rootline/web/page"
)

// maxAround is how many neighbours a place page leads to.
const maxAround = 6

func (p *Pages) placeView(s scope, q search.Query, answer *search.Answer) (page.PlaceView, error) {
	view := page.PlaceView{
		Heading:  p.heading(s),
		Service:  s.service,
		Above:    p.above(s),
		Here:     p.here(s),
		RadiusKM: q.RadiusKM,
		Total:    answer.Total,
		Cards:    answer.Cards(),
		Pager:    pagerOf(answer, func(to int) string { return pagePath(s, to) }),
		Services: p.otherServices(s, answer.Facets.Service),
		Filter:   p.filterPath(s, q),
	}
	view.Inside, view.InsideTitle = p.inside(s, &answer.Facets)
	var err error
	if view.Around, err = p.around(s, &answer.Facets); err != nil {
		return view, err
	}
	if answer.Total == 0 && !p.centre(s).IsZero() {
		nearby := search.Query{Services: q.Services, Near: p.centre(s)}
		view.Nearest, err = p.nearest(nearby)
	}
	return view, err
}

// pagePath is the address of a page of a place's list.
func pagePath(s scope, number int) string {
	if number <= 1 {
		return s.path()
	}
	return s.path() + "?page=" + strconv.Itoa(number)
}

// centre is the point that a place stands at.
func (p *Pages) centre(s scope) directory.Point {
	switch {
	case s.city.ID != 0:
		return s.city.Point
	case !s.region.ID.IsZero():
		return s.region.Point
	default:
		return s.country.Point
	}
}

// here is the place's own name.
func (p *Pages) here(s scope) string {
	switch {
	case s.city.ID != 0:
		return s.city.Name
	case !s.region.ID.IsZero():
		return s.region.Name
	case !s.country.Code.IsZero():
		return p.words().Country(s.country.Code)
	default:
		return p.serviceTitle(s.service)
	}
}

// placeName is the place's name with what it lies in, the region only where it
// says more than the city does.
func (p *Pages) placeName(s scope) string {
	country := p.words().Country(s.country.Code)
	switch {
	case s.city.ID != 0 && s.region.Name != "" && s.region.Name != s.city.Name:
		return s.city.Name + ", " + s.region.Name + ", " + country
	case s.city.ID != 0 && s.city.Name != country:
		return s.city.Name + ", " + country
	case !s.region.ID.IsZero():
		return s.region.Name + ", " + country
	default:
		return country
	}
}

func (p *Pages) serviceTitle(service search.Choice) string {
	w := p.words()
	return w.T("place.all", "Service", w.T("place.service."+service.String()))
}

func (p *Pages) heading(s scope) string {
	w := p.words()
	service := w.T("place.service." + s.service.String())
	switch {
	case s.country.Code.IsZero():
		return p.serviceTitle(s.service)
	case s.city.ID != 0:
		return w.T("place.near", "Service", service, "Place", p.placeName(s))
	case s.region.ID.IsZero():
		return w.T("place.in", "Service", service, "Place", words.In(s.country.Code))
	default:
		return w.T("place.in", "Service", service, "Place", p.placeName(s))
	}
}

// above are the pages of the larger places that this one lies in.
func (p *Pages) above(s scope) []page.Link {
	links := []page.Link{{Label: p.words().T("crumbs.home"), Path: "/"}}
	up := []scope{{service: s.service}}
	if !s.region.ID.IsZero() || s.city.ID != 0 {
		up = append(up, scope{service: s.service, country: s.country})
	}
	if !s.region.ID.IsZero() && s.city.ID != 0 {
		up = append(up, scope{service: s.service, country: s.country, region: s.region})
	}
	if s.country.Code.IsZero() {
		return links
	}
	for _, larger := range up {
		label := p.here(larger)
		if !larger.region.ID.IsZero() && label == s.city.Name {
			label = p.words().T("place.region", "Name", label)
		}
		links = append(links, page.Link{Label: label, Path: larger.path()})
	}
	return links
}

// inside leads to the places in this one that have clinics: the facet one level
// down counts them.
func (p *Pages) inside(s scope, facets *search.Facets) (links []page.Link, title string) {
	switch {
	case s.city.ID != 0:
		return nil, ""
	case s.country.Code.IsZero():
		return p.placeLinks(s.service, facets.Country, p.countryScope), p.words().T("place.countries")
	case s.region.ID.IsZero() && s.country.HasRegions:
		return p.placeLinks(s.service, facets.Region, p.regionScope), p.words().T("place.regions")
	default:
		return p.placeLinks(s.service, facets.City, p.cityScope), p.words().T("place.cities")
	}
}

// around leads to the nearest places of the same kind that have clinics.
func (p *Pages) around(s scope, facets *search.Facets) ([]page.Link, error) {
	rows, scopeOfRow := facets.Country, p.countryScope
	switch {
	case s.country.Code.IsZero():
		return nil, nil
	case s.city.ID != 0:
		// A search around a point has no facet of cities: its region's own has.
		q := search.Query{Services: []search.Choice{s.service}, Countries: []directory.Country{s.country.Code}, Page: 1, PerPage: 1}
		if !s.region.ID.IsZero() {
			q.Regions = []directory.Region{s.region.ID}
		}
		answer, err := p.Search.Find(q, p.Now())
		if err != nil {
			return nil, err
		}
		rows, scopeOfRow = answer.Facets.City, p.cityScope
	case !s.region.ID.IsZero():
		rows, scopeOfRow = facets.Region, p.regionScope
	}
	return p.nearestLinks(s, rows, scopeOfRow), nil
}

// nearestLinks leads to those of the places that rows stand for which lie nearest
// to s, itself left out.
func (p *Pages) nearestLinks(s scope, rows []search.Row, scopeOfRow func(search.Choice, string) scope) []page.Link {
	type neighbour struct {
		row search.Row
		km  float64
	}
	all := make([]neighbour, 0, len(rows))
	for _, row := range rows {
		near := scopeOfRow(s.service, row.Value)
		if at := p.centre(near); !at.IsZero() && near.path() != s.path() {
			all = append(all, neighbour{row, p.centre(s).KM(at)})
		}
	}
	slices.SortFunc(all, func(a, b neighbour) int { return cmp.Compare(a.km, b.km) })
	nearest := make([]search.Row, min(len(all), maxAround))
	for i := range nearest {
		nearest[i] = all[i].row
	}
	return p.placeLinks(s.service, nearest, scopeOfRow)
}

// placeLinks leads to the places that rows of a facet stand for.
func (p *Pages) placeLinks(service search.Choice, rows []search.Row, scopeOfRow func(search.Choice, string) scope) []page.Link {
	links := make([]page.Link, len(rows))
	for i, row := range rows {
		s := scopeOfRow(service, row.Value)
		links[i] = page.Link{Label: p.here(s), Path: s.path(), Count: row.Count}
	}
	return links
}

func (p *Pages) countryScope(service search.Choice, value string) scope {
	country, err := directory.ParseCountry(value)
	if err != nil {
		return scope{service: service}
	}
	return p.within(service, country, directory.Region{}, 0)
}

func (p *Pages) regionScope(service search.Choice, value string) scope {
	region, err := directory.ParseRegion(value)
	if err != nil {
		return scope{service: service}
	}
	return p.within(service, region.Country(), region, 0)
}

func (p *Pages) cityScope(service search.Choice, value string) scope {
	city, _ := p.Places.City(cityID(value))
	return p.within(service, city.Country, city.Region, city.ID)
}

// otherServices leads to the same place's pages for the other services that are
// offered there.
func (p *Pages) otherServices(s scope, rows []search.Row) []page.Link {
	var links []page.Link
	for _, service := range placeServices {
		at := slices.IndexFunc(rows, func(r search.Row) bool { return r.Value == service.String() })
		if service == s.service || at < 0 || rows[at].Count == 0 {
			continue
		}
		other := s
		other.service = service
		links = append(links, page.Link{Label: p.words().T("choice." + service.String()), Path: other.path()})
	}
	return links
}

// filterPath is the search for what the page lists, where it can be narrowed. A
// city goes by its name, so that the form shows it, if that name finds it again.
func (p *Pages) filterPath(s scope, q search.Query) string {
	q.Page = 1
	v := q.Values()
	if s.city.ID == 0 {
		return address(v)
	}
	label := p.placeName(s)
	if found := p.Places.Lookup(label, 1); len(found) == 1 && found[0].City == s.city.ID {
		v.Del("near")
		v.Set("where", found[0].Label)
	}
	return address(v)
}
