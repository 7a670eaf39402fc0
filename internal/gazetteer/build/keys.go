package build

import (
	"cmp"
	"slices"
	"strings"

	"rootline/internal/gazetteer/layout"
)

// entry says that a key finds a row.
type entry struct {
	key  string
	row  uint32
	part bool // the key is only the end of the row's name
}

// keyTable is a set of keys and what each of them finds.
type keyTable struct {
	*texts
	blockHits, hits []byte
}

// newKeyTable sorts entries and codes them. Where a whole name and a part are
// the same key of the same row, the whole name counts.
func newKeyTable(entries []entry) *keyTable {
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(a.row, b.row), cmp.Compare(flag(a.part), flag(b.part)))
	})
	entries = slices.CompactFunc(entries, func(a, b entry) bool { return a.key == b.key && a.row == b.row })
	t := &keyTable{texts: newTexts(nil)}
	for i, e := range entries {
		if i == 0 || e.key != t.last {
			t.add(e.key)
		}
		if len(t.blockHits)/3 < len(t.blocks)/4 {
			t.blockHits = layout.AppendU24(t.blockHits, uint32(i))
		}
		hit := e.row<<2 | flag(e.part)*layout.Part
		if i+1 == len(entries) || entries[i+1].key != e.key {
			hit |= layout.Last
		}
		t.hits = layout.AppendU24(t.hits, hit)
	}
	return t
}

// minima is the smallest hit of each run.
func (t *keyTable) minima() []byte {
	var b []byte
	for run := range slices.Chunk(t.hits, 3*layout.MinimaRun) {
		least := uint32(1<<24 - 1)
		for i := 0; i < len(run); i += 3 {
			least = min(least, layout.U24(string(run[i:i+3]), 0))
		}
		b = layout.AppendU24(b, least)
	}
	return b
}

func flag(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}
