package sketch

import (
	"image"
	"math"
	"math/rand/v2"
)

// Device draws the n-th still life of what clinics work with: a centrifuge, a
// rack of tubes, or the pen and pigments of scalp micropigmentation.
func Device(n int, r *rand.Rand) *image.RGBA {
	p := palettes[(n+4)%len(palettes)]
	c := newCanvas(p.air)
	c.circle(blend(p.air, paper, 0.6), 480, 300, 250)
	c.rect(p.ground, 0, 470, Width, 170)
	c.rect(blend(p.ground, paper, 0.5), 0, 470, Width, 10)
	switch n % 3 {
	case 0:
		centrifuge(c, p, r)
	case 1:
		rack(c, p, r)
	default:
		penAndPigments(c, p, r)
	}
	c.label()
	return c.img
}

func centrifuge(c *canvas, p palette, r *rand.Rand) {
	c.ellipse(blend(p.ground, ink, 0.15), 480, 512, 260, 22)
	c.dome(blend(p.accent, paper, 0.35), 480, 300, 226, 150)
	c.dome(glass, 480, 292, 150, 104)
	c.line(shine, 380, 270, 430, 206, 12)
	c.round(paper, 240, 286, 480, 222, 36)
	c.rect(p.accent, 240, 330, 480, 12)
	c.round(ink, 290, 376, 200, 84, 12)
	c.text(serum, []string{"3:00", "5:00", "8:00"}[r.IntN(3)], 390, 434, 48)
	for i := range 3 {
		c.circle(p.accent, 560+float64(i)*56, 418, 18)
	}
	c.circle(blood, 672, 418, 8)
	syringe(c, 800, 500, 0.9)
}

// rack is a stand of tubes whose blood has parted: plasma above, cells below.
func rack(c *canvas, p palette, r *rand.Rand) {
	c.ellipse(blend(p.ground, ink, 0.15), 480, 514, 300, 22)
	tubes := 5 + r.IntN(2)
	gap := 440 / float64(tubes-1)
	for i := range tubes {
		x, parted := 260+gap*float64(i), 60+float64(r.IntN(40))
		c.round(glass, x-24, 178, 48, 300, 24)
		c.rect(serum, x-18, 268, 36, parted)
		c.round(blood, x-18, 268+parted, 36, 204-parted, 16)
		c.rect(paper, x-18, 266+parted, 36, 8)
		c.round(p.deep, x-30, 160, 60, 34, 8)
		c.line(shine, x-10, 206, x-10, 450, 6)
	}
	c.round(p.accent, 206, 380, 548, 30, 10)
	c.round(p.accent, 206, 470, 548, 40, 12)
	c.rect(p.deep, 206, 392, 22, 96)
	c.rect(p.deep, 732, 392, 22, 96)
	syringe(c, 846, 500, 0.8)
}

// syringe stands on its plunger at floor.
func syringe(c *canvas, x, floor, scale float64) {
	at := func(up float64) float64 { return floor - up*scale }
	c.round(steel, x-26*scale, at(14), 52*scale, 14*scale, 5*scale)
	c.rect(steel, x-7*scale, at(70), 14*scale, 60*scale)
	c.round(glass, x-22*scale, at(250), 44*scale, 190*scale, 10*scale)
	c.rect(serum, x-16*scale, at(240), 32*scale, 110*scale)
	c.polygon(steel, x-10*scale, at(250), x+10*scale, at(250), x+4*scale, at(276), x-4*scale, at(276))
	c.line(ink, x, at(276), x, at(350), 3*scale)
}

func penAndPigments(c *canvas, p palette, r *rand.Rand) {
	c.ellipse(blend(p.ground, ink, 0.15), 480, 516, 320, 22)
	c.round(steel, 190, 480, 580, 34, 16)
	c.round(paper, 206, 472, 548, 24, 12)
	cups := 4
	for i := range cups {
		x := 270 + float64(i)*92
		tone := blend(ink, skins[2], float64(i)*0.22+r.Float64()*0.08)
		c.polygon(glass, x-38, 398, x+38, 398, x+28, 474, x-28, 474)
		c.polygon(tone, x-34, 414, x+34, 414, x+27, 470, x-27, 470)
		c.ellipse(blend(tone, paper, 0.25), x, 414, 34, 9)
	}
	// The pen leans over the cups, its needle to the left.
	const x0, y0, x1, y1 = 420.0, 330.0, 740.0, 130.0
	along := func(t float64) (float64, float64) { return x0 + (x1-x0)*t, y0 + (y1-y0)*t }
	stretch := func(from, to, width float64, deep bool) {
		ax, ay := along(from)
		bx, by := along(to)
		if deep {
			c.line(p.deep, ax, ay, bx, by, width)
			return
		}
		c.line(p.accent, ax, ay, bx, by, width)
	}
	nx, ny := along(-0.16)
	c.line(ink, nx, ny, x0, y0, 4)
	stretch(0, 0.12, 26, true)
	stretch(0.12, 0.52, 46, false)
	stretch(0.52, 0.56, 52, true)
	stretch(0.56, 0.98, 46, false)
	for i := range 3 {
		ax, ay := along(0.2 + 0.06*float64(i))
		turn := math.Atan2(y1-y0, x1-x0) + math.Pi/2
		c.line(p.deep, ax-20*math.Cos(turn), ay-20*math.Sin(turn), ax+20*math.Cos(turn), ay+20*math.Sin(turn), 6)
	}
	bottle(c, p, 800)
}

func bottle(c *canvas, p palette, x float64) {
	c.round(p.deep, x-24, 300, 48, 50, 8)
	c.round(p.accent, x-48, 344, 96, 160, 20)
	c.round(paper, x-34, 396, 68, 62, 6)
	c.rect(p.deep, x-22, 414, 44, 7)
	c.rect(p.deep, x-22, 432, 30, 7)
}
