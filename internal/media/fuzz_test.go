package media

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// small are limits under which any file is quickly dealt with.
func small() Limits {
	return Limits{Bytes: 1 << 20, Pixels: 1 << 18, Side: 2000, Least: 8, Passes: 64, Memory: 64 << 20}
}

// seeds are small files of every kind, with all that may stand beside the picture.
func seeds(tb testing.TB) [][]byte {
	tb.Helper()
	m := plain(48, 40)
	formula, _ := ofSRGB()
	icc := profileICC(displayP3, formula)
	exif := tiff(binary.BigEndian, 6, canary)
	comment := []byte(canary)
	return [][]byte{
		withSegments(jpegOf(tb, m), segmentJPEG(0xe1, append([]byte("Exif\x00\x00"), exif...)...), segmentJPEG(0xe2, append([]byte("ICC_PROFILE\x00\x01\x01"), icc...)...), segmentJPEG(0xfe, comment...)),
		withChunks(pngOf(tb, m), chunkPNG("iCCP", slices.Concat([]byte("a\x00\x00"), deflated(tb, icc))), chunkPNG("eXIf", exif), chunkPNG("tEXt", comment)),
		extended(webpOf(m), 1<<5|1<<3, 48, 40, chunkWebP("ICCP", icc), slices.Concat(chunkWebP("EXIF", exif), chunkWebP("prVt", comment))),
		progressive(48, 40, 5), cmyk(48, 40), interlaced(tb, 48, 40),
	}
}

// promised checks what Make promises of any file.
func promised(t *testing.T, file []byte) {
	t.Helper()
	made, err := New(small()).Make(t.Context(), bytes.NewReader(file))
	if err != nil {
		if sentence(err) == "" || len(made.Variants) > 0 {
			t.Errorf("Make = %s, %v; want a refusal that says why, and nothing made", shape(made), err)
		}
		return
	}
	if len(made.Variants) == 0 || len(made.Colour) != 7 {
		t.Errorf("Make took the file and made %s of colour %q", shape(made), made.Colour)
	}
	for _, v := range made.Variants {
		if size := v.picture(t).Bounds().Size(); size.X != v.Width || size.Y != v.Height || size.X > 1600 {
			t.Errorf("the variant of %dx%d has %v", v.Width, v.Height, size)
		}
		if bytes.Contains(v.Bytes, []byte("CANARY")) {
			t.Error("a comment of the upload is in what is stored")
		}
		bare(t, "file", v.Bytes)
	}
}

// TestMake_mutations breaks files of every kind at random places.
func TestMake_mutations(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for i, file := range seeds(t) {
		for range 100 {
			broken := mutated(random, file)
			t.Run("", func(t *testing.T) { promised(t, broken) })
			if t.Failed() {
				t.Fatalf("seed %d, file %d: %x", seed, i, broken)
			}
		}
	}
}

// mutated is a file with a few bytes changed, most of them near its beginning, where
// the structure is; and sometimes with a piece missing, doubled or cut off.
func mutated(random *rand.Rand, file []byte) []byte {
	b := slices.Clone(file)
	for range 1 + random.IntN(4) {
		at := random.IntN(len(b))
		if random.IntN(2) == 0 {
			at = random.IntN(min(len(b), 700))
		}
		b[at] = []byte{0, 0xff, byte(random.Uint32()), b[at] ^ 1<<random.IntN(8)}[random.IntN(4)]
	}
	from := random.IntN(len(b))
	to := min(len(b), from+random.IntN(60))
	switch random.IntN(6) {
	case 0:
		b = slices.Delete(b, from, to)
	case 1:
		b = slices.Insert(b, from, slices.Clone(b[from:to])...)
	case 2:
		b = b[:from]
	}
	return b
}

// FuzzMake checks of any file at all that it is refused with a sentence or becomes a
// photo that is nothing but a picture.
func FuzzMake(f *testing.F) {
	for _, file := range seeds(f) {
		f.Add(file)
	}
	f.Fuzz(promised)
}

// FuzzOrientation checks that EXIF of any content says one of eight things.
func FuzzOrientation(f *testing.F) {
	f.Add(tiff(binary.LittleEndian, 6, ""))
	f.Add(tiff(binary.BigEndian, 3, canary))
	f.Fuzz(func(t *testing.T, exif []byte) {
		if o := orientationOf(exif); o < 1 || o > 8 {
			t.Errorf("orientationOf = %d", o)
		}
	})
}
