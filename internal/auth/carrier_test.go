package auth

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"
)

// carrier is 3,000 people behind one address, who sign in within an hour from
// browsers that are not known: one in five mistypes the password first, and one in
// fifty has forgotten it and gives up after five tries.
type carrier struct{ people, gotIn, gaveUp, slowed int }

// signIn is what everybody there does once, on another day.
func (c *carrier) signIn(th *Throttle, addr netip.Addr) {
	for n := range 3000 {
		g := Guess{Account: fmt.Sprint("person", n), Addr: addr}
		at := noon.Add(time.Duration(n)*time.Second - 24*time.Hour)
		th.Try(g, at)
		th.Succeeded(g, at)
	}
}

func (c *carrier) run(dice *rand.Rand, th *Throttle, addr netip.Addr, disturb func(now time.Time)) {
	for n := range 3000 {
		now := noon.Add(time.Hour * time.Duration(n) / 3000)
		disturb(now)
		g := Guess{Account: fmt.Sprint("person", n), Addr: addr}
		wrong, knows := 0, true
		switch d := dice.IntN(100); {
		case d < 2:
			wrong, knows = 5, false
		case d < 22:
			wrong = 1 + dice.IntN(2)
		}
		c.people++
		for range wrong {
			th.Try(g, now)
		}
		switch {
		case !knows:
			c.gaveUp++
		case th.Try(g, now) == 0:
			th.Succeeded(g, now)
			c.gotIn++
		default:
			c.slowed++
		}
	}
}

// TestThrottle_carrier: thousands of people behind one address are not punished as
// if they were one, for what they mistype is taken back.
func TestThrottle_carrier(t *testing.T) {
	dice, _ := seeded(t)
	var c carrier
	c.run(dice, NewThrottle(), from(42), func(time.Time) {})
	t.Logf("3,000 people behind one address within an hour: %d got in at once, %d gave up, %d were slowed", c.gotIn, c.gaveUp, c.slowed)
	if c.slowed > 0 {
		t.Errorf("%d of %d people behind one address were slowed", c.slowed, c.people)
	}
}

// TestThrottle_carrierAndGuesser has somebody guess at other people's accounts once
// a second, at the very address of the 3,000 or at the one beside it. Browsers that
// are known never notice, nor do people who have signed in from there before.
// Somebody who is new at the very address does, and can have a code sent or use a
// passkey.
func TestThrottle_carrierAndGuesser(t *testing.T) {
	dice, _ := seeded(t)
	for name, tt := range map[string]struct {
		guesser  netip.Addr
		regulars bool
		slowed   int
	}{
		"at the same address, all being new there":   {netip.MustParseAddr("198.51.100.7"), false, 3000},
		"at the same address, all being regulars":    {netip.MustParseAddr("198.51.100.7"), true, 0},
		"at the address beside, all being new there": {netip.MustParseAddr("198.51.100.8"), false, 0},
	} {
		th, known, asked, reached := NewThrottle(), 0, 0, 0
		var c carrier
		if tt.regulars {
			c.signIn(th, netip.MustParseAddr("198.51.100.7"))
		}
		c.run(dice, th, netip.MustParseAddr("198.51.100.7"), func(now time.Time) {
			if th.Try(Guess{Account: fmt.Sprint("victim", asked), Addr: tt.guesser}, now) == 0 {
				reached++
			}
			asked++
			g := Guess{Account: fmt.Sprint("regular", asked), Device: "phone", Addr: tt.guesser}
			if th.Try(g, now) == 0 {
				th.Succeeded(g, now)
				known++
			}
		})
		t.Logf("somebody guessing %d times %s: %d of that reach the hasher; slowed are %d of %d in new browsers, %d of %d in known ones",
			asked, name, reached, c.slowed, c.people, asked-known, asked)
		if known != asked || reached > 650 || c.slowed > tt.slowed {
			t.Errorf("somebody guessing %s: %d of %d in known browsers got in, %d in new ones were slowed; %d guesses reach the hasher", name, known, asked, c.slowed, reached)
		}
	}
}
