package build

import (
	"slices"

	"rootline/internal/gazetteer/layout"
)

// texts is a sorted set of strings in the bytes of two sections, and the number
// of each string.
type texts struct {
	blocks, data []byte
	number       map[string]uint32
	last         string
}

// newTexts codes a set of strings.
func newTexts(set []string) *texts {
	slices.Sort(set)
	t := &texts{number: make(map[string]uint32, len(set))}
	for _, s := range slices.Compact(set) {
		t.add(s)
	}
	return t
}

// add appends a string, greater than the last, as the length it shares with the
// last, the length of the rest, and the rest; a block's first shares nothing.
func (t *texts) add(s string) {
	shared := 0
	if len(t.number)%layout.BlockRun == 0 {
		at := len(t.data)
		t.blocks = append(t.blocks, byte(at), byte(at>>8), byte(at>>16), byte(at>>24))
	} else {
		for shared < min(len(t.last), len(s)) && t.last[shared] == s[shared] {
			shared++
		}
	}
	rest := s[shared:]
	t.data = append(t.data, byte(min(shared, layout.Nibble)<<4|min(len(rest), layout.Nibble)))
	for _, n := range []int{shared, len(rest)} {
		if n >= layout.Nibble {
			t.data = append(t.data, byte(n-layout.Nibble))
		}
	}
	t.data = append(t.data, rest...)
	t.number[s] = uint32(len(t.number))
	t.last = s
}

// shownText is what the file says of a place's name: the name alone where the
// slug follows from it, else both.
func shownText(p *place) string {
	if slug := p.slug.String(); !p.isCountry() && slug != layout.PlainSlug(p.name) {
		return p.name + "\x00" + slug
	}
	return p.name
}
