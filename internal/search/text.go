package search

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// matches is what the words of a query found in one segment, best first: each
// set contains the one before.
type matches struct {
	names []uint64 // all words among the name words, none mistyped
	exact []uint64 // all words somewhere, none mistyped
	typed []uint64 // all words somewhere; nil if none was taken for mistyped
}

// all returns the documents that have all words.
func (m *matches) all() []uint64 {
	if m.typed != nil {
		return m.typed
	}
	return m.exact
}

// tier says how well document d matches: 0 is best.
func (m *matches) tier(d uint32) uint64 {
	bit := uint64(1) << (d % 64)
	switch {
	case m.names[d/64]&bit != 0:
		return 0
	case m.exact[d/64]&bit != 0:
		return 1
	default:
		return 2
	}
}

// matchText finds the words in every segment, or returns nil if there are none.
// Whether a word counts as mistyped is decided over all segments together, or
// the answer would depend on how the index happens to be cut.
func (sn *snapshot) matchText(words []string, sc *scratch) []matches {
	if len(words) == 0 {
		return nil
	}
	found := make([]matches, len(sn.views))
	for i, word := range words {
		sn.matchWord(word, i == len(words)-1, i == 0, found, sc)
	}
	return found
}

func (sn *snapshot) matchWord(word string, last, first bool, found []matches, sc *scratch) {
	prefix := last && beginsWords(word)
	exact := make([]matches, len(sn.views))
	clinics := 0
	for i, v := range sn.views {
		m := matches{names: sc.bitmap(v.segment), exact: sc.bitmap(v.segment)}
		lo, hi := v.words.run(word, prefix)
		for term := lo; term < hi; term++ {
			v.markTerm(term, m.names, m.exact)
		}
		clinics += v.countAlive(m.exact)
		exact[i] = m
	}
	if edits := typos(word); clinics < TypoBelow && edits > 0 {
		for i, v := range sn.views {
			exact[i].typed = v.mistyped(word, edits, exact[i].exact, sc)
		}
	}
	for i := range found {
		if first {
			found[i] = exact[i]
			continue
		}
		found[i].narrow(exact[i], sc, sn.views[i])
	}
}

// beginsWords reports whether a last word is enough to match beginnings. One
// letter of an alphabet would match half the directory.
func beginsWords(word string) bool {
	first, size := utf8.DecodeRuneInString(word)
	return len(word) > size || unicode.In(first, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// mistyped returns exact and the documents of the terms within edits of word.
func (v view) mistyped(word string, edits int, exact []uint64, sc *scratch) []uint64 {
	all := sc.bitmap(v.segment)
	copy(all, exact)
	ignored := sc.bitmap(v.segment)
	v.words.near(word, edits, func(term int) { v.markTerm(term, ignored, all) })
	return all
}

func (v view) countAlive(set []uint64) int {
	n := 0
	for i, m := range set {
		n += bits.OnesCount64(m & v.alive[i])
	}
	return n
}

// narrow keeps what the next word also found.
func (m *matches) narrow(next matches, sc *scratch, v view) {
	if m.typed == nil && next.typed != nil {
		m.typed = sc.bitmap(v.segment)
		copy(m.typed, m.exact)
	}
	if m.typed != nil {
		intersect(m.typed, next.all())
	}
	intersect(m.exact, next.exact)
	intersect(m.names, next.names)
}

func intersect(into, with []uint64) {
	for i := range into {
		into[i] &= with[i]
	}
}
