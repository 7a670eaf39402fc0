package directory

import "time"

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

var listingStates = []ListingState{Draft, Submitted, Published, Rejected, Suspended, Archived}

// OperatingStatus says whether the clinic itself is in business.
type OperatingStatus string

// Whether a clinic is in business.
const (
	Active            OperatingStatus = "active"
	TemporarilyClosed OperatingStatus = "temporarily_closed"
	Closed            OperatingStatus = "closed"
)

var operatingStatuses = []OperatingStatus{Active, TemporarilyClosed, Closed}

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

// Doors says how the clinic's doors stand at now: as its hours have it, or shut
// while it is not in business.
func (l *Listing) Doors(now time.Time) Doors {
	if l.Operating.Value == TemporarilyClosed || l.Operating.Value == Closed {
		return Doors{State: DoorsShut}
	}
	return l.Clinic.Hours.At(now, l.Clinic.Address.Zone())
}
