package page

import (
	"time"

	"rootline/internal/directory"
	"rootline/internal/search"
)

// ClinicView is a clinic's page: the published listing and what follows from it
// at the time of asking.
type ClinicView struct {
	Listing    directory.Listing
	Above      []Link   // crumbs
	Place      []string // the address below its first line
	Directions string   // address of a map elsewhere
	MapLink    string   // the same for programs that know geo: addresses
	Zone       *time.Location
	Today      directory.Date // in that zone
	Doors      directory.Doors
	Week       [7]directory.DayHours
	Upcoming   []directory.Exception // after that week
	Offerings  []Offering
	Photos     []directory.Photo
	PhotosAt   string        // the address that their addresses begin with; empty for where the public sees them
	Branches   []Link        // of the same brand
	Brand      string        // address of the brand's page
	Claim      ClaimPlace    // what can be claimed and reported
	Held       bool          // somebody speaks for it
	Nearest    []search.Card // where the clinic cannot be visited: the nearest that can
}

// Offering is a service of the clinic as it is shown.
type Offering struct {
	Service  directory.Service
	Capacity directory.Capacity
	Groups   []FeatureGroup
	Prices   []directory.Price // those that hold today or later
}

// FeatureGroup is what is known of features that belong together.
type FeatureGroup struct {
	Group     directory.FeatureGroup
	Known     []directory.OfferedFeature
	Unchecked []directory.Feature // nobody has said anything of these
}

// photo is the address of a picture.
func (v ClinicView) photo(p directory.Photo) string {
	if v.PhotosAt != "" {
		return v.PhotosAt + p.ID.String()
	}
	return "/clinics/" + v.Listing.Clinic.Slug.String() + "/photos/" + p.ID.String()
}

// gone is why a clinic cannot be found by searches any more, if it cannot.
func (v ClinicView) gone() (id string, standing directory.Instant, reason string, gone bool) {
	l := &v.Listing
	switch {
	case l.Operating.Value == directory.Closed:
		return "clinic.closed", l.Operating.Since, l.Operating.Reason, true
	case l.State.Value == directory.Suspended:
		return "clinic.suspended", l.State.Since, l.State.Reason, true
	default:
		return "", 0, "", false
	}
}

// since is the day of a moment, or nothing if that is not known.
func (f Frame) since(i directory.Instant) string {
	if i == 0 {
		return ""
	}
	return f.Date(directory.DateOf(i.Time()))
}

// features lists features by name.
func (f Frame) features(all []directory.Feature) []string {
	names := make([]string, len(all))
	for i, feature := range all {
		names[i] = f.Feature(feature)
	}
	return names
}

// days says which days an exception covers.
func (f Frame) days(e directory.Exception) string {
	if e.First == e.Last {
		return f.Date(e.First)
	}
	return f.T("hours.from_to", "First", e.First, "Last", e.Last)
}
