package page

import (
	"time"

	"rootline/internal/directory"
	"rootline/internal/figures"
	"rootline/internal/moderation"
)

// FiguresView is what a clinic's listing, or those of a brand, have brought.
type FiguresView struct {
	Name     string
	Above    []Link
	Brand    bool
	Weeks    []WeekRow // the newest first
	Plots    []Plot
	Branches []BranchRow
}

// WeekRow is what was counted in a week.
type WeekRow struct {
	Week        figures.Week
	Appearances int64
	Views       int64
	Running     bool // it is not over
}

// BranchRow is what was counted of a branch in all weeks that are shown.
type BranchRow struct {
	Name        string
	Path        string
	Appearances int64
	Views       int64
}

// SiteFiguresView is how the whole directory stands.
type SiteFiguresView struct {
	Waiting []moderation.Waiting
	Survey  moderation.Survey // zero until the first was made
}

// lasted is how long something has waited, in the largest unit that tells it.
func (f Frame) lasted(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= day:
		return f.N("figures_page.days", int(d/day))
	case d >= time.Hour:
		return f.N("figures_page.hours", int(d/time.Hour))
	}
	return f.N("figures_page.minutes", max(0, int(d/time.Minute)))
}

// shares are the parts of a kind of fact, by how fresh they are.
func (f Frame) shares(c moderation.FactCount) Shares {
	part := func(class, id string, n int) Share {
		return Share{Class: class, N: n, Said: f.T(id) + ": " + f.Number(n)}
	}
	return Shares{Label: f.factKind(c.Kind), Parts: []Share{
		part("share-fresh", "figures_page.fresh", c.Fresh),
		part("share-stale", "figures_page.stale", c.Stale),
		part("share-unanswered", "figures_page.unanswered", c.Unanswered),
	}}
}

func (f Frame) factKind(k directory.FactKind) string { return f.T("figures_page.fact." + string(k)) }

// percent is how many of a hundred, as people write it.
func (f Frame) percent(n, of int) string {
	if of == 0 {
		return f.T("figures_page.none")
	}
	return f.T("figures_page.percent", "N", (100*n+of/2)/of)
}
