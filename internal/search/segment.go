package search

import (
	"bytes"
	"cmp"
	"slices"
	"sync"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// segment is an index over a set of listings that never changes. A document is
// a listing's place in the segment's order: by country, then by score, highest
// first, then by id. A country is therefore one run of documents, and within it
// the first that match are the most relevant.
type segment struct {
	n       int
	ids     [][16]byte
	byID    []uint32 // documents in the order of their ids
	score   []uint16
	country []span // of each country, by its index

	// One bit for each document and column: those of documents 64b to 64b+63
	// stand together at rows[b*stride:], so that a query which tests some
	// columns and counts others reads each part of memory once.
	rows      []uint64
	stride    int
	languages []directory.Language // by column, from colLanguage

	regions group[directory.Region]
	cities  group[directory.CityID]

	confirmed []directory.Instant
	capacity  [][3]uint8
	prices    []price
	priceFrom []uint32 // document d's prices are prices[priceFrom[d]:priceFrom[d+1]]
	names     names
	items     items

	near  bands
	words *vocabulary
	clock *clock
	spare sync.Pool // of bitmaps
}

// span is a run of documents, from lo up to but not including hi.
type span struct{ lo, hi uint32 }

// group sorts documents by a place they belong to. Place 0 is none.
type group[K comparable] struct {
	keys  []K
	place map[K]uint32 // of each key among keys
	of    []uint32     // for each document, its place
	start []uint32     // the documents of keys[i] are docs[start[i]:start[i+1]]
	docs  []uint32
}

func newGroup[K comparable](n int, key func(i int) K) group[K] {
	var none K
	g := group[K]{keys: []K{none}, place: map[K]uint32{none: 0}, of: make([]uint32, n)}
	for i := range n {
		k := key(i)
		place, ok := g.place[k]
		if !ok {
			place = uint32(len(g.keys))
			g.place[k] = place
			g.keys = append(g.keys, k)
		}
		g.of[i] = place
	}
	g.start, g.docs = groupBy(g.of, len(g.keys))
	return g
}

// members returns the documents of the place with this key.
func (g *group[K]) members(key K) []uint32 {
	i := g.place[key] // of an unknown key 0, which is none
	if i == 0 {
		return nil
	}
	return g.docs[g.start[i]:g.start[i+1]]
}

// newSegment lays out entries, whose order it changes. A segment of changes is
// laid out beside the one that it changes, its base.
func newSegment(entries []*entry, places *gazetteer.Gazetteer, base *segment) *segment {
	slices.SortFunc(entries, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(a.country, b.country), cmp.Compare(b.score, a.score), bytes.Compare(a.id[:], b.id[:]))
	})
	s := &segment{n: len(entries), clock: newClock(entries)}
	s.layAttributes(entries)
	s.layColumns(entries)
	var parts sync.WaitGroup // the vocabulary takes about as long as the others together
	parts.Go(func() { s.words = newVocabulary(s, entries, places) })
	s.names = newNames(entries, base)
	s.items = newItems(entries)
	s.near = newBands(entries)
	parts.Wait()
	return s
}

func (s *segment) layAttributes(entries []*entry) {
	s.ids = make([][16]byte, s.n)
	s.byID = make([]uint32, s.n)
	s.score = make([]uint16, s.n)
	s.country = make([]span, len(countries))
	s.confirmed = make([]directory.Instant, s.n)
	s.capacity = make([][3]uint8, s.n)
	s.priceFrom = make([]uint32, s.n+1)
	for i := range entries {
		e, d := entries[i], uint32(i)
		s.ids[i], s.byID[i], s.score[i] = e.id, d, e.score
		s.confirmed[i], s.capacity[i] = e.confirmed, e.capacity
		s.prices = append(s.prices, e.prices...)
		s.priceFrom[i+1] = uint32(len(s.prices))
		if run := &s.country[e.country]; run.hi == 0 {
			*run = span{d, d + 1}
		} else {
			run.hi = d + 1
		}
	}
	slices.SortFunc(s.byID, func(a, b uint32) int { return bytes.Compare(s.ids[a][:], s.ids[b][:]) })
	s.regions = newGroup(s.n, func(i int) directory.Region { return entries[i].region })
	s.cities = newGroup(s.n, func(i int) directory.CityID { return entries[i].city })
}

func (s *segment) layColumns(entries []*entry) {
	column := make(map[directory.Language]int)
	for i := range entries {
		for _, l := range entries[i].languages {
			if _, ok := column[l]; !ok {
				column[l] = colLanguage + len(s.languages)
				s.languages = append(s.languages, l)
			}
		}
	}
	s.stride = colLanguage + len(s.languages)
	s.rows = make([]uint64, (s.n+63)/64*s.stride)
	for i := range entries {
		row, bit := s.rows[i/64*s.stride:], uint64(1)<<(i%64)
		for c := range colLanguage {
			if entries[i].columns&(1<<c) != 0 {
				row[c] |= bit
			}
		}
		for _, l := range entries[i].languages {
			row[column[l]] |= bit
		}
	}
}

// find returns the document of an id.
func (s *segment) find(id [16]byte) (uint32, bool) {
	at, ok := slices.BinarySearchFunc(s.byID, id, func(d uint32, id [16]byte) int {
		return bytes.Compare(s.ids[d][:], id[:])
	})
	if !ok {
		return 0, false
	}
	return s.byID[at], true
}

// has reports whether document d has the column's bit.
func (s *segment) has(d uint32, column int) bool {
	return s.rows[int(d/64)*s.stride+column]>>(d%64)&1 != 0
}

// items holds the prepared items of a segment's documents, many to an
// allocation, so that the collector need not look at each.
type items struct {
	chunks [][]byte
	start  []uint32 // where in its chunk a document's item starts
	cuts   [][2]uint32
}

const perChunk = 1 << 12

func newItems(entries []*entry) items {
	it := items{start: make([]uint32, len(entries)), cuts: make([][2]uint32, len(entries))}
	for lo := 0; lo < len(entries); lo += perChunk {
		part := entries[lo:min(lo+perChunk, len(entries))]
		size := 0
		for i := range part {
			size += len(part[i].item.json)
		}
		chunk := make([]byte, 0, size)
		for i := range part {
			it.start[lo+i] = uint32(len(chunk))
			it.cuts[lo+i] = [2]uint32{part[i].item.cut1, part[i].item.cut2}
			chunk = append(chunk, part[i].item.json...)
		}
		it.chunks = append(it.chunks, chunk)
	}
	return it
}

// pieces returns the three pieces of document d's item.
func (it *items) pieces(d uint32) (first, second, third []byte) {
	chunk := it.chunks[d/perChunk]
	end := len(chunk)
	if next := int(d) + 1; next < len(it.start) && next%perChunk != 0 {
		end = int(it.start[next])
	}
	json := chunk[it.start[d]:end]
	cuts := it.cuts[d]
	return json[:cuts[0]], json[cuts[0]:cuts[1]], json[cuts[1]:]
}
