package directory

import "iter"

// FactAbout is a fact together with what it is about.
type FactAbout struct {
	Kind    FactKind
	Service Service // zero if it is not about one service
	Feature Feature // zero unless Kind is FactFeature
	Fact    Fact
}

// Facts yields every fact about the clinic.
func (c *Clinic) Facts() iter.Seq[FactAbout] {
	return func(yield func(FactAbout) bool) {
		if !yield(FactAbout{Kind: FactAddress, Fact: c.Address.Fact}) ||
			!yield(FactAbout{Kind: FactHours, Fact: c.Hours.Fact}) {
			return
		}
		for _, p := range c.Practitioners {
			if !yield(FactAbout{Kind: FactCredential, Fact: p.Fact}) {
				return
			}
		}
		for _, o := range c.Offerings {
			if !o.facts(yield) {
				return
			}
		}
	}
}

func (o *Offering) facts(yield func(FactAbout) bool) bool {
	if !yield(FactAbout{Kind: FactCapacity, Service: o.Service, Fact: o.Capacity.Fact}) {
		return false
	}
	for _, f := range o.Features {
		if !yield(FactAbout{Kind: FactFeature, Service: o.Service, Feature: f.Feature, Fact: f.Fact}) {
			return false
		}
	}
	for _, p := range o.Prices {
		if !yield(FactAbout{Kind: FactPrice, Service: o.Service, Fact: p.Fact}) {
			return false
		}
	}
	return true
}

// ConfirmedAt is when a fact about the clinic was last confirmed, or zero if
// none ever was.
func (c *Clinic) ConfirmedAt() Instant {
	var newest Instant
	for f := range c.Facts() {
		if f.Fact.Known() && f.Fact.ObservedAt > newest {
			newest = f.Fact.ObservedAt
		}
	}
	return newest
}
