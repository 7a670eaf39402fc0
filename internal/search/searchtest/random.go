package searchtest

import (
	"encoding/binary"
	"math/rand/v2"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// Random is where directories, their changes and queries come from. The same
// seed gives the same ones in the same order.
type Random struct {
	*rand.Rand
	source *rand.ChaCha8
	places *gazetteer.Gazetteer
	sites  []site // where clinics can be; not all of them in every directory
	asOf   time.Time
}

// NewRandom starts from a seed, which a failing test has to print.
func NewRandom(seed uint64, places *gazetteer.Gazetteer) *Random {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	source := rand.NewChaCha8(key)
	r := &Random{Rand: rand.New(source), source: source, places: places}
	all := sites(places)
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	r.sites = all[:3+r.IntN(len(all)-3)]
	r.asOf = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(365))
	return r
}

// chance is true in so many of a hundred cases.
func (r *Random) chance(percent int) bool { return r.IntN(100) < percent }

// one picks an element of a list that has some.
func one[T any](r *Random, from []T) T { return from[r.IntN(len(from))] }

// some picks up to n different elements, in any order.
func some[T any](r *Random, n int, from []T) []T {
	return pick(r, r.IntN(min(n, len(from))+1), from)
}

// few picks as some does, but one at least of a list that has some.
func few[T any](r *Random, n int, from []T) []T {
	return pick(r, 1+r.IntN(min(n, len(from))), from)
}

func pick[T any](r *Random, n int, from []T) []T {
	var picked []T
	for _, i := range r.Perm(len(from))[:n] {
		picked = append(picked, from[i])
	}
	return picked
}

// id is a new id. Those of one directory are all of one millisecond, or of few,
// so that nothing can lean on their order in time.
func (r *Random) id() directory.ID {
	at := time.Date(2025, 6, 1, 0, 0, 0, r.IntN(3)*int(time.Millisecond), time.UTC)
	id, err := directory.NewID(at, r.source)
	if err != nil {
		panic(err) // the source does not run dry
	}
	return id
}

// fact is known, absent, unknown or never looked at, of a day, a month or three
// years around the day of ranking; few different moments make many ties.
func (r *Random) fact() directory.Fact {
	states := []directory.FactState{
		directory.OwnerAsserted, directory.OwnerAsserted, directory.SourceChecked, directory.SourceChecked,
		directory.CheckedAbsent, directory.NotChecked, "",
	}
	f := directory.Fact{State: one(r, states)}
	if r.chance(85) {
		ago := one(r, []int{-1, 0, 0, 1, 30, 30, 89, 200, 364, 365, 900})
		f.ObservedAt = directory.At(r.asOf.AddDate(0, 0, -ago).Add(time.Duration(r.IntN(3)) * 8 * time.Hour))
	}
	if r.chance(60) {
		f.ExpiresAt = directory.At(r.asOf.AddDate(0, 0, r.IntN(61)-30))
	}
	return f
}

// day is a day within n of the day of ranking, or none.
func (r *Random) day(n int) directory.Date {
	if r.chance(30) {
		return directory.Date{}
	}
	return directory.DateOf(r.asOf).AddDays(r.IntN(2*n+1) - n)
}
