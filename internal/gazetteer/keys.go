package gazetteer

import (
	"rootline/internal/directory"
	"rootline/internal/gazetteer/layout"
)

// keyOf reduces what was typed to the key that finds a name.
func keyOf(typed string) string { return layout.Key(directory.Fold(typed)) }

// keys is a sorted list of keys with, for each, the rows that it finds.
type keys struct {
	texts
	blockHits, hits string
}

// hit is one row that a key finds, and its flags.
type hit uint32

func (h hit) row() uint32 { return uint32(h >> 2) }
func (h hit) last() bool  { return h&layout.Last != 0 }
func (h hit) part() bool  { return h&layout.Part != 0 }

func (k keys) hitCount() int  { return len(k.hits) / 3 }
func (k keys) hit(at int) hit { return hit(layout.U24(k.hits, 3*at)) }

// past is where the hits of the next key start.
func (k keys) past(at int) int {
	for at < k.hitCount() && !k.hit(at).last() {
		at++
	}
	return min(at+1, k.hitCount())
}

// seek finds where the hits of the first key not below key start, and whether
// it is that key.
func (k keys) seek(key string) (at int, exact bool) {
	lo, hi := 0, k.blockCount() // the first block that starts past key
	for lo < hi {
		mid := (lo + hi) / 2
		if k.first(mid) > key {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	if lo == 0 {
		return 0, false
	}
	at = int(layout.U24(k.blockHits, 3*(lo-1)))
	c := k.cursor(lo - 1)
	for i := 0; i < layout.BlockRun && c.next(); i++ {
		if string(c.text()) >= key {
			return at, string(c.text()) == key
		}
		at = k.past(at)
	}
	return at, false
}

// run is where hits start and end.
type run struct{ from, to int }

// named are the hits of one key.
func (k keys) named(key string) run {
	at, exact := k.seek(key)
	if !exact {
		return run{}
	}
	return run{at, k.past(at)}
}

// starting are the hits of all keys that start with prefix.
func (k keys) starting(prefix string) run {
	from, _ := k.seek(prefix)
	to, _ := k.seek(prefix + "\xff") // above all UTF-8
	return run{from, to}
}
