package searchtest

import (
	"slices"
	"time"

	"rootline/internal/directory"
	"rootline/internal/search"
)

// asked is one question, with what is worth finding out once for it.
type asked struct {
	*Oracle
	q     search.Query
	now   time.Time
	words []word
	tiers []tier // by clinic
	open  []bool // by clinic; empty unless it matters
}

func (o *Oracle) ask(q search.Query, now time.Time) *asked {
	a := &asked{Oracle: o, q: q, now: now, words: o.read(q.Text)}
	for i := range o.clinics {
		c := &o.clinics[i]
		a.tiers = append(a.tiers, c.tierOf(a.words))
		if q.OpenNow {
			a.open = append(a.open, c.Doors(now).State == directory.DoorsOpen)
		}
	}
	return a
}

// found returns every clinic that satisfies q, which is the query asked or one
// that differs from it by a filter: its text and its time are those asked.
func (a *asked) found(q search.Query) []hit {
	var hits []hit
	for i := range a.clinics {
		c := &a.clinics[i]
		if a.tiers[i] == nowhere || !satisfies(c.Listing, &q) {
			continue
		}
		if q.OpenNow && !a.open[i] {
			continue
		}
		km := -1.0
		if !q.Near.IsZero() {
			km = c.Clinic.Address.Point.KM(q.Near)
		}
		if km > q.RadiusKM {
			continue
		}
		hits = append(hits, hit{clinic: c, tier: a.tiers[i], km: km})
	}
	return hits
}

// satisfies asks for what needs neither the text nor the time nor a distance.
func satisfies(l *directory.Listing, q *search.Query) bool {
	c := &l.Clinic
	types := q.EntryTypes
	if len(types) == 0 {
		types = []directory.EntryType{directory.EntryClinic, directory.EntryChain}
	}
	return slices.Contains(types, l.Organization.EntryType) &&
		oneOf(q.Services, func(s search.Choice) bool { return offers(c, s) }) &&
		oneOf(q.Countries, func(at directory.Country) bool { return at == c.Address.Country }) &&
		oneOf(q.Regions, func(at directory.Region) bool { return at == c.Address.Region }) &&
		oneOf(q.Cities, func(at directory.CityID) bool { return at == c.Address.CityID }) &&
		oneOf(q.Languages, func(l directory.Language) bool { return slices.Contains(c.Languages, l) }) &&
		all(q.Features, func(f directory.Feature) bool { return hasFeature(c, f) }) &&
		(!q.Accepting || c.Capacity(q.Asked()...) == directory.HasCapacity)
}

// oneOf reports whether one of the values of a filter fits, or none is set.
func oneOf[T any](values []T, fits func(T) bool) bool {
	return len(values) == 0 || slices.ContainsFunc(values, fits)
}

func all[T any](values []T, fits func(T) bool) bool {
	return !slices.ContainsFunc(values, func(v T) bool { return !fits(v) })
}

func offers(c *directory.Clinic, s search.Choice) bool {
	has := func(s directory.Service) bool { _, ok := c.Offering(s); return ok }
	switch s {
	case search.ChoosePRP:
		return has(directory.PRP)
	case search.ChooseSMP:
		return has(directory.SMP)
	case search.ChooseTandem:
		return has(directory.PRP) && has(directory.SMP)
	case search.ChoosePEPFactor:
		return has(directory.PEPFactor)
	}
	return false
}

func hasFeature(c *directory.Clinic, f directory.Feature) bool {
	for _, o := range c.Offerings {
		for _, has := range o.Features {
			if has.Feature == f && has.Fact.Holds() {
				return true
			}
		}
	}
	return false
}
