package search

import (
	"rootline/internal/directory"
)

// Choice is what a visitor can ask for: a service, or the two in tandem.
type Choice int

// The choices there are, in the order in which the service facet lists them.
const (
	ChoosePRP Choice = iota
	ChooseSMP
	ChooseTandem // both PRP and SMP at one clinic
	ChoosePEPFactor
)

var choiceNames = [...]string{ChoosePRP: "prp", ChooseSMP: "smp", ChooseTandem: "tandem", ChoosePEPFactor: "pep_factor"}

// Choices returns every choice there is.
func Choices() []Choice { return []Choice{ChoosePRP, ChooseSMP, ChooseTandem, ChoosePEPFactor} }

func (c Choice) String() string { return choiceNames[c] }

// Sort is an order of results.
type Sort int

// The orders there are. Ties are broken by id, so paging neither repeats nor
// skips.
const (
	ByRelevance Sort = iota // words in the name first, then freshness and completeness
	ByDistance              // nearest first; needs Near
	ByConfirmed             // newest confirmation first
	ByName
)

var sortNames = [...]string{ByRelevance: "relevance", ByDistance: "distance", ByConfirmed: "confirmed", ByName: "name"}

// Sorts returns every order there is.
func Sorts() []Sort { return []Sort{ByRelevance, ByDistance, ByConfirmed, ByName} }

func (s Sort) String() string { return sortNames[s] }

// Limits of a query, and what stands where one is not given.
const (
	MaxPage         = 1_000_000
	MaxPerPage      = 100
	DefaultPerPage  = 20
	MaxRadiusKM     = 500
	DefaultRadiusKM = 50
	MaxText         = 200 // letters
	MaxFacetRows    = 100 // of regions and of cities
)

// Query is a search as asked. Values within one of its lists are alternatives,
// except Features, of which a clinic needs all; an empty list does not narrow.
// The zero Query, with Page and PerPage set, finds every searchable clinic of
// clinics and chains.
type Query struct {
	Text       string
	Services   []Choice
	Countries  []directory.Country
	Regions    []directory.Region
	Cities     []directory.CityID
	Near       directory.Point // zero: anywhere
	RadiusKM   float64
	Features   []directory.Feature
	Languages  []directory.Language
	OpenNow    bool
	Accepting  bool                  // has capacity for one of the services asked for
	EntryTypes []directory.EntryType // empty: clinics and chains
	Sort       Sort
	Page       int // from 1
	PerPage    int

	// AllPlaces lists every region and city in the facets, past [MaxFacetRows]. No
	// parameter of an address asks for it: it is for lists that programs read.
	AllPlaces bool
}

// Asked returns the services the query asks for; none means any.
func (q *Query) Asked() []directory.Service {
	var asked [directory.PEPFactor + 1]bool
	for _, c := range q.Services {
		switch c {
		case ChoosePRP:
			asked[directory.PRP] = true
		case ChooseSMP:
			asked[directory.SMP] = true
		case ChooseTandem:
			asked[directory.PRP], asked[directory.SMP] = true, true
		case ChoosePEPFactor:
			asked[directory.PEPFactor] = true
		}
	}
	var services []directory.Service
	for _, s := range directory.Services() {
		if asked[s] {
			services = append(services, s)
		}
	}
	return services
}
