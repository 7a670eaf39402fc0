package sketch

import (
	"image"
	"image/color"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// bold is the one typeface of the pictures. It is compiled in, so that it does
// not parse is a fault of the build.
var bold = sync.OnceValue(func() *opentype.Font {
	f, err := opentype.Parse(gobold.TTF)
	if err != nil {
		panic("sketch: the built-in font does not parse: " + err.Error())
	}
	return f
})

// text writes s centred on cx, standing on y.
func (c *canvas) text(col color.RGBA, s string, cx, y, size float64) {
	face, err := opentype.NewFace(bold(), &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		panic("sketch: the built-in font has no face: " + err.Error())
	}
	defer func() { _ = face.Close() }()
	d := font.Drawer{Dst: c.img, Src: image.NewUniform(col), Face: face}
	d.Dot = fixed.Point26_6{X: fixed.Int26_6(cx*64) - d.MeasureString(s)/2, Y: fixed.Int26_6(y * 64)}
	d.DrawString(s)
}

// label is the sign that every picture bears, in its lower left corner.
func (c *canvas) label() {
	c.round(ink, 24, Height-76, 268, 52, 26)
	c.text(paper, Label, 158, Height-42, 26)
}
