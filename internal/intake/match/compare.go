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
	signals := make([]Signal, 0, 8)
	signals = append(signals, nameSignal(name, same, q.e, other))
	signals = append(signals, discounted(q.contacts(other))...)
	signals = append(signals, discounted(q.places(other))...)
	bits := float64(prior)
	for _, s := range signals {
		bits += s.Score
	}
	// Rounded, so that the order in which bits were added makes no difference.
	bits = math.Round(bits*1e6) / 1e6
	m := Match{ID: other.id, Score: score(bits), Signals: signals}
	slices.SortStableFunc(m.Signals, func(a, b Signal) int { return cmp.Compare(math.Abs(b.Score), math.Abs(a.Score)) })
	return m, m.Score >= Likely
}

// inOrder is two records by their ids: where the pairing of words depends on
// which comes first, it comes first in both directions.
func inOrder(a, b *record) (first, second *record) {
	if b.id.String() < a.id.String() {
		return b, a
	}
	return a, b
}

// discounted orders signals that go together, strongest first, and halves those for
// beside the first: a clinic that has moved has another postcode as well as
// another street, and one that shares a number shares a site. What speaks
// against counts in full.
func discounted(signals []Signal) []Signal {
	slices.SortStableFunc(signals, func(a, b Signal) int { return cmp.Compare(b.Score, a.Score) })
	for i := range signals {
		if i > 0 && signals[i].Score > 0 {
			signals[i].Score *= again
		}
	}
	return signals
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
