package match

import (
	"cmp"
	"math"
	"slices"

	"rootline/internal/directory"
)

// Entry is what is compared of a clinic. Only the name is needed, and the id of
// an entry that is added: what is not known speaks neither for nor against.
type Entry struct {
	ID      directory.ID
	Name    string
	Brand   string // of its organization
	Phones  []directory.Phone
	Site    directory.URL
	Email   directory.Email
	Address directory.Address
}

// Match is an entry that is likely to be the same clinic.
type Match struct {
	ID      directory.ID
	Score   float64  // how likely, from 0 to 1; never less than [Likely]
	Signals []Signal // what speaks for it, and against it, the strongest first
}

// Signal is something about a pair of entries that speaks for their being the
// same clinic, or against it.
type Signal struct {
	Kind    SignalKind
	Score   float64 // in bits: 1 doubles the odds, -1 halves them
	Message directory.Message
}

// SignalKind is what a signal is about.
type SignalKind string

// What signals are about.
const (
	Name     SignalKind = "name"
	Brand    SignalKind = "brand"
	Phone    SignalKind = "phone"
	Site     SignalKind = "site"
	Email    SignalKind = "email"
	Address  SignalKind = "address"
	Postcode SignalKind = "postcode"
	Distance SignalKind = "distance"
)

// Index holds the entries that others are compared with. It may be read by many
// at once, but not while an entry is added.
type Index struct {
	records []*record
	at      map[[16]byte]uint32 // where an id is in records
	words   vocabulary
	blocks  blocks
}

// New returns an index without entries.
func New() *Index {
	return &Index{at: map[[16]byte]uint32{}, words: vocabulary{}, blocks: blocks{of: map[uint64]block{}}}
}

// Add adds an entry, in the place of the one with its id if there is one. An
// entry without an id is not added.
func (x *Index) Add(e Entry) {
	if e.ID.IsZero() {
		return
	}
	r := recordOf(&e, x.words.learn)
	at, known := x.at[e.ID.Bytes()]
	if !known {
		at = uint32(len(x.records))
		x.at[e.ID.Bytes()] = at
		x.records = append(x.records, &record{})
	}
	old := x.records[at]
	for _, w := range old.words {
		w.entries--
	}
	for _, w := range r.words {
		w.entries++
	}
	x.rekey(at, old.keys, r.keys)
	x.records[at] = r
}

// rekey moves an entry from the blocks of its old keys to those of the new ones;
// where both are the same, nothing moves.
func (x *Index) rekey(at uint32, from, to []uint64) {
	for len(from) > 0 || len(to) > 0 {
		switch {
		case len(to) == 0 || len(from) > 0 && from[0] < to[0]:
			x.blocks.remove(from[0], at)
			from = from[1:]
		case len(from) == 0 || to[0] < from[0]:
			x.blocks.add(to[0], at)
			to = to[1:]
		default:
			from, to = from[1:], to[1:]
		}
	}
}

// Like returns the entries that are likely to be the same clinic as e, the
// likeliest first, at most limit of them, and never the one with e's id. How
// much two have in common is weighed as though e were in the index in place of
// the entry with its id, so that if a is like b then b is like a.
func (x *Index) Like(e Entry, limit int) []Match {
	q := x.ask(&e)
	var found []Match
	for _, at := range q.candidates() {
		if m, ok := q.compare(x.records[at]); ok {
			found = append(found, m)
		}
	}
	slices.SortFunc(found, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID.String(), b.ID.String()))
	})
	return found[:max(0, min(limit, len(found)))]
}

// question is an entry that others are compared with.
type question struct {
	x   *Index
	e   *Entry
	r   *record
	own *record // what the index has under its id; r itself if that is the same
}

func (x *Index) ask(e *Entry) *question {
	q := &question{x: x, e: e, r: recordOf(e, x.words.known), own: &record{}}
	if at, ok := x.at[e.ID.Bytes()]; ok {
		q.own = x.records[at]
		if slices.Equal(q.own.keys, q.r.keys) && slices.Equal(q.own.words, q.r.words) {
			q.own = q.r
		}
	}
	return q
}

// count is how many entries have a key.
func (q *question) count(key uint64) int {
	n := q.x.blocks.count(key)
	if q.own == q.r {
		return n
	}
	if _, ok := slices.BinarySearch(q.r.keys, key); ok {
		n++
	}
	if _, ok := slices.BinarySearch(q.own.keys, key); ok {
		n--
	}
	return n
}

// bits is how much it says that two names have a word in common: the rarer the
// word, the more. An index of a few entries knows nothing of rarity; to it
// are added, in thought, so many that have the word in none of their names.
func (q *question) bits(w *term) float64 {
	const others = 1000
	entries, all := w.entries, len(q.x.records)
	if q.own != q.r {
		if slices.Contains(q.r.words, w) {
			entries++
		}
		if slices.Contains(q.own.words, w) {
			entries--
		}
		if q.own.id.IsZero() {
			all++
		}
	}
	return math.Log2(float64(all+others) / float64(entries+1))
}

// candidates are the entries worth comparing, each once: those that share a key
// which few have. A pair is found from both of its sides or from neither.
func (q *question) candidates() []uint32 {
	out := make([]uint32, 0, 256)
	for _, key := range q.r.keys {
		if byBrand.of(key) || byCell.of(key) || q.count(key) > maxBlock {
			continue
		}
		out = q.x.blocks.appendTo(out, key, maxBlock+1)
	}
	if q.r.exact() {
		out = q.appendAround(out)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// maxBlock is how many entries may share a key for each to be compared with the
// others. It bounds the work; what it can miss is in the package's comment.
const maxBlock = 64

// appendAround appends the entries nearby, unless the neighbourhood is crowded.
// Both cells of a pair have to be within the bound, or one side would find what
// the other does not.
func (q *question) appendAround(out []uint32) []uint32 {
	home := cellOf(q.r.point)
	if q.count(cellKey(home)) > maxBlock {
		return out
	}
	for _, c := range home.around() {
		if key := cellKey(c); q.count(key) <= maxBlock {
			out = q.x.blocks.appendTo(out, key, maxBlock+1)
		}
	}
	return out
}
