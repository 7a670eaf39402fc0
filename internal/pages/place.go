package pages

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/search"
	"rootline/web/page"
)

// enough is how many clinics the surroundings of a city should have: the page
// takes the smallest of its distances that brings as many.
const enough = 8

var distances = [...]float64{10, 25, 50, 100}

// place answers GET /{service}[/{country}[/{region}[/{city}]]].
func (p *Pages) place(service search.Choice) fiber.Handler {
	return func(c *fiber.Ctx) error {
		s, err := p.scope(c, service)
		if err != nil {
			return err
		}
		number, err := p.pageNumber(string(c.Request().URI().QueryString()))
		if err != nil {
			return err
		}
		if rawPath(c) != s.path() {
			return moved(c, pagePath(s, number))
		}
		answer, q, err := p.find(s, number)
		if err != nil {
			return err
		}
		view, err := p.placeView(s, q, answer)
		if err != nil {
			return err
		}
		p.countCards(c, view.Cards)
		return show(c, page.PlacePage(p.placeFrame(s, view), view))
	}
}

// pageNumber reads the only parameter that a place page has.
func (p *Pages) pageNumber(raw string) (int, error) {
	decoded, _ := search.Arguments(raw) // what cannot be decoded is no number either
	var only []argument
	for name, value := range decoded {
		if name == "page" && value != "" {
			only = append(only, argument{name, value})
		}
	}
	q, err := search.Parse(each(only), p.Places)
	return q.Page, err
}

// find searches a scope. Around a city, it goes as far as it takes to find
// enough, and the query tells how far that was.
func (p *Pages) find(s scope, number int) (*search.Answer, search.Query, error) {
	q := search.Query{Services: []search.Choice{s.service}, Page: number, PerPage: search.DefaultPerPage}
	if s.city.ID == 0 {
		if !s.country.Code.IsZero() {
			q.Countries = []directory.Country{s.country.Code}
		}
		if !s.region.ID.IsZero() {
			q.Regions = []directory.Region{s.region.ID}
		}
		answer, err := p.Search.Find(q, p.Now())
		return answer, q, err
	}
	q.Near, q.Sort = s.city.Point, search.ByDistance
	for _, km := range distances {
		q.RadiusKM = km
		answer, err := p.Search.Find(q, p.Now())
		if err != nil || answer.Total >= enough || km == distances[len(distances)-1] {
			return answer, q, err
		}
	}
	return nil, q, errors.New("find around a city: no distances to try")
}

func (p *Pages) placeFrame(s scope, view page.PlaceView) page.Frame {
	w := p.words()
	f := p.frame(pagePath(s, view.Pager.Page), p.paged(view.Heading, view.Pager.Page))
	f.Section = "/" + s.service.String()
	f.Description = w.T("place.meta", "Heading", view.Heading, "Clinics", w.N("count.clinics", view.Total))
	f.Prev, f.Next = view.Pager.Prev, view.Pager.Next
	f.NoIndex = len(view.Cards) == 0
	f.Treatment = true
	return f
}
