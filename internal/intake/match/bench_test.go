package match

import (
	"runtime"
	"slices"
	"testing"
	"time"
)

// crowd is so many entries, of which one in seven has a twin, and an index of
// them. Ten thousand numbers are all they have, so that each is shared by ten.
func crowd(tb testing.TB, size int) (*Index, []Entry) {
	tb.Helper()
	entries, _ := labelled(11, size*6/7)
	x := New()
	for _, e := range entries {
		x.Add(e)
	}
	return x, entries
}

// BenchmarkLike asks for the likes of each of 100,000 entries in turn, and
// reports the median beside the mean.
func BenchmarkLike(b *testing.B) {
	x, entries := crowd(b, 100_000)
	var took []time.Duration
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		start := time.Now()
		x.Like(entries[i%len(entries)], 10)
		took = append(took, time.Since(start))
		i += 7919
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds()), "ns/median")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds()), "ns/p99")
}

// BenchmarkAdd fills an index with 100,000 entries, and reports what an entry
// takes of memory when they are all in, its own strings not counted.
func BenchmarkAdd(b *testing.B) {
	entries, _ := labelled(11, 86_000)
	b.ReportAllocs()
	for b.Loop() {
		before := heap()
		x := New()
		for _, e := range entries {
			x.Add(e)
		}
		b.ReportMetric(float64(heap()-before)/float64(len(entries)), "B/entry")
		runtime.KeepAlive(x)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(entries)), "ns/entry")
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
