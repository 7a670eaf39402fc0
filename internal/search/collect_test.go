package search

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSelectFirst compares the n first that it moves to the front with those of
// a sort, for every n, over keys of which many are equal.
func TestSelectFirst(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	compare := func(a, b hit) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.doc, b.doc)) }
	for size := range 70 {
		hits := make([]hit, size)
		for i := range hits {
			hits[i] = hit{key: random.Uint64N(9), doc: uint32(i)}
		}
		sorted := slices.SortedFunc(slices.Values(hits), compare)
		for n := range size + 1 {
			random.Shuffle(size, func(i, j int) { hits[i], hits[j] = hits[j], hits[i] })
			selectFirst(hits, n, compare)
			if got := slices.SortedFunc(slices.Values(hits[:n]), compare); !slices.Equal(got, sorted[:n]) {
				t.Fatalf("selectFirst of %d, %d: %v; a sort has %v first", size, n, got, sorted[:n])
			}
		}
	}
}
