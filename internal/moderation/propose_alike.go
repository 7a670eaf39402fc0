package moderation

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/mozillazg/go-unidecode"

	"rootline/internal/directory"
)

// Probe is what tells a clinic from others, as far as storage can look for it.
type Probe struct {
	Phones []directory.Phone
	Domain string         // of its site; none if that is nobody's own
	Slug   directory.Slug // that its name in its city would have
}

// Likeness is something that two clinics have in common which seldom are two.
type Likeness string

// What clinics can have in common.
const (
	SamePhone Likeness = "phone"
	SameSite  Likeness = "site" // the same domain, as branches of a brand have it too
	SameName  Likeness = "name" // in the same city
)

// Alike is a listing that may be of the clinic that somebody proposes.
type Alike struct {
	Listing directory.Listing
	Because []Likeness
}

// mostAlike is how many of them somebody is asked about.
const mostAlike = 10

// Likenesses are what two clinics have in common.
func Likenesses(a, b *directory.Clinic) (all []Likeness) {
	if slices.ContainsFunc(a.Phones, func(p directory.ClinicPhone) bool {
		return slices.ContainsFunc(b.Phones, func(o directory.ClinicPhone) bool { return o.Number == p.Number })
	}) {
		all = append(all, SamePhone)
	}
	if site := ownDomain(a.URL.Host()); site != "" && site == ownDomain(b.URL.Host()) {
		all = append(all, SameSite)
	}
	if a.Address.CityID == b.Address.CityID && directory.Fold(a.Name) == directory.Fold(b.Name) {
		all = append(all, SameName)
	}
	return all
}

// newness refuses a proposal that is one too many, or of what is there already, with
// what it resembles. What its author has said once, they need not say again: that it is
// another does not help against their own.
func (a *act) newness(ctx context.Context, c *directory.Clinic, another bool) ([]Alike, error) {
	own, err := a.Proposed(ctx, a.actor.Account)
	if err != nil {
		return nil, err
	}
	for i := range own {
		if slices.Contains(Likenesses(c, &own[i].Clinic), SameName) {
			return nil, directory.Refuse(directory.Conflict, "moderation.propose.again", "Name", own[i].Clinic.Name)
		}
	}
	if len(own) >= mostProposed {
		return nil, directory.Refuse(directory.TooMany, "moderation.propose.most", "Most", mostProposed)
	}
	if another {
		return nil, nil
	}
	alike, err := a.alike(ctx, c)
	if err == nil && len(alike) > 0 {
		err = directory.Refuse(directory.Conflict, "moderation.propose.alike")
	}
	return alike, err
}

// alike are the listings that a clinic resembles, the most first.
func (a *act) alike(ctx context.Context, c *directory.Clinic) ([]Alike, error) {
	of := Probe{Domain: ownDomain(c.URL.Host()), Slug: slugOfClinic(c)}
	for _, p := range c.Phones {
		of.Phones = append(of.Phones, p.Number)
	}
	found, err := a.Alike(ctx, of)
	if err != nil {
		return nil, err
	}
	var all []Alike
	for _, l := range found {
		if because := Likenesses(c, &l.Clinic); because != nil {
			all = append(all, Alike{l, because})
		}
	}
	slices.SortStableFunc(all, func(a, b Alike) int { return cmp.Compare(len(b.Because), len(a.Because)) })
	return all[:min(len(all), mostAlike)], nil
}

// slugOfClinic is the slug that a clinic would like: its name, told from namesakes by
// the city. Files make slugs in the same way, so that by it namesakes are found.
func slugOfClinic(c *directory.Clinic) directory.Slug {
	name, city := slugOf(c.Name), slugOf(c.Address.City)
	if city.IsZero() || strings.Contains(name.String(), city.String()) {
		return name
	}
	return slugOf(c.Name + " " + c.Address.City)
}

// slugOf makes a slug of a name in any script.
func slugOf(name string) directory.Slug {
	return directory.SlugOf(unidecode.Unidecode(directory.Fold(name)))
}
