package media

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"math"

	"golang.org/x/image/draw"
)

// widths are what variants are made for: a page across, a column, a list. None is
// taller than thrice its width.
var widths = []int{1600, 800, 400}

const tallest = 3

// band is how many rows or columns are scaled in one go. A scaler holds 32 bytes for
// each pixel between its two directions: for a whole photo that would be more than the
// photo itself.
const band = 16

// scaling estimates what making the largest variant of a photo holds. The others hold
// less, and the photo is gone then.
func scaling(from image.Point, o orientation) int64 {
	to := o.upright(sizes(o.upright(from))[0])
	held := 4*band*from.X + 32*band*(to.X+from.Y) // a band of rows, and what scalers hold
	held += 4*to.X*from.Y + 9*to.X*to.Y           // narrow; scaled, turned, encoded
	return int64(held)
}

// sizes are those of the variants of a photo, none larger than it is.
func sizes(of image.Point) []image.Point {
	var all []image.Point
	for _, w := range widths {
		by := min(1, float64(w)/float64(of.X), float64(tallest*w)/float64(of.Y))
		size := image.Pt(max(1, int(math.Round(by*float64(of.X)))), max(1, int(math.Round(by*float64(of.Y)))))
		if len(all) == 0 || size != all[len(all)-1] {
			all = append(all, size)
		}
	}
	return all
}

// scale returns a picture in sRGB and in another size, on white where it is
// transparent: first every row to its width, then every column to its height.
func scale(ctx context.Context, m image.Image, size image.Point, p *profile) (*image.RGBA, error) {
	from := m.Bounds()
	narrow := image.NewRGBA(image.Rect(0, 0, size.X, from.Dy()))
	rows := image.NewRGBA(image.Rect(0, 0, from.Dx(), band))
	scaler := draw.CatmullRom.NewScaler(size.X, band, from.Dx(), band)
	for y := 0; y < from.Dy(); y += band {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("scale photo: %w", err)
		}
		draw.Draw(rows, rows.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
		draw.Draw(rows, rows.Rect, m, from.Min.Add(image.Pt(0, y)), draw.Over)
		p.convert(rows.Pix)
		scaler.Scale(narrow, image.Rect(0, y, size.X, y+band), rows, rows.Rect, draw.Src, nil)
	}
	if size.Y == from.Dy() {
		return narrow, nil
	}
	return shorten(ctx, narrow, size.Y)
}

// shorten scales every column of a picture to a height.
func shorten(ctx context.Context, m *image.RGBA, height int) (*image.RGBA, error) {
	width, from := m.Rect.Dx(), m.Rect.Dy()
	scaled := image.NewRGBA(image.Rect(0, 0, width, height))
	scaler := draw.CatmullRom.NewScaler(band, height, band, from)
	for x := 0; x < width; x += band {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("scale photo: %w", err)
		}
		to := min(x+band, width)
		if to-x < band {
			scaler = draw.CatmullRom.NewScaler(to-x, height, to-x, from)
		}
		scaler.Scale(scaled, image.Rect(x, 0, to, height), m, image.Rect(x, 0, to, from), draw.Src, nil)
	}
	return scaled, nil
}

// mean is the mean colour of a picture, as CSS writes it.
func mean(m *image.RGBA) string {
	var sum [4]int
	for i, v := range m.Pix {
		sum[i&3] += int(v)
	}
	n := max(1, len(m.Pix)/4)
	return fmt.Sprintf("#%02x%02x%02x", (sum[0]+n/2)/n, (sum[1]+n/2)/n, (sum[2]+n/2)/n)
}
