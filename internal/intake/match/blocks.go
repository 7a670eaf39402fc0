package match

import "slices"

// blocks holds which entries have what in common: for each key, those that have
// it. Most keys are of a single entry, which costs no list; the map has no
// pointers, so that the garbage collector passes it by.
type blocks struct {
	of    map[uint64]block
	lists [][]uint32
	free  []uint32 // places in lists that nobody uses
}

// block is the entries of a key: if n is 1, the entry at; else those of lists[at].
type block struct{ n, at uint32 }

func (b *blocks) add(key uint64, entry uint32) {
	k := b.of[key]
	switch k.n {
	case 0:
		k.at = entry
	case 1:
		list := []uint32{k.at, entry}
		if last := len(b.free) - 1; last >= 0 {
			k.at, b.free = b.free[last], b.free[:last]
			b.lists[k.at] = list
		} else {
			k.at = uint32(len(b.lists))
			b.lists = append(b.lists, list)
		}
	default:
		b.lists[k.at] = append(b.lists[k.at], entry)
	}
	k.n++
	b.of[key] = k
}

// remove takes out an entry that was added.
func (b *blocks) remove(key uint64, entry uint32) {
	k := b.of[key]
	if k.n <= 1 {
		delete(b.of, key)
		return
	}
	list := b.lists[k.at]
	i, last := slices.Index(list, entry), len(list)-1
	list[i] = list[last]
	list = list[:last]
	k.n--
	if k.n == 1 {
		b.lists[k.at] = nil
		b.free = append(b.free, k.at)
		k.at = list[0]
	} else {
		b.lists[k.at] = list
	}
	b.of[key] = k
}

func (b *blocks) count(key uint64) int { return int(b.of[key].n) }

// appendTo appends the entries of a key, unless there are more than bound.
func (b *blocks) appendTo(out []uint32, key uint64, bound int) []uint32 {
	switch k := b.of[key]; {
	case k.n == 0 || int(k.n) > bound:
		return out
	case k.n == 1:
		return append(out, k.at)
	default:
		return append(out, b.lists[k.at]...)
	}
}
