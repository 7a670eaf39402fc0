package auth

import (
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"

	"rootline/internal/directory"
)

// Guess is somebody who is about to show a password or a code.
type Guess struct {
	// Account is who they say they are, whether or not there is such an account:
	// the digest of the address as it was normalised. Second factors are counted
	// apart if it begins with another word.
	Account string
	// Device is the digest of a browser's secret that the account has on file, and
	// empty for every other browser. Nobody can have it without having signed in.
	Device string
	// Addr is where they are.
	Addr netip.Addr
}

// Throttle slows guesses down. An account is guessed at slowly from wherever it
// is not known; a network slowly whichever accounts it asks for; and all that are
// unknown slowly enough together. A browser that the account knows passes by all
// of that, with a pace of its own, so that no stranger can keep an owner out. Who
// has signed in from an address lately does not wait for what others do there:
// with a carrier these may be thousands. What a stranger is told does not depend
// on whether the account exists.
//
// What strangers begin, such as a registration, is slowed by network alone, and apart
// from guesses.
//
// It keeps a bounded number of buckets and is safe for concurrent use.
type Throttle struct {
	mu       sync.Mutex
	accounts *buckets
	devices  *buckets
	near     *buckets
	wide     *buckets
	regulars *buckets
	all      *buckets
	begun    *buckets
	begunAll *buckets
}

// The most buckets that are kept of each kind: about 40 MB if all are taken.
const (
	mostAccounts = 100_000
	mostDevices  = 20_000
	mostNetworks = 50_000
)

// NewThrottle returns a Throttle that has seen nothing yet.
func NewThrottle() *Throttle { return newThrottle(mostAccounts, mostDevices, mostNetworks) }

func newThrottle(accounts, devices, networks int) *Throttle {
	return &Throttle{
		accounts: newBuckets(paceAccount, accounts),
		devices:  newBuckets(paceDevice, devices),
		near:     newBuckets(paceNear, networks),
		wide:     newBuckets(paceWide, networks),
		regulars: newBuckets(paceRegular, networks),
		all:      newBuckets(paceAll, 1),
		begun:    newBuckets(paceNear, networks),
		begunAll: newBuckets(paceWide, networks),
	}
}

// Try asks whether a guess may be looked at now. If it may, it is zero and the
// guess counts as a wrong one from here on, so that any number at once are counted
// before the first is answered. If it may not, it is how long to wait; having
// asked too soon makes that no longer.
func (t *Throttle) Try(g Guess, now time.Time) (wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	at, k := now.UnixNano(), keysOf(g)
	if g.Device != "" {
		if wait = t.devices.wait(k.device, at); wait == 0 {
			t.devices.add(k.device, at)
		}
		return wait
	}
	wait = max(t.accounts.wait(k.account, at), t.all.wait(key{}, at))
	if !t.regulars.knows(k.regular, at) {
		wait = max(wait, t.near.wait(k.near, at), t.wide.wait(k.wide, at))
	}
	if wait == 0 {
		t.count(k, at)
	}
	return wait
}

// Begin asks whether somebody whom nobody knows may begin something now that is kept
// and perhaps written to somebody: to register, to ask for a code or for a challenge
// to a passkey. If not, it is how long to wait. What has no address comes from no
// network, but from ourselves. A browser that some account knows has a pace of its
// own, whatever others do where it is.
func (t *Throttle) Begin(g Guess, now time.Time) (wait time.Duration) {
	if !g.Addr.IsValid() && g.Device == "" {
		return 0
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	at, k := now.UnixNano(), keysOf(g)
	if g.Device != "" {
		if wait = t.begun.wait(k.device, at); wait == 0 {
			t.begun.add(k.device, at)
		}
		return wait
	}
	if wait = max(t.begun.wait(k.near, at), t.begunAll.wait(k.wide, at)); wait == 0 {
		t.begun.add(k.near, at)
		t.begunAll.add(k.wide, at)
	}
	return wait
}

// Arrived remembers that somebody has signed in from where they are, in whatever way.
func (t *Throttle) Arrived(g Guess, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.regulars.remember(keysOf(g).regular, now.UnixNano())
}

// Favours reports whether an account has signed in lately from where somebody asks
// for it, who may then have a share of their own in what strangers have used up: as
// much as a browser that it knows. Each time is counted.
func (t *Throttle) Favours(g Guess, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	at, k := now.UnixNano(), keysOf(g)
	share := keyOf("share", string(k.regular[:]))
	if !t.regulars.knows(k.regular, at) || t.devices.wait(share, at) > 0 {
		return false
	}
	t.devices.add(share, at)
	return true
}

func (t *Throttle) count(k keys, at int64) {
	of := t.accounts.add(k.account, at)
	if of.network != k.near {
		of.network, of.owed = k.near, 0
	}
	of.owed++
	t.near.add(k.near, at)
	t.wide.add(k.wide, at)
	t.all.add(key{}, at)
}

// Succeeded takes back a guess that was right, after every factor that the account
// asks for has been shown. Then the wrong ones before it from the same network
// were mistyped rather than guessed: the network gets those back too. What
// strangers have used up of the account's stays so when a known browser signs in.
func (t *Throttle) Succeeded(g Guess, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	at, k := now.UnixNano(), keysOf(g)
	t.regulars.remember(k.regular, at)
	if g.Device != "" {
		t.devices.forget(k.device)
		return
	}
	mistyped := 1
	if of, ok := t.accounts.byKey[k.account]; ok {
		if of.network == k.near {
			mistyped = max(1, of.owed)
		}
		t.accounts.forget(k.account)
	}
	t.near.takeBack(k.near, mistyped, at)
	t.wide.takeBack(k.wide, mistyped, at)
	t.all.takeBack(key{}, mistyped, at)
}

// Slow words how long to wait.
func Slow(wait time.Duration) error {
	if wait <= time.Minute {
		return directory.Refuse(directory.TooMany, "auth.slow_seconds", "Seconds", max(1, int((wait+time.Second-1)/time.Second)))
	}
	return directory.Refuse(directory.TooMany, "auth.slow_minutes", "Minutes", int((wait+time.Minute-1)/time.Minute))
}

// SlowNetwork words how long to wait before something may be begun.
func SlowNetwork(wait time.Duration) error {
	return directory.Refuse(directory.TooMany, "auth.slow_network", "Minutes", max(1, int((wait+time.Minute-1)/time.Minute)))
}

// key stands for something that is counted, whatever its length: what somebody
// types cannot take more memory than that.
type key [16]byte

type keys struct{ account, device, near, wide, regular key }

func keysOf(g Guess) keys {
	near, wide := networks(g.Addr)
	return keys{
		account: keyOf("account", g.Account),
		device:  keyOf("device", g.Account+"\x00"+g.Device),
		near:    keyOf("near", near.String()),
		wide:    keyOf("wide", wide.String()),
		regular: keyOf("regular", g.Account+"\x00"+near.String()),
	}
}

func keyOf(kind, of string) (k key) {
	sum := sha256.Sum256([]byte(kind + "\x00" + of))
	copy(k[:], sum[:])
	return k
}
