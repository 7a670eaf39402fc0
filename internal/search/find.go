package search

import (
	"time"

	"rootline/internal/directory"
)

// view is a segment as one snapshot sees it: alive marks the documents that have
// not been changed or removed since.
type view struct {
	*segment
	alive []uint64
}

// run is a query on its way through the segments of a snapshot.
type run struct {
	q       *Query
	now     time.Time
	doors   []*opening // of each segment at now
	circle  circle
	asked   []directory.Service
	accept  []int // columns of which a document needs one, if Accepting
	service []int
	entry   []int
	feature []int

	tally tally
	top   collector
}

// part is what a run works with in one segment. A nil bitmap lets all through.
type part struct {
	view
	place  int      // of the segment in the snapshot
	match  *matches // nil if the query has no words
	text   []uint64 // the documents that have them all
	near   []uint64
	open   []uint64
	lang   []int
	spoken bool // false if nobody in the segment speaks a language asked for
	region []uint64
	city   []uint64
}

// find runs a query over all segments of a snapshot.
func (sn *snapshot) find(q *Query, now time.Time) *Answer {
	r := newRun(q, now, sn.views)
	scratch := new(scratch)
	defer scratch.release()
	texts := sn.matchText(QueryWords(q.Text), scratch)
	parts := make([]*part, len(sn.views))
	for i, v := range sn.views {
		parts[i] = r.part(v, i, scratch)
		if texts != nil {
			parts[i].match, parts[i].text = &texts[i], texts[i].all()
		}
		r.sweep(parts[i])
	}
	r.collectDeep(parts)
	return &Answer{
		Total: r.tally.total, Page: q.Page, PerPage: q.PerPage,
		Facets: r.tally.facets(sn, parts),
		hits:   r.top.page(),
		run:    r, snapshot: sn,
	}
}

// deepOffset is the offset from which on a run first counts and then collects: a page
// far past the end must not cost the sorting of everything before it.
const deepOffset = 200

func (r *run) collectDeep(parts []*part) {
	if !r.top.late || r.top.offset >= r.tally.total {
		return
	}
	r.top.late = false
	r.top.expect(r.tally.total)
	for _, p := range parts {
		here := scope{country: len(r.q.Countries) > 0, region: p.region, city: p.city}
		r.sweepScope(p, here, func(b *block) { r.offer(p, b, b.full()) })
	}
}

func newRun(q *Query, now time.Time, views []view) *run {
	r := &run{q: q, now: now, asked: q.Asked()}
	if !q.Near.IsZero() {
		r.circle = newCircle(q.Near, q.RadiusKM)
	}
	for _, c := range q.Services {
		r.service = append(r.service, choiceColumn[c])
	}
	for _, f := range q.Features {
		r.feature = append(r.feature, colFeature+int(f)-1)
	}
	r.entry = entryColumns(q.EntryTypes)
	if q.Accepting {
		r.accept = []int{colAccept, colAccept + 1, colAccept + 2}
		if len(r.asked) > 0 {
			r.accept = r.accept[:0]
			for _, s := range r.asked {
				r.accept = append(r.accept, colAccept+int(s)-1)
			}
		}
	}
	for _, v := range views {
		r.doors = append(r.doors, v.clock.at(now))
	}
	r.tally.init(q, len(views))
	r.top.init(q, views)
	return r
}

func entryColumns(types []directory.EntryType) []int {
	if len(types) == 0 {
		return []int{colEntry, colEntry + 1} // clinics and chains
	}
	var columns []int
	for i, t := range directory.EntryTypes() {
		for _, asked := range types {
			if asked == t {
				columns = append(columns, colEntry+i)
			}
		}
	}
	return columns
}

// part prepares what the filters need in one segment.
func (r *run) part(v view, place int, scratch *scratch) *part {
	p := &part{view: v, place: place, spoken: true}
	if !r.q.Near.IsZero() {
		p.near = scratch.bitmap(v.segment)
		v.near.mark(r.circle, p.near)
	}
	if r.q.OpenNow {
		p.open = r.doors[place].open
	}
	if len(r.q.Regions) > 0 {
		p.region = scratch.bitmap(v.segment)
		for _, id := range r.q.Regions {
			markDocs(p.region, v.regions.members(id))
		}
	}
	if len(r.q.Cities) > 0 {
		p.city = scratch.bitmap(v.segment)
		for _, id := range r.q.Cities {
			markDocs(p.city, v.cities.members(id))
		}
	}
	for _, l := range r.q.Languages {
		for i, spoken := range v.languages {
			if spoken == l {
				p.lang = append(p.lang, colLanguage+i)
			}
		}
	}
	p.spoken = len(r.q.Languages) == 0 || len(p.lang) > 0
	return p
}
