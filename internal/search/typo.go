package search

import (
	"hash/maphash"
	"slices"
	"unicode/utf8"
)

// deletes finds the terms within a few edits of a word without looking at all of
// them: two words that close have a form in common that both become by dropping
// letters (the idea of SymSpell). Only the first prefixRunes letters take part,
// which keeps the forms few; what is found so is then measured in full.
type deletes struct {
	seed  maphash.Seed
	forms []uint64 // hash<<32 | term, sorted; empty where scanning is quicker
}

const (
	prefixRunes = 7
	scanBelow   = 2_000 // terms
)

func newDeletes(terms []string) deletes {
	d := deletes{seed: maphash.MakeSeed()}
	if len(terms) < scanBelow {
		return d
	}
	for i, t := range terms {
		// A term of n letters can be reached from a word of n+k with k edits, and
		// words have to be of a length to be allowed any.
		edits := 0
		switch n := utf8.RuneCountInString(t); {
		case n >= 6:
			edits = 2
		case n >= 3:
			edits = 1
		default:
			continue
		}
		d.each(t, edits, func(hash uint64) {
			d.forms = append(d.forms, hash<<32|uint64(i))
		})
	}
	slices.Sort(d.forms)
	d.forms = slices.Clip(slices.Compact(d.forms))
	return d
}

// each calls fn with the hash of every form of word with up to edits of its
// first letters dropped.
func (d *deletes) each(word string, edits int, fn func(hash uint64)) {
	var buf [prefixRunes]rune
	n := 0
	for _, r := range word {
		if n == prefixRunes {
			break
		}
		buf[n] = r
		n++
	}
	d.drop(buf[:n], 0, edits, fn)
}

func (d *deletes) drop(form []rune, from, edits int, fn func(hash uint64)) {
	var text [prefixRunes * utf8.UTFMax]byte
	b := text[:0]
	for _, r := range form {
		b = utf8.AppendRune(b, r)
	}
	fn(maphash.Bytes(d.seed, b) >> 32)
	if edits == 0 {
		return
	}
	var buf [prefixRunes]rune
	for i := from; i < len(form); i++ {
		shorter := append(append(buf[:0], form[:i]...), form[i+1:]...)
		d.drop(shorter, i, edits-1, fn)
	}
}

// near calls fn with every term within edits of word, save for word itself.
func (v *vocabulary) near(word string, edits int, fn func(term int)) {
	letters := []rune(word)
	try := func(term int) {
		if t := v.terms[term]; t != word && within(letters, t, edits) {
			fn(term)
		}
	}
	if len(v.typos.forms) == 0 {
		for i := range v.terms {
			try(i)
		}
		return
	}
	var found []uint32
	v.typos.each(word, edits, func(hash uint64) {
		at, _ := slices.BinarySearch(v.typos.forms, hash<<32)
		for ; at < len(v.typos.forms) && v.typos.forms[at]>>32 == hash; at++ {
			found = append(found, uint32(v.typos.forms[at]))
		}
	})
	slices.Sort(found)
	for _, term := range slices.Compact(found) {
		try(int(term))
	}
}

// within reports whether b can be made of a by so many edits: inserting,
// dropping or replacing a letter, or swapping two neighbours, no part of the
// word being edited twice (optimal string alignment).
func within(a []rune, text string, edits int) bool {
	var buf [64]rune
	b := buf[:0]
	for _, r := range text {
		b = append(b, r)
	}
	if len(a)-len(b) > edits || len(b)-len(a) > edits {
		return false
	}
	var space [3 * 65]int
	cells := space[:]
	width := len(b) + 1
	if 3*width > len(cells) {
		cells = make([]int, 3*width)
	}
	before, last, row := cells[:width], cells[width:2*width], cells[2*width:3*width]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+differ(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > edits+1 { // a swap may still reach back over one row
			return false
		}
		before, last, row = last, row, before
	}
	return last[len(b)] <= edits
}

func differ(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}
