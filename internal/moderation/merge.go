package moderation

import (
	"slices"

	"rootline/internal/directory"
)

// Side is one of two listings that are of one clinic.
type Side string

// The two sides of a merge.
const (
	KeptSide Side = "kept"
	GoneSide Side = "gone"
)

// Merge is what was done to make one of two listings, and what it takes to have both
// again.
type Merge struct {
	ID          directory.ID      `json:"id"`
	Kept        directory.ID      `json:"kept"`
	Gone        directory.ID      `json:"gone"`
	By          directory.ID      `json:"by"`
	At          directory.Instant `json:"at"`
	Holder      Side              `json:"holder,omitzero"` // whose people came along, where that was asked
	Stood       MergedState       `json:"stood"`           // how the one that has gone did
	Addresses   []string          `json:"addresses,omitempty"`
	Differences []Difference      `json:"differences,omitempty"` // that the kept one was given
	Requests    []ChangeRequest   `json:"requests,omitempty"`    // that were open, as they were
	Claims      []directory.ID    `json:"claims,omitempty"`      // that came along
	Reports     []directory.ID    `json:"reports,omitempty"`     // as well
	Roles       []MergedRole      `json:"roles,omitempty"`
	SplitBy     directory.ID      `json:"split_by,omitzero"`
	SplitAt     directory.Instant `json:"split_at,omitzero"`
}

// MergedState is how a listing stood.
type MergedState struct {
	Value  directory.ListingState `json:"value"`
	Reason string                 `json:"reason,omitzero"`
	Since  directory.Instant      `json:"since"`
}

// MergedRole is a role that somebody had for one of the two, and has no longer.
type MergedRole struct {
	Account directory.ID      `json:"account"`
	Role    directory.Role    `json:"role"`
	Clinic  directory.ID      `json:"clinic"`
	Since   directory.Instant `json:"since"`
	Came    bool              `json:"came,omitzero"`  // along, to the kept one
	Given   bool              `json:"given,omitzero"` // where they had none before
}

// Merged is what a listing becomes when another turns out to be of the same clinic: what
// it says, and what only the other says. Of what both know, the newer is so. Neither is
// changed, and how the kept one stands stays.
func Merged(keep, gone *directory.Listing) directory.Listing {
	l := *keep
	c, o := &l.Clinic, &gone.Clinic
	c.Description = firstOf(c.Description, o.Description)
	c.URL = firstOf(c.URL, o.URL)
	c.Email = firstOf(c.Email, o.Email)
	c.Phones = unionOf(c.Phones, o.Phones, mostPhones, func(p directory.ClinicPhone) string { return p.Number.String() }, nil)
	c.Languages = unionOf(c.Languages, o.Languages, mostLanguages, directory.Language.String, nil)
	c.Address = mergedAddress(c.Address, o.Address)
	if newer(c.Hours.Fact, o.Hours.Fact) {
		c.Hours = o.Hours
	}
	c.Offerings = mergedOfferings(c.Offerings, o.Offerings)
	c.Practitioners = unionOf(c.Practitioners, o.Practitioners, mostPractitioners,
		func(p directory.Practitioner) string { return directory.Fold(p.Name) },
		func(p, other directory.Practitioner) bool { return newer(p.Fact, other.Fact) })
	c.Photos = unionOf(c.Photos, o.Photos, mostPhotos, func(p directory.Photo) string { return p.ID.String() }, nil)
	return l
}

// How much of each a listing may have; see [directory.Listing.Check].
const (
	mostPhones        = 20
	mostLanguages     = 50
	mostPractitioners = 100
	mostPhotos        = 50
)

// firstOf is the first of two that is there.
func firstOf[T comparable](a, b T) T {
	var none T
	if a == none {
		return b
	}
	return a
}

// newer reports whether the second of two facts counts: somebody vouches for it, and has
// done so later than anybody for the first.
func newer(a, b directory.Fact) bool {
	return b.Known() && (!a.Known() || b.ObservedAt > a.ObservedAt)
}

// unionOf is all of a, and what of b has another key, as far as there is room. Where both
// have one of a key, better says whether it is b's.
func unionOf[T any](a, b []T, most int, key func(T) string, better func(a, b T) bool) []T {
	all := slices.Clone(a)
	for _, v := range b {
		i := slices.IndexFunc(all, func(o T) bool { return key(o) == key(v) })
		switch {
		case i < 0 && len(all) < most:
			all = append(all, v)
		case i >= 0 && better != nil && better(all[i], v):
			all[i] = v
		}
	}
	return all
}

// mergedAddress is the address that is known better. Of the same city, what one of them
// leaves open is filled in.
func mergedAddress(a, b directory.Address) directory.Address {
	if newer(a.Fact, b.Fact) {
		a, b = b, a
	}
	if a.CityID == b.CityID {
		a.Address1 = firstOf(a.Address1, b.Address1)
		a.PostalCode = firstOf(a.PostalCode, b.PostalCode)
		a.ISO31662 = firstOf(a.ISO31662, b.ISO31662)
	}
	return a
}

func mergedOfferings(a, b []directory.Offering) []directory.Offering {
	all := unionOf(a, b, len(directory.Services()), func(o directory.Offering) string { return o.Service.String() }, nil)
	for i := range all {
		for _, other := range b {
			if other.Service == all[i].Service {
				all[i] = mergedOffering(all[i], other)
			}
		}
	}
	return all
}

func mergedOffering(a, b directory.Offering) directory.Offering {
	a.Features = unionOf(a.Features, b.Features, mostFeatures,
		func(f directory.OfferedFeature) string { return f.Feature.String() },
		func(f, other directory.OfferedFeature) bool { return newer(f.Fact, other.Fact) })
	if newer(a.Capacity.Fact, b.Capacity.Fact) {
		a.Capacity = b.Capacity
	}
	if newer(newest(a.Prices), newest(b.Prices)) { // a list is as one: half of each would be neither's
		a.Prices = b.Prices
	}
	return a
}

const mostFeatures = 50

// newest is the fact of the price that was confirmed last.
func newest(all []directory.Price) (f directory.Fact) {
	for _, p := range all {
		if newer(f, p.Fact) {
			f = p.Fact
		}
	}
	return f
}
