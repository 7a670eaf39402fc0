package search

import (
	"sync"
	"sync/atomic"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// Index is an index over a whole directory, ready to be put into use.
type Index struct {
	segment *segment
	asOf    time.Time
}

// Builder makes an Index of the listings it is given. Add may be called from
// many goroutines at once.
type Builder struct {
	preparer preparer
	mu       sync.Mutex
	entries  []*entry
}

// NewBuilder starts an index whose clinics are scored as of asOf.
func NewBuilder(places *gazetteer.Gazetteer, asOf time.Time) *Builder {
	return &Builder{preparer: preparer{places: places, asOf: asOf}}
}

// Add takes a listing in, if it is one that searches may show.
func (b *Builder) Add(l *directory.Listing) {
	if !l.Searchable() {
		return
	}
	e := b.preparer.prepare(l)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.entries = append(b.entries, &e)
}

// Index lays out what has been added. The Builder is of no use afterwards.
func (b *Builder) Index() *Index {
	return &Index{segment: newSegment(b.entries, b.preparer.places, nil), asOf: b.preparer.asOf}
}

// Tick works out which doors are open at now, so that the first search of an
// index just put into use need not.
func (ix *Index) Tick(now time.Time) { ix.segment.clock.at(now) }

// Live holds the index in use and the changes since it was built. Readers never
// wait: a change prepares the next snapshot aside and swaps it in with one
// pointer store.
type Live struct {
	places *gazetteer.Gazetteer
	now    atomic.Pointer[snapshot]
	mu     sync.Mutex // held by whoever makes the next snapshot
}

// NewLive returns a Live that is not ready yet.
func NewLive(places *gazetteer.Gazetteer) *Live { return &Live{places: places} }

// snapshot is what one search sees, from beginning to end.
type snapshot struct {
	places *gazetteer.Gazetteer
	asOf   time.Time
	views  []view
	levels [2]level // the changes, newest first
}

// level is a small segment of changed listings, kept with the entries it was
// made of so that it can be made anew. A change goes to the first level, which
// is quick to rebuild because it is small; when it is not any more, it is poured
// into the second.
type level struct {
	view
	entries []*entry
}

const firstLevel = 64 // documents

// Ready reports whether there is an index to search.
func (l *Live) Ready() bool { return l.now.Load() != nil }

// Replace puts an index into use in place of everything before it, together with
// the listings that have changed while it was being built, so that nobody sees
// the directory go back in time.
func (l *Live) Replace(ix *Index, changed ...directory.Listing) {
	l.mu.Lock()
	defer l.mu.Unlock()
	next := &snapshot{places: l.places, asOf: ix.asOf, views: []view{wholly(ix.segment)}}
	if len(changed) > 0 {
		next = next.with(prepared(changed, nil, l.places, ix.asOf))
	}
	l.now.Store(next)
}

// wholly is a view of a segment none of whose documents are dead.
func wholly(s *segment) view {
	v := view{segment: s, alive: make([]uint64, (s.n+63)/64)}
	markSpan(v.alive, span{0, uint32(s.n)})
	return v
}

// Changes is the number of listings changed since the index was built. When it
// has grown to a fair part of the whole, building anew is due.
func (l *Live) Changes() int {
	n := 0
	if sn := l.now.Load(); sn != nil {
		for _, lv := range sn.levels {
			n += len(lv.entries)
		}
	}
	return n
}

// Size is the number of clinics in the index.
func (l *Live) Size() int {
	n := 0
	if sn := l.now.Load(); sn != nil {
		for _, v := range sn.views {
			n += v.countAlive(v.alive)
		}
	}
	return n
}

// Apply takes in listings that have changed or come to be and drops those that
// are gone. Before the first Replace it does nothing, for the index that is
// being built will have them.
func (l *Live) Apply(changed []directory.Listing, gone []directory.ID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	sn := l.now.Load()
	if sn == nil {
		return
	}
	l.now.Store(sn.with(prepared(changed, gone, l.places, sn.asOf)))
}

// prepared makes entries of changed listings, and names all ids whose documents
// they replace or that are gone. Of a listing that changed twice the last counts.
func prepared(changed []directory.Listing, gone []directory.ID, places *gazetteer.Gazetteer, asOf time.Time) (fresh map[[16]byte]*entry, old map[[16]byte]bool) {
	p := preparer{places: places, asOf: asOf}
	fresh, old = make(map[[16]byte]*entry), make(map[[16]byte]bool)
	for i := range changed {
		id := changed[i].Clinic.ID.Bytes()
		old[id] = true
		delete(fresh, id)
		if changed[i].Searchable() {
			e := p.prepare(&changed[i])
			fresh[id] = &e
		}
	}
	for _, id := range gone {
		old[id.Bytes()] = true
		delete(fresh, id.Bytes())
	}
	return fresh, old
}

// with returns the snapshot after listings have been replaced or removed.
func (sn *snapshot) with(fresh map[[16]byte]*entry, old map[[16]byte]bool) *snapshot {
	next := &snapshot{places: sn.places, asOf: sn.asOf}
	next.views = append(next.views, sn.views[0].without(old))
	first, second := sn.levels[0].without(old), sn.levels[1].without(old)
	entries := first.living()
	for _, e := range fresh {
		entries = append(entries, e)
	}
	if len(entries) > firstLevel {
		entries = append(entries, second.living()...)
		next.levels[1] = sn.newLevel(entries)
	} else {
		next.levels[0], next.levels[1] = sn.newLevel(entries), second
	}
	for _, lv := range next.levels {
		if len(lv.entries) > 0 {
			next.views = append(next.views, lv.view)
		}
	}
	return next
}

// without returns the view with the documents of some ids dead. The view itself
// stays as it is for those who are reading it.
func (v view) without(ids map[[16]byte]bool) view {
	copied := false
	for id := range ids {
		d, ok := v.find(id)
		if !ok {
			continue
		}
		if !copied {
			v.alive = append([]uint64(nil), v.alive...)
			copied = true
		}
		v.alive[d/64] &^= 1 << (d % 64)
	}
	return v
}

// newLevel makes a level of changes to the snapshot's index, with its doors as
// they stand there.
func (sn *snapshot) newLevel(entries []*entry) level {
	if len(entries) == 0 {
		return level{}
	}
	base := sn.views[0].segment
	s := newSegment(entries, sn.places, base)
	if o := base.clock.newest.Load(); o != nil {
		s.clock.at(time.Unix(o.minute, 0))
	}
	return level{view: wholly(s), entries: entries}
}

func (lv level) without(ids map[[16]byte]bool) level {
	if len(lv.entries) == 0 {
		return lv
	}
	return level{view: lv.view.without(ids), entries: lv.entries}
}

// living returns the entries whose documents are not dead.
func (lv level) living() []*entry {
	var living []*entry
	for d, e := range lv.entries {
		if lv.alive[d/64]>>(d%64)&1 != 0 {
			living = append(living, e)
		}
	}
	return living
}

// Tick works out which doors have opened or closed by now, so that no search
// has to. Called once a minute it keeps searches quick; they are right without.
func (l *Live) Tick(now time.Time) {
	if sn := l.now.Load(); sn != nil {
		for _, v := range sn.views {
			v.clock.at(now)
		}
	}
}

// Find answers a query as of now. It fails with [directory.NotReady] until
// there is an index.
func (l *Live) Find(q Query, now time.Time) (*Answer, error) {
	sn := l.now.Load()
	if sn == nil {
		return nil, directory.Refuse(directory.NotReady, "not_ready.search")
	}
	return sn.find(&q, now), nil
}
