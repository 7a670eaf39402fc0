package sketch

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"testing"
)

// kinds holds every kind of picture by the name of what draws it.
var kinds = map[string]func(int, *rand.Rand) *image.RGBA{
	"Premises": Premises, "Team": Team, "Device": Device, "BeforeAfter": BeforeAfter,
}

func drawn(n int, seed uint64, kind func(int, *rand.Rand) *image.RGBA) *image.RGBA {
	return kind(n, rand.New(rand.NewPCG(seed, uint64(n))))
}

func TestPictures_areLabelledAndSmall(t *testing.T) {
	sign := newCanvas(paper)
	sign.label()
	within := image.Rect(60, Height-70, 260, Height-30)
	for name, kind := range kinds {
		for n := range 6 {
			m := drawn(n, 1, kind)
			if got, want := m.SubImage(within).(*image.RGBA), sign.img.SubImage(within).(*image.RGBA); !samePixels(got, want) {
				t.Errorf("%s(%d) does not show %q in its lower left corner", name, n, Label)
			}
			b, err := Encode(m)
			if err != nil || len(b) > 40<<10 {
				t.Errorf("Encode(%s(%d)) is %d bytes, %v; want at most 40 KB", name, n, len(b), err)
			}
			back, err := png.Decode(bytes.NewReader(b))
			if err != nil || back.Bounds() != image.Rect(0, 0, Width, Height) {
				t.Errorf("Encode(%s(%d)) decodes to %v, %v", name, n, back.Bounds(), err)
			}
		}
	}
}

func samePixels(a, b *image.RGBA) bool {
	for y := a.Rect.Min.Y; y < a.Rect.Max.Y; y++ {
		for x := a.Rect.Min.X; x < a.Rect.Max.X; x++ {
			if a.RGBAAt(x, y) != b.RGBAAt(x, y) {
				return false
			}
		}
	}
	return true
}

func TestPictures_followNumberAndSeed(t *testing.T) {
	for name, kind := range kinds {
		seen := map[string]int{}
		for n := range 6 {
			m := drawn(n, 7, kind)
			if n == 0 && !bytes.Equal(m.Pix, drawn(n, 7, kind).Pix) {
				t.Errorf("%s(%d) differs from itself", name, n)
			}
			if other, dup := seen[string(m.Pix)]; dup {
				t.Errorf("%s(%d) is the same as %s(%d)", name, n, name, other)
			}
			seen[string(m.Pix)] = n
		}
	}
}

func TestBeforeAfter_keepsWhatWasThere(t *testing.T) {
	for n := range 6 {
		m := drawn(n, 3, BeforeAfter)
		before, after := darkness(m, 0), darkness(m, Width/2)
		if before == 0 || after <= before || after > 8*before {
			t.Errorf("BeforeAfter(%d) shows %d dark pixels before and %d after; want some, and more", n, before, after)
		}
	}
}

// darkness counts the pixels of hair in the half of a picture that begins at x.
func darkness(m *image.RGBA, from int) int {
	n := 0
	for y := 100; y < Height-80; y++ {
		for x := from; x < from+Width/2; x++ {
			if c := m.RGBAAt(x, y); c == hairs[0] || c == hairs[4] {
				n++
			}
		}
	}
	return n
}

func TestReduce_keepsFewColoursExactly(t *testing.T) {
	c := newCanvas(paper)
	c.rect(ink, 10, 10, 20, 20)
	got := reduce(c.img)
	for _, p := range []struct {
		x, y int
		want color.RGBA
	}{{0, 0, paper}, {10, 10, ink}, {29, 29, ink}, {30, 30, paper}} {
		if r, g, b, _ := got.At(p.x, p.y).RGBA(); rgb(r>>8<<16|g>>8<<8|b>>8) != p.want {
			t.Errorf("pixel %d,%d is %v, want %v", p.x, p.y, got.At(p.x, p.y), p.want)
		}
	}
	if len(got.Palette) != 2 {
		t.Errorf("a picture of two colours has a palette of %d", len(got.Palette))
	}
}

func TestPaint_clipsAtTheEdge(t *testing.T) {
	c := newCanvas(paper)
	c.circle(ink, Width, Height, 30)    // a quarter of it is in the picture
	c.rect(ink, Width+10, 0, 20, 20)    // none of it
	c.round(ink, -20, -20, 30, 30, 4)   // the lower right of it
	c.line(ink, 100, 100, 100, -50, 10) // what is above the edge is not
	for _, p := range []struct {
		x, y int
		want color.RGBA
	}{{Width - 1, Height - 1, ink}, {Width - 1, 5, paper}, {2, 2, ink}, {100, 0, ink}, {100, 101, paper}} {
		if got := c.img.RGBAAt(p.x, p.y); got != p.want {
			t.Errorf("pixel %d,%d is %v, want %v", p.x, p.y, got, p.want)
		}
	}
}

// BenchmarkPicture measures drawing and packing one picture of each kind.
func BenchmarkPicture(b *testing.B) {
	for name, kind := range kinds {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Encode(drawn(0, 1, kind)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
