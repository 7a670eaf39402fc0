package storetest

import (
	"slices"

	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/moderation"
	"rootline/internal/store"
)

func (c check) wantDistinct(want ...intake.Pair) {
	c.Helper()
	if got, err := c.store.Distinct(c.Context()); err != nil || !slices.Equal(got, want) {
		c.Errorf("Distinct() = %v, %v; want %v", got, err, want)
	}
}

func distinctStays(c check) {
	c.wantDistinct()
	pairs := []intake.Pair{{A: ID(9), B: ID(2)}, {A: ID(1), B: ID(2)}, {A: ID(2), B: ID(9)}, {A: ID(1), B: ID(2)}}
	for range 2 {
		if err := c.store.SetDistinct(c.Context(), pairs...); err != nil {
			c.Fatalf("SetDistinct(%v) = %v", pairs, err)
		}
		c.wantDistinct(intake.PairOf(ID(1), ID(2)), intake.PairOf(ID(2), ID(9)))
	}
	err := c.store.SetDistinct(c.Context(), intake.PairOf(ID(3), ID(4)), intake.PairOf(ID(3), ID(3)))
	c.wantKind("SetDistinct(3 and itself)", err, directory.Invalid)
	if err := c.store.SetDistinct(c.Context(), intake.Pair{A: ID(3)}); err == nil {
		c.Error("SetDistinct(3 and none) = nil, want an error")
	}
	c.wantDistinct(intake.PairOf(ID(1), ID(2)), intake.PairOf(ID(2), ID(9)))
	c.moderate(func(t moderation.Tx) error { return t.TellApart(c.Context(), ID(3), ID(1), ID(4)) })
	c.wantDistinct(intake.PairOf(ID(1), ID(2)), intake.PairOf(ID(1), ID(3)), intake.PairOf(ID(2), ID(9)), intake.PairOf(ID(3), ID(4)))
}

// distinctFollowsMerge tells 0 and 1 apart, and 1 and 2, and then merges: what was
// distinct from a clinic is distinct from what the clinic is now.
func distinctFollowsMerge(c check) {
	Add(c.T, c.store, Listings(5)...)
	id := func(n int) directory.ID { return Listing(n).Clinic.ID }
	if err := c.store.SetDistinct(c.Context(), intake.PairOf(id(0), id(1)), intake.PairOf(id(1), id(2))); err != nil {
		c.Fatal(err)
	}
	c.merge(store.Clinic, id(1), id(3))
	c.wantDistinct(intake.PairOf(id(0), id(3)), intake.PairOf(id(2), id(3)))
	c.merge(store.Clinic, id(2), id(0))
	c.wantDistinct(intake.PairOf(id(0), id(3)))
	c.merge(store.Clinic, id(3), id(4))
	c.wantDistinct(intake.PairOf(id(0), id(4)))
	c.merge(store.Clinic, id(0), id(4)) // somebody thinks otherwise by now
	c.wantDistinct()
}
