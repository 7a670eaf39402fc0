package media

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"os"
	"strings"
	"testing"
)

// TestMake checks what is made of each kind of file: the same picture.
func TestMake(t *testing.T) {
	m := plain(500, 250)
	into := func(to draw.Image) image.Image {
		draw.Draw(to, to.Bounds(), m, image.Point{}, draw.Src)
		return to
	}
	few := color.Palette{red, green, blue, yellow}
	tests := []struct {
		name string
		file []byte
		want []color.NRGBA
	}{
		{"JPEG", jpegOf(t, m), nil},
		{"PNG", pngOf(t, m), nil},
		{"PNG of 16 bits", pngOf(t, into(image.NewNRGBA64(m.Rect))), nil},
		{"PNG with a palette", pngOf(t, into(image.NewPaletted(m.Rect, few))), nil},
		{"WebP without loss", webpOf(m), nil},
		{"grey JPEG", jpegOf(t, into(image.NewGray(m.Rect))), greys()},
		{"grey PNG", pngOf(t, into(image.NewGray(m.Rect))), greys()},
		{"grey PNG of 16 bits", pngOf(t, into(image.NewGray16(m.Rect))), greys()},
		{"progressive JPEG", progressive(500, 250, 10), []color.NRGBA{{228, 228, 228, 255}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			made := mustMake(t, tt.file)
			if got := shape(made); got != "500x250 400x200" {
				t.Errorf("variants are %s", got)
			}
			if tt.want == nil {
				tt.want = []color.NRGBA{red, green, blue, yellow}
			}
			for _, v := range made.Variants {
				looksLike(t, v.picture(t), 8, tt.want...)
			}
		})
	}
}

func greys() (all []color.NRGBA) {
	for _, c := range []color.NRGBA{red, green, blue, yellow} {
		y := color.GrayModel.Convert(c).(color.Gray).Y
		all = append(all, color.NRGBA{y, y, y, 255})
	}
	return all
}

func shape(m Made) string {
	var all []string
	for _, v := range m.Variants {
		all = append(all, fmt.Sprintf("%dx%d", v.Width, v.Height))
	}
	return strings.Join(all, " ")
}

// TestMake_lossy makes photos of what libwebp wrote, for there is no encoder in Go; the
// files are golang.org/x/image's.
func TestMake_lossy(t *testing.T) {
	limits := DefaultLimits()
	limits.Least = 50
	for _, tt := range []struct{ name, want, colour string }{
		{"video-001.lossy.webp", "150x103", ""},
		{"yellow_rose.lossy-with-alpha.webp", "400x301", ""},
	} {
		file, err := os.ReadFile("testdata/" + tt.name)
		if err != nil {
			t.Fatal(err)
		}
		made, err := New(limits).Make(t.Context(), bytes.NewReader(file))
		if err != nil || shape(made) != tt.want {
			t.Errorf("Make(%s) = %s, %v; want %s", tt.name, shape(made), err, tt.want)
			continue
		}
		if tt.name != "video-001.lossy.webp" {
			looksLike(t, made.Variants[0].picture(t).(*image.YCbCr).SubImage(image.Rect(0, 0, 20, 20)), 3, color.NRGBA{255, 255, 255, 255})
		}
	}
}

// TestMake_sizes checks that no variant is larger than the photo, wider than its width
// or taller than thrice that.
func TestMake_sizes(t *testing.T) {
	for _, tt := range []struct {
		width, height int
		want          string
	}{
		{200, 200, "200x200"},
		{400, 300, "400x300"},
		{401, 300, "401x300 400x299"},
		{801, 601, "801x601 800x600 400x300"},
		{1700, 200, "1600x188 800x94 400x47"},
		{300, 1500, "300x1500 240x1200"},
		{201, 5000, "193x4800 96x2400 48x1200"},
	} {
		made := mustMake(t, jpegOf(t, image.NewGray(image.Rect(0, 0, tt.width, tt.height))))
		if got := shape(made); got != tt.want {
			t.Errorf("a photo of %d by %d makes %s, want %s", tt.width, tt.height, got, tt.want)
		}
		for _, v := range made.Variants {
			if size := v.picture(t).Bounds().Size(); size != image.Pt(v.Width, v.Height) {
				t.Errorf("the variant of %dx%d has %v", v.Width, v.Height, size)
			}
		}
	}
}

// TestMake_same checks that the same file makes the same bytes, and that the digest and
// the type are theirs.
func TestMake_same(t *testing.T) {
	file := pngOf(t, noise(500, 300, 1))
	once, again := mustMake(t, file), mustMake(t, file)
	for i, v := range once.Variants {
		if !bytes.Equal(v.Bytes, again.Variants[i].Bytes) {
			t.Errorf("variant %d was made differently", i)
		}
		sum := sha256.Sum256(v.Bytes)
		if v.SHA256 != hex.EncodeToString(sum[:]) || v.MediaType != "image/jpeg" {
			t.Errorf("variant %d is %s with digest %s, want image/jpeg with %x", i, v.MediaType, v.SHA256, sum)
		}
	}
}

// TestMake_onWhite checks that white is behind what is transparent, wholly or in part.
func TestMake_onWhite(t *testing.T) {
	half := color.NRGBA{0, 0, 0, 128}
	m := quarters(400, 400, color.NRGBA{}, half, color.NRGBA{255, 0, 0, 0}, red)
	white, grey := color.NRGBA{255, 255, 255, 255}, color.NRGBA{127, 127, 127, 255}
	few := image.NewPaletted(m.Rect, color.Palette{color.NRGBA{}, half, color.NRGBA{255, 0, 0, 0}, red})
	draw.Draw(few, m.Rect, m, image.Point{}, draw.Src)
	deep := image.NewNRGBA64(m.Rect)
	draw.Draw(deep, m.Rect, m, image.Point{}, draw.Src)
	for name, file := range map[string][]byte{"PNG": pngOf(t, m), "palette": pngOf(t, few), "16 bits": pngOf(t, deep), "WebP": webpOf(m)} {
		t.Run(name, func(t *testing.T) {
			looksLike(t, mustMake(t, file).Variants[0].picture(t), 6, white, grey, white, red)
		})
	}
}

// TestMake_colour checks the colour that stands in for a photo.
func TestMake_colour(t *testing.T) {
	c := color.NRGBA{0x20, 0x40, 0x80, 255}
	if got := mustMake(t, pngOf(t, quarters(400, 400, c, c, c, c))).Colour; got != "#204080" {
		t.Errorf("Colour = %s, want #204080", got)
	}
}

// TestMake_detail checks that the two steps of scaling show the same as one would: a
// fine grid becomes an even grey, and an edge stays where it is.
func TestMake_detail(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 3200, 400))
	for i := range m.Pix {
		x, y := i%3200, i/3200
		switch {
		case x < 1600 && (x+y)%2 == 0, x >= 2400:
			m.Pix[i] = 255
		}
	}
	got := mustMake(t, pngOf(t, m)).Variants[0].picture(t)
	for _, tt := range []struct{ x, y, want int }{{400, 100, 128}, {700, 30, 128}, {1000, 100, 0}, {1190, 10, 0}, {1210, 190, 255}, {1590, 100, 255}} {
		r, _, _, _ := got.At(tt.x, tt.y).RGBA()
		if away(uint8(r>>8), uint8(tt.want)) > 6 {
			t.Errorf("at %d, %d there is %d, want about %d", tt.x, tt.y, r>>8, tt.want)
		}
	}
}
