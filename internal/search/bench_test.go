package search_test

import (
	"sync"
	"testing"
	"time"

	"rootline/internal/demo"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
)

var benchNow = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

// benchListings is a demo directory of the size of a large country's.
var benchListings = sync.OnceValue(func() []directory.Listing {
	var all []directory.Listing
	for batch := range demo.Directory(demo.Params{Clinics: 20_000, Seed: 1, Now: benchNow}, gazetteer.Embedded()) {
		all = append(all, batch.Listings...)
	}
	return all
})

func benchIndex(listings []directory.Listing) *search.Index {
	b := search.NewBuilder(gazetteer.Embedded(), benchNow)
	for i := range listings {
		b.Add(&listings[i])
	}
	return b.Index()
}

// BenchmarkFind answers what visitors ask, one kind of question at a time, and
// writes each answer as JSON.
func BenchmarkFind(b *testing.B) {
	live := search.NewLive(gazetteer.Embedded())
	live.Replace(benchIndex(benchListings()))
	istanbul, _ := gazetteer.Embedded().City(745044)
	turkey := []directory.Country{istanbul.Country}
	for name, q := range map[string]search.Query{
		"everything":      {},
		"country+service": {Countries: turkey, Services: []search.Choice{search.ChoosePRP}},
		"city+service":    {Countries: turkey, Cities: []directory.CityID{istanbul.ID}, Services: []search.Choice{search.ChooseTandem}},
		"near":            {Near: istanbul.Point, RadiusKM: 50, Sort: search.ByDistance},
		"prefix":          {Text: "prp istanb"},
		"typo":            {Text: "smp istnabul"},
		"features":        {Features: []directory.Feature{directory.Vibration, directory.IcePacks}},
		"open":            {OpenNow: true, Countries: turkey},
		"page 100":        {Page: 100, Sort: search.ByName},
	} {
		q.Page, q.PerPage = max(q.Page, 1), search.DefaultPerPage
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var reply []byte
			for b.Loop() {
				answer, err := live.Find(q, benchNow)
				if err != nil || answer.Total == 0 {
					b.Fatalf("Find(%+v) found nothing: %v", q, err)
				}
				reply = answer.AppendJSON(reply[:0], base)
			}
		})
	}
}

// BenchmarkBuild indexes 20,000 clinics.
func BenchmarkBuild(b *testing.B) {
	listings := benchListings()
	for b.Loop() {
		benchIndex(listings)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(listings)), "ns/clinic")
}

// BenchmarkApply changes one clinic of 20,000, again and again.
func BenchmarkApply(b *testing.B) {
	listings := benchListings()
	live := search.NewLive(gazetteer.Embedded())
	live.Replace(benchIndex(listings))
	i := 0
	for b.Loop() {
		live.Apply(listings[i%len(listings):][:1], nil)
		i += 7
	}
}
