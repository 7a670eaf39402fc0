package auth

import (
	"math"
	"net/netip"
	"time"
)

// pace is how fast guesses of one kind may follow each other: a bucket that
// leaks. Each guess adds one to its level, each leak takes one away. The first
// free ones are not slowed; from then on the wait doubles with each, beginning at
// first, until it is as long as a leak. Whoever goes on guessing as fast as that
// gets one guess a leak, however they go about it.
type pace struct {
	free  float64
	first time.Duration
	leak  time.Duration
}

// wait is how long after a guess that brought the level to this the next one may
// come.
func (p pace) wait(level float64) time.Duration {
	if level <= p.free {
		return 0
	}
	return time.Duration(min(float64(p.first)*math.Exp2(level-p.free-1), float64(p.leak)))
}

// Paces by what is slowed. Guesses that turn out to be right are taken back, so
// that only wrong ones are counted for long.
var (
	// An account, from browsers it does not know: 5 guesses at once, 22 in the
	// first day and a half, one a day after that.
	paceAccount = pace{free: 5, first: time.Second, leak: 24 * time.Hour}
	// An account, from one browser that it knows.
	paceDevice = pace{free: 10, first: time.Second, leak: 24 * time.Hour}
	// One address, or what one household has of IPv6 (/64), whoever it asks for. A
	// carrier's may be thousands of people, of whom some have forgotten their
	// passwords.
	paceNear = pace{free: 200, first: time.Second, leak: 10 * time.Second}
	// The network around it: /24, or what one customer may have of IPv6 (/48).
	paceWide = pace{free: 800, first: time.Second, leak: 3 * time.Second}
	// Who has signed in from where lately. Nobody waits for this one; it remembers.
	paceRegular = pace{leak: 30 * 24 * time.Hour}
	// All browsers that no account knows: a quarter of what two cores can hash, so
	// that those that are known do not even wait for the hasher.
	paceAll = pace{free: 1000, first: 10 * time.Millisecond, leak: 100 * time.Millisecond}
)

// networks are what an address counts for: itself or the household's, so that
// one who guesses does not slow his neighbours, and the one around it, so that
// moving house does not help him.
func networks(addr netip.Addr) (near, wide netip.Prefix) {
	addr = addr.Unmap().WithZone("")
	small, large := 32, 24
	if addr.Is6() {
		small, large = 64, 48
	}
	near, _ = addr.Prefix(small) // no address at all has the zero network
	wide, _ = addr.Prefix(large)
	return near, wide
}
