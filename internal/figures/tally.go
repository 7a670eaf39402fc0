package figures

import (
	"sync"

	"rootline/internal/directory"
)

// shards is into how many parts a tally is cut, by the last digit of ids, so that those
// who count at the same moment seldom meet.
const shards = 16

// Tally holds what was counted until it is stored. It is safe for concurrent use, and
// its zero value is ready for it.
type Tally struct {
	parts [shards]part
}

type part struct {
	mu     sync.Mutex
	counts map[counted]int64
}

type counted struct {
	clinic directory.ID
	kind   Kind
	week   Week
}

// Add counts something once for each of some clinics, in a week.
func (t *Tally) Add(kind Kind, week Week, clinics ...directory.ID) {
	for _, id := range clinics {
		t.add(counted{id, kind, week}, 1)
	}
}

func (t *Tally) add(c counted, n int64) {
	id := c.clinic.String()
	p := &t.parts[id[len(id)-1]%shards]
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.counts == nil {
		p.counts = map[counted]int64{}
	}
	p.counts[c] += n
}

// Take returns what was counted since it was taken last, in no order, and forgets it.
func (t *Tally) Take() []Count {
	var all []Count
	for i := range t.parts {
		p := &t.parts[i]
		p.mu.Lock()
		counts := p.counts
		p.counts = nil
		p.mu.Unlock()
		for c, n := range counts {
			all = append(all, Count{Clinic: c.clinic, Kind: c.kind, Week: c.week, N: n})
		}
	}
	return all
}

// Back counts again what was taken and could not be stored.
func (t *Tally) Back(counts []Count) {
	for _, c := range counts {
		t.add(counted{c.Clinic, c.Kind, c.Week}, c.N)
	}
}
