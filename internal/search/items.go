package search

import (
	"iter"

	"rootline/internal/directory"
)

// Items yields each result of the page as [Answer.AppendJSON] writes it, with the id
// of its clinic and the point where that stands, for formats that arrange results
// in their own way. The JSON is good until the next is yielded.
func (a *Answer) Items(base string) iter.Seq2[Stand, []byte] {
	return func(yield func(Stand, []byte) bool) {
		var b []byte
		for _, h := range a.hits {
			b = a.appendItem(b[:0], h, base)
			v := a.snapshot.views[h.place]
			first, _, _ := v.items.pieces(h.doc)
			read := cursor(first)
			if !yield(Stand{ID: read.next(`{"id":"`), Point: v.near.point[h.doc]}, b) {
				return
			}
		}
	}
}

// Stand is a clinic and where it stands.
type Stand struct {
	ID    string
	Point directory.Point
}
