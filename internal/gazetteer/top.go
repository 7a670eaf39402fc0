package gazetteer

import (
	"math"
	"slices"

	"rootline/internal/gazetteer/layout"
)

// top keeps the best ranked of the places put into it, each once, and leaves
// out those that have been taken.
type top struct {
	limit int
	taken []ordinal
	best  []ordinal // in order
}

// bar is what an ordinal must be below to get in.
func (t *top) bar() ordinal {
	switch {
	case t.limit == 0:
		return 0
	case len(t.best) < t.limit:
		return math.MaxUint32
	}
	return t.best[t.limit-1]
}

func (t *top) put(o ordinal) {
	if o >= t.bar() {
		return
	}
	at, there := slices.BinarySearch(t.best, o)
	if there || slices.Contains(t.taken, o) {
		return
	}
	if len(t.best) == t.limit {
		t.best = t.best[:t.limit-1]
	}
	t.best = slices.Insert(t.best, at, o)
}

// take moves what was put in to the end of taken.
func (t *top) take() {
	t.taken = append(t.taken, t.best...)
	t.limit -= len(t.best)
	t.best = t.best[:0]
}

// scan puts into t the places that a run of hits finds and keep wants. The
// smallest ordinal of every 64 hits is stored, so that most of a long run, such
// as all places in s, is passed over in steps of 64.
func (g *Gazetteer) scan(t *top, r run, keep func(ordinal, hit) bool) {
	for at := r.from; at < r.to; {
		end := min(r.to, (at/layout.MinimaRun+1)*layout.MinimaRun)
		least := hit(layout.U24(g.file[layout.Minima], 3*(at/layout.MinimaRun)))
		if ordinal(least.row()) >= t.bar() {
			at = end
			continue
		}
		for ; at < end; at++ {
			h := g.keys.hit(at)
			if o := ordinal(h.row()); o < t.bar() && keep(o, h) {
				t.put(o)
			}
		}
	}
}
