package moderation_test

import (
	"errors"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// record is a chain of events.
func record(n int) (all []moderation.Event, head moderation.Head) {
	for i := range n {
		e := moderation.Event{
			ID: id(10_000 + i), At: directory.At(now) + directory.Instant(i), By: id(50 + i%3), Session: id(70 + i%3),
			What: "change.approve", Noun: "clinic", Object: id(1 + i%7), Listing: id(1 + i%7),
			Before: moderation.DigestOf([]byte{byte(i)}), After: moderation.DigestOf([]byte{byte(i), 1}),
		}
		e, head = moderation.Chain(head, e)
		all = append(all, e)
	}
	return all, head
}

func stream(all []moderation.Event) iter.Seq2[moderation.Event, error] {
	return func(yield func(moderation.Event, error) bool) {
		for _, e := range all {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func TestVerify(t *testing.T) {
	all, head := record(200)
	if got, err := moderation.Verify(stream(all), moderation.Head{}); err != nil || got != head {
		t.Fatalf("Verify() = %+v, %v; want %+v", got, err, head)
	}
	for n, e := range all { // whichever head is remembered, what came after it is no harm
		if _, err := moderation.Verify(stream(all), moderation.Head{Number: e.Number, Hash: e.Hash}); err != nil {
			t.Fatalf("Verify(remembering event %d) = %v", n+1, err)
		}
	}
	if got, err := moderation.Verify(stream(nil), moderation.Head{}); err != nil || got != (moderation.Head{}) {
		t.Errorf("Verify(nothing) = %+v, %v", got, err)
	}
	ours := errors.New("disk")
	if _, err := moderation.Verify(func(yield func(moderation.Event, error) bool) { yield(moderation.Event{}, ours) }, head); !errors.Is(err, ours) {
		t.Errorf("Verify(a disk that fails) = %v", err)
	}
	if moderation.DigestOf(nil) != (moderation.Hash{}) || moderation.DigestOf([]byte{}) == (moderation.Hash{}) {
		t.Error("the digest of nothing is taken for one of something")
	}
}

// TestVerify_tampered is promise P7: 1,000 random edits, deletions, swaps, insertions,
// truncations and records written anew, every one of them detected.
func TestVerify_tampered(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	whole, head := record(300)
	for i := range 1000 {
		all := slices.Clone(whole)
		what := tamper(r, i, &all)
		_, err := moderation.Verify(stream(all), head)
		if b := (*moderation.Break)(nil); !errors.As(err, &b) || b.Number < 1 || b.Error() == "" {
			t.Fatalf("attempt %d, %s: Verify() = %v, want it told", i, what, err)
		}
	}
}

// tamper does the ith kind of harm to a record somewhere.
func tamper(r *rand.Rand, i int, all *[]moderation.Event) string {
	at := r.IntN(len(*all) - 1)
	switch i % 6 {
	case 0:
		return "edited: " + edit(r, &(*all)[at])
	case 1:
		*all = slices.Delete(*all, at, at+1+r.IntN(len(*all)-at))
		return "deleted"
	case 2:
		other := at + 1 + r.IntN(len(*all)-at-1)
		(*all)[at], (*all)[other] = (*all)[other], (*all)[at]
		return "swapped"
	case 3:
		*all = (*all)[:at]
		return "truncated"
	case 4:
		*all = slices.Insert(*all, at, (*all)[r.IntN(len(*all))])
		return "inserted"
	}
	// Somebody who can count edits one and chains anew all that follow.
	edit(r, &(*all)[at])
	head := moderation.Head{}
	if at > 0 {
		head = moderation.Head{Number: (*all)[at-1].Number, Hash: (*all)[at-1].Hash}
	}
	for n := at; n < len(*all); n++ {
		(*all)[n], head = moderation.Chain(head, (*all)[n])
	}
	return "written anew"
}

func edit(r *rand.Rand, e *moderation.Event) string {
	edits := []struct {
		name string
		do   func()
	}{
		{"the id", func() { e.ID = id(5) }},
		{"the moment", func() { e.At++ }},
		{"who", func() { e.By = directory.ID{} }},
		{"the session", func() { e.Session = id(5) }},
		{"what", func() { e.What = "change.reject" }},
		{"where the words part", func() { e.What, e.Noun = e.What+"c", e.Noun[1:] }},
		{"the object", func() { e.Object = id(99) }},
		{"the listing", func() { e.Listing = directory.ID{} }},
		{"before", func() { e.Before[r.IntN(32)] ^= 1 << r.IntN(8) }},
		{"after", func() { e.After = moderation.Hash{} }},
		{"both ways round", func() { e.Before, e.After = e.After, e.Before }},
	}
	one := edits[r.IntN(len(edits))]
	one.do()
	return one.name
}

// TestVerify_hash is what an edit of the hash or the number alone does.
func TestVerify_hash(t *testing.T) {
	all, head := record(5)
	all[2].Hash[0] ^= 1
	_, err := moderation.Verify(stream(all), head)
	if b := (*moderation.Break)(nil); !errors.As(err, &b) || b.Number != 3 || b.Message.ID != "moderation.audit.changed" {
		t.Errorf("Verify(a hash) = %v, want event 3 changed", err)
	}
	all, _ = record(5)
	all[4].Number = 9
	_, err = moderation.Verify(stream(all), head)
	if b := (*moderation.Break)(nil); !errors.As(err, &b) || b.Number != 5 || b.Message.ID != "moderation.audit.missing" {
		t.Errorf("Verify(a number) = %v, want event 5 missing", err)
	}
	all, _ = record(4)
	_, err = moderation.Verify(stream(all), head)
	if b := (*moderation.Break)(nil); !errors.As(err, &b) || b.Number != 5 || b.Message.ID != "moderation.audit.short" {
		t.Errorf("Verify(truncated) = %v, want event 5 cut off", err)
	}
}

// BenchmarkVerify verifies a million events, which promise P7 gives ten seconds.
func BenchmarkVerify(b *testing.B) {
	const million = 1_000_000
	some, _ := record(1000)
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		all := make([]moderation.Event, million)
		var head moderation.Head
		for i := range all {
			all[i], head = moderation.Chain(head, some[i%len(some)])
		}
		b.StartTimer()
		if _, err := moderation.Verify(stream(all), head); err != nil {
			b.Fatal(err)
		}
	}
}
