package search

import (
	"bytes"

	"rootline/internal/directory"
)

// Cards returns the results of the page, in order.
func (a *Answer) Cards() []Card {
	cards := make([]Card, len(a.hits))
	for i, h := range a.hits {
		cards[i] = a.card(h)
	}
	return cards
}

func (a *Answer) card(h hit) Card {
	v, d := a.snapshot.views[h.place], h.doc
	schedule := v.clock.of[d]
	c := Card{
		Region:     v.regions.keys[v.regions.of[d]],
		CityID:     v.cities.keys[v.cities.of[d]],
		Point:      v.near.point[d],
		DistanceKM: a.distance(h),
		Doors:      a.doors(h),
		Zone:       v.clock.schedules[schedule].zone,
		Capacity:   a.capacity(h),
		PriceFrom:  a.priceFrom(h),
		Operating:  directory.Active,
		Country:    v.countryOf(d),
	}
	if v.clock.schedules[schedule].shut {
		c.Operating = directory.TemporarilyClosed
	}
	if at := v.confirmed[d]; at != 0 {
		c.Confirmed = directory.DateOf(at.Time())
	}
	for i, t := range directory.EntryTypes() {
		if v.has(d, colEntry+i) {
			c.EntryType = t
		}
	}
	for i, s := range directory.Services() {
		if v.has(d, colService+i) {
			c.Services = append(c.Services, s)
		}
	}
	for i, f := range directory.Features() {
		if v.has(d, colFeature+i) {
			c.Features = append(c.Features, f)
		}
	}
	c.readItem(v.items.pieces(d))
	return c
}

// readItem fills in what only the prepared item holds.
func (c *Card) readItem(first, second, _ []byte) {
	read := cursor(first)
	c.ID = read.next(`{"id":"`)
	c.Slug = read.next(`,"slug":"`)
	c.Name = read.next(`,"name":"`)
	c.OrgSlug = read.next(`{"slug":"`)
	c.Organization = read.next(`,"name":"`)
	if !c.Region.IsZero() {
		c.RegionName = read.next(`,"region_name":"`)
	}
	c.CitySlug = read.next(`,"slug":"`)
	c.City = read.next(`,"name":"`)
	c.Precision = directory.GeoPrecision(read.next(`,"geo_precision":"`))
	c.Languages = readLanguages(second)
}

// readLanguages reads the list in the order in which the clinic gives it, which
// the columns do not keep.
func readLanguages(second []byte) []directory.Language {
	const label = `,"languages":[`
	at := bytes.Index(second, []byte(label))
	end := bytes.IndexByte(second[at+len(label):], ']')
	var languages []directory.Language
	for code := range bytes.SplitSeq(second[at+len(label):][:end], []byte{','}) {
		if l, err := directory.ParseLanguage(string(bytes.Trim(code, `"`))); err == nil {
			languages = append(languages, l)
		}
	}
	return languages
}

func (s *segment) countryOf(d uint32) directory.Country {
	for i, run := range s.country {
		if run.lo <= d && d < run.hi {
			return countries[i]
		}
	}
	return directory.Country{}
}
