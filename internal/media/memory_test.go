package media

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"math"
	"runtime"
	"slices"
	"testing"

	"rootline/internal/directory"
)

// allocated is how many bytes f allocates, freed or not: at least what it ever holds.
func allocated(f func()) int64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc)
}

// large are files of all kinds that decoders treat differently, of a megapixel and more.
func large(tb testing.TB) map[string][]byte {
	tb.Helper()
	m := noise(700, 500, 3)
	into := func(to draw.Image) image.Image {
		draw.Draw(to, to.Bounds(), m, image.Point{}, draw.Src)
		return to
	}
	web := webpOf(m)
	rgb := jpegOf(tb, m)
	return map[string][]byte{
		"JPEG":             rgb,
		"JPEG of Adobe":    withSegments(rgb, segmentJPEG(0xee, append([]byte("Adobe\x00\x64\x00\x00\x00\x00"), 0)...)),
		"grey JPEG":        jpegOf(tb, into(image.NewGray(m.Rect))),
		"progressive JPEG": progressive(700, 500, 30),
		"CMYK JPEG":        cmyk(700, 500),
		"PNG":              pngOf(tb, m),
		"grey PNG":         pngOf(tb, into(image.NewGray(m.Rect))),
		"PNG, palette":     pngOf(tb, into(image.NewPaletted(m.Rect, color.Palette{red, green, blue, yellow}))),
		"PNG of 16 bits":   pngOf(tb, into(image.NewNRGBA64(m.Rect))),
		"interlaced PNG":   interlaced(tb, 700, 500),
		"WebP":             web,
	}
}

// cmyk is a JPEG of Adobe's kind with four components: without a difference anywhere,
// every one of them is half.
func cmyk(width, height int) []byte {
	table := bytes.Repeat([]byte{8}, 65)
	table[0] = 0
	none := slices.Concat([]byte{1}, make([]byte, 15), []byte{0})
	frame := []byte{8, byte(height >> 8), byte(height), byte(width >> 8), byte(width), 4}
	scan := []byte{4}
	for i := byte(1); i <= 4; i++ {
		frame, scan = append(frame, i, 0x11, 0), append(scan, i, 0x00)
	}
	bits := &bitWriter{}
	for range (width + 7) / 8 * ((height + 7) / 8) * 4 {
		bits.bits(0, 2)
	}
	return slices.Concat([]byte{0xff, 0xd8}, segmentJPEG(0xee, []byte("Adobe\x00\x64\x00\x00\x00\x00\x00")...), segmentJPEG(0xdb, table...), segmentJPEG(0xc0, frame...),
		segmentJPEG(0xc4, append([]byte{0x00}, none...)...), segmentJPEG(0xc4, append([]byte{0x10}, none...)...),
		segmentJPEG(0xda, append(scan, 0, 63, 0)...), entropy(bits), []byte{0xff, 0xd9})
}

// interlaced is a PNG in the seven passes of Adam7: the same red everywhere, seven times.
func interlaced(tb testing.TB, width, height int) []byte {
	tb.Helper()
	var data []byte
	for _, p := range [][4]int{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} {
		w, h := (width-p[0]+p[2]-1)/p[2], (height-p[1]+p[3]-1)/p[3]
		row := append([]byte{0}, bytes.Repeat([]byte{red.R, red.G, red.B}, w)...)
		data = append(data, bytes.Repeat(row, h)...)
	}
	return slices.Concat(pngHeader(uint32(width), uint32(height), 8, 2, 1), chunkPNG("IDAT", deflated(tb, data)), chunkPNG("IEND", nil))
}

// TestWeigh checks the estimates against what decoding allocates and making holds: one
// that is too low would let more photos in than there is memory for.
func TestWeigh(t *testing.T) {
	for name, file := range large(t) {
		m := New(DefaultLimits())
		h, err := m.Check(bytes.NewReader(file))
		if err != nil {
			t.Fatalf("Check(%s): %v", name, err)
		}
		s := surveyOf(h, file)
		weight, err := m.limits.weigh(h, file, s)
		if err != nil {
			t.Fatalf("weigh(%s): %v", name, err)
		}
		got := allocated(func() { _, err = decode(t.Context(), h.MediaType, file) })
		if err != nil {
			t.Fatalf("decode(%s): %v", name, err)
		}
		if got > s.pixels+s.tables+1<<20 {
			t.Errorf("decoding the %s allocates %.1f MiB, which was estimated at %.1f", name, mib(got), mib(s.pixels+s.tables))
		}
		g := &gauge{Context: t.Context()}
		base := inUse()
		if _, err = m.Make(g, bytes.NewReader(file)); err != nil {
			t.Fatalf("Make(%s): %v", name, err)
		}
		held := g.most - base
		t.Logf("%-17s decoding estimated at %5.1f MiB, allocates %5.1f; making estimated at %5.1f, holds %5.1f", name, mib(s.pixels+s.tables), mib(got), mib(weight), mib(held))
		if slack := int64(len(file)) + 1<<20; held > weight+slack { // a file grows in a buffer that doubles
			t.Errorf("making the %s holds %.1f MiB, and was estimated at %.1f", name, mib(held), mib(weight))
		}
	}
}

// gauge is a context that measures the memory in use now and then when it is asked
// whether it is done: between bands, and while a decoder reads.
type gauge struct {
	context.Context
	asked int
	most  int64
}

func (g *gauge) Err() error {
	if g.asked++; g.asked%50 == 0 {
		g.most = max(g.most, inUse())
	}
	return g.Context.Err()
}

func inUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestWeigh_taken checks that what cameras, phones and photo programs write is not too
// heavy.
func TestWeigh_taken(t *testing.T) {
	photo := jpegOf(t, image.NewYCbCr(image.Rect(0, 0, 400, 300), image.YCbCrSubsampleRatio420))
	asProgressive := func(file []byte) []byte { return bytes.Replace(file, []byte{0xff, 0xc0}, []byte{0xff, 0xc2}, 1) }
	for name, file := range map[string][]byte{
		"JPEG of 50 megapixels":                    resized(photo, 8165, 6123),
		"JPEG of 48 megapixels, upright":           resized(photo, 6000, 8000),
		"panorama of 48 megapixels":                resized(photo, 12_000, 4000),
		"progressive JPEG of 24 megapixels":        asProgressive(resized(photo, 6000, 4000)),
		"progressive JPEG of 12 megapixels, 4:4:4": progressiveColour(4032, 3024),
		"PNG of 33 megapixels":                     pngHeader(7680, 4320, 8, 6, 0),
		"PNG of 16 megapixels with 16 bits":        pngHeader(4096, 4096, 16, 2, 0),
		"interlaced PNG of 16 megapixels":          pngHeader(4096, 4096, 8, 2, 1),
	} {
		m := New(DefaultLimits())
		h, err := m.Check(bytes.NewReader(file))
		if err != nil {
			t.Errorf("Check(%s) = %v", name, err)
			continue
		}
		weight, err := m.limits.weigh(h, make([]byte, 8<<20), surveyOf(h, file))
		t.Logf("%-41s is estimated at %5.1f MiB", name, mib(weight))
		if err != nil {
			t.Errorf("weigh(%s in 8 MiB) = %v", name, err)
		}
	}
}

// TestWeigh_advice checks that a photo of the size advised instead is taken.
func TestWeigh_advice(t *testing.T) {
	l := DefaultLimits()
	for name, header := range map[string]func(width, height int) []byte{
		"progressive JPEG":    progressiveColour,
		"PNG of 16 bits":      func(w, h int) []byte { return pngHeader(uint32(w), uint32(h), 16, 6, 0) },
		"interlaced PNG":      func(w, h int) []byte { return pngHeader(uint32(w), uint32(h), 8, 6, 1) },
		"interlaced, 16 bits": func(w, h int) []byte { return pngHeader(uint32(w), uint32(h), 16, 6, 1) },
	} {
		weigh := func(width, height int) error {
			file := header(width, height)
			h, err := New(l).Check(bytes.NewReader(file))
			if err != nil {
				t.Fatalf("Check(%s): %v", name, err)
			}
			_, err = l.weigh(h, make([]byte, 8<<20), surveyOf(h, file))
			return err
		}
		e := (*directory.Error)(nil)
		if err := weigh(8000, 6000); !errors.As(err, &e) || e.Message.ID != "media.too_heavy" {
			t.Errorf("weigh(%s of 48 megapixels) = %v", name, err)
			continue
		}
		most := e.Message.Args["Most"].(int)
		height := int(math.Sqrt(float64(most) * 1e6 * 3 / 4))
		if err := weigh(height*4/3, height); err != nil || most < 5 {
			t.Errorf("%s of %d megapixels, as advised: %v", name, most, err)
		}
	}
}

func mib(n int64) float64 { return float64(n) / (1 << 20) }

// TestMake_bombsAllocateNothing checks that a header's claim costs nothing.
func TestMake_bombsAllocateNothing(t *testing.T) {
	m := New(DefaultLimits())
	for name, file := range map[string][]byte{
		"PNG of 30,000 by 30,000":  append(pngHeader(30_000, 30_000, 8, 6, 0), make([]byte, 8<<20)...),
		"JPEG of 65,500 by 65,500": append(resized(jpegOf(t, plain(400, 300)), 65_500, 65_500), make([]byte, 8<<20)...),
		"WebP of 16,384 by 16,384": extended(make([]byte, 12), 0, 1<<14, 1<<14, nil, make([]byte, 8<<20)),
	} {
		var err error
		got := allocated(func() { _, err = m.Make(t.Context(), bytes.NewReader(file)) })
		if sentence(err) != "media.too_long" || got > 1<<20 {
			t.Errorf("Make(%s) = %v after %.1f MiB, want media.too_long after 1 at most", name, err, mib(got))
		}
	}
}

// TestMake_unusual checks the colours of kinds that the standard library cannot write.
func TestMake_unusual(t *testing.T) {
	looksLike(t, mustMake(t, interlaced(t, 803, 601)).Variants[0].picture(t), 6, red, red, red, red)
	g := color.NRGBA{64, 64, 64, 255} // half of black, and half of the others, leave a quarter
	looksLike(t, mustMake(t, cmyk(800, 600)).Variants[0].picture(t), 6, g, g, g, g)
}

// TestWeigh_tables checks the estimate for a WebP of a megabyte that unpacks to more
// code tables than pixels.
func TestWeigh_tables(t *testing.T) {
	file := manyTables(800, 600)
	s := surveyOf(Header{typeWebP, 800, 600}, file)
	var err error
	got := allocated(func() { _, err = decode(t.Context(), typeWebP, file) })
	t.Logf("a WebP of %.1f MiB is estimated at %.1f MiB; it allocates %.1f", mib(int64(len(file))), mib(s.pixels+s.tables), mib(got))
	// Half as much again is garbage of the making of each table.
	if sentence(err) != "media.damaged" || got > s.pixels+2*s.tables || got < s.tables/2 {
		t.Errorf("decoding it = %v after %.1f MiB, estimated at %.1f", err, mib(got), mib(s.pixels+s.tables))
	}
}

// TestMake_zip checks a picture that unpacks to more than it has room for: what is left
// over is not unpacked.
func TestMake_zip(t *testing.T) {
	rows := bytes.Repeat(append([]byte{0}, make([]byte, 3*400)...), 300)
	bomb := deflated(t, append(rows, make([]byte, 16<<20)...))
	file := slices.Concat(pngHeader(400, 300, 8, 2, 0), chunkPNG("IDAT", bomb), chunkPNG("IEND", nil))
	var err error
	got := allocated(func() { _, err = New(DefaultLimits()).Make(t.Context(), bytes.NewReader(file)) })
	if sentence(err) != "media.damaged" || got > 8<<20 {
		t.Errorf("Make(a PNG with 16 MiB behind its last row) = %v after %.1f MiB, want media.damaged after 8 at most", err, mib(got))
	}
}
