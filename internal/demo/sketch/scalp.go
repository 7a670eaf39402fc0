package sketch

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
)

// BeforeAfter draws the n-th pair of schematic heads seen from above: hair is
// dots, sparse in one place on the left and less so on the right. The right
// head is never full: the drawing promises no more than treatments do.
func BeforeAfter(n int, r *rand.Rand) *image.RGBA {
	p := palettes[(n+1)%len(palettes)]
	c := newCanvas(p.air)
	c.rect(blend(p.air, paper, 0.6), Width/2, 0, Width/2, Height)
	skin, hair := skins[(n+r.IntN(2))%len(skins)], hairs[n%2*4]
	thin := thinning[n%len(thinning)]
	seed := r.Uint64()
	for side, kept := range []float64{0.16, 0.68} {
		x := Width/4 + float64(side)*Width/2
		head(c, skin, x)
		follicles(c, rand.New(rand.NewPCG(seed, 1)), hair, x, thin, kept)
		c.text(p.deep, []string{"BEFORE", "AFTER"}[side], x, 66, 34)
	}
	c.rect(paper, Width/2-3, 0, 6, Height)
	c.label()
	return c.img
}

// Where the middle of the heads is, and how far they reach.
const (
	headY          = 322.0
	headRX, headRY = 168.0, 214.0
)

func head(c *canvas, skin color.RGBA, x float64) {
	shade := blend(skin, ink, 0.14)
	c.ellipse(shade, x-headRX, headY+4, 22, 46)
	c.ellipse(shade, x+headRX, headY+4, 22, 46)
	c.polygon(shade, x-20, headY-headRY+8, x, headY-headRY-22, x+20, headY-headRY+8) // the nose, in front
	c.ellipse(skin, x, headY, headRX, headRY)
}

// area is where hair grows thin: how much of it is lost at a place of the head,
// in parts of its radius, from 0 to 1.
type area func(x, y float64) float64

var thinning = []area{
	func(x, y float64) float64 { return fade(math.Hypot(x, y-0.28), 0.52) },               // the crown
	func(x, y float64) float64 { return fade(math.Hypot(math.Abs(x)-0.5, y+0.62), 0.46) }, // the temples
	func(_, _ float64) float64 { return 0.85 },                                            // all over
	func(x, y float64) float64 {
		return max(fade(math.Hypot(x, y-0.3), 0.42), fade(math.Hypot(x, y+0.8), 0.5))
	}, // crown and front
	func(x, _ float64) float64 { return fade(math.Abs(x), 0.3) },             // along the parting
	func(x, y float64) float64 { return fade(math.Abs(y-0.35-0.2*x), 0.09) }, // a scar at the back
}

// fade is 1 well within reach, 0 beyond it, and falls evenly between.
func fade(distance, reach float64) float64 {
	return min(1, max(0, (reach-distance)/reach*2))
}

// follicles sets the dots of one head on an even grid, each a little off. Both
// heads of a pair get the same dots in the same order, so the right one has all
// those of the left.
func follicles(c *canvas, r *rand.Rand, hair color.RGBA, cx float64, lost area, kept float64) {
	const step = 13.0
	for y := -headRY; y <= headRY; y += step {
		for x := -headRX; x <= headRX; x += step {
			px, py := x+r.Float64()*6-3, y+r.Float64()*6-3
			luck := r.Float64()
			u, v := px/headRX, py/headRY
			if math.Hypot(u, v) > 0.95 || v < -0.72+0.2*u*u {
				continue // beyond the scalp, or on the forehead
			}
			if luck < 1-lost(u, v)*(1-kept) {
				c.circle(hair, math.Round(cx+px), math.Round(headY+py), 4)
			}
		}
	}
}
