package search

import (
	"time"

	"rootline/internal/directory"
)

// Weights of the score by which equally relevant results are ordered. Freshness
// can earn as much as completeness, so neither an old but full listing nor a
// fresh but empty one wins by itself. No weight can be bought.
const (
	FreshnessWeight = 600 // for a fact confirmed on the day of ranking
	FreshnessDays   = 365 // falling evenly to nothing over this many days
)

// completeness is what a listing earns for each thing that it says of itself. Of what
// people decide by it earns no more than the fact is worth by its age, in percent: see
// [directory.Freshness.Weight].
var completeness = []struct {
	thing  string
	weight int
	worth  func(c *directory.Clinic, asOf time.Time) int
}{
	{"hours", 90, func(c *directory.Clinic, asOf time.Time) int { return worth(c.Hours.Fact, asOf) }},
	{"prices", 90, prices},
	{"features", 80, features},
	{"capacity", 70, capacity},
	{"credentials", 70, credentials},
	{"address", 50, address},
	{"phone", 40, whether(func(c *directory.Clinic) bool { return len(c.Phones) > 0 })},
	{"description", 40, whether(func(c *directory.Clinic) bool { return c.Description != "" })},
	{"photos", 30, whether(func(c *directory.Clinic) bool { return len(c.Photos) > 0 })},
	{"languages", 20, whether(func(c *directory.Clinic) bool { return len(c.Languages) > 0 })},
	{"url", 20, whether(func(c *directory.Clinic) bool { return !c.URL.IsZero() })},
}

// Score is how fresh and how complete a listing is as of a moment: the order
// among equally relevant results, higher first.
func Score(c *directory.Clinic, asOf time.Time) int {
	score := freshness(c.ConfirmedAt(), asOf)
	for _, part := range completeness {
		score += part.weight * part.worth(c, asOf) / 100
	}
	return score
}

func freshness(confirmed directory.Instant, asOf time.Time) int {
	if confirmed == 0 {
		return 0
	}
	days := int(max(0, asOf.Sub(confirmed.Time())) / (24 * time.Hour))
	return max(0, FreshnessWeight*(FreshnessDays-days)/FreshnessDays)
}

// worth is how much a fact that says yes counts, in percent.
func worth(f directory.Fact, asOf time.Time) int {
	if !f.Holds() {
		return 0
	}
	return f.Freshness(asOf).Weight()
}

// whether is the worth of what has no age.
func whether(said func(*directory.Clinic) bool) func(*directory.Clinic, time.Time) int {
	return func(c *directory.Clinic, _ time.Time) int {
		if said(c) {
			return 100
		}
		return 0
	}
}

// prices are worth what the freshest that is published is.
func prices(c *directory.Clinic, asOf time.Time) (best int) {
	for _, o := range c.Offerings {
		for _, p := range o.Prices {
			if p.State == directory.PricePublished {
				best = max(best, worth(p.Fact, asOf))
			}
		}
	}
	return best
}

// features are worth what the third is, the freshest first: one feature says little of
// how careful a clinic is.
func features(c *directory.Clinic, asOf time.Time) int {
	var first, second, third int
	for _, o := range c.Offerings {
		for _, f := range o.Features {
			w := worth(f.Fact, asOf)
			switch {
			case w > first:
				first, second, third = w, first, second
			case w > second:
				second, third = w, second
			case w > third:
				third = w
			}
		}
	}
	return third
}

// capacity is worth what the freshest is of those that have a status.
func capacity(c *directory.Clinic, asOf time.Time) (best int) {
	for _, o := range c.Offerings {
		if o.Capacity.Status != "" {
			best = max(best, worth(o.Capacity.Fact, asOf))
		}
	}
	return best
}

func credentials(c *directory.Clinic, asOf time.Time) (best int) {
	for _, p := range c.Practitioners {
		best = max(best, worth(p.Fact, asOf))
	}
	return best
}

func address(c *directory.Clinic, asOf time.Time) int {
	if c.Address.Address1 == "" {
		return 0
	}
	return worth(c.Address.Fact, asOf)
}
