package search_test

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
	"rootline/internal/search/searchtest"
)

// Other directories and other questions than those of every day:
//
//	go test ./internal/search -run Oracle -seed 7000 -rounds 10
var (
	seed   = flag.Uint64("seed", 1, "where random directories and queries start from")
	rounds = flag.Int("rounds", 1, "how many times as many of them as usual")
)

const base = "https://clinics.example"

// TestFind_likeTheOracle asks more than 10,000 random questions about random
// directories, before and after each of many changes to them.
func TestFind_likeTheOracle(t *testing.T) {
	tests := []struct {
		directories, listings, changes, queries int // queries after each change
	}{
		{1, 0, 10, 20},
		{30, 12, 20, 8},
		{20, 60, 12, 15},
		{4, 300, 10, 60},
		{1, 2000, 6, 120},
	}
	next := *seed
	for _, tt := range tests {
		for range tt.directories * *rounds {
			s := next
			next++
			t.Run(fmt.Sprintf("%d listings, seed %d", tt.listings, s), func(t *testing.T) {
				t.Parallel()
				newStage(t, s, tt.listings).play(tt.changes, tt.queries)
			})
		}
	}
}

// stage is a directory with an index that has to keep up with it.
type stage struct {
	*testing.T
	seed    uint64
	changes int
	dir     *searchtest.Directory
	live    *search.Live
	oracle  *searchtest.Oracle
}

func newStage(t *testing.T, seed uint64, listings int) *stage {
	t.Helper()
	s := &stage{T: t, seed: seed}
	s.dir = searchtest.NewRandom(seed, gazetteer.Embedded()).Directory(listings)
	s.live = search.NewLive(gazetteer.Embedded())
	s.live.Apply(s.dir.Listings(), nil) // which comes too early to count
	if _, err := s.live.Find(s.dir.Query(), s.dir.Moment()); directory.KindOf(err) != directory.NotReady {
		t.Fatalf("Find before the first Replace = %v; want NotReady", err)
	}
	s.live.Replace(index(s.dir.Listings(), s.dir.AsOf))
	s.oracle = oracle(s.dir.Listings(), s.dir.AsOf)
	return s
}

func index(listings []directory.Listing, asOf time.Time) *search.Index {
	b := search.NewBuilder(gazetteer.Embedded(), asOf)
	for i := range listings {
		b.Add(&listings[i])
	}
	return b.Index()
}

func oracle(listings []directory.Listing, asOf time.Time) *searchtest.Oracle {
	return searchtest.NewOracle(listings, gazetteer.Embedded(), asOf)
}

func (s *stage) play(changes, queries int) {
	s.Helper()
	for range changes {
		for range queries {
			s.ask(s.dir.Query(), s.dir.Moment())
		}
		follow := s.next()
		follow()
		if got := s.live.Size(); got != s.oracle.Len() {
			s.Fatalf("seed %d, after %d changes: Size() = %d; want %d", s.seed, s.changes, got, s.oracle.Len())
		}
	}
	for range queries {
		s.ask(s.dir.Query(), s.dir.Moment())
	}
}

// next changes the directory, and the oracle with it, and returns what makes
// the index follow: a change applied, or everything ranked anew while changes
// were still coming in.
func (s *stage) next() (follow func()) {
	s.changes++
	tick := s.dir.Moment()
	defer func() { s.oracle = oracle(s.dir.Listings(), s.dir.AsOf) }()
	if s.dir.IntN(8) > 0 {
		changed, gone := s.dir.Change()
		return func() {
			s.live.Apply(changed, gone)
			s.live.Tick(tick)
		}
	}
	s.dir.Rank()
	ix := index(s.dir.Listings(), s.dir.AsOf)
	if s.dir.IntN(2) == 0 {
		return func() { s.live.Replace(ix) }
	}
	changed := s.changeButKeep()
	return func() { s.live.Replace(ix, changed...) }
}

// changeButKeep changes the directory and returns what has changed, a listing
// that has been removed as one that is archived: Replace takes no ids.
func (s *stage) changeButKeep() []directory.Listing {
	before := s.dir.Listings()
	changed, gone := s.dir.Change()
	for _, l := range before {
		if slices.Contains(gone, l.Clinic.ID) {
			l.State.Value = directory.Archived
			changed = append(changed, l)
		}
	}
	return changed
}

func (s *stage) ask(q search.Query, now time.Time) {
	s.Helper()
	where := fmt.Sprintf("seed %d, after %d changes, for %s at %s", s.seed, s.changes, q.Values().Encode(), now.Format(time.RFC3339Nano))
	got, err := s.live.Find(s.readBack(q), now)
	if err != nil {
		s.Fatalf("%s: Find failed: %v", where, err)
	}
	if diff := searchtest.Diff(got, s.oracle.Find(q, now)); diff != "" {
		s.Fatalf("%s: Find differs\n%s%s", where, diff, s.smallest(q, now))
	}
	if s.dir.IntN(4) > 0 {
		return // reading JSON takes longer than all the rest
	}
	if diff := searchtest.DiffJSON(got.AppendJSON(nil, base), got, base); diff != "" {
		s.Fatalf("%s: AppendJSON differs from Cards\n%s", where, diff)
	}
}

// readBack is q as Parse reads it from its own address, or as it is if it asks
// for what cannot be asked in an address: no words, or a place unheard of.
func (s *stage) readBack(q search.Query) search.Query {
	s.Helper()
	args := func(yield func(name, value string) bool) {
		for name, values := range q.Values() {
			for _, v := range values {
				if !yield(name, v) {
					return
				}
			}
		}
	}
	back, err := search.Parse(args, gazetteer.Embedded())
	if err == nil {
		return back
	}
	var refused *directory.Error
	if !errors.As(err, &refused) {
		s.Fatalf("seed %d: Parse(%s) = %v; want a *directory.Error", s.seed, q.Values().Encode(), err)
	}
	for name := range refused.Fields {
		if name != "city" && name != "region" && (name != "q" || len(directory.Words(q.Text)) > 0) {
			s.Fatalf("seed %d: Parse(%s) refuses %s", s.seed, q.Values().Encode(), name)
		}
	}
	return q
}

// smallest leaves listings out for as long as a fresh index of the rest is
// still wrong, and tells what remains.
func (s *stage) smallest(q search.Query, now time.Time) string {
	diffOf := func(listings []directory.Listing) string {
		live := search.NewLive(gazetteer.Embedded())
		live.Replace(index(listings, s.dir.AsOf))
		got, err := live.Find(q, now)
		if err != nil {
			return err.Error()
		}
		return searchtest.Diff(got, oracle(listings, s.dir.AsOf).Find(q, now))
	}
	rest := s.dir.Listings()
	if diffOf(rest) == "" {
		return "a fresh index answers rightly"
	}
	for step := len(rest); step > 0; step /= 2 {
		for i := 0; i+step <= len(rest); {
			without := append(rest[:i:i], rest[i+step:]...)
			if diffOf(without) != "" {
				rest = without
			} else {
				i += step
			}
		}
	}
	return fmt.Sprintf("a fresh index of these alone is wrong too:\n%s\n%+v", diffOf(rest), rest)
}
