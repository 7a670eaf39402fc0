package demo

import (
	"encoding/binary"
	"math/rand/v2"
)

// dice is a source of randomness with the few throws that the demo needs.
type dice struct{ *rand.Rand }

// stream keeps apart the dice that are thrown for different things.
type stream uint64

const (
	forClinics stream = iota
	forBlocks
	forCountries
	forPlan
	forPhotos
	forNames
)

// throw makes the dice of the n-th thing of a kind. They depend on nothing that
// was thrown before, so that things can be made in any order.
func throw(seed uint64, s stream, n int) dice {
	const golden = 0x9e3779b97f4a7c15 // spreads neighbouring numbers over all bits
	low := (uint64(s)<<56 | uint64(n)) * golden
	return dice{rand.New(rand.NewPCG(seed, low))}
}

// odds is true percent times in a hundred.
func (d dice) odds(percent int) bool { return d.IntN(100) < percent }

// from is a number from low to high, both included.
func (d dice) from(low, high int) int { return low + d.IntN(high-low+1) }

// weigh is an index, as often as its weight says.
func (d dice) weigh(weights ...int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	at := d.IntN(total)
	for i, w := range weights {
		if at < w {
			return i
		}
		at -= w
	}
	return len(weights) - 1
}

// pick is one of a list that is not empty.
func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// Read fills p with random bytes and never fails; ids are made of them.
func (d dice) Read(p []byte) (int, error) {
	var word [8]byte
	for done := 0; done < len(p); {
		binary.LittleEndian.PutUint64(word[:], d.Uint64())
		done += copy(p[done:], word[:])
	}
	return len(p), nil
}

// shuffle rearranges the numbers below n without holding them: number i comes
// to stand at a multiple of a stride that has no divisor in common with n.
// Neighbours end up far apart, as evenly as numbers can be spread.
type shuffle struct{ n, stride, shift int }

func newShuffle(n int, d dice) shuffle {
	stride := max(1, n*618/1000)
	for gcd(stride, n) != 1 {
		stride++
	}
	return shuffle{n, stride, d.IntN(n)}
}

func (s shuffle) at(i int) int { return (i*s.stride + s.shift) % s.n }

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// must unwraps a value of the demo's own making: an error would be a mistake in
// its tables, and the tests make every entry of them.
func must[T any](v T, err error) T {
	if err != nil {
		panic("demo: " + err.Error())
	}
	return v
}
