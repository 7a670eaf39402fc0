package search

import "sync"

// scratch lends the bitmaps that a query needs and takes them back when it is
// answered.
type scratch struct {
	lent []lent
}

type lent struct {
	pool *sync.Pool
	bits *[]uint64
}

// bitmap returns an empty set of a segment's documents.
func (s *scratch) bitmap(seg *segment) []uint64 {
	set, ok := seg.spare.Get().(*[]uint64)
	if !ok {
		fresh := make([]uint64, (seg.n+63)/64)
		set = &fresh
	}
	s.lent = append(s.lent, lent{&seg.spare, set})
	return *set
}

// release takes all bitmaps back; whoever still holds one sees it change.
func (s *scratch) release() {
	for _, l := range s.lent {
		clear(*l.bits)
		l.pool.Put(l.bits)
	}
	s.lent = nil
}
