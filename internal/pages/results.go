package pages

import (
	"math"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
	"rootline/web/page"
)

// results answers GET /search. What is wrong with a search is said beside its
// fields; nothing is searched for then, since the answer to another question
// would look like the answer to this one.
func (p *Pages) results(c *fiber.Ctx) error {
	a := ask(string(c.Request().URI().QueryString()), p.Places)
	if len(a.faults) > 0 {
		c.Status(fiber.StatusUnprocessableEntity)
		f := p.resultsFrame(&a, p.words().T("results.refused"))
		f.NoIndex = true
		return show(c, page.Results(f, page.ResultsView{Form: p.former(&a, nil).form(0)}))
	}
	answer, err := p.Search.Find(a.query, p.Now())
	if err != nil {
		return err
	}
	if c.Get("HX-Request") != "" && c.Get("HX-History-Restore-Request") == "" {
		// The form sends every field; the address bar gets the plain address.
		c.Set("HX-Push-Url", a.path())
	}
	view, title, err := p.resultsView(&a, answer)
	if err != nil {
		return err
	}
	f := p.resultsFrame(&a, title)
	f.Prev, f.Next = view.Pager.Prev, view.Pager.Next
	p.countCards(c, view.Cards)
	return show(c, page.Results(f, view))
}

func (p *Pages) resultsFrame(a *asked, title string) page.Frame {
	f := p.frame(a.canonical(), title)
	f.Section = "/search"
	f.Treatment, f.Live = true, true
	return f
}

func (p *Pages) former(a *asked, facets *search.Facets) former {
	return former{a, facets, p.words(), p.Places}
}

// resultsView shows an answer, under a title that tells it from others.
func (p *Pages) resultsView(a *asked, answer *search.Answer) (view page.ResultsView, title string, err error) {
	filters := a.filters(p.words(), p.Places)
	view = page.ResultsView{
		Form:  p.former(a, &answer.Facets).form(len(filters)),
		Place: p.placeTaken(a),
		Found: true,
		Total: answer.Total,
		Cards: answer.Cards(),
		Pager: pagerOf(answer, a.turned),
	}
	labels := make([]string, len(filters))
	for i, f := range filters {
		labels[i] = f.label
		view.Chips = append(view.Chips, page.Link{Label: f.label, Path: f.less.path()})
	}
	if len(filters) > 0 {
		view.ClearAll = "/search"
	}
	if answer.Total == 0 {
		view.Empty, err = p.emptyView(a, filters)
	}
	return view, p.resultsTitle(labels, answer), err
}

// resultsTitle is how a search is called: what was asked for, how much was
// found, and on which page.
func (p *Pages) resultsTitle(labels []string, answer *search.Answer) string {
	w := p.words()
	title := w.T("results.title_found", "Clinics", w.N("count.clinics", answer.Total))
	if len(labels) > 0 {
		title = w.T("results.title_asked", "Asked", strings.Join(labels, ", "), "Clinics", w.N("count.clinics", answer.Total))
	}
	return p.paged(title, answer.Page)
}

// paged adds the number of a page, from the second on, to a title.
func (p *Pages) paged(title string, number int) string {
	if number == 1 {
		return title
	}
	return p.words().T("pager.title", "Title", title, "Page", number)
}

// placeTaken says what the name of a place was taken for, and offers the
// searches around its namesakes.
func (p *Pages) placeTaken(a *asked) *page.Place {
	if a.place == nil {
		return nil
	}
	taken := &page.Place{Label: a.place.Label, RadiusKM: a.query.RadiusKM}
	if a.place.Kind == gazetteer.KindCountry {
		taken.Label = p.words().CountryIn(a.place.Country)
	}
	for _, other := range a.others {
		elsewhere := *a
		elsewhere.query.Page = 1
		taken.Others = append(taken.Others, page.Link{Label: other.Label, Path: address(elsewhere.values(other.Label))})
	}
	return taken
}

// pagerOf leads through an answer's pages. Before a page past the end comes the
// last one that has results.
func pagerOf(answer *search.Answer, turned func(to int) string) page.Pager {
	pages := min(max(1, (answer.Total+answer.PerPage-1)/answer.PerPage), search.MaxPage)
	pager := page.Pager{Page: answer.Page, Pages: pages}
	if answer.Page > 1 {
		pager.Prev = turned(min(answer.Page-1, pages))
	}
	if answer.Page < pages {
		pager.Next = turned(answer.Page + 1)
	}
	return pager
}

// How far a search that found nothing looks for something to lead on with.
const (
	maxTried   = 12 // searches with a filter less
	maxWithout = 6  // of them that are shown
	maxNearest = 3
)

// emptyView leads on from a search that found nothing: to what it finds with one
// filter less, and to the nearest clinics that fit the rest.
func (p *Pages) emptyView(a *asked, filters []filter) (page.Empty, error) {
	var view page.Empty
	if len(filters) > 1 {
		for _, f := range filters[:min(len(filters), maxTried)] {
			answer, err := p.Search.Find(f.less.query, p.Now())
			if err != nil {
				return view, err
			}
			if answer.Total > 0 && len(view.Without) < maxWithout {
				view.Without = append(view.Without, page.Link{
					Label: p.words().T("results.less", "Filter", f.label), Path: f.less.path(), Count: answer.Total,
				})
			}
		}
	}
	nearest := a.query
	if nearest.Near.IsZero() && a.place != nil {
		nearest.Near = a.place.Point
		nearest.Countries, nearest.Regions, nearest.Cities = nil, nil, nil
	}
	if nearest.Near.IsZero() {
		return view, nil
	}
	cards, err := p.nearest(nearest)
	view.Nearest = cards
	return view, err
}

// halfWay is as far as anything can be away on Earth, in kilometres.
const halfWay = math.Pi * directory.EarthRadiusKM

// nearest are the clinics that fit a query nearest to its point, wherever on
// Earth they are. Nobody is sent to one that is closed for the time being.
func (p *Pages) nearest(q search.Query) ([]search.Card, error) {
	q.Sort, q.Page, q.PerPage = search.ByDistance, 1, 2*maxNearest
	for _, km := range []float64{search.MaxRadiusKM, halfWay} {
		q.RadiusKM = km
		answer, err := p.Search.Find(q, p.Now())
		if err != nil {
			return nil, err
		}
		cards := slices.DeleteFunc(answer.Cards(), func(c search.Card) bool { return c.Operating != directory.Active })
		if len(cards) > 0 {
			return cards[:min(len(cards), maxNearest)], nil
		}
	}
	return nil, nil
}

// choicesOf are the services of a clinic as a search asks for them.
func choicesOf(c *directory.Clinic) []search.Choice {
	var choices []search.Choice
	for _, choice := range search.Choices() {
		if slices.ContainsFunc(c.Offerings, func(o directory.Offering) bool { return o.Service.String() == choice.String() }) {
			choices = append(choices, choice)
		}
	}
	return choices
}
