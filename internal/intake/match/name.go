package match

import (
	"math"
	"math/bits"
	"slices"
	"strings"
)

// names compares the names of two entries, in bits, and says whether they are
// the same word for word. It is quick to say no: most pairs of a block have
// nothing in their names in common.
func (q *question) names(a, b *record) (score float64, same bool) {
	p := pairing{q: q, a: a, b: b}
	p.kin, p.brand = q.kinship(a, b)
	p.own = p.brand == nil
	p.exact()
	p.similar()
	p.together()
	p.wholly()
	if p.score == 0 {
		return 0, false
	}
	same = p.letterwise && p.restA() == 0 && p.restB() == 0
	score = min(p.score, maxName)
	switch {
	case same && p.own:
		namesakes := q.count(a.nameKey()) - 2
		score += max(0, sameName-math.Log2(float64(1+max(0, namesakes))))
	case same:
		score += sameBrandName
	}
	return score - p.against(), same
}

// pairing is the words of two names, as they are put in pairs.
type pairing struct {
	q            *question
	a, b         *record
	brand        []*term // if both are of it
	kin          float64 // what is left of the brand's words then
	usedA, usedB uint16  // words that are in a pair
	score        float64
	letterwise   bool // some pair, and none that is not of equal words
	own          bool // some pair is of a telling word that is not their brand's
}

func (p *pairing) restA() uint16 { return (1<<len(p.a.words) - 1) &^ p.usedA }
func (p *pairing) restB() uint16 { return (1<<len(p.b.words) - 1) &^ p.usedB }

// exact pairs equal words.
func (p *pairing) exact() {
	for i, w := range p.a.words {
		for j, v := range p.b.words {
			if w == v {
				p.letterwise = true
				p.take(i, j, 1)
				break
			}
		}
	}
}

// similar pairs what is left by likeness, the most alike first.
func (p *pairing) similar() {
	for p.restA() != 0 && p.restB() != 0 {
		best, at, to := 0.0, 0, 0
		for i := range each(p.restA()) {
			for j := range each(p.restB()) {
				if l := alike(p.a.words[i], p.b.words[j]); l > best {
					best, at, to = l, i, j
				}
			}
		}
		if best == 0 {
			return
		}
		p.letterwise = false
		p.take(at, to, best)
	}
}

// together pairs two words of one name with one of the other: Hair Med, HairMed.
func (p *pairing) together() {
	for i := range each(p.restA()) {
		for j := range each(p.restB()) {
			if i+1 < len(p.a.words) && p.restA()>>(i+1)&1 == 1 && joins(p.a.words[i], p.a.words[i+1], p.b.words[j]) {
				p.usedA |= 1 << (i + 1)
			} else if j+1 < len(p.b.words) && p.restB()>>(j+1)&1 == 1 && joins(p.b.words[j], p.b.words[j+1], p.a.words[i]) {
				p.usedB |= 1 << (j + 1)
			} else {
				continue
			}
			p.letterwise = false
			p.take(i, j, oneSlip)
			break
		}
	}
}

func joins(first, second, whole *term) bool {
	return len(first.text)+len(second.text) == len(whole.text) &&
		whole.text[:len(first.text)] == first.text && whole.text[len(first.text):] == second.text
}

// each yields the places of the bits in set, from the lowest.
func each(set uint16) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for ; set != 0; set &= set - 1 {
			if !yield(bits.TrailingZeros16(set)) {
				return
			}
		}
	}
}

// take pairs a's word i with b's word j, which are as alike as likeness says.
func (p *pairing) take(i, j int, likeness float64) {
	p.usedA |= 1 << i
	p.usedB |= 1 << j
	weight := min(p.weight(p.a, i), p.weight(p.b, j))
	if p.a.placed>>i&1 == 1 && p.b.placed>>j&1 == 1 {
		weight = min(weight, placeWord) // both are there, as their addresses say
	}
	if has(p.brand, p.a.words[i]) || has(p.brand, p.b.words[j]) {
		weight *= p.kin
	} else if p.a.words[i].class == telling {
		p.own = true
	}
	p.score += weight * likeness
}

// wholly pairs names as a whole that are a slip apart where the words are
// not, for the slip is between the words: ZenusqSebon, Vuf oKlinik.
func (p *pairing) wholly() {
	restA, restB := p.restA(), p.restB()
	lenA, lenB := lettersIn(p.a.words), lettersIn(p.b.words)
	if restA == 0 || restB == 0 || min(lenA, lenB) < 8 || max(lenA, lenB)-min(lenA, lenB) > 1 || p.departs(p.a, restA) || p.departs(p.b, restB) {
		return
	}
	if bits.OnesCount32(lettersOf(p.a.words)^lettersOf(p.b.words)) > 2 || !withinEdits(inOne(p.a.words), inOne(p.b.words), 1) {
		return
	}
	p.usedA, p.usedB = 1<<len(p.a.words)-1, 1<<len(p.b.words)-1
	p.score += min(p.sum(p.a, restA), p.sum(p.b, restB)) * twoSlips
	p.letterwise = false
}

// lettersIn is the length of words.
func lettersIn(words []*term) (n int) {
	for _, w := range words {
		n += len(w.text)
	}
	return n
}

// lettersOf are the letters that words have.
func lettersOf(words []*term) (set uint32) {
	for _, w := range words {
		set |= w.letters
	}
	return set
}

// inOne is words written as one.
func inOne(words []*term) string { return strings.ReplaceAll(joined(words), " ", "") }

// departs reports whether one of the words says which part of a house is meant.
func (p *pairing) departs(r *record, rest uint16) bool {
	for i := range each(rest) {
		if r.words[i].class == department {
			return true
		}
	}
	return false
}

// sum is the weight of words.
func (p *pairing) sum(r *record, rest uint16) (weight float64) {
	for i := range each(rest) {
		w := p.weight(r, i)
		if has(p.brand, r.words[i]) {
			w *= p.kin
		}
		weight += w
	}
	return weight
}

// weight is how much a word of a name says when the other name has it.
func (p *pairing) weight(r *record, i int) float64 {
	switch w := r.words[i]; w.class {
	case facility:
		return facilityWord
	case specialty:
		return specialtyWord
	case telling, department:
		return min(p.q.bits(w), maxWord)
	}
	return 0
}

// against is how much it says that each name has words which the other lacks.
func (p *pairing) against() float64 {
	restA, restB := p.restA(), p.restB()
	onA, apartA := p.missing(p.a, restA, p.b)
	onB, apartB := p.missing(p.b, restB, p.a)
	score := oneSided*max(onA, onB) + twoSided*min(onA, onB)
	if apartA || apartB {
		score += otherPart
	}
	return score
}

// missing adds up the words of r that the other name lacks, and reports whether
// one of them says that the house, or the part of the house, is another.
func (p *pairing) missing(r *record, rest uint16, other *record) (score float64, apart bool) {
	// A name may have the brand beside its own words, as registers write it.
	besides := false
	for i := range each(uint16(1<<len(r.words)-1) &^ rest &^ r.branded) {
		besides = besides || r.words[i].class == telling
	}
	for i := range each(rest) {
		w := r.words[i]
		switch {
		case r.placed>>i&1 == 1 || has(other.place, w):
			score += placeMissing // it says where they are, and that is weighed by itself
		case besides && r.branded>>i&1 == 1 || has(other.brand, w):
			score += brandMissing
		case w.class == department:
			score += max(p.weight(r, i), departmentMissing)
			apart = true
		case w.class == specialty:
			score += specialtyMissing
		default:
			score += p.weight(r, i)
		}
	}
	return score, apart
}

func has(words []*term, w *term) bool {
	for _, t := range words {
		if t == w {
			return true
		}
	}
	return false
}

// kinship is the brand that two are of, and what is left of its words in their
// names: little if others are of it too, for so do its branches share them. One
// without a brand is of the other's if it is called so.
func (q *question) kinship(a, b *record) (float64, []*term) {
	if len(a.brand) == 0 {
		a, b = b, a
	}
	if len(a.brand) == 0 {
		return 1, nil
	}
	unnamed := 0
	if len(b.brand) > 0 {
		if !slices.Equal(a.brand, b.brand) {
			return 1, nil
		}
	} else {
		unnamed = 1
		for _, w := range a.brand {
			if !has(b.words, w) {
				return 1, nil
			}
		}
	}
	of := q.count(ofKind(a.keys, byBrand)[0]) + unnamed
	switch {
	case of > 2:
		return branchWord, a.brand
	case len(b.brand) > 0:
		return onlyTwoWord, a.brand
	}
	return 1, nil
}
