package sketch

import (
	"image"
	"image/color"
	"math/rand/v2"
)

// Team draws the n-th group portrait: two to four figures without faces, which
// nobody can be taken for.
func Team(n int, r *rand.Rand) *image.RGBA {
	p := palettes[(n+2)%len(palettes)]
	c := newCanvas(p.air)
	c.circle(blend(p.air, paper, 0.6), 480, 330, 290)
	c.rect(p.ground, 0, 560, Width, 80)
	plant(c, 90, 566, 1.5)
	plant(c, 870, 566, 1.7)
	people := 2 + (n+r.IntN(2))%3
	for i := range people {
		x := 480 + (float64(i)-float64(people-1)/2)*190
		person(c, p, r, x, 300+float64(r.IntN(34)))
	}
	c.label()
	return c.img
}

// person stands at x, the chin near y.
func person(c *canvas, p palette, r *rand.Rand, x, y float64) {
	skin, hair := skins[r.IntN(len(skins))], hairs[r.IntN(len(hairs))]
	tunic := []color.RGBA{p.accent, p.deep, paper, blend(p.accent, paper, 0.5)}[r.IntN(4)]
	style := r.IntN(5)
	if style == 0 { // long hair falls behind the shoulders
		c.round(hair, x-64, y-110, 128, 190, 60)
	}
	c.round(tunic, x-92, y+44, 184, 240, 70)
	c.rect(tunic, x-92, y+120, 184, Height-y-120)
	c.round(blend(skin, ink, 0.12), x-20, y-6, 40, 74, 18)
	c.polygon(blend(tunic, ink, 0.18), x-30, y+44, x, y+104, x+30, y+44, x+18, y+40, x, y+78, x-18, y+40)
	c.ellipse(skin, x, y-44, 54, 66)
	coiffure(c, hair, skin, style, x, y)
	c.round(blend(tunic, ink, 0.25), x+20, y+138, 48, 30, 6) // the badge
	c.round(paper, x+22, y+140, 44, 26, 5)
	c.rect(p.deep, x+28, y+150, 32, 5)
}

// coiffure is what a head wears: one of five, one of them nothing.
func coiffure(c *canvas, hair, skin color.RGBA, style int, x, y float64) {
	switch style {
	case 1: // shaved: the shadow of a full scalp
		c.dome(blend(skin, hair, 0.35), x, y-64, 54, 50)
	case 2: // a bun
		c.circle(hair, x, y-122, 26)
		c.dome(hair, x, y-58, 58, 60)
	case 3: // short, parted at the side
		c.dome(hair, x, y-66, 57, 52)
		c.polygon(hair, x-57, y-66, x-57, y-40, x-44, y-66)
		c.polygon(hair, x+57, y-66, x+57, y-40, x+44, y-66)
	case 4: // a surgeon's cap
		c.dome(rgb(0x8fb9b5), x, y-62, 60, 60)
		c.round(rgb(0x76a5a1), x-60, y-70, 120, 16, 8)
	default: // the fringe of long hair
		c.dome(hair, x, y-58, 58, 58)
	}
}
