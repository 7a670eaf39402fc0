package sketch

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// canvas is a picture in the making. Coordinates are pixels from the upper left.
type canvas struct {
	img  *image.RGBA
	fill vector.Rasterizer
}

func newCanvas(background color.RGBA) *canvas {
	c := &canvas{img: image.NewRGBA(image.Rect(0, 0, Width, Height))}
	draw.Draw(c.img, c.img.Bounds(), image.NewUniform(background), image.Point{}, draw.Src)
	return c
}

// shape is a closed outline, kept until its bounds are known: a rasterizer of
// the shape's own size is much quicker than one of the whole picture.
type shape struct {
	steps          []step
	x0, y0, x1, y1 float64
}

// step goes to (x, y), along a curve if it has control points.
type step struct {
	curve          bool
	ax, ay, bx, by float64
	x, y           float64
}

func (s *shape) to(x, y float64) {
	s.reach(x, y)
	s.steps = append(s.steps, step{x: x, y: y})
}

func (s *shape) curve(ax, ay, bx, by, x, y float64) {
	s.reach(ax, ay)
	s.reach(bx, by)
	s.reach(x, y)
	s.steps = append(s.steps, step{true, ax, ay, bx, by, x, y})
}

func (s *shape) reach(x, y float64) {
	if len(s.steps) == 0 {
		s.x0, s.y0, s.x1, s.y1 = x, y, x, y
		return
	}
	s.x0, s.y0 = min(s.x0, x), min(s.y0, y)
	s.x1, s.y1 = max(s.x1, x), max(s.y1, y)
}

// paint fills the shape with one colour, its edges smoothed.
func (c *canvas) paint(col color.RGBA, s *shape) {
	box := image.Rect(int(math.Floor(s.x0)), int(math.Floor(s.y0)), int(math.Ceil(s.x1)), int(math.Ceil(s.y1)))
	box = box.Intersect(c.img.Bounds()) // the rasterizer does not clip what it draws on
	if box.Empty() {
		return
	}
	left, top := float64(box.Min.X), float64(box.Min.Y)
	at := func(x, y float64) (float32, float32) { return float32(x - left), float32(y - top) }
	c.fill.Reset(box.Dx(), box.Dy())
	for i, p := range s.steps {
		x, y := at(p.x, p.y)
		switch {
		case i == 0:
			c.fill.MoveTo(x, y)
		case p.curve:
			ax, ay := at(p.ax, p.ay)
			bx, by := at(p.bx, p.by)
			c.fill.CubeTo(ax, ay, bx, by, x, y)
		default:
			c.fill.LineTo(x, y)
		}
	}
	c.fill.ClosePath()
	c.fill.Draw(c.img, box, image.NewUniform(col), image.Point{})
}

func (c *canvas) rect(col color.RGBA, x, y, w, h float64) {
	c.polygon(col, x, y, x+w, y, x+w, y+h, x, y+h)
}

// polygon joins the points given as x, y, x, y …
func (c *canvas) polygon(col color.RGBA, xy ...float64) {
	var s shape
	for i := 0; i+1 < len(xy); i += 2 {
		s.to(xy[i], xy[i+1])
	}
	c.paint(col, &s)
}

// bend is how far the control points of a quarter circle stand from its ends.
const bend = 0.5523

// round is a rectangle with corners of radius r.
func (c *canvas) round(col color.RGBA, x, y, w, h, r float64) {
	k := r * (1 - bend)
	var s shape
	s.to(x+r, y)
	s.to(x+w-r, y)
	s.curve(x+w-k, y, x+w, y+k, x+w, y+r)
	s.to(x+w, y+h-r)
	s.curve(x+w, y+h-k, x+w-k, y+h, x+w-r, y+h)
	s.to(x+r, y+h)
	s.curve(x+k, y+h, x, y+h-k, x, y+h-r)
	s.to(x, y+r)
	s.curve(x, y+k, x+k, y, x+r, y)
	c.paint(col, &s)
}

func (c *canvas) ellipse(col color.RGBA, cx, cy, rx, ry float64) {
	kx, ky := rx*bend, ry*bend
	var s shape
	s.to(cx, cy-ry)
	s.curve(cx+kx, cy-ry, cx+rx, cy-ky, cx+rx, cy)
	s.curve(cx+rx, cy+ky, cx+kx, cy+ry, cx, cy+ry)
	s.curve(cx-kx, cy+ry, cx-rx, cy+ky, cx-rx, cy)
	s.curve(cx-rx, cy-ky, cx-kx, cy-ry, cx, cy-ry)
	c.paint(col, &s)
}

func (c *canvas) circle(col color.RGBA, cx, cy, r float64) { c.ellipse(col, cx, cy, r, r) }

// dome is the upper half of an ellipse that stands on the line at y.
func (c *canvas) dome(col color.RGBA, cx, y, rx, ry float64) {
	kx, ky := rx*bend, ry*bend
	var s shape
	s.to(cx-rx, y)
	s.curve(cx-rx, y-ky, cx-kx, y-ry, cx, y-ry)
	s.curve(cx+kx, y-ry, cx+rx, y-ky, cx+rx, y)
	c.paint(col, &s)
}

// line is a straight stroke with flat ends.
func (c *canvas) line(col color.RGBA, x0, y0, x1, y1, width float64) {
	length := math.Hypot(x1-x0, y1-y0)
	dx, dy := (y1-y0)/length*width/2, (x1-x0)/length*width/2
	c.polygon(col, x0+dx, y0-dy, x1+dx, y1-dy, x1-dx, y1+dy, x0-dx, y0+dy)
}
