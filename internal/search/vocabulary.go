package search

import (
	"slices"
	"sort"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// vocabulary holds the words of a segment, sorted, and what stands under each:
// documents whose own words they are, and things that many documents share. A
// city's forty names are kept once for the city and not with its every clinic.
type vocabulary struct {
	terms []string
	posts csr // document<<1, plus 1 where the term is a name word
	refs  csr // kind<<refBits | number
	typos deletes
}

// csr is a list of numbers for each term, one after the other.
type csr struct{ start, items []uint32 }

func (c *csr) of(term int) []uint32 { return c.items[c.start[term]:c.start[term+1]] }

// What a reference can lead to.
const (
	refCity    = iota // a place in the segment's cities
	refRegion         // a place in its regions
	refCountry        // a country's index
	refColumn         // a column
	refBits    = 28
)

// newVocabulary gathers the words of a segment whose attributes are laid out.
func newVocabulary(s *segment, entries []*entry, places *gazetteer.Gazetteer) *vocabulary {
	b := termBuilder{numbers: make(map[string]uint32)}
	for d, e := range entries {
		for i, w := range e.words {
			b.post(w, uint32(d)<<1|uint32(flag(i < e.nameWords)))
		}
	}
	for _, service := range directory.Services() {
		for _, w := range ServiceWords([]directory.Service{service}) {
			b.refer(w, refColumn, colService+int(service)-1)
		}
	}
	b.refer("tandem", refColumn, colTandem)
	for i, id := range s.cities.keys[1:] {
		b.city(i+1, id, places)
	}
	for i, id := range s.regions.keys[1:] {
		if r, ok := places.Region(id); ok {
			b.referAll(r.Name, refRegion, i+1)
		}
	}
	for i, run := range s.country {
		if run.hi > 0 {
			b.referAll(strings.Join(places.CountryNames(countries[i]), " "), refCountry, i)
		}
	}
	return b.vocabulary()
}

// termBuilder collects what stands under each term, in any order.
type termBuilder struct {
	numbers map[string]uint32
	terms   []string
	posts   []pair
	refs    []pair
}

type pair struct{ term, item uint32 }

func (b *termBuilder) number(term string) uint32 {
	n, ok := b.numbers[term]
	if !ok {
		term = strings.Clone(term) // its text may be a part of something long
		n = uint32(len(b.terms))
		b.numbers[term] = n
		b.terms = append(b.terms, term)
	}
	return n
}

func (b *termBuilder) post(term string, item uint32) {
	b.posts = append(b.posts, pair{b.number(term), item})
}

func (b *termBuilder) refer(term string, kind, number int) {
	b.refs = append(b.refs, pair{b.number(term), uint32(kind)<<refBits | uint32(number)})
}

func (b *termBuilder) referAll(name string, kind, number int) {
	for _, w := range directory.Words(name) {
		b.refer(w, kind, number)
	}
}

func (b *termBuilder) city(place int, id directory.CityID, places *gazetteer.Gazetteer) {
	city, ok := places.City(id)
	if !ok {
		return
	}
	words := directory.Words(city.Name)
	for name := range places.Alternates(id) {
		words = append(words, directory.Words(name)...)
	}
	slices.Sort(words)
	for _, w := range slices.Compact(words) {
		b.refer(w, refCity, place)
	}
}

// vocabulary sorts the terms and lays out what stands under each.
func (b *termBuilder) vocabulary() *vocabulary {
	order := make([]uint32, len(b.terms))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(x, y uint32) int { return strings.Compare(b.terms[x], b.terms[y]) })
	v := &vocabulary{terms: make([]string, len(order))}
	place := make([]uint32, len(order))
	for i, n := range order {
		v.terms[i] = b.terms[n]
		place[n] = uint32(i)
	}
	v.posts = layOut(b.posts, place)
	v.refs = layOut(b.refs, place)
	v.typos = newDeletes(v.terms)
	return v
}

func layOut(pairs []pair, place []uint32) csr {
	c := csr{start: make([]uint32, len(place)+1), items: make([]uint32, len(pairs))}
	for _, p := range pairs {
		c.start[place[p.term]+1]++
	}
	for i := range place {
		c.start[i+1] += c.start[i]
	}
	next := slices.Clone(c.start)
	for _, p := range pairs {
		at := place[p.term]
		c.items[next[at]] = p.item
		next[at]++
	}
	return c
}

// run returns the terms that are word or, with prefix, begin with it.
func (v *vocabulary) run(word string, prefix bool) (lo, hi int) {
	lo = sort.SearchStrings(v.terms, word)
	hi = lo
	for hi < len(v.terms) && (v.terms[hi] == word || prefix && strings.HasPrefix(v.terms[hi], word)) {
		hi++
	}
	return lo, hi
}

// markTerm sets the bits of the documents under a term, and in names those that
// have it among their name words. Tombstoned documents are marked like others.
func (s *segment) markTerm(term int, names, all []uint64) {
	for _, p := range s.words.posts.of(term) {
		d := p >> 1
		bit := uint64(1) << (d % 64)
		all[d/64] |= bit
		if p&1 != 0 {
			names[d/64] |= bit
		}
	}
	for _, r := range s.words.refs.of(term) {
		s.markRef(r, all)
	}
}

func (s *segment) markRef(ref uint32, bits []uint64) {
	number := int(ref & (1<<refBits - 1))
	switch ref >> refBits {
	case refCity:
		markDocs(bits, s.cities.docs[s.cities.start[number]:s.cities.start[number+1]])
	case refRegion:
		markDocs(bits, s.regions.docs[s.regions.start[number]:s.regions.start[number+1]])
	case refCountry:
		markSpan(bits, s.country[number])
	case refColumn:
		for b := range bits {
			bits[b] |= s.rows[b*s.stride+number]
		}
	}
}

func markDocs(bits []uint64, docs []uint32) {
	for _, d := range docs {
		bits[d/64] |= 1 << (d % 64)
	}
}

func markSpan(bits []uint64, run span) {
	for b := run.lo / 64; b*64 < run.hi; b++ {
		bits[b] |= run.mask(b)
	}
}

// mask returns the bits of block b that lie in the span.
func (r span) mask(b uint32) uint64 {
	m := ^uint64(0)
	if first := b * 64; r.lo > first {
		m &= ^uint64(0) << (r.lo - first)
	}
	if end := (b + 1) * 64; r.hi < end {
		m &= ^uint64(0) >> (end - r.hi)
	}
	return m
}
