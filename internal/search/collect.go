package search

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strings"
)

// hit is a document on its way into an answer.
type hit struct {
	key   uint64 // smaller is better; what equals is decided by compare
	doc   uint32
	place uint32 // of its segment in the snapshot
}

// collector keeps the best so many hits of those it is offered. For a page near
// the front it holds them in a heap; for one far down it keeps all it is offered
// and picks out the page at the end, which is cheaper than keeping order.
type collector struct {
	sort   Sort
	offset int
	limit  int
	deep   bool // see deepOffset
	late   bool // deep, and not collecting yet
	ranked bool // documents of a country are offered best first
	full   struct{ place, country int }
	views  []view
	heap   []hit // the worst on top
}

func (c *collector) init(q *Query, views []view) {
	c.sort, c.views = q.Sort, views
	c.offset = (q.Page - 1) * q.PerPage
	c.limit = c.offset + q.PerPage
	c.deep = c.offset >= deepOffset
	c.late = c.deep
	c.ranked = q.Sort == ByRelevance && q.Text == ""
	c.full.place = -1
}

// wants reports whether a better hit may still come from a country.
func (c *collector) wants(place, country int) bool {
	return !c.late && (c.full.place != place || c.full.country != country)
}

// expect makes room for so many hits, all of which will be kept.
func (c *collector) expect(hits int) { c.heap = slices.Grow(c.heap, hits) }

// offer considers document d, which is of country.
func (c *collector) offer(r *run, p *part, country int, d uint32) {
	h := hit{key: c.key(r, p, d), doc: d, place: uint32(p.place)}
	if c.deep {
		c.heap = append(c.heap, h)
		return
	}
	if len(c.heap) < c.limit {
		c.heap = append(c.heap, h)
		c.up(len(c.heap) - 1)
		return
	}
	if c.compare(h, c.heap[0]) < 0 {
		c.heap[0] = h
		c.down(0)
	} else if c.ranked {
		c.full.place, c.full.country = p.place, country // the rest is worse still
	}
}

func (c *collector) key(r *run, p *part, d uint32) uint64 {
	switch c.sort {
	case ByDistance:
		return math.Float64bits(p.segment.near.point[d].KM(r.q.Near)) // never negative, so ordered as its bits
	case ByConfirmed:
		return math.MaxUint64 - uint64(p.confirmed[d])
	case ByName:
		return uint64(p.names.key[d])
	default:
		key := uint64(math.MaxUint16 - p.score[d])
		if p.match != nil {
			key |= p.match.tier(d) << 16
		}
		return key
	}
}

// compare orders two hits: negative if a is better.
func (c *collector) compare(a, b hit) int {
	x, y := c.views[a.place], c.views[b.place]
	if order := cmp.Compare(a.key, b.key); order != 0 {
		return order
	}
	if c.sort == ByName && between(a.key) {
		if order := strings.Compare(x.name(a.doc), y.name(b.doc)); order != 0 {
			return order
		}
	}
	return cmp.Or(cmp.Compare(y.score[b.doc], x.score[a.doc]), bytes.Compare(x.ids[a.doc][:], y.ids[b.doc][:]))
}

func (c *collector) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if c.compare(c.heap[i], c.heap[parent]) <= 0 {
			return
		}
		c.heap[i], c.heap[parent] = c.heap[parent], c.heap[i]
		i = parent
	}
}

func (c *collector) down(i int) {
	for {
		worst := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(c.heap); child++ {
			if c.compare(c.heap[child], c.heap[worst]) > 0 {
				worst = child
			}
		}
		if worst == i {
			return
		}
		c.heap[i], c.heap[worst] = c.heap[worst], c.heap[i]
		i = worst
	}
}

// page returns the hits of the page asked for, best first.
func (c *collector) page() []hit {
	if c.offset >= len(c.heap) {
		return nil
	}
	hits := c.heap
	end := min(c.limit, len(hits))
	if !c.deep {
		slices.SortFunc(hits, c.compare)
		return hits[c.offset:end]
	}
	selectFirst(hits, end, c.compare)
	selectFirst(hits[:end], c.offset, c.compare)
	slices.SortFunc(hits[c.offset:end], c.compare)
	return slices.Clone(hits[c.offset:end]) // the answer need not hold on to all of them
}

// selectFirst moves the n first of hits, as compare orders them, to the front,
// in no particular order (Hoare's selection).
func selectFirst(hits []hit, n int, compare func(a, b hit) int) {
	for len(hits) > 1 && n > 0 && n < len(hits) {
		pivot := median(hits[0], hits[len(hits)/2], hits[len(hits)-1], compare)
		i, j := 0, len(hits)-1
		for i <= j {
			for compare(hits[i], pivot) < 0 {
				i++
			}
			for compare(hits[j], pivot) > 0 {
				j--
			}
			if i <= j {
				hits[i], hits[j] = hits[j], hits[i]
				i++
				j--
			}
		}
		switch {
		case n <= j:
			hits = hits[:j+1]
		case n >= i:
			hits, n = hits[i:], n-i
		default:
			return
		}
	}
}

func median(a, b, c hit, compare func(a, b hit) int) hit {
	if compare(a, b) > 0 {
		a, b = b, a
	}
	if compare(b, c) <= 0 {
		return b
	}
	if compare(a, c) > 0 {
		return a
	}
	return c
}
