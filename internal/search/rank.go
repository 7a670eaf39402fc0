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
	StaleWeight     = 20  // taken off for each fact past its time
	StaleMost       = 200 // and at most this much
)

// completeness is what a listing earns for each thing that it says of itself.
var completeness = []struct {
	thing  string
	weight int
	said   func(c *directory.Clinic) bool
}{
	{"hours", 90, func(c *directory.Clinic) bool { return c.Hours.Fact.Holds() }},
	{"prices", 90, hasPublishedPrice},
	{"features", 80, hasFeatures},
	{"capacity", 70, func(c *directory.Clinic) bool { return c.Capacity() != "" }},
	{"credentials", 70, hasCredential},
	{"address", 50, func(c *directory.Clinic) bool { return c.Address.Address1 != "" && c.Address.Fact.Holds() }},
	{"phone", 40, func(c *directory.Clinic) bool { return len(c.Phones) > 0 }},
	{"description", 40, func(c *directory.Clinic) bool { return c.Description != "" }},
	{"photos", 30, func(c *directory.Clinic) bool { return len(c.Photos) > 0 }},
	{"languages", 20, func(c *directory.Clinic) bool { return len(c.Languages) > 0 }},
	{"url", 20, func(c *directory.Clinic) bool { return !c.URL.IsZero() }},
}

// Score is how fresh and how complete a listing is as of a moment: the order
// among equally relevant results, higher first.
func Score(c *directory.Clinic, asOf time.Time) int {
	score := freshness(c.ConfirmedAt(), asOf)
	for _, part := range completeness {
		if part.said(c) {
			score += part.weight
		}
	}
	stale := 0
	for f := range c.Facts() {
		if f.Fact.Stale(asOf) {
			stale += StaleWeight
		}
	}
	return max(0, score-min(stale, StaleMost))
}

func freshness(confirmed directory.Instant, asOf time.Time) int {
	if confirmed == 0 {
		return 0
	}
	days := int(max(0, asOf.Sub(confirmed.Time())) / (24 * time.Hour))
	return max(0, FreshnessWeight*(FreshnessDays-days)/FreshnessDays)
}

func hasPublishedPrice(c *directory.Clinic) bool {
	for _, o := range c.Offerings {
		for _, p := range o.Prices {
			if p.State == directory.PricePublished && p.Fact.Holds() {
				return true
			}
		}
	}
	return false
}

// hasFeatures asks for three: one feature says little of how careful a clinic is.
func hasFeatures(c *directory.Clinic) bool {
	n := 0
	for _, o := range c.Offerings {
		for _, f := range o.Features {
			if f.Fact.Holds() {
				n++
			}
		}
	}
	return n >= 3
}

func hasCredential(c *directory.Clinic) bool {
	for _, p := range c.Practitioners {
		if p.Fact.Holds() {
			return true
		}
	}
	return false
}
