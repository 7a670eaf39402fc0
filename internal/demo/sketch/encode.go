package sketch

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"slices"
)

// MediaType is what [Encode] makes.
const MediaType = "image/png"

// Encode packs a picture with a palette of its 256 most frequent colours. Flat
// pictures hold few others, all of them along smoothed edges, and come out at a
// third of the size.
func Encode(m *image.RGBA) ([]byte, error) {
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.DefaultCompression}
	if err := e.Encode(&b, reduce(m)); err != nil {
		return nil, fmt.Errorf("encode drawing: %w", err)
	}
	return b.Bytes(), nil
}

// reduce gives every pixel the nearest of the most frequent colours.
func reduce(m *image.RGBA) *image.Paletted {
	counts := map[uint32]int{}
	runs(m, func(colour uint32, from, to int) { counts[colour] += to - from })
	colours := slices.SortedFunc(maps.Keys(counts), func(a, b uint32) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	var chosen color.Palette
	for _, c := range colours[:min(256, len(colours))] {
		chosen = append(chosen, rgb(c))
	}
	nearest := make(map[uint32]uint8, len(colours))
	for _, c := range colours {
		nearest[c] = uint8(chosen.Index(rgb(c)))
	}
	out := image.NewPaletted(m.Bounds(), chosen)
	runs(m, func(colour uint32, from, to int) {
		stretch, index := out.Pix[from:to], nearest[colour]
		for i := range stretch {
			stretch[i] = index
		}
	})
	return out
}

// runs calls each with every stretch of pixels of one colour, first to last.
// Its colours are numbers as rgb takes them: pictures are opaque.
func runs(m *image.RGBA, each func(colour uint32, from, to int)) {
	at := func(i int) uint32 { return binary.BigEndian.Uint32(m.Pix[4*i:]) >> 8 }
	from, here, n := 0, at(0), len(m.Pix)/4
	for i := 1; i < n; i++ {
		if next := at(i); next != here {
			each(here, from, i)
			from, here = i, next
		}
	}
	each(here, from, n)
}
