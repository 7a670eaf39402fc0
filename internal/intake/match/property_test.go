package match

import (
	"math"
	"slices"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/words"
)

// TestLike_symmetric holds Like to its word on an invented directory: if a is
// like b, then b is like a, with the same score.
func TestLike_symmetric(t *testing.T) {
	const seed = 21
	entries, _ := labelled(seed, 1500)
	x := New()
	for _, e := range entries {
		x.Add(e)
	}
	scores := map[[2]directory.ID]float64{}
	for _, e := range entries {
		for _, m := range x.Like(e, len(entries)) {
			if m.ID == e.ID {
				t.Fatalf("seed %d: Like(%v) has itself", seed, e.ID)
			}
			scores[[2]directory.ID{e.ID, m.ID}] = m.Score
		}
	}
	if len(scores) == 0 {
		t.Fatal("nothing is like anything")
	}
	for pair, score := range scores {
		if back, ok := scores[[2]directory.ID{pair[1], pair[0]}]; !ok || back != score {
			t.Errorf("seed %d: Like(%v) has %v at %v; the other way round: %v, %t", seed, pair[0], pair[1], score, back, ok)
		}
	}
}

// TestLike_explained adds up the signals of every match: they are all there is
// to its score, each has a sentence, and the first says most.
func TestLike_explained(t *testing.T) {
	const seed = 22
	entries, _ := labelled(seed, 1000)
	w := words.English()
	for pair, m := range found(entries) {
		bits := float64(prior)
		for i, s := range m.Signals {
			bits += s.Score
			if math.IsNaN(s.Score) || math.IsInf(s.Score, 0) {
				t.Errorf("seed %d: %v: %s scores %v", seed, pair, s.Kind, s.Score)
			}
			if i > 0 && math.Abs(s.Score) > math.Abs(m.Signals[i-1].Score) {
				t.Errorf("seed %d: %v: %s is stronger than the signal before it", seed, pair, s.Kind)
			}
			if said := w.Message(s.Message); said == s.Message.ID || said == "" {
				t.Errorf("seed %d: %v: no words for %q", seed, pair, s.Message.ID)
			}
		}
		if !slices.ContainsFunc(m.Signals, func(s Signal) bool { return s.Kind == Name && s.Score >= leastName }) {
			t.Errorf("seed %d: %v matches without its name: %+v", seed, pair, m.Signals)
		}
		if want := score(bits); math.Abs(m.Score-want) > 1e-5 || m.Score < Likely || m.Score > 1 {
			t.Errorf("seed %d: %v scores %v; its signals say %v", seed, pair, m.Score, want)
		}
	}
}

// TestAdd_anyOrder adds the same entries forwards, backwards and twice, some of
// them under way to what they become, and asks the same.
func TestAdd_anyOrder(t *testing.T) {
	const seed = 23
	entries, _ := labelled(seed, 600)
	forwards, backwards, twice := New(), New(), New()
	for i, e := range entries {
		forwards.Add(e)
		backwards.Add(entries[len(entries)-1-i])
		other := entries[(i+1)%len(entries)]
		other.ID = e.ID
		twice.Add(other)
	}
	for _, e := range entries {
		twice.Add(e)
		twice.Add(e)
	}
	for _, e := range entries {
		want := forwards.Like(e, 50)
		for name, x := range map[string]*Index{"backwards": backwards, "twice": twice} {
			got := x.Like(e, 50)
			if !slices.EqualFunc(got, want, func(a, b Match) bool { return a.ID == b.ID && a.Score == b.Score }) {
				t.Errorf("seed %d: added %s, Like(%v) = %v; want %v", seed, name, e.ID, got, want)
			}
		}
	}
}

// TestLike_notAdded asks of an entry before and after it is added.
func TestLike_notAdded(t *testing.T) {
	const seed = 24
	entries, _ := labelled(seed, 300)
	for i, e := range entries[:15] {
		without, whole := New(), New()
		for j, o := range entries {
			whole.Add(o)
			if i != j {
				without.Add(o)
			}
		}
		got, want := without.Like(e, 50), whole.Like(e, 50)
		if !slices.EqualFunc(got, want, func(a, b Match) bool { return a.ID == b.ID && a.Score == b.Score }) {
			t.Errorf("seed %d: before it is added, Like(%q) = %v; after: %v", seed, e.Name, got, want)
		}
	}
}

func TestLike_limits(t *testing.T) {
	x := New()
	x.Add(with("Velora Clinic", leeds)) // without an id, it is not added
	if got := x.Like(with("Velora Clinic", leeds), 5); len(got) != 0 {
		t.Errorf("Like = %v after an entry without an id; want none", got)
	}
	for i := range 4 {
		e := with("Velora Clinic", leeds)
		e.ID = id(i + 1)
		x.Add(e)
	}
	e := with("Velora Clinic", leeds)
	for _, limit := range []int{-1, 0, 1, 4, 9} {
		if got, want := len(x.Like(e, limit)), max(0, min(limit, 4)); got != want {
			t.Errorf("Like(e, %d) has %d, want %d", limit, got, want)
		}
	}
	if got := x.Like(Entry{}, 5); len(got) != 0 {
		t.Errorf("Like(nothing) = %v", got)
	}
}

// FuzzLike asks of names and addresses as they may come, and of their twins.
func FuzzLike(f *testing.F) {
	f.Add("Velora Clinic", "Velora", "12 Mill Street", "Leeds")
	f.Add("", "\xff", "....", "'s")
	f.Add("S.L.", "北京", "12-14A", "&")
	f.Fuzz(func(t *testing.T, name, brand, street, city string) {
		e := Entry{ID: id(1), Name: name, Brand: brand}
		e.Address.Address1, e.Address.City = street, city
		twin := e
		twin.ID = id(2)
		x := New()
		x.Add(e)
		x.Add(twin)
		there, back := x.Like(e, 5), x.Like(twin, 5)
		if len(there) != len(back) || len(there) == 1 && there[0].Score != back[0].Score {
			t.Errorf("Like(%+v) = %v; of its twin: %v", e, there, back)
		}
	})
}
