package directory

import "iter"

// ListingState says how far a listing has come on its way to the public. It is
// apart from whether the clinic itself is open for business.
type ListingState string

// The states of a listing. Search holds published ones only.
const (
	Draft     ListingState = "draft"
	Submitted ListingState = "submitted"
	Published ListingState = "published"
	Rejected  ListingState = "rejected"
	Suspended ListingState = "suspended"
	Archived  ListingState = "archived"
)

// OperatingStatus says whether the clinic itself is in business.
type OperatingStatus string

// Whether a clinic is in business.
const (
	Active            OperatingStatus = "active"
	TemporarilyClosed OperatingStatus = "temporarily_closed"
	Closed            OperatingStatus = "closed"
)

// Standing is a state with the reason for it and the moment it came about.
type Standing[S any] struct {
	Value  S
	Reason string
	Since  Instant
}

// Listing is a clinic as the directory lists it: the published version, its
// organization, and how both stand.
type Listing struct {
	Clinic       Clinic
	Organization Organization
	State        Standing[ListingState]
	Operating    Standing[OperatingStatus]
	UpdatedAt    Instant // when the published version last changed
}

// Searchable reports whether searches, counts and the sitemap hold the listing.
func (l *Listing) Searchable() bool {
	return l.State.Value == Published && l.Operating.Value != Closed
}

// HasPage reports whether the listing has a page for the public. A suspended or
// closed one keeps its page, for people come by old links and deserve to know.
func (l *Listing) HasPage() bool {
	return l.State.Value == Published || l.State.Value == Suspended
}

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
