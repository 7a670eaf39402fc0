package pages

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"rootline/internal/directory"
	"rootline/internal/search"
	"rootline/web/page"
)

// How much of a clinic's future and family its page shows.
const (
	maxUpcoming  = 5
	upcomingDays = 60
	maxBranches  = 12
)

// clinicView is a listing's page as of now.
func (p *Pages) clinicView(ctx context.Context, l directory.Listing) (page.ClinicView, error) {
	clinic := &l.Clinic
	zone := clinic.Address.Zone()
	now := p.Now().In(zone)
	today := directory.DateOf(now)
	view := page.ClinicView{
		Listing:   l,
		Above:     p.clinicCrumbs(clinic),
		Place:     p.addressLines(clinic.Address),
		Zone:      zone,
		Today:     today,
		Doors:     l.Doors(now),
		Week:      clinic.Hours.WeekOf(today, time.Monday),
		Offerings: offerings(clinic, today),
		Photos:    photosToShow(clinic.Photos),
		Brand:     brandPath(l.Organization.Slug),
		Claim:     p.placeOf(&l),
	}
	view.Upcoming = upcoming(clinic.Hours.Exceptions, view.Week[6].Date)
	if at := clinic.Address.Point; !at.IsZero() {
		view.Directions = "https://www.openstreetmap.org/directions?to=" + pointText(at)
		view.MapLink = "geo:" + pointText(at)
	}
	var err error
	if view.Held, err = p.Store.Held(ctx, clinic.ID, l.Organization.ID); err != nil {
		return view, err
	}
	if l.Searchable() {
		view.Branches, err = p.branchLinks(ctx, &l)
	} else {
		view.Nearest, err = p.nearest(search.Query{Services: choicesOf(clinic), Near: clinic.Address.Point})
	}
	return view, err
}

// clinicCrumbs are the place pages that list the clinic.
func (p *Pages) clinicCrumbs(c *directory.Clinic) []page.Link {
	service := search.ChoosePRP
	if _, prp := c.Offering(directory.PRP); !prp {
		service = search.ChooseSMP
	}
	s := p.within(service, c.Address.Country, c.Address.Region, c.Address.CityID)
	return append(p.above(s), page.Link{Label: p.here(s), Path: s.path()})
}

// addressLines are the lines of an address below the street.
func (p *Pages) addressLines(a directory.Address) []string {
	lines := []string{strings.TrimSpace(a.PostalCode + " " + a.City)}
	if region, ok := p.Places.Region(a.Region); ok && region.Name != a.City {
		lines = append(lines, region.Name)
	}
	return append(lines, p.words().Country(a.Country))
}

// upcoming are the exceptions that begin soon after a day, in order.
func upcoming(all []directory.Exception, after directory.Date) []directory.Exception {
	last := after.AddDays(upcomingDays)
	var soon []directory.Exception
	for _, e := range all {
		if after.Before(e.First) && e.First.Before(last) {
			soon = append(soon, e)
		}
	}
	slices.SortStableFunc(soon, func(a, b directory.Exception) int {
		return cmp.Compare(a.First.String(), b.First.String())
	})
	return soon[:min(len(soon), maxUpcoming)]
}

// offerings are the services of a clinic, with all that could be known of each.
func offerings(c *directory.Clinic, today directory.Date) []page.Offering {
	var all []page.Offering
	for _, s := range directory.Services() {
		o, offered := c.Offering(s)
		if !offered {
			continue
		}
		all = append(all, page.Offering{
			Service:  s,
			Capacity: o.Capacity,
			Groups:   groupsOf(o),
			Prices:   pricesFrom(o.Prices, today),
		})
	}
	return all
}

// groupsOf sorts what is known of an offering's features into groups, and names
// the features of which nothing is.
func groupsOf(o directory.Offering) []page.FeatureGroup {
	var groups []page.FeatureGroup
	for _, of := range featureGroups {
		if of.service != o.Service {
			continue
		}
		g := page.FeatureGroup{Group: of.group}
		for _, f := range directory.Features() {
			if f.Service() != of.service || f.Group() != of.group {
				continue
			}
			at := slices.IndexFunc(o.Features, func(said directory.OfferedFeature) bool { return said.Feature == f })
			if at >= 0 && o.Features[at].Fact.Known() {
				g.Known = append(g.Known, o.Features[at])
			} else {
				g.Unchecked = append(g.Unchecked, f)
			}
		}
		groups = append(groups, g)
	}
	return groups
}

// pricesFrom are the prices that hold on a day or will later.
func pricesFrom(all []directory.Price, day directory.Date) []directory.Price {
	return slices.DeleteFunc(slices.Clone(all), func(p directory.Price) bool {
		return !p.ValidTo.IsZero() && p.ValidTo.Before(day)
	})
}

// photosToShow leaves out pictures of patients without what has to go with them.
func photosToShow(all []directory.Photo) []directory.Photo {
	return slices.DeleteFunc(slices.Clone(all), func(p directory.Photo) bool {
		return !p.Showable()
	})
}

// branchLinks leads to the other clinics of the same organization.
func (p *Pages) branchLinks(ctx context.Context, l *directory.Listing) ([]page.Link, error) {
	listings, err := p.Store.ListingsOf(ctx, l.Organization.ID, maxBranches+1)
	if err != nil {
		return nil, err
	}
	var links []page.Link
	for i := range listings {
		branch := &listings[i].Clinic
		if branch.ID == l.Clinic.ID || !listings[i].Searchable() || len(links) == maxBranches {
			continue
		}
		label := branch.Name + ", " + branch.Address.City + ", " + p.words().Country(branch.Address.Country)
		links = append(links, page.Link{Label: label, Path: clinicPath(branch.Slug)})
	}
	return links, nil
}
