package auth

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rootline/internal/directory"
)

// from is the address number n of a botnet: each in a network of its own.
func from(n int) netip.Addr {
	return netip.AddrFrom4([4]byte{byte(20 + n>>16), byte(n >> 8), byte(n), byte(7 * n)})
}

func TestThrottle_paces(t *testing.T) {
	for _, tt := range []struct {
		name  string
		guess func(n int) Guess
		free  int
		then  []time.Duration
	}{
		{
			"one account", func(n int) Guess { return Guess{Account: "a", Addr: from(n)} }, 5,
			[]time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, 32 * time.Second, 64 * time.Second},
		},
		{
			"one account from a browser it knows", func(n int) Guess { return Guess{Account: "a", Device: "d", Addr: from(n)} }, 10,
			[]time.Duration{time.Second, 2 * time.Second, 4 * time.Second},
		},
		{
			"one address", func(n int) Guess { return Guess{Account: strconv.Itoa(n), Addr: from(1)} }, 200,
			[]time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 10 * time.Second, 10 * time.Second},
		},
		{"one network", func(n int) Guess {
			return Guess{Account: strconv.Itoa(n), Addr: netip.AddrFrom4([4]byte{198, 51, 100, byte(n)})}
		}, 800, []time.Duration{time.Second, 2 * time.Second, 3 * time.Second}},
		{"one network of IPv6", func(n int) Guess {
			return Guess{Account: strconv.Itoa(n), Addr: netip.MustParseAddr(fmt.Sprintf("2001:db8:0:1::%x", n))}
		}, 200, []time.Duration{time.Second, 2 * time.Second}},
		{"one customer's networks of IPv6", func(n int) Guess {
			return Guess{Account: strconv.Itoa(n), Addr: netip.MustParseAddr(fmt.Sprintf("2001:db8:0:%x::1", n))}
		}, 800, []time.Duration{time.Second, 2 * time.Second, 3 * time.Second}},
		{"no address at all", func(n int) Guess { return Guess{Account: strconv.Itoa(n)} }, 200, []time.Duration{time.Second}},
		{
			"everybody", func(n int) Guess { return Guess{Account: strconv.Itoa(n), Addr: from(n)} }, 1000,
			[]time.Duration{10 * time.Millisecond, 20 * time.Millisecond, 40 * time.Millisecond, 80 * time.Millisecond},
		},
	} {
		th, now, n := NewThrottle(), noon, 0
		for ; n <= tt.free; n++ {
			if wait := th.Try(tt.guess(n), now); wait != 0 {
				t.Fatalf("%s: guess %d of %d at once has to wait %v", tt.name, n+1, tt.free, wait)
			}
		}
		for _, want := range tt.then {
			for range 3 { // asking too soon makes it no longer
				// While it waits the bucket leaks, so that it is a little less than double.
				if wait := th.Try(tt.guess(n), now); wait > want || wait < want/2 {
					t.Errorf("%s: guess %d has to wait %v, want about %v", tt.name, n+1, wait, want)
				}
			}
			now = now.Add(want)
			if wait := th.Try(tt.guess(n), now); wait != 0 {
				t.Errorf("%s: guess %d, having waited, has to wait %v", tt.name, n+1, wait)
			}
			n++
		}
	}
}

// TestThrottle_guesses is S8: 10,000 guesses on one account from as many networks,
// at whatever speed. The owner, in a browser that the account knows, signs in all
// the while.
func TestThrottle_guesses(t *testing.T) {
	for _, span := range []time.Duration{0, 10 * time.Minute, time.Hour, 24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour, 60 * 24 * time.Hour} {
		th := NewThrottle()
		reached, signedIn, signIns := 0, 0, 0
		for n := range 10_000 {
			now := noon.Add(span / 10_000 * time.Duration(n))
			if th.Try(Guess{Account: "victim", Addr: from(n)}, now) == 0 {
				reached++
			}
			if n%100 == 99 { // mistyping it now and then
				owner := Guess{Account: "victim", Device: "laptop", Addr: from(n)}
				signIns++
				if n%300 == 299 {
					th.Try(owner, now)
				}
				if th.Try(owner, now) == 0 {
					th.Succeeded(owner, now)
					signedIn++
				}
			}
		}
		t.Logf("10,000 guesses on one account within %7v: %3d reach the hasher; the owner signs in %d of %d times", span, reached, signedIn, signIns)
		if reached > 100 || signedIn != signIns {
			t.Errorf("within %v: %d reach the hasher, the owner signs in %d of %d times", span, reached, signedIn, signIns)
		}
	}
}

// TestThrottle_atOnce: guesses that arrive together are counted before any of them
// is answered.
func TestThrottle_atOnce(t *testing.T) {
	th := NewThrottle()
	var mu sync.Mutex
	var all sync.WaitGroup
	reached := 0
	for n := range 1000 {
		all.Go(func() {
			if th.Try(Guess{Account: "victim", Addr: from(n)}, noon) == 0 {
				mu.Lock()
				reached++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if reached != 6 {
		t.Errorf("%d of 1,000 at once reach the hasher, want 6", reached)
	}
}

// TestThrottle_outOfOrder has people come at once who have read the clock in another
// order than they are counted in. None of them waits for the others.
func TestThrottle_outOfOrder(t *testing.T) {
	th := NewThrottle()
	for n := range 100 {
		now := noon.Add(time.Duration(-n) * time.Millisecond)
		if wait := th.Try(Guess{Account: strconv.Itoa(n), Addr: from(1)}, now); wait != 0 {
			t.Fatalf("Try(somebody else, %d ms before) = %v, want 0", n, wait)
		}
		if wait := th.Try(Guess{Account: "a", Device: strconv.Itoa(n % 20)}, now); wait != 0 {
			t.Fatalf("Try(in a browser that is known, %d ms before) = %v, want 0", n, wait)
		}
		if wait := th.Begin(Guess{Addr: from(2)}, now); wait != 0 {
			t.Fatalf("Begin(%d ms before) = %v, want 0", n, wait)
		}
	}
}

// TestThrottle_spray: one guess on each of 10,000 accounts, from one network or
// from many.
func TestThrottle_spray(t *testing.T) {
	for _, tt := range []struct {
		networks int
		span     time.Duration
		most     int
	}{
		{1, time.Minute, 220},
		{1, time.Hour, 600},
		{10, time.Hour, 6000},
		{10_000, time.Second, 1100},
		{10_000, time.Minute, 1700},
	} {
		th, reached := NewThrottle(), 0
		for n := range 10_000 {
			now := noon.Add(tt.span * time.Duration(n) / 10_000)
			if th.Try(Guess{Account: fmt.Sprint("account", n), Addr: from(n % tt.networks)}, now) == 0 {
				reached++
			}
		}
		t.Logf("10,000 accounts guessed at once each, from %5d networks within %5v: %4d reach the hasher", tt.networks, tt.span, reached)
		if reached > tt.most {
			t.Errorf("from %d networks within %v: %d reach the hasher, want at most %d", tt.networks, tt.span, reached, tt.most)
		}
	}
}

// TestThrottle_flood: coming under many other names does not make us forget, and
// costs bounded memory.
func TestThrottle_flood(t *testing.T) {
	const most = 500
	th := newThrottle(most, most, most)
	victim := func(n int) Guess { return Guess{Account: "victim", Addr: from(n)} }
	reached := 0
	now := noon
	for round := range 40 { // guess as often as we may, then try to push the bucket out
		for n := range 50 {
			if th.Try(victim(n), now) == 0 {
				reached++
			}
		}
		for n := range 2000 {
			now = now.Add(100 * time.Millisecond) // as fast as all together may go
			th.Try(Guess{Account: fmt.Sprint("other", round, n), Addr: from(n)}, now)
		}
		for _, b := range []*buckets{th.accounts, th.near, th.wide, th.devices, th.regulars, th.all} {
			if len(b.byKey) > b.most || len(b.byEnd) != len(b.byKey) {
				t.Fatalf("%d buckets, %d in the heap; at most %d may be kept", len(b.byKey), len(b.byEnd), b.most)
			}
		}
	}
	// The real tables hold 200 times as many, so that as fast as all together may
	// guess the same takes 18 days.
	t.Logf("80,000 other names, 160 times what fits: %d guesses on the victim reach the hasher", reached)
	if reached > 100 {
		t.Errorf("a flood of other names let %d guesses reach the hasher", reached)
	}
	// Somebody new may try at once, and having been wrong waits for a minute at most.
	newcomer := Guess{Account: "newcomer", Addr: from(77_777)}
	if wait := th.Try(newcomer, now.Add(time.Minute)); wait != 0 {
		t.Errorf("during a flood somebody new has to wait %v", wait)
	}
	if wait := th.Try(newcomer, now.Add(time.Minute)); wait > groundWait {
		t.Errorf("during a flood somebody new who was wrong has to wait %v", wait)
	}
}

// TestBuckets_neverForget holds a few buckets against as many as are needed: what
// is dropped and comes back is never emptier than it was, up to the limit of the
// ground; and one that was not dropped is slowed exactly as long.
func TestBuckets_neverForget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := pace{free: 3, first: time.Second, leak: time.Hour}
		few, enough := newBuckets(p, rapid.IntRange(1, 6).Draw(t, "most")), newBuckets(p, 1000)
		now := noon.UnixNano()
		for range rapid.IntRange(1, 200).Draw(t, "steps") {
			now += int64(rapid.IntRange(0, 100).Draw(t, "seconds")) * int64(time.Second)
			k := key{byte(rapid.IntRange(0, 12).Draw(t, "key"))}
			few.add(k, now)
			enough.add(k, now)
			for n := range 13 {
				k := key{byte(n)}
				got, want := few.level(k, now), enough.level(k, now)
				limit := float64(few.highest) / float64(p.leak)
				if got < min(want, limit)-1e-6 {
					t.Fatalf("key %d has %.3f in its bucket, and with room for all %.3f; the ground may be %.0f", n, got, want, limit)
				}
			}
		}
	})
}

func TestThrottle_succeeded(t *testing.T) {
	th := NewThrottle()
	g := Guess{Account: "a", Addr: netip.MustParseAddr("2001:db8::1")}
	known := Guess{Account: "a", Device: "d", Addr: g.Addr}
	for range 6 {
		th.Try(g, noon)
	}
	for range 11 {
		th.Try(known, noon)
	}
	if th.Try(g, noon) == 0 || th.Try(known, noon) == 0 {
		t.Fatal("neither is slowed after that many guesses")
	}
	th.Succeeded(known, noon)
	if th.Try(g, noon) == 0 {
		t.Error("signing in from a known browser has freed strangers' browsers too")
	}
	if th.Try(known, noon) != 0 {
		t.Error("a known browser is slowed after it has signed in")
	}
	th.Succeeded(g, noon.Add(time.Second))
	for n, b := range []*buckets{th.near, th.wide, th.all} {
		if len(b.byKey) != 0 {
			t.Errorf("bucket %d keeps what was mistyped", n)
		}
	}
	if th.Try(g, noon.Add(time.Second)) != 0 {
		t.Error("a browser is slowed after it has signed in")
	}
	th.Succeeded(Guess{Account: "never tried", Addr: from(1)}, noon) // nothing to take back
	other := Guess{Account: "b", Addr: from(9)}
	later := noon.Add(time.Hour)
	for range 3 {
		th.Try(other, later)
	}
	moved := Guess{Account: "b", Addr: from(10)}
	th.Try(moved, later)
	th.Succeeded(moved, later)
	if got := th.near.level(keysOf(other).near, later.UnixNano()); got != 3 {
		t.Errorf("signing in elsewhere left %v of 3 guesses on the first network", got)
	}
}

func TestNetworks(t *testing.T) {
	for addr, want := range map[string]string{
		"198.51.100.7":         "198.51.100.7/32 198.51.100.0/24",
		"::ffff:198.51.100.7":  "198.51.100.7/32 198.51.100.0/24",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64 2001:db8:1::/48",
		"fe80::1%eth0":         "fe80::/64 fe80::/48",
		"":                     "invalid Prefix invalid Prefix",
	} {
		a, _ := netip.ParseAddr(addr)
		near, wide := networks(a)
		if got := fmt.Sprint(near, " ", wide); got != want {
			t.Errorf("networks(%s) = %s, want %s", addr, got, want)
		}
	}
}

func TestSlow(t *testing.T) {
	for _, tt := range []struct {
		wait time.Duration
		want string
	}{
		{time.Millisecond, "auth.slow_seconds map[Seconds:1]"},
		{1500 * time.Millisecond, "auth.slow_seconds map[Seconds:2]"},
		{time.Minute, "auth.slow_seconds map[Seconds:60]"},
		{time.Minute + 1, "auth.slow_minutes map[Minutes:2]"},
		{24 * time.Hour, "auth.slow_minutes map[Minutes:1440]"},
	} {
		var e *directory.Error
		if err := Slow(tt.wait); !errors.As(err, &e) || e.Kind != directory.TooMany || fmt.Sprint(e.Message.ID, " ", e.Message.Args) != tt.want {
			t.Errorf("Slow(%v) = %v %v, want %s", tt.wait, err, e.Message.Args, tt.want)
		}
	}
}

func BenchmarkTry(b *testing.B) {
	th, n := NewThrottle(), 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		th.Try(Guess{Account: strconv.Itoa(n), Addr: from(n)}, noon.Add(time.Duration(n)*100*time.Millisecond))
	}
}

// TestThrottle_begin: a network begins so much and then waits, others do not, and
// guesses are another matter.
func TestThrottle_begin(t *testing.T) {
	th, begun := NewThrottle(), 0
	for n := range 2000 {
		if th.Begin(Guess{Addr: from(1)}, noon.Add(time.Duration(n)*time.Second)) == 0 {
			begun++
		}
	}
	if begun < 200 || begun > 500 {
		t.Errorf("one address began %d times in 2,000 s, want some hundreds", begun)
	}
	late := noon.Add(2000 * time.Second)
	if wait := th.Begin(Guess{Addr: from(1)}, late); wait == 0 || SlowNetwork(wait) == nil {
		t.Errorf("an address that begins on and on waits %v", wait)
	}
	if wait := th.Try(Guess{Account: "somebody", Addr: from(1)}, late); wait != 0 {
		t.Errorf("a guess waits %v for what was begun", wait)
	}
	if wait := th.Begin(Guess{Addr: netip.MustParseAddr("2001:db8:77::1")}, late); wait != 0 {
		t.Errorf("another network waits %v", wait)
	}
	known := Guess{Device: "d", Addr: from(1)}
	for n := range 201 {
		if wait := th.Begin(known, late); wait != 0 {
			t.Fatalf("a browser that is known, among those who begin on and on, waits %v before the %dth time", wait, n+1)
		}
	}
	if wait := th.Begin(known, late); wait == 0 {
		t.Error("a browser that is known may begin on and on")
	}
	for range 1000 {
		if wait := th.Begin(Guess{}, late); wait != 0 {
			t.Fatalf("what comes from no network waits %v", wait)
		}
	}
}
