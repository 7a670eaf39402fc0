package search

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"rootline/internal/directory"
)

// TestClock_remembersWhatItWouldWorkOut walks a clock through time, forwards by
// minutes and months and now and then back, and compares what it remembers with
// what a new clock works out.
func TestClock_remembersWhatItWouldWorkOut(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	entries := entriesWithHours(t, random)
	c := newClock(entries)
	now := time.Date(2026, 3, 27, 22, 0, 0, 0, time.UTC) // into a change of clocks
	steps := []time.Duration{time.Minute, 7 * time.Minute, time.Hour, 9 * time.Hour, 40 * 24 * time.Hour, -90 * time.Minute}
	for range 400 {
		now = now.Add(steps[random.IntN(len(steps))])
		got, want := c.at(now), newClock(entries).at(now)
		if !slices.Equal(got.open, want.open) {
			t.Fatalf("at %v: open %x, but worked out anew %x", now, got.open, want.open)
		}
		for i := range got.doors {
			if g, w := got.doors[i], want.doors[i]; g.state != w.state || g.until != w.until || g.opensNext != w.opensNext {
				t.Fatalf("at %v, schedule %d: %+v, but worked out anew %+v", now, i, g, w)
			}
		}
	}
}

func TestClock_sharesSchedules(t *testing.T) {
	var table schedules
	l := directory.Listing{}
	l.Clinic.Address.TimeZone = "Europe/Istanbul"
	l.Clinic.Hours.Fact = directory.Fact{State: directory.OwnerAsserted}
	l.Clinic.Hours.Week[time.Monday] = []directory.Interval{{Opens: 540, Closes: 1020}}
	same, closed, unknown, elsewhere := l, l, l, l
	same.Clinic.Hours.Fact.Source = "somebody else"
	closed.Operating.Value = directory.TemporarilyClosed
	unknown.Clinic.Hours.Fact.State = directory.NotChecked
	elsewhere.Clinic.Address.TimeZone = "Europe/Berlin"
	if table.of(&l) != table.of(&same) {
		t.Error("the same hours in the same zone have two schedules")
	}
	for name, other := range map[string]*directory.Listing{"closed": &closed, "unknown": &unknown, "elsewhere": &elsewhere} {
		if table.of(&l) == table.of(other) {
			t.Errorf("%s shares a schedule with one that is open", name)
		}
	}
}

func entriesWithHours(t *testing.T, random *rand.Rand) []*entry {
	t.Helper()
	var table schedules
	entries := make([]*entry, 150)
	for i := range entries {
		l := directory.Listing{}
		l.Clinic.Address.TimeZone = []string{"Europe/Berlin", "America/New_York", "Asia/Kathmandu"}[random.IntN(3)]
		if random.IntN(5) > 0 {
			l.Clinic.Hours.Fact = directory.Fact{State: directory.SourceChecked}
		}
		for day := range l.Clinic.Hours.Week {
			if random.IntN(3) > 0 {
				opens := directory.Minute(random.IntN(24) * 60)
				l.Clinic.Hours.Week[day] = []directory.Interval{{Opens: opens, Closes: opens + 30 + directory.Minute(random.IntN(700))}}
			}
		}
		if random.IntN(9) == 0 {
			l.Operating.Value = directory.TemporarilyClosed
		}
		entries[i] = &entry{schedule: table.of(&l)}
	}
	return entries
}

// TestClock_servesTheMinuteBeforeToo keeps searches that began before the clock
// went on from working it out again, and from turning it back.
func TestClock_servesTheMinuteBeforeToo(t *testing.T) {
	c := newClock(entriesWithHours(t, rand.New(rand.NewPCG(1, 2))))
	first := time.Date(2026, 3, 27, 8, 59, 59, 0, time.UTC)
	second := first.Add(time.Second)
	before, after := c.at(first), c.at(second)
	for range 3 {
		if c.at(first) != before || c.at(second) != after {
			t.Fatal("the state of a minute was worked out twice")
		}
	}
	if c.at(first.Add(-time.Hour)); c.at(second) != after {
		t.Error("a look into the past turned the clock back")
	}
}
