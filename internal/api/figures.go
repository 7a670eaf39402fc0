package api

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/figures"
	"rootline/internal/moderation"
)

// Figures is what was counted of listings, and how the directory stands.
type Figures interface {
	// Figures returns what was counted of a clinic since a week began.
	Figures(ctx context.Context, clinic directory.ID, since figures.Week) ([]figures.Count, error)

	// Survey is how the directory stood when that was last looked at; zero if it never was.
	Survey(ctx context.Context) (moderation.Survey, error)
}

const (
	weeksTold    = 52
	branchesMost = 200 // that a brand's figures are told of
)

// mountFigures adds the routes that tell what listings bring.
func (a *API) mountFigures(r *access.Router) {
	r.Get("/owner/clinics/:clinic/figures", a.clinicFigures)
	r.Get("/owner/brands/:brand/figures", a.brandFigures)
	r.Get("/admin/figures", a.siteFigures)
}

// countsView is what was counted in the week that begins on a Monday, in UTC.
type countsView struct {
	Week        directory.Date `json:"week"`
	Appearances int64          `json:"appearances"`
	Views       int64          `json:"views"`
}

// clinicFigures answers GET /api/v1/owner/clinics/{clinic}/figures.
func (a *API) clinicFigures(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	weeks, err := a.weeks(c.UserContext(), access.ObjectOf(c).Clinic)
	if err != nil {
		return err
	}
	return c.JSON(struct {
		Weeks []countsView `json:"weeks"`
	}{weeks})
}

// branchCountsView is what was counted of a clinic of a brand.
type branchCountsView struct {
	ID    directory.ID   `json:"id"`
	Slug  directory.Slug `json:"slug"`
	Name  string         `json:"name"`
	Weeks []countsView   `json:"weeks"`
}

// brandFigures answers GET /api/v1/owner/brands/{brand}/figures.
func (a *API) brandFigures(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	listings, err := a.Store.ListingsOf(c.UserContext(), access.ObjectOf(c).Organization, branchesMost)
	if err != nil {
		return err
	}
	branches := make([]branchCountsView, len(listings))
	for i := range listings {
		of := &listings[i].Clinic
		weeks, err := a.weeks(c.UserContext(), of.ID)
		if err != nil {
			return err
		}
		branches[i] = branchCountsView{of.ID, of.Slug, of.Name, weeks}
	}
	return c.JSON(list[branchCountsView]{branches})
}

// weeks are the last ones of a clinic, the oldest first. The last is not over.
func (a *API) weeks(ctx context.Context, clinic directory.ID) ([]countsView, error) {
	this := figures.WeekOf(a.Now())
	counts, err := a.Figures.Figures(ctx, clinic, this.Add(1-weeksTold))
	if err != nil {
		return nil, err
	}
	views := figures.Weekly(counts, figures.View, this, weeksTold)
	weeks := make([]countsView, weeksTold)
	for i, p := range figures.Weekly(counts, figures.Appearance, this, weeksTold) {
		weeks[i] = countsView{p.Week.Monday(), p.N, views[i].N}
	}
	return weeks, nil
}

// siteFiguresView is how much waits for moderators, and how the directory stands.
type siteFiguresView struct {
	Waiting []waitingView `json:"waiting"`
	Survey  *surveyView   `json:"survey"` // null until it was first looked at
}

type waitingView struct {
	Kind          moderation.ItemKind `json:"kind"`
	Count         int                 `json:"count"`
	Late          int                 `json:"late"`
	MedianSeconds int64               `json:"median_seconds"`
	OldestSeconds int64               `json:"oldest_seconds"`
}

type surveyView struct {
	At       time.Time       `json:"at"`
	Clinics  int             `json:"clinics"`
	Facts    []freshnessView `json:"facts"`
	Coverage []coverageView  `json:"coverage"`
}

// freshnessView is how many facts of a kind are how fresh.
type freshnessView struct {
	Kind       directory.FactKind `json:"kind"`
	Fresh      int                `json:"fresh"`
	Stale      int                `json:"stale"`
	Unanswered int                `json:"unanswered"`
}

// coverageView is how many clinics of a country offer each service there is.
type coverageView struct {
	Country  directory.Country         `json:"country"`
	Clinics  int                       `json:"clinics"`
	Services map[directory.Service]int `json:"services"`
}

// siteFigures answers GET /api/v1/admin/figures.
func (a *API) siteFigures(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	waiting, err := a.Moderators.Waiting(c.UserContext(), access.AskingOf(c).Actor)
	if err != nil {
		return err
	}
	survey, err := a.Figures.Survey(c.UserContext())
	if err != nil {
		return err
	}
	return c.JSON(siteFiguresView{Survey: newSurveyView(survey), Waiting: each(waiting, func(w moderation.Waiting) waitingView {
		return waitingView{w.Kind, w.Items, w.Late, int64(w.Median / time.Second), int64(w.Oldest / time.Second)}
	})})
}

func newSurveyView(s moderation.Survey) *surveyView {
	if s.At == 0 {
		return nil
	}
	return &surveyView{
		At: s.At.Time(), Clinics: s.Clinics,
		Facts: each(s.Facts, func(f moderation.FactCount) freshnessView { return freshnessView(f) }),
		Coverage: each(s.Coverage, func(c moderation.Coverage) coverageView {
			services := make(map[directory.Service]int, len(c.Services))
			for _, service := range directory.Services() {
				services[service] = c.Services[service]
			}
			return coverageView{c.Country, c.Clinics, services}
		}),
	}
}
