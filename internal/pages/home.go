package pages

import (
	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/search"
	"rootline/web/page"
)

// home answers GET /. It does not wait for the index: until that is there, the
// page lacks its counts.
func (p *Pages) home(c *fiber.Ctx) error {
	var view page.HomeView
	answer, err := p.Search.Find(search.Query{Page: 1, PerPage: 1}, p.Now())
	switch {
	case err == nil:
		view.Total = answer.Total
		view.Countries = p.countryLinks(answer.Facets.Country)
	case directory.KindOf(err) != directory.NotReady:
		return err
	}
	f := p.frame("/", p.words().T("home.title"))
	f.Description = p.words().T("home.meta")
	f.Treatment = true
	return show(c, page.Home(f, view))
}

// countryLinks leads to the search in each country.
func (p *Pages) countryLinks(rows []search.Row) []page.Link {
	links := make([]page.Link, 0, len(rows))
	for _, row := range rows {
		country, err := directory.ParseCountry(row.Value)
		if err != nil {
			continue
		}
		path := address(search.Query{Countries: []directory.Country{country}}.Values())
		links = append(links, page.Link{Label: p.words().Country(country), Path: path, Count: row.Count})
	}
	return links
}
