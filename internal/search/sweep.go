package search

import "math/bits"

// sweep counts a segment's documents and collects the best. The facets of
// places that the query narrows need sweeps of their own, over more places.
func (r *run) sweep(p *part) {
	here := scope{country: len(r.q.Countries) > 0, region: p.region, city: p.city}
	r.sweepScope(p, here, func(b *block) { r.count(p, b) })
	if here.country || p.region != nil || p.city != nil {
		r.sweepScope(p, scope{}, func(b *block) { r.tally.country[b.country] += bits.OnesCount64(b.full()) })
	}
	if r.tally.inCountry && (p.region != nil || p.city != nil) {
		r.sweepScope(p, scope{country: true}, func(b *block) {
			r.tally.countPlaces(r.tally.regionCounts(p), p.regions.of, b)
		})
	}
	if r.tally.inCountry && p.city != nil {
		r.sweepScope(p, scope{country: true, region: p.region}, func(b *block) {
			r.tally.countPlaces(r.tally.cityCounts(p), p.cities.of, b)
		})
	}
}

// scope says which filters on places a sweep keeps.
type scope struct {
	country      bool
	region, city []uint64
}

// block is the state of 64 documents of one country in a sweep: a bit for each
// that has passed the filters that are never opened, and one for each filter
// that can be.
type block struct {
	number    uint32
	country   int
	row       []uint64
	base      uint64 // passed everything but what follows
	service   uint64
	accept    uint64 // has capacity for a service asked for
	acceptAny uint64 // has capacity for any service
	language  uint64
}

// full returns the documents that pass everything.
func (b *block) full() uint64 { return b.base & b.service & b.accept & b.language }

// sweepScope calls visit for every block with documents that pass the filters
// which no facet opens, country by country.
func (r *run) sweepScope(p *part, sc scope, visit func(*block)) {
	if sc.country {
		for _, c := range r.q.Countries {
			r.sweepCountry(p, sc, int(countryIndex(c)), visit)
		}
		return
	}
	for c := range p.country {
		r.sweepCountry(p, sc, c, visit)
	}
}

func (r *run) sweepCountry(p *part, sc scope, country int, visit func(*block)) {
	run := p.country[country]
	if run.hi == 0 {
		return
	}
	b := block{country: country}
	for n := run.lo / 64; n*64 < run.hi; n++ {
		m := p.alive[n] & run.mask(n)
		m = and(and(and(m, sc.region, n), sc.city, n), p.near, n)
		m = and(and(m, p.open, n), p.text, n)
		if m == 0 {
			continue
		}
		row := p.rows[int(n)*p.stride : int(n+1)*p.stride]
		m &= anyOf(row, r.entry)
		for _, c := range r.feature {
			m &= row[c]
		}
		if m == 0 {
			continue
		}
		b.number, b.row, b.base = n, row, m
		r.open(p, &b)
		visit(&b)
	}
}

// open sets the bits of the filters that facets open.
func (r *run) open(p *part, b *block) {
	b.service, b.accept, b.acceptAny, b.language = ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)
	if len(r.service) > 0 {
		b.service = anyOf(b.row, r.service)
	}
	if r.q.Accepting {
		b.accept = anyOf(b.row, r.accept)
		b.acceptAny = b.row[colAccept] | b.row[colAccept+1] | b.row[colAccept+2]
	}
	switch {
	case !p.spoken:
		b.language = 0
	case len(p.lang) > 0:
		b.language = anyOf(b.row, p.lang)
	}
}

func and(m uint64, bitmap []uint64, block uint32) uint64 {
	if bitmap == nil {
		return m
	}
	return m & bitmap[block]
}

func anyOf(row []uint64, columns []int) uint64 {
	var m uint64
	for _, c := range columns {
		m |= row[c]
	}
	return m
}

// count adds a block to the tally and offers its documents to the collector.
func (r *run) count(p *part, b *block) {
	t := &r.tally
	opened := b.base & b.acceptAny & b.language
	for i, c := range choiceColumn {
		t.service[i] += bits.OnesCount64(opened & b.row[c])
	}
	if spoken := b.base & b.service & b.accept; spoken != 0 {
		counts := t.languageCounts(p)
		for i := range p.languages {
			counts[i] += bits.OnesCount64(spoken & b.row[colLanguage+i])
		}
	}
	full := b.full()
	if full == 0 {
		return
	}
	t.total += bits.OnesCount64(full)
	for i := range t.feature {
		t.feature[i] += bits.OnesCount64(full & b.row[colFeature+i])
	}
	if !r.narrowsPlace() {
		t.country[b.country] += bits.OnesCount64(full)
	}
	if t.inCountry && p.region == nil && p.city == nil {
		t.countPlaces(t.regionCounts(p), p.regions.of, b)
	}
	if t.inCountry && p.city == nil {
		t.countPlaces(t.cityCounts(p), p.cities.of, b)
	}
	r.offer(p, b, full)
}

// narrowsPlace reports whether the query names a country, region or city.
func (r *run) narrowsPlace() bool {
	return len(r.q.Countries) > 0 || len(r.q.Regions) > 0 || len(r.q.Cities) > 0
}

// offer shows the collector every document of a block that passed.
func (r *run) offer(p *part, b *block, full uint64) {
	if !r.top.wants(p.place, b.country) {
		return
	}
	for ; full != 0; full &= full - 1 {
		d := b.number*64 + uint32(bits.TrailingZeros64(full))
		r.top.offer(r, p, b.country, d)
	}
}
