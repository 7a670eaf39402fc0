package auth

import (
	"container/heap"
	"time"
)

// buckets are those of one pace, a bounded number of them, by key.
//
// If there are too many, the one that is empty soonest is dropped, and what it
// held becomes the ground on which new ones stand: a key that comes back has
// never less in its bucket than it had, so that nobody can make us forget him by
// coming under many other names. The ground does not rise above the limit at
// which it would keep newcomers waiting for long.
type buckets struct {
	pace
	most    int
	ground  int64 // when a bucket that was dropped is empty
	highest int64 // how far from now the ground may be at most
	byKey   map[key]*bucket
	byEnd   soonest
}

// bucket is how often a key was tried. Times are nanoseconds of Unix time.
type bucket struct {
	key     key
	empty   int64 // when it has leaked all; the level is this, less now, in leaks
	ready   int64 // when the next guess may come
	before  int64 // what ready was before the last guess
	at      int   // place in the heap
	network key   // where the last guesses came from, and how many of them
	owed    int
}

// groundWait bounds the ground: a newcomer who is wrong once waits no longer.
const groundWait = time.Minute

func newBuckets(p pace, most int) *buckets {
	level := p.free
	for p.first > 0 && p.wait(level+2) <= groundWait && p.wait(level+1) < p.leak {
		level++
	}
	return &buckets{pace: p, most: most, highest: int64(level * float64(p.leak)), byKey: map[key]*bucket{}}
}

// wait is how long a key has to wait now.
func (b *buckets) wait(k key, now int64) time.Duration {
	if of, ok := b.byKey[k]; ok {
		return time.Duration(max(0, of.ready-now))
	}
	return 0
}

// level is how many guesses a key has in its bucket.
func (b *buckets) level(k key, now int64) float64 {
	empty := min(b.ground, now+b.highest)
	if of, ok := b.byKey[k]; ok {
		empty = of.empty
	}
	return float64(max(0, empty-now)) / float64(b.leak)
}

// add counts a guess. The bucket that it returns is only good until the next.
func (b *buckets) add(k key, now int64) *bucket {
	level := b.level(k, now) + 1
	of, ok := b.byKey[k]
	if !ok {
		of = &bucket{key: k}
		b.byKey[k] = of
		heap.Push(&b.byEnd, of)
	}
	of.empty = now + int64(level*float64(b.leak))
	of.before = of.ready
	// Of two who come at once, the one who read the clock first may be counted last:
	// where nobody has to wait, neither do they.
	if wait := b.pace.wait(level); wait > 0 {
		of.ready = max(of.ready, now+int64(wait))
	}
	heap.Fix(&b.byEnd, of.at)
	b.shed(now)
	return of
}

// shed drops buckets that are empty, and those that are too many.
func (b *buckets) shed(now int64) {
	for len(b.byEnd) > 0 && (b.byEnd[0].empty <= now || len(b.byEnd) > b.most) {
		of, _ := heap.Pop(&b.byEnd).(*bucket)
		delete(b.byKey, of.key)
		b.ground = max(b.ground, of.empty)
	}
}

// takeBack takes guesses out of a key's bucket that were none, the last one among
// them, so that the next need not wait for it either. Nor may it come sooner than
// if there had been none: whoever has an account can be right at will.
func (b *buckets) takeBack(k key, n int, now int64) {
	of, ok := b.byKey[k]
	if !ok {
		return
	}
	of.empty = max(now, of.empty-int64(n)*int64(b.leak))
	of.ready = of.before
	heap.Fix(&b.byEnd, of.at)
	b.shed(now)
}

// remember fills a key's bucket by one, however full it was.
func (b *buckets) remember(k key, now int64) {
	b.forget(k)
	b.add(k, now)
}

// knows reports whether a key has a bucket of its own that has not leaked empty.
func (b *buckets) knows(k key, now int64) bool {
	of, ok := b.byKey[k]
	return ok && of.empty > now
}

// forget takes a key's bucket away.
func (b *buckets) forget(k key) {
	if of, ok := b.byKey[k]; ok {
		heap.Remove(&b.byEnd, of.at)
		delete(b.byKey, k)
	}
}

// soonest is a heap of buckets by when they are empty. All of them leak alike, so
// that their order does not change with time.
type soonest []*bucket

func (s soonest) Len() int           { return len(s) }
func (s soonest) Less(i, j int) bool { return s[i].empty < s[j].empty }
func (s soonest) Swap(i, j int)      { s[i], s[j] = s[j], s[i]; s[i].at, s[j].at = i, j }

func (s *soonest) Push(x any) {
	of, _ := x.(*bucket)
	of.at = len(*s)
	*s = append(*s, of)
}

func (s *soonest) Pop() any {
	old := *s
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*s = old[:len(old)-1]
	return last
}
