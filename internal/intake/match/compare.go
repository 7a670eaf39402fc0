package match

import (
	"cmp"
	"math"
	"slices"
)

// compare weighs everything that is known of the question's entry and another,
// and reports whether they are likely to be the same clinic.
func (q *question) compare(other *record) (Match, bool) {
	if other.id == q.r.id {
		return Match{}, false
	}
	name, same := q.names(inOrder(q.r, other))
	if name < leastName {
		return Match{}, false
	}
	var room [8]clue // one of each kind
	clues := append(room[:0], clue{about: nameLike, score: name})
	if same {
		clues[0].about = nameSame
	}
	from := len(clues)
	clues = q.contacts(clues, other)
	discount(clues[from:])
	from = len(clues)
	clues = q.places(clues, other)
	discount(clues[from:])
	bits := float64(prior)
	for _, c := range clues {
		bits += c.score
	}
	// Rounded, so that the order in which bits were added makes no difference.
	m := Match{ID: other.id, Score: score(math.Round(bits*1e6) / 1e6)}
	if m.Score < Likely {
		return m, false
	}
	slices.SortStableFunc(clues, func(a, b clue) int { return cmp.Compare(math.Abs(b.score), math.Abs(a.score)) })
	for _, c := range clues {
		m.Signals = append(m.Signals, Signal{kinds[c.about], c.score, q.word(c, other)})
	}
	return m, true
}

// inOrder is two records by their ids: where the pairing of words depends on
// which comes first, it comes first in both directions.
func inOrder(a, b *record) (first, second *record) {
	if b.id.String() < a.id.String() {
		return b, a
	}
	return a, b
}

// discount halves the clues that speak for a pair beside the strongest of their
// sort: a clinic that shares a street shares a postcode too, and one that shares
// a number shares a site. What speaks against counts in full.
func discount(clues []clue) {
	slices.SortStableFunc(clues, func(a, b clue) int { return cmp.Compare(b.score, a.score) })
	for i := range clues {
		if i > 0 && clues[i].score > 0 {
			clues[i].score *= again
		}
	}
}

// sharedKeys yields every key of a kind that both have.
func sharedKeys(a, b []uint64, k kind) func(yield func(uint64) bool) {
	return func(yield func(uint64) bool) {
		a, b := ofKind(a, k), ofKind(b, k)
		for len(a) > 0 && len(b) > 0 {
			switch {
			case a[0] < b[0]:
				a = a[1:]
			case b[0] < a[0]:
				b = b[1:]
			default:
				if !yield(a[0]) {
					return
				}
				a, b = a[1:], b[1:]
			}
		}
	}
}

// ofKind is the part of sorted keys that is of a kind.
func ofKind(keys []uint64, k kind) []uint64 {
	from, _ := slices.BinarySearch(keys, uint64(k)<<kindShift)
	to, _ := slices.BinarySearch(keys, uint64(k+1)<<kindShift) // fewer kinds than four bits hold
	return keys[from:to]
}

// rarest is the key of a kind that both have and the fewest others, and how many
// others that is.
func (q *question) rarest(other *record, k kind) (key uint64, others int, ok bool) {
	for shared := range sharedKeys(q.r.keys, other.keys, k) {
		if n := max(0, q.count(shared)-2); !ok || n < others {
			key, others, ok = shared, n, true
		}
	}
	return key, others, ok
}
