package searchtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
	"rootline/internal/search/searchtest"
)

// now is a Wednesday, and the day of ranking as well: 10:00 in London, 13:00
// in Istanbul.
var now = time.Date(2026, 1, 14, 10, 0, 0, 0, time.UTC)

// The cities on the stage.
const (
	istanbul  directory.CityID = 745044
	ankara    directory.CityID = 323786
	london    directory.CityID = 2643743
	manch     directory.CityID = 2643123
	koeln     directory.CityID = 2886242
	singapore directory.CityID = 1880252
)

type trait func(l *directory.Listing)

// listings gives clinics without facts, all active and published, so that none
// scores and ties fall to the order in which they stand here.
func listings(all ...func(n int) directory.Listing) []directory.Listing {
	made := make([]directory.Listing, len(all))
	for i, one := range all {
		made[i] = one(i)
	}
	return made
}

// clinic is one in a city; its organization has no name unless a trait names it.
func clinic(name string, city directory.CityID, traits ...trait) func(n int) directory.Listing {
	return func(n int) directory.Listing {
		at, ok := gazetteer.Embedded().City(city)
		if !ok {
			panic("no such city")
		}
		l := directory.Listing{Clinic: directory.Clinic{
			ID: must(directory.ParseID(fmt.Sprintf("01900000-0000-7000-8000-%012d", n))), Slug: directory.SlugOf(name), Name: name,
			Address: directory.Address{
				City: at.Name, CityID: city, Region: at.Region, Country: at.Country,
				Point: at.Point, Precision: directory.Locality, TimeZone: at.TimeZone,
			},
		}}
		l.Organization.EntryType = directory.EntryClinic
		l.State.Value, l.Operating.Value = directory.Published, directory.Active
		for _, t := range traits {
			t(&l)
		}
		return l
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var (
	owner  = directory.Fact{State: directory.OwnerAsserted}
	absent = directory.Fact{State: directory.CheckedAbsent}
	prp    = offer(directory.PRP)
	smp    = offer(directory.SMP)
	pep    = offer(directory.PEPFactor)
)

func offer(s directory.Service, parts ...func(o *directory.Offering)) trait {
	return func(l *directory.Listing) {
		o := directory.Offering{Service: s}
		for _, part := range parts {
			part(&o)
		}
		l.Clinic.Offerings = append(l.Clinic.Offerings, o)
	}
}

func with(f directory.Feature, fact directory.Fact) func(o *directory.Offering) {
	return func(o *directory.Offering) {
		o.Features = append(o.Features, directory.OfferedFeature{Feature: f, Fact: fact})
	}
}

func room(s directory.CapacityStatus, fact directory.Fact) func(o *directory.Offering) {
	return func(o *directory.Offering) { o.Capacity = directory.Capacity{Status: s, Fact: fact} }
}

func speaks(codes ...string) trait {
	return func(l *directory.Listing) {
		for _, c := range codes {
			l.Clinic.Languages = append(l.Clinic.Languages, language(c))
		}
	}
}

func brand(name string, t directory.EntryType) trait {
	return func(l *directory.Listing) { l.Organization.Name, l.Organization.EntryType = name, t }
}

func listed(s directory.ListingState) trait {
	return func(l *directory.Listing) { l.State.Value = s }
}

func operating(s directory.OperatingStatus) trait {
	return func(l *directory.Listing) { l.Operating.Value = s }
}

func at(lat, lng float64) trait {
	return func(l *directory.Listing) { l.Clinic.Address.Point = must(directory.NewPoint(lat, lng)) }
}

// opens is every day, in hours of the day.
func opens(from, to directory.Minute, fact directory.Fact) trait {
	return func(l *directory.Listing) {
		l.Clinic.Hours.Fact = fact
		for d := range l.Clinic.Hours.Week {
			l.Clinic.Hours.Week[d] = []directory.Interval{{Opens: from * 60, Closes: to * 60}}
		}
	}
}

// confirmed is when somebody last vouched for the address.
func confirmed(daysAgo int) trait {
	return func(l *directory.Listing) {
		l.Clinic.Address.Fact = directory.Fact{State: directory.SourceChecked, ObservedAt: directory.At(now.AddDate(0, 0, -daysAgo))}
	}
}

func country(code string) directory.Country   { return must(directory.ParseCountry(code)) }
func region(id string) directory.Region       { return must(directory.ParseRegion(id)) }
func language(code string) directory.Language { return must(directory.ParseLanguage(code)) }

// ask completes a query for the first page of 20.
func ask(q search.Query) search.Query {
	if q.Page == 0 {
		q.Page = 1
	}
	if q.PerPage == 0 {
		q.PerPage = search.DefaultPerPage
	}
	return q
}

// line is one question of a table: the names it should find, in order.
type line struct {
	why  string
	q    search.Query
	want string
}

func checkLines(t *testing.T, all []directory.Listing, lines []line) {
	t.Helper()
	o := searchtest.NewOracle(all, gazetteer.Embedded(), now)
	for _, tt := range lines {
		got := o.Find(ask(tt.q), now)
		if found := names(got.Cards); found != tt.want {
			t.Errorf("%s: Find(%+v) = %q; want %q", tt.why, tt.q, found, tt.want)
		}
	}
}

func names(cards []search.Card) string {
	var all []string
	for _, c := range cards {
		all = append(all, c.Name)
	}
	return strings.Join(all, ", ")
}
