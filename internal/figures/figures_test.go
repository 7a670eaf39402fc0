package figures_test

import (
	"crypto/rand"
	"slices"
	"sync"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/figures"
)

func newID(tb testing.TB) directory.ID {
	tb.Helper()
	id, err := directory.NewID(time.Unix(0, 0), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

func weekOf(tb testing.TB, day string) figures.Week {
	tb.Helper()
	d, err := directory.ParseDate(day)
	if err != nil {
		tb.Fatal(err)
	}
	return figures.WeekBeginning(d)
}

func TestWeekOf(t *testing.T) {
	zone := time.FixedZone("east", 12*3600)
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC), "2026-11-16"},
		{time.Date(2026, 11, 21, 22, 0, 0, 0, time.UTC), "2026-11-16"},
		{time.Date(2026, 11, 22, 23, 59, 59, 0, time.UTC), "2026-11-16"},
		{time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), "2026-11-23"},
		{time.Date(2026, 11, 23, 8, 0, 0, 0, zone), "2026-11-16"}, // still Sunday in UTC
		{time.Date(2027, 1, 1, 9, 0, 0, 0, time.UTC), "2026-12-28"},
	} {
		if got := figures.WeekOf(c.at).Monday().String(); got != c.want {
			t.Errorf("WeekOf(%v) begins %s, want %s", c.at, got, c.want)
		}
	}
}

func TestWeekly(t *testing.T) {
	a, b, last := newID(t), newID(t), weekOf(t, "2026-11-16")
	counts := []figures.Count{
		{Clinic: a, Kind: figures.View, Week: last, N: 3},
		{Clinic: b, Kind: figures.View, Week: last, N: 4},
		{Clinic: a, Kind: figures.Appearance, Week: last, N: 100},
		{Clinic: a, Kind: figures.View, Week: last.Add(-2), N: 5},
		{Clinic: a, Kind: figures.View, Week: last.Add(-3), N: 7}, // before what is asked for
	}
	var got []int64
	points := figures.Weekly(counts, figures.View, last, 3)
	for _, p := range points {
		got = append(got, p.N)
	}
	if want := []int64{5, 0, 7}; !slices.Equal(got, want) || points[0].Week != last.Add(-2) || points[2].Week != last {
		t.Errorf("Weekly(views, 3 weeks) = %v, want %v that end in %v", points, want, last.Monday())
	}
}

// TestTally: of what many count at once while it is taken, and sometimes put back,
// nothing is lost and nothing counted twice.
func TestTally(t *testing.T) {
	const writers, each = 8, 2000
	ids := []directory.ID{newID(t), newID(t), newID(t)}
	week := weekOf(t, "2026-11-16")
	var tally figures.Tally
	var writing sync.WaitGroup
	for range writers {
		writing.Go(func() {
			for range each {
				tally.Add(figures.Appearance, week, ids...)
				tally.Add(figures.View, week, ids[0])
			}
		})
	}
	type what struct {
		clinic directory.ID
		kind   figures.Kind
	}
	stored := map[what]int64{}
	keep := func(counts []figures.Count) {
		for _, c := range counts {
			stored[what{c.Clinic, c.Kind}] += c.N
		}
	}
	for i := range 50 {
		if taken := tally.Take(); i%3 == 0 {
			tally.Back(taken)
		} else {
			keep(taken)
		}
	}
	writing.Wait()
	keep(tally.Take())
	for i, id := range ids {
		want := map[figures.Kind]int64{figures.Appearance: writers * each, figures.View: 0}
		if i == 0 {
			want[figures.View] = writers * each
		}
		for _, kind := range figures.Kinds() {
			if got := stored[what{id, kind}]; got != want[kind] {
				t.Errorf("%s of clinic %d was counted %d times, want %d", kind, i, got, want[kind])
			}
		}
	}
	if left := tally.Take(); len(left) > 0 {
		t.Errorf("Take() a second time = %v, want nothing", left)
	}
}

// BenchmarkTally_Add counts a page of twenty results from many goroutines at once.
func BenchmarkTally_Add(b *testing.B) {
	ids := make([]directory.ID, 20)
	for i := range ids {
		ids[i] = newID(b)
	}
	var tally figures.Tally
	week := weekOf(b, "2026-11-16")
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			tally.Add(figures.Appearance, week, ids...)
		}
	})
}
