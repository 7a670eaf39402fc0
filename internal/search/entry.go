package search

import (
	"slices"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// The columns of a segment's bit rows. Everything that a filter asks of a clinic
// with yes or no is a column; the languages follow, one column each.
const (
	colService  = 0              // one each for prp, smp and pep_factor
	colTandem   = colService + 3 // prp and smp both
	colEntry    = colTandem + 1  // one for each entry type
	colAccept   = colEntry + 4   // has capacity, for each service
	colFeature  = colAccept + 3  // one for each feature
	colLanguage = colFeature + directory.FeatureCount
)

// choiceColumn maps a choice to the column that answers it.
var choiceColumn = [...]int{
	ChoosePRP:       colService,
	ChooseSMP:       colService + 1,
	ChooseTandem:    colTandem,
	ChoosePEPFactor: colService + 2,
}

// entry is a listing made ready for a segment: what it is found, counted and
// ordered by, and the prepared item that answers are put together from.
type entry struct {
	id        [16]byte
	score     uint16
	country   uint8 // index into countries
	region    directory.Region
	city      directory.CityID
	columns   uint64 // bits of the columns below colLanguage
	languages []directory.Language
	point     directory.Point
	confirmed directory.Instant
	schedule  *schedule
	capacity  [3]uint8 // for each service: 0 unsaid, else 1 + place among CapacityStatuses
	prices    []price
	name      string // folded, for the order by name
	words     []string
	nameWords int // so many of words, the first ones, are name words
	item      item
}

// price is a session price that price_from may show.
type price struct {
	amount   int64
	currency directory.Currency
	from, to directory.Date
	state    directory.PriceState
	service  uint8 // place among Services
}

var countries = directory.Countries()

func countryIndex(c directory.Country) uint8 {
	i, _ := slices.BinarySearchFunc(countries, c, func(a, b directory.Country) int {
		switch {
		case a == b:
			return 0
		case a.String() < b.String():
			return -1
		default:
			return 1
		}
	})
	return uint8(i)
}

// preparer makes entries; it remembers what many listings share.
type preparer struct {
	places    *gazetteer.Gazetteer
	asOf      time.Time // when scores are taken
	schedules schedules
}

// prepare makes the entry of a listing.
func (p *preparer) prepare(l *directory.Listing) entry {
	c := &l.Clinic
	e := entry{
		id:        c.ID.Bytes(),
		score:     uint16(min(Score(c, p.asOf), 1<<16-1)),
		country:   countryIndex(c.Address.Country),
		region:    c.Address.Region,
		city:      c.Address.CityID,
		languages: c.Languages,
		point:     c.Address.Point,
		confirmed: c.ConfirmedAt(),
		schedule:  p.schedules.of(l),
		name:      directory.Fold(c.Name),
	}
	e.setColumns(l)
	e.setPrices(c)
	e.setWords(l)
	e.item = newItem(l, p.places)
	return e
}

func (e *entry) set(column int) { e.columns |= 1 << column }

func (e *entry) setColumns(l *directory.Listing) {
	c := &l.Clinic
	e.set(colEntry + max(0, slices.Index(directory.EntryTypes(), l.Organization.EntryType)))
	for _, o := range c.Offerings {
		s := int(o.Service) - 1
		e.set(colService + s)
		if o.Capacity.Fact.Holds() {
			rank := uint8(slices.Index(directory.CapacityStatuses(), o.Capacity.Status) + 1)
			if e.capacity[s] == 0 || rank < e.capacity[s] {
				e.capacity[s] = rank
			}
			if o.Capacity.Status == directory.HasCapacity {
				e.set(colAccept + s)
			}
		}
		for _, f := range o.Features {
			if f.Fact.Holds() {
				e.set(colFeature + int(f.Feature) - 1)
			}
		}
	}
	if c.Tandem() {
		e.set(colTandem)
	}
}

func (e *entry) setPrices(c *directory.Clinic) {
	main := c.MainCurrency()
	for _, o := range c.Offerings {
		for _, p := range o.Prices {
			if p.Unit == directory.PerSession && p.Currency == main && p.Fact.Holds() {
				e.prices = append(e.prices, price{
					amount: p.Amount, currency: p.Currency, from: p.ValidFrom, to: p.ValidTo,
					state: p.State, service: uint8(o.Service - 1),
				})
			}
		}
	}
}

// setWords gathers the name words. Those of services and places are not kept
// with each clinic: the vocabulary refers to columns and places for them.
func (e *entry) setWords(l *directory.Listing) {
	e.words = append(directory.Words(l.Clinic.Name), directory.Words(l.Organization.Name)...)
	slices.Sort(e.words)
	e.words = slices.Compact(e.words)
	e.nameWords = len(e.words)
	for _, w := range directory.Words(l.Clinic.Address.City) {
		if !slices.Contains(e.words, w) {
			e.words = append(e.words, w)
		}
	}
}
