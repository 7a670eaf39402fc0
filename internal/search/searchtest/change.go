package searchtest

import (
	"slices"
	"time"

	"rootline/internal/directory"
)

// Directory is a random directory as it stands after its last change.
type Directory struct {
	*Random
	AsOf          time.Time // when it was last ranked
	listings      []directory.Listing
	organizations []directory.Organization
	made          int
}

// Directory makes one of n listings, searchable and not. Those of a thousand and
// more are all over the place, smaller ones in a few cities.
func (r *Random) Directory(n int) *Directory {
	if n >= 1000 {
		r.sites = append(r.sites, manySites(r.places)...)
	}
	d := &Directory{Random: r, AsOf: r.asOf}
	for range 1 + n/3 {
		d.organizations = append(d.organizations, r.organization(len(d.organizations)))
	}
	for range n {
		d.add()
	}
	return d
}

// Listings returns a copy of all listings, in no order that means anything.
func (d *Directory) Listings() []directory.Listing {
	return append([]directory.Listing(nil), d.listings...)
}

// Rank moves the day of ranking on by up to three days.
func (d *Directory) Rank() {
	d.AsOf = d.AsOf.AddDate(0, 0, 1+d.IntN(3))
	d.asOf = d.AsOf
}

// Change changes one listing or several in one of the ways that listings change
// and returns those that now read differently, or might, and the ids of those
// that are no more. Now and then it is many. A listing may come twice, first as
// it was before.
func (d *Directory) Change() (changed []directory.Listing, gone []directory.ID) {
	touched, before := map[directory.ID]bool{}, d.Listings()
	n := 1 + d.IntN(3)
	if d.chance(15) {
		n += d.IntN(1 + min(len(d.listings)/2, 100))
	}
	for range n {
		switch {
		case len(d.listings) == 0 || d.chance(15):
			touched[d.add()] = true
		case d.chance(15):
			gone = append(gone, d.remove(d.IntN(len(d.listings))))
		case d.chance(25):
			d.changeOrganization(touched)
		default:
			l := &d.listings[d.IntN(len(d.listings))]
			d.changeListing(l)
			touched[l.Clinic.ID] = true
		}
	}
	if d.chance(5) {
		gone = append(gone, d.id()) // of which nobody has heard
	}
	for _, l := range d.listings {
		if touched[l.Clinic.ID] {
			changed = append(changed, l)
		}
	}
	d.Shuffle(len(changed), func(i, j int) { changed[i], changed[j] = changed[j], changed[i] })
	if len(changed) > 0 && d.chance(20) {
		changed = append(older(before, changed), changed...)
	}
	return changed, gone
}

// older picks from before what has changed since.
func older(before, changed []directory.Listing) []directory.Listing {
	return slices.DeleteFunc(before, func(l directory.Listing) bool {
		return !slices.ContainsFunc(changed, func(c directory.Listing) bool { return c.Clinic.ID == l.Clinic.ID })
	})
}

func (d *Directory) add() directory.ID {
	d.made++
	id := d.id()
	d.listings = append(d.listings, d.listing(id, d.made, one(d.Random, d.organizations)))
	if n := len(d.listings); n > 1 && d.chance(20) { // next door to another
		d.listings[n-1].Clinic.Address = d.listings[d.IntN(n-1)].Clinic.Address
	}
	if n := len(d.listings); n > 1 && d.chance(10) { // a namesake
		d.listings[n-1].Clinic.Name = d.listings[d.IntN(n-1)].Clinic.Name
	}
	return id
}

func (d *Directory) remove(i int) directory.ID {
	id := d.listings[i].Clinic.ID
	d.listings[i] = d.listings[len(d.listings)-1]
	d.listings = d.listings[:len(d.listings)-1]
	return id
}

// changeListing changes one thing or everything. Lists are replaced and never
// written to, since older copies of the listing share them.
func (d *Directory) changeListing(l *directory.Listing) {
	switch d.IntN(8) {
	case 0:
		l.Clinic.Name = d.name()
	case 1:
		l.Clinic.Address = d.address()
	case 2, 3:
		d.stand(l)
	case 4:
		l.Clinic.Hours = d.hours()
	case 5:
		l.Clinic.Offerings = d.offerings()
	case 6:
		d.made++
		*l = d.listing(l.Clinic.ID, d.made, one(d.Random, d.organizations))
	default: // published again as it was
	}
}

// changeOrganization gives one another name or another type at all its clinics.
func (d *Directory) changeOrganization(touched map[directory.ID]bool) {
	i := d.IntN(len(d.organizations))
	org := &d.organizations[i]
	if d.chance(70) {
		org.Name = d.name()
	} else {
		org.EntryType = one(d.Random, directory.EntryTypes())
	}
	for j := range d.listings {
		if d.listings[j].Organization.ID == org.ID {
			d.listings[j].Organization = *org
			touched[d.listings[j].Clinic.ID] = true
		}
	}
}
