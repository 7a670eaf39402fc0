package pages

import (
	"context"
	"regexp"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/figures"
	"rootline/internal/moderation"
	"rootline/internal/search"
	"rootline/web/page"
)

// Figures keeps what is counted of listings, and of the directory as a whole.
type Figures interface {
	// Count counts something once for each of some clinics.
	Count(kind figures.Kind, clinics ...directory.ID)

	// Figures returns what was counted of a clinic since a week began.
	Figures(ctx context.Context, clinic directory.ID, since figures.Week) ([]figures.Count, error)

	// Survey is how the directory stood when that was last looked at; zero if it never was.
	Survey(ctx context.Context) (moderation.Survey, error)
}

const (
	weeksShown   = 12
	branchesMost = 200 // that the figures of a brand are added up of
)

// mountFigures adds the pages that tell what listings bring.
func (p *Pages) mountFigures(r *access.Router) {
	r.Get("/owner/clinics/:clinic/figures", p.clinicFigures)
	r.Get("/owner/brands/:brand/figures", p.brandFigures)
	r.Get("/admin/figures", p.siteFigures)
}

// machine is what programs call themselves that read pages for search engines, previews
// and the like. Those that do not say so are counted.
var machine = regexp.MustCompile(`(?i)bot\b|bot/|crawl|spider|slurp|preview|monitor|fetch|curl|wget|python|java/|go-http|headless`)

// watched reports whether a page is sent to somebody who is going to look at it, as far
// as a request tells.
func watched(c *fiber.Ctx) bool {
	agent := c.Get(fiber.HeaderUserAgent)
	ahead := c.Get("Sec-Purpose") + c.Get("Purpose") // fetched in case it is wanted
	return c.Method() == fiber.MethodGet && agent != "" && ahead == "" && !machine.MatchString(agent)
}

// countView counts that a clinic's page was opened.
func (p *Pages) countView(c *fiber.Ctx, clinic directory.ID) {
	if watched(c) {
		p.Figures.Count(figures.View, clinic)
	}
}

// countCards counts that clinics were shown among others.
func (p *Pages) countCards(c *fiber.Ctx, cards []search.Card) {
	if !watched(c) {
		return
	}
	ids := make([]directory.ID, 0, len(cards))
	for _, card := range cards {
		if id, err := directory.ParseID(card.ID); err == nil {
			ids = append(ids, id)
		}
	}
	p.Figures.Count(figures.Appearance, ids...)
}

// clinicFigures answers GET /owner/clinics/{clinic}/figures.
func (p *Pages) clinicFigures(c *fiber.Ctx) error {
	own, err := p.Listings.Listing(c.UserContext(), access.AskingOf(c).Actor, access.ObjectOf(c).Clinic)
	if err != nil {
		return err
	}
	clinic := &own.Is.Listing.Clinic
	counts, err := p.Figures.Figures(c.UserContext(), clinic.ID, p.figuresSince())
	if err != nil {
		return err
	}
	root := "/owner/clinics/" + clinic.Slug.String()
	view := p.figuresView(clinic.Name, counts)
	view.Above = []page.Link{{Label: p.words().T("team_page.owner.title"), Path: "/owner"}, {Label: clinic.Name, Path: root}}
	return show(c, page.Figures(p.accountFrame(c, "figures_page.title"), view))
}

// brandFigures answers GET /owner/brands/{brand}/figures: those of its clinics, added up
// and each by itself.
func (p *Pages) brandFigures(c *fiber.Ctx) error {
	ctx := c.UserContext()
	brand, err := p.Store.Organization(ctx, access.ObjectOf(c).Organization)
	if err != nil {
		return err
	}
	listings, err := p.Store.ListingsOf(ctx, brand.ID, branchesMost)
	if err != nil {
		return err
	}
	var all []figures.Count
	var branches []page.BranchRow
	for _, l := range listings {
		counts, err := p.Figures.Figures(ctx, l.Clinic.ID, p.figuresSince())
		if err != nil {
			return err
		}
		all = append(all, counts...)
		branches = append(branches, page.BranchRow{
			Name: l.Clinic.Name, Path: "/owner/clinics/" + l.Clinic.Slug.String() + "/figures",
			Appearances: sum(counts, figures.Appearance), Views: sum(counts, figures.View),
		})
	}
	view := p.figuresView(brand.Name, all)
	view.Brand, view.Branches = true, branches
	view.Above = []page.Link{{Label: p.words().T("team_page.owner.title"), Path: "/owner"}}
	return show(c, page.Figures(p.accountFrame(c, "figures_page.title"), view))
}

func sum(counts []figures.Count, kind figures.Kind) (n int64) {
	for _, c := range counts {
		if c.Kind == kind {
			n += c.N
		}
	}
	return n
}

// figuresSince is the first of the weeks that are shown.
func (p *Pages) figuresSince() figures.Week { return figures.WeekOf(p.Now()).Add(1 - weeksShown) }

// figuresView shows counts as plots and as a table.
func (p *Pages) figuresView(name string, counts []figures.Count) page.FiguresView {
	w, this := p.words(), figures.WeekOf(p.Now())
	view := page.FiguresView{Name: name, Weeks: make([]page.WeekRow, weeksShown)}
	for _, kind := range figures.Kinds() {
		points := figures.Weekly(counts, kind, this, weeksShown)
		plot := page.Plot{ID: "plot-" + string(kind), Title: w.T("figures_page.kind." + string(kind))}
		for i, point := range points {
			bar := page.Bar{Value: point.N, Said: w.T("figures_page.bar", "Date", w.Date(point.Week.Monday()), "N", w.Number(int(point.N)))}
			if i%4 == 3 { // every fourth has room for its day
				bar.Label = w.DayMonth(point.Week.Monday())
			}
			plot.Bars = append(plot.Bars, bar)
			row := &view.Weeks[len(points)-1-i]
			row.Week, row.Running = point.Week, point.Week == this
			switch kind {
			case figures.Appearance:
				row.Appearances = point.N
			case figures.View:
				row.Views = point.N
			}
		}
		view.Plots = append(view.Plots, plot)
	}
	return view
}

// siteFigures answers GET /admin/figures.
func (p *Pages) siteFigures(c *fiber.Ctx) error {
	waiting, err := p.Moderators.Waiting(c.UserContext(), access.AskingOf(c).Actor)
	if err != nil {
		return err
	}
	survey, err := p.Figures.Survey(c.UserContext())
	if err != nil {
		return err
	}
	return show(c, page.SiteFigures(p.accountFrame(c, "figures_page.site.title"), page.SiteFiguresView{Waiting: waiting, Survey: survey}))
}
