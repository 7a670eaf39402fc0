package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"rootline/internal/directory"
)

var (
	red    = color.NRGBA{220, 30, 40, 255}
	green  = color.NRGBA{40, 180, 60, 255}
	blue   = color.NRGBA{30, 60, 200, 255}
	yellow = color.NRGBA{240, 220, 40, 255}
)

// quarters is a picture of four colours: top left, top right, bottom left, bottom right.
func quarters(width, height int, c ...color.NRGBA) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			m.SetNRGBA(x, y, c[x*2/width+y*2/height*2])
		}
	}
	return m
}

func plain(width, height int) *image.NRGBA {
	return quarters(width, height, red, green, blue, yellow)
}

// noise is a picture that no encoder makes small.
func noise(width, height int, seed uint64) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	random := rand.New(rand.NewPCG(seed, 0))
	for i := range m.Pix {
		m.Pix[i] = uint8(random.Uint32())
		if i&3 == 3 {
			m.Pix[i] = 255
		}
	}
	return m
}

func jpegOf(tb testing.TB, m image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(tb testing.TB, m image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, m); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// webpOf encodes without loss, and without any of the format's means to make it
// small: five code tables of eight bits a symbol, then every pixel in turn.
func webpOf(m *image.NRGBA) []byte {
	w := &bitWriter{}
	w.bits(0x2f, 8)
	w.bits(uint(m.Rect.Dx()-1), 14)
	w.bits(uint(m.Rect.Dy()-1), 14)
	w.bits(1, 1) // alpha is used
	w.bits(0, 3) // version
	w.bits(0, 3) // no transform, no colour cache, no meta codes
	w.tables(256+24, 256)
	for i := 0; i < len(m.Pix); i += 4 {
		for _, v := range []byte{m.Pix[i+1], m.Pix[i], m.Pix[i+2], m.Pix[i+3]} {
			w.bits(uint(bits.Reverse8(v)), 8)
		}
	}
	return riff(chunkWebP("VP8L", w.flush()))
}

// tables writes the five code tables of WebP: eight bits for each of 256 symbols, and
// for the distance one symbol, 0, of one bit. If greens is more, all of its alphabet has
// codes, of n and n+1 bits.
func (w *bitWriter) tables(alphabet, greens int) {
	if greens <= 256 {
		w.table(alphabet, 8, 0, 256)
	} else {
		n := bits.Len(uint(greens)) - 1
		w.table(alphabet, n, n+1, 2<<n-greens)
	}
	for range 3 {
		w.table(256, 8, 0, 256)
	}
	w.bits(0b0001, 4)
}

// table writes a code table: the first symbols of an alphabet have codes of one length,
// the others of another.
func (w *bitWriter) table(alphabet, length, others, first int) {
	w.bits(0, 1)    // a table of lengths,
	w.bits(19-4, 4) // itself coded with one bit for each of the two
	for _, l := range []int{17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15} {
		w.bits(uint(map[bool]int{true: 1}[l == length || l == others]), 3)
	}
	w.bits(0, 1) // for all symbols
	for symbol := range alphabet {
		l := length
		if symbol >= first {
			l = others
		}
		bit := uint(0)
		if l == max(length, others) {
			bit = 1
		}
		w.bits(bit, 1)
	}
}

// manyTables is the beginning of a WebP with as many code tables as a decoder takes, each
// of them as large as can be; its pixels are missing.
func manyTables(width, height int) []byte {
	const groups, cache = 2600, 11
	w := &bitWriter{}
	w.bits(0x2f, 8)
	w.bits(uint(width-1), 14)
	w.bits(uint(height-1), 14)
	w.bits(0, 1+3+1) // no alpha, version, no transform
	w.bits(1|cache<<1, 1+4)
	w.bits(1, 1+3) // groups by tiles of four pixels
	w.bits(0, 1)   // whose picture has no colour cache
	w.tables(256+24, 256)
	for i := range (width + 3) / 4 * ((height + 3) / 4) {
		i = min(i, groups-1)
		for _, v := range []int{i & 0xff, i >> 8, 0, 0} {
			w.bits(uint(bits.Reverse8(byte(v))), 8)
		}
	}
	for range groups {
		w.tables(256+24+1<<cache, 256+24+1<<cache)
	}
	return riff(chunkWebP("VP8L", w.flush()))
}

// riff puts chunks into the container of WebP.
func riff(chunks ...[]byte) []byte {
	body := slices.Concat(append([][]byte{[]byte("WEBP")}, chunks...)...)
	return slices.Concat([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(len(body))), body)
}

func chunkWebP(name string, body []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(body)))
	return append(append(b, body...), make([]byte, len(body)&1)...)
}

// extended puts other chunks around a simple WebP, as VP8X has them: a profile before
// the picture and all else after it.
func extended(simple []byte, flags byte, width, height int, before, after []byte) []byte {
	x := []byte{flags, 0, 0, 0}
	for _, n := range []int{width - 1, height - 1} {
		x = append(x, byte(n), byte(n>>8), byte(n>>16))
	}
	return riff(chunkWebP("VP8X", x), before, simple[12:], after)
}

// bitWriter writes bits, the lowest first.
type bitWriter struct {
	out []byte
	acc uint64
	n   int
}

func (w *bitWriter) bits(v uint, n int) {
	w.acc |= uint64(v) << w.n
	for w.n += n; w.n >= 8; w.n -= 8 {
		w.out = append(w.out, byte(w.acc))
		w.acc >>= 8
	}
}

func (w *bitWriter) flush() []byte {
	w.bits(0, 7)
	return w.out
}

// segmentJPEG is a segment of a JPEG.
func segmentJPEG(marker byte, body ...byte) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...)
}

// withSegments puts segments behind the start of a JPEG.
func withSegments(file []byte, segments ...[]byte) []byte {
	return slices.Concat(file[:2], slices.Concat(segments...), file[2:])
}

func chunkPNG(name string, body []byte) []byte {
	b := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), name...)
	b = append(b, body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// withChunks puts chunks behind IHDR of a PNG.
func withChunks(file []byte, chunks ...[]byte) []byte {
	return slices.Concat(file[:33], slices.Concat(chunks...), file[33:])
}

// pngHeader is the beginning of a PNG, all that its size takes.
func pngHeader(width, height uint32, depth, colour, interlace byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, width)
	b = binary.BigEndian.AppendUint32(b, height)
	b = append(b, depth, colour, 0, 0, interlace)
	return append([]byte("\x89PNG\r\n\x1a\n"), chunkPNG("IHDR", b)...)
}

// progressive is a grey progressive JPEG: one pass with all of the picture, and more
// that add nothing, each of which says "to the end" in a few bytes.
func progressive(width, height, passes int) []byte {
	blocks := (width + 7) / 8 * ((height + 7) / 8)
	size := []byte{byte(height >> 8), byte(height), byte(width >> 8), byte(width)}
	table := bytes.Repeat([]byte{8}, 65)
	table[0] = 0
	out := slices.Concat([]byte{0xff, 0xd8}, segmentJPEG(0xdb, table...),
		segmentJPEG(0xc2, slices.Concat([]byte{8}, size, []byte{1, 1, 0x11, 0})...),
		segmentJPEG(0xc4, slices.Concat([]byte{0x00}, []byte{2}, make([]byte, 15), []byte{0, 7})...), // DC: no difference, one of 7 bits
		segmentJPEG(0xc4, slices.Concat([]byte{0x10}, []byte{1}, make([]byte, 15), []byte{0xe0})...)) // AC: end of 2^14 blocks and more
	dc := &bitWriter{}
	dc.bits(1, 1)                                    // the first block differs,
	dc.bits(bits.Reverse(100)>>(bits.UintSize-7), 7) // by 100
	for range blocks - 1 {
		dc.bits(0, 1)
	}
	out = slices.Concat(out, segmentJPEG(0xda, 1, 1, 0x00, 0, 0, 0), entropy(dc))
	for range passes - 1 {
		ac := &bitWriter{}
		for left := blocks; left > 0; left -= 1<<15 - 1 {
			ac.bits(0, 1)
			ac.bits(1<<14-1, 14)
		}
		out = slices.Concat(out, segmentJPEG(0xda, 1, 1, 0x00, 1, 63, 0), entropy(ac))
	}
	return append(out, 0xff, 0xd9)
}

// entropy is what was written in the order of JPEG, the highest bit first.
func entropy(w *bitWriter) []byte {
	w.bits(1<<7-1, 7)
	var out []byte
	for _, v := range w.out {
		out = append(out, bits.Reverse8(v))
		if v == 0xff {
			out = append(out, 0)
		}
	}
	return out
}

// mustMake makes a photo of a file that has to be taken.
func mustMake(t *testing.T, file []byte) Made {
	t.Helper()
	made, err := New(DefaultLimits()).Make(t.Context(), bytes.NewReader(file))
	if err != nil {
		t.Fatalf("Make: %v", err)
	}
	return made
}

// picture decodes a variant.
func (v Variant) picture(t *testing.T) image.Image {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(v.Bytes))
	if err != nil {
		t.Fatalf("decode variant of %d: %v", v.Width, err)
	}
	return m
}

// looksLike compares the middles of a picture's quarters with colours.
func looksLike(t *testing.T, m image.Image, tolerance int, want ...color.NRGBA) {
	t.Helper()
	size := m.Bounds().Size()
	for i, w := range want {
		at := image.Pt(size.X*(1+i%2*2)/4, size.Y*(1+i/2*2)/4)
		r, g, b, _ := m.At(at.X, at.Y).RGBA()
		got := color.NRGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}
		if away(got.R, w.R) > tolerance || away(got.G, w.G) > tolerance || away(got.B, w.B) > tolerance {
			t.Errorf("quarter %d is %v, want about %v", i, got, w)
		}
	}
}

func away(a, b uint8) int { return max(int(a), int(b)) - min(int(a), int(b)) }

// sentence is the id of the sentence that an error refuses with.
func sentence(err error) string {
	if e := (*directory.Error)(nil); errors.As(err, &e) && e.Kind == directory.Invalid {
		return e.Message.ID
	}
	return ""
}
