package searchtest

import (
	"math"

	"rootline/internal/directory"
	"rootline/internal/search"
)

// Query is a random question about d, most often one that some listing answers:
// one filter alone in a third of the cases, else any number of them.
func (d *Directory) Query() search.Query {
	q := search.Query{Page: 1, PerPage: search.DefaultPerPage}
	filters := []func(*search.Query){
		d.askText, d.askText, d.askServices, d.askPlace, d.askPlace, d.askNear, d.askNear, d.askFeatures,
		d.askLanguages, d.askOpenNow, d.askAccepting, d.askEntryTypes,
	}
	if d.chance(33) {
		one(d.Random, filters)(&q)
	} else {
		for _, ask := range filters {
			if d.chance(15) {
				ask(&q)
			}
		}
	}
	d.askOrder(&q)
	d.askPage(&q)
	return q
}

// example is a listing that the question may be after; an empty directory is
// asked for one that it does not have.
func (d *Directory) example() directory.Listing {
	if len(d.listings) == 0 {
		return d.listing(d.id(), 0, d.organizations[0])
	}
	return one(d.Random, d.listings)
}

func (d *Directory) askServices(q *search.Query) {
	q.Services = few(d.Random, 2, search.Choices())
}

// askPlace asks for a country, a region or a city, or for several of them that
// may contradict each other.
func (d *Directory) askPlace(q *search.Query) {
	for range 1 + d.IntN(2) {
		a := d.example().Clinic.Address
		if d.chance(60) {
			q.Countries = addNew(q.Countries, a.Country)
		}
		if d.chance(30) && !a.Region.IsZero() {
			q.Regions = addNew(q.Regions, a.Region)
		}
		if d.chance(20) {
			q.Cities = addNew(q.Cities, a.CityID)
		}
	}
}

func addNew[T comparable](list []T, v T) []T {
	for _, has := range list {
		if has == v {
			return list
		}
	}
	return append(list, v)
}

// askNear asks around a listing, or around a spot of its own, often with a
// radius that reaches exactly to another listing or falls just short of it.
func (d *Directory) askNear(q *search.Query) {
	q.Near = d.example().Clinic.Address.Point
	switch {
	case d.chance(10):
		q.Near = d.edgeOfEarth()
	case d.chance(20):
		q.Near = point(q.Near.Lat()+d.NormFloat64()/4, q.Near.Lng()+d.NormFloat64()/4)
	}
	q.RadiusKM = one(d.Random, []float64{1, 5, 10, 25, 50, 50, 100, 500})
	if d.chance(30) {
		for range 10 {
			km := d.example().Clinic.Address.Point.KM(q.Near)
			if km >= 1 && km <= search.MaxRadiusKM {
				q.RadiusKM = km
				if d.chance(30) {
					q.RadiusKM = math.Nextafter(km, 0)
				}
				return
			}
		}
	}
}

func (d *Directory) askFeatures(q *search.Query) {
	var held []directory.Feature
	l := d.example()
	for _, f := range directory.Features() {
		if hasFeature(&l.Clinic, f) {
			held = append(held, f)
		}
	}
	q.Features = some(d.Random, 3, held)
	if len(q.Features) == 0 || d.chance(10) {
		q.Features = addNew(q.Features, one(d.Random, directory.Features()))
	}
}

func (d *Directory) askLanguages(q *search.Query) { q.Languages = few(d.Random, 2, languages) }
func (d *Directory) askOpenNow(q *search.Query)   { q.OpenNow = true }
func (d *Directory) askAccepting(q *search.Query) { q.Accepting = true }
func (d *Directory) askEntryTypes(q *search.Query) {
	q.EntryTypes = few(d.Random, 4, directory.EntryTypes())
}

func (d *Directory) askOrder(q *search.Query) {
	q.Sort = search.ByRelevance
	if d.chance(50) {
		q.Sort = one(d.Random, search.Sorts())
	}
	if !q.Near.IsZero() && d.chance(40) {
		q.Sort = search.ByDistance
	}
	if q.Near.IsZero() && q.Sort == search.ByDistance {
		q.Sort = search.ByName
	}
}

func (d *Directory) askPage(q *search.Query) {
	if d.chance(40) {
		q.PerPage = 1 + d.IntN(search.MaxPerPage)
	}
	switch {
	case d.chance(2):
		q.Page = search.MaxPage
	case d.chance(30):
		q.Page = 1 + d.IntN(2+len(d.listings)/q.PerPage)
	}
}
