package intake

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// rules is raised whenever rows come to be judged differently, so that the next
// import looks at every row again instead of finding it unchanged.
const rules = 2

// key names the row for good: its key's cells, or nothing if all are empty.
func (v *view) key() string {
	if len(v.j.key) == 1 {
		return oneLine(v.cells[v.j.key[0]])
	}
	parts := make([]string, 0, len(v.j.key))
	empty := true
	for _, at := range v.j.key {
		part := oneLine(v.cells[at])
		empty = empty && part == ""
		parts = append(parts, escapeKey.Replace(part))
	}
	if empty {
		return ""
	}
	return strings.Join(parts, " | ")
}

// escapeKey keeps two keys apart whose parts have strokes in them.
var escapeKey = strings.NewReplacer(`\`, `\\`, `|`, `\|`)

// digest sums up the map's meaning and every cell that it takes something from,
// by the names of the columns: a file that has them in another order, or has
// others besides, has the same digests.
func (v *view) digest() string {
	h := sha256.New()
	write := func(s string) {
		var size [8]byte
		binary.LittleEndian.PutUint64(size[:], uint64(len(s)))
		_, _ = h.Write(size[:]) // a hash takes everything
		_, _ = h.Write([]byte(s))
	}
	_, _ = h.Write([]byte{rules})
	_, _ = h.Write(v.j.m.meaning[:])
	for _, u := range v.j.used {
		write(u.name)
		write(v.cells[u.at])
	}
	// Whether a point is doubted is for the other rows to say, too.
	if v.crowded() {
		write("crowded")
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
