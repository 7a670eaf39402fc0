package sketch

import (
	"image"
	"image/color"
	"math/rand/v2"
)

// Premises draws the n-th shop front: a house in a street, with an awning, a
// door and a window.
func Premises(n int, r *rand.Rand) *image.RGBA {
	p := palettes[n%len(palettes)]
	c := newCanvas(p.air)
	c.circle(paper, 760+float64(r.IntN(120)), 96+float64(r.IntN(40)), 52)
	skyline(c, p, r)
	c.rect(p.ground, 0, 520, Width, 120)
	c.rect(paper, 0, 520, Width, 8)
	house(c, p, r)
	tree(c, 84+float64(r.IntN(40)), 1+r.Float64()*0.3)
	tree(c, 846+float64(r.IntN(40)), 0.8+r.Float64()*0.3)
	c.label()
	return c.img
}

// skyline is the row of houses far behind.
func skyline(c *canvas, p palette, r *rand.Rand) {
	far := blend(p.air, p.ground, 0.55)
	for x := 0.0; x < Width; {
		w := 80 + float64(r.IntN(90))
		h := 120 + float64(r.IntN(150))
		c.rect(far, x, 520-h, w, h)
		x += w + float64(r.IntN(24))
	}
}

func house(c *canvas, p palette, r *rand.Rand) {
	const left, right, roof, street = 210.0, 750.0, 96.0, 524.0
	c.rect(p.wall, left, roof, right-left, street-roof)
	c.rect(p.deep, left-14, roof-18, right-left+28, 26)
	upper := 3 + r.IntN(2)
	gap := (right - left) / float64(upper)
	for i := range upper {
		window(c, left+gap*(float64(i)+0.5)-38, roof+36, 76, 92, blend(p.wall, p.deep, 0.35))
	}
	c.rect(p.deep, left+30, 252, right-left-60, 44)
	c.text(paper, "HAIR CLINIC", (left+right)/2, 284, 30)
	door, shop := left+48, left+196
	if r.IntN(2) == 0 {
		door, shop = right-48-112, left+48
	}
	window(c, shop, 350, 296, 140, p.deep)
	for i := range 3 {
		plant(c, shop+60+88*float64(i), 490, 0.6+0.2*r.Float64())
	}
	c.round(p.accent, door, 344, 112, street-344, 8)
	c.round(glass, door+18, 362, 76, 86, 6)
	c.circle(serum, door+94, 470, 6)
	c.rect(steel, door-10, street-6, 132, 10)
	awning(c, left+24, 296, right-left-48, p.accent)
}

func window(c *canvas, x, y, w, h float64, frame color.RGBA) {
	c.round(frame, x-7, y-7, w+14, h+14, 6)
	c.rect(glass, x, y, w, h)
	c.polygon(shine, x+w*0.15, y, x+w*0.4, y, x+w*0.2, y+h, x, y+h, x, y+h*0.6)
	c.rect(frame, x+w/2-3, y, 6, h)
}

// awning is a striped roof of cloth with a scalloped edge.
func awning(c *canvas, x, y, w float64, accent color.RGBA) {
	const stripes = 12
	each := w / stripes
	for i := range stripes {
		col := paper
		if i%2 == 0 {
			col = accent
		}
		left := x + each*float64(i)
		c.rect(col, left, y, each, 34)
		c.ellipse(col, left+each/2, y+34, each/2, 12)
	}
}

func plant(c *canvas, x, floor, scale float64) {
	for _, lean := range []float64{-26, 0, 26} {
		c.ellipse(leaf, x+lean*scale, floor-62*scale, 16*scale, 34*scale)
	}
	c.polygon(rgb(0xb9785a), x-24*scale, floor-36*scale, x+24*scale, floor-36*scale, x+17*scale, floor, x-17*scale, floor)
}

func tree(c *canvas, x, scale float64) {
	c.rect(rgb(0x8a6f5a), x-8*scale, 400, 16*scale, 128)
	c.circle(leaf, x, 360, 74*scale)
	c.circle(blend(leaf, stalk, 0.5), x-34*scale, 392, 46*scale)
	c.circle(blend(leaf, paper, 0.18), x+30*scale, 330, 40*scale)
}

// blend is the colour that lies part of the way from a to b.
func blend(a, b color.RGBA, part float64) color.RGBA {
	mix := func(x, y uint8) uint8 { return uint8(float64(x) + (float64(y)-float64(x))*part) }
	return color.RGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 0xff}
}
