package vault_test

import (
	"crypto/rand"
	"path/filepath"
	"testing"

	"rootline/internal/directory"
)

// BenchmarkSeal and BenchmarkOpen are of a few hundred bytes, for somebody whose key
// is remembered.
func BenchmarkSeal(b *testing.B) {
	v, _, _ := fresh(b)
	amy, text := person(b), make([]byte, 300)
	for b.Loop() {
		if _, err := v.Seal(b.Context(), amy, text, place); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	v, _, _ := fresh(b)
	amy := person(b)
	sealed := seal(b, v, amy, string(make([]byte, 300)))
	for b.Loop() {
		if _, err := v.Open(b.Context(), amy, sealed, place); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen_parallel(b *testing.B) {
	v, _, _ := fresh(b)
	amy := person(b)
	sealed := seal(b, v, amy, string(make([]byte, 300)))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := v.Open(b.Context(), amy, sealed, place); err != nil {
				b.Error(err)
			}
		}
	})
}

// BenchmarkOpen_unremembered opens for more persons than are remembered.
func BenchmarkOpen_unremembered(b *testing.B) {
	path, c := filepath.Join(b.TempDir(), "test.keys"), newClock()
	v := open(b, path, c, rand.Reader)
	ids := persons(b, 100)
	sealed := map[directory.ID][]byte{}
	for _, id := range ids {
		sealed[id] = seal(b, v, id, "text")
	}
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		if i%len(ids) == 0 {
			check(b, v.Forget(b.Context(), person(b)))
			check(b, v.RotateSigning(b.Context())) // everything has to be read anew
		}
		b.StartTimer()
		id := ids[i%len(ids)]
		if _, err := v.Open(b.Context(), id, sealed[id], place); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSeal_new seals for somebody who has no key yet: a write to the disk.
func BenchmarkSeal_new(b *testing.B) {
	v, _, _ := fresh(b)
	for b.Loop() {
		if _, err := v.Seal(b.Context(), person(b), []byte("text"), place); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkForget(b *testing.B) {
	v, _, _ := fresh(b)
	for b.Loop() {
		amy := person(b)
		b.StopTimer()
		seal(b, v, amy, "text")
		b.StartTimer()
		check(b, v.Forget(b.Context(), amy))
	}
}
