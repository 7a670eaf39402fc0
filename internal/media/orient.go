package media

import (
	"bytes"
	"image"

	"github.com/bep/imagemeta"
)

// orientation is how the stored picture lies, as EXIF numbers it (CIPA DC-008, tag
// 274). One that is not from 1 to 8 says nothing.
type orientation int

const upright orientation = 1

// orientationOf reads the orientation out of EXIF's TIFF structure. EXIF that cannot be
// read does not make a photo worse: it counts as upright.
func orientationOf(tiff []byte) (found orientation) {
	found = upright
	if len(tiff) == 0 {
		return found
	}
	var ignored error
	defer recovered(&ignored)
	isIt := func(t imagemeta.TagInfo) bool {
		return t.Tag == "Orientation" && t.Namespace == "IFD0"
	}
	_, _ = imagemeta.Decode(imagemeta.Options{
		R:               bytes.NewReader(tiff),
		ImageFormat:     imagemeta.TIFF,
		Sources:         imagemeta.EXIF,
		ShouldHandleTag: isIt,
		HandleTag: func(t imagemeta.TagInfo) error {
			if n, ok := t.Value.(uint16); ok && isIt(t) && 1 <= n && n <= 8 {
				found = orientation(n)
			}
			return imagemeta.ErrStopWalking
		},
		LimitNumTags: 500,
		LimitTagSize: 16,
	})
	return found
}

// sideways reports whether width and height change places.
func (o orientation) sideways() bool { return o >= 5 }

// upright returns the size that a picture of one size has after turning, and the
// other way round.
func (o orientation) upright(size image.Point) image.Point {
	if o.sideways() {
		return image.Pt(size.Y, size.X)
	}
	return size
}

// turn returns the picture upright.
func (o orientation) turn(m *image.RGBA) *image.RGBA {
	if o == upright {
		return m
	}
	size := m.Rect.Size()
	turned := image.NewRGBA(image.Rectangle{Max: o.upright(size)})
	for y := range turned.Rect.Dy() {
		for x := range turned.Rect.Dx() {
			from := o.source(x, y, size)
			copy(turned.Pix[turned.PixOffset(x, y):][:4], m.Pix[m.PixOffset(from.X, from.Y):][:4])
		}
	}
	return turned
}

// source is the point of a stored picture that belongs at x, y of the upright one.
func (o orientation) source(x, y int, stored image.Point) image.Point {
	if o.sideways() {
		x, y = y, x
	}
	right, bottom := stored.X-1-x, stored.Y-1-y
	switch o {
	case 2, 8:
		return image.Pt(right, y)
	case 3, 7:
		return image.Pt(right, bottom)
	case 4, 6:
		return image.Pt(x, bottom)
	default: // 1, 5
		return image.Pt(x, y)
	}
}
