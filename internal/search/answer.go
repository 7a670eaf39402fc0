package search

import (
	"time"

	"rootline/internal/directory"
)

// Answer is a page of results, their number and the facets that narrow them.
type Answer struct {
	Total   int
	Page    int
	PerPage int
	Facets  Facets

	hits     []hit
	run      *run
	snapshot *snapshot
}

// Row is one value of a facet: how many results there are with it.
type Row struct {
	Value string
	Label string // in English
	Count int
}

// Facets counts the results by what can be filtered. Each of the first four and
// Language counts as if its own filter were open (opening a country opens its
// regions and cities, opening a region its cities); Feature counts what would
// remain if the feature were added. Region and City have rows only when the
// query names exactly one country, and at most [MaxFacetRows] unless it asks for
// all places. Rows stand by count, most first, then by value; only Service lists
// values that count none.
type Facets struct {
	Service  []Row
	Country  []Row
	Region   []Row
	City     []Row
	Feature  []Row
	Language []Row
}

// Card is a result as a page shows it.
type Card struct {
	ID           string
	Slug         string
	Name         string
	Organization string // its name
	OrgSlug      string
	EntryType    directory.EntryType
	Services     []directory.Service
	Country      directory.Country
	Region       directory.Region
	RegionName   string
	City         string
	CityID       directory.CityID
	CitySlug     string
	Point        directory.Point
	Precision    directory.GeoPrecision
	DistanceKM   float64 // -1 unless the query has Near
	Features     []directory.Feature
	Languages    []directory.Language
	Doors        directory.Doors
	Zone         *time.Location
	Capacity     directory.CapacityStatus
	PriceFrom    *directory.Price // nil if there is none
	Confirmed    directory.Date   // the UTC day of the newest confirmation; zero if never
	Operating    directory.OperatingStatus
}
