package media

import (
	"bytes"
	"image"
	"testing"
)

// BenchmarkMake measures whole photos: one of 12 megapixels as phones take them, the
// largest that is taken, and the one whose decoding takes longest for its bytes.
func BenchmarkMake(b *testing.B) {
	soft := image.NewYCbCr(image.Rect(0, 0, 4032, 3024), image.YCbCrSubsampleRatio420)
	for i := range soft.Y {
		soft.Y[i] = uint8(i%4032>>4 + i/4032>>5)
	}
	for name, file := range map[string][]byte{
		"phone":           jpegOf(b, soft),
		"largest":         jpegOf(b, image.NewYCbCr(image.Rect(0, 0, 8160, 6120), image.YCbCrSubsampleRatio420)),
		"largest, passes": progressive(6000, 6000, DefaultLimits().Passes),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := New(DefaultLimits()).Make(b.Context(), bytes.NewReader(file)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCheck measures how soon a picture of 30,000 by 30,000 is refused.
func BenchmarkCheck(b *testing.B) {
	file := append(pngHeader(30_000, 30_000, 8, 6, 0), make([]byte, 1<<20)...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(DefaultLimits()).Make(b.Context(), bytes.NewReader(file)); sentence(err) != "media.too_long" {
			b.Fatal(err)
		}
	}
}
