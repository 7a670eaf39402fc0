package search

import (
	"cmp"
	"slices"
	"strings"

	"rootline/internal/directory"
)

// names orders documents by their folded names without comparing text at search
// time: each has a key, and smaller keys come first. Documents of the base have
// odd keys, the same where their names are the same. A name in a segment of
// changes has the key of its equal in the base or, if there is none, the even
// number between its neighbours there; only names that meet between the same
// neighbours have to be compared letter by letter.
type names struct {
	key []uint32
	doc []uint32 // of a base: for each of its different names, in order, a document
}

// between reports whether a key is that of a name which the base does not have.
func between(key uint64) bool { return key%2 == 0 }

func newNames(entries []*entry, base *segment) names {
	if base != nil {
		return base.namesBeside(entries)
	}
	order := make([]uint32, len(entries))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(entries[a].name, entries[b].name) })
	n := names{key: make([]uint32, len(entries))}
	for i, d := range order {
		if i == 0 || entries[order[i-1]].name != entries[d].name {
			n.doc = append(n.doc, d)
		}
		n.key[d] = 2*uint32(len(n.doc)) - 1
	}
	return n
}

// namesBeside gives the names of changed documents their keys among the base's.
func (s *segment) namesBeside(entries []*entry) names {
	n := names{key: make([]uint32, len(entries))}
	for i, e := range entries {
		at, equal := slices.BinarySearchFunc(s.names.doc, e.name, func(d uint32, name string) int {
			return strings.Compare(s.name(d), name)
		})
		n.key[i] = 2 * uint32(at)
		if equal {
			n.key[i]++
		}
	}
	return n
}

// name is the folded name of document d.
func (s *segment) name(d uint32) string {
	first, _, _ := s.items.pieces(d)
	read := cursor(first)
	return directory.Fold(read.next(`,"name":"`))
}
