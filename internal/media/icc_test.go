package media

import (
	"encoding/binary"
	"image/color"
	"math"
	"slices"
	"testing"
)

// The primaries of two spaces under D50, as their published profiles have them.
var (
	displayP3 = [3][3]float64{{0.51512, 0.24120, -0.00105}, {0.29198, 0.69225, 0.04189}, {0.15710, 0.06657, 0.78407}}
	sRGB      = [3][3]float64{{0.43607, 0.22249, 0.01392}, {0.38515, 0.71687, 0.09708}, {0.14307, 0.06061, 0.71410}}
)

// profileICC is a profile with three primaries and one curve for all channels.
func profileICC(primaries [3][3]float64, curve []byte) []byte {
	header := make([]byte, 128)
	copy(header[12:], "mntrRGB XYZ ")
	copy(header[36:], "acsp")
	table := binary.BigEndian.AppendUint32(nil, 6)
	var data []byte
	tag := func(name string, body []byte) {
		table = append(table, name...)
		table = binary.BigEndian.AppendUint32(table, uint32(128+4+6*12+len(data)))
		table = binary.BigEndian.AppendUint32(table, uint32(len(body)))
		data = append(data, body...)
	}
	for i, name := range []string{"rXYZ", "gXYZ", "bXYZ"} {
		tag(name, append([]byte("XYZ \x00\x00\x00\x00"), fixeds(primaries[i][:]...)...))
	}
	for _, name := range []string{"rTRC", "gTRC", "bTRC"} {
		tag(name, curve)
	}
	return slices.Concat(header, table, data)
}

func fixeds(all ...float64) (b []byte) {
	for _, v := range all {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
	}
	return b
}

func para(kind byte, v ...float64) []byte {
	return append([]byte{'p', 'a', 'r', 'a', 0, 0, 0, 0, 0, kind, 0, 0}, fixeds(v...)...)
}

func curv(v ...uint16) []byte {
	b := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), uint32(len(v)))
	for _, n := range v {
		b = binary.BigEndian.AppendUint16(b, n)
	}
	return b
}

// ofSRGB are the curve of sRGB, as a formula and as a table.
func ofSRGB() (formula, table []byte) {
	var v []uint16
	for i := range 1024 {
		x := float64(i) / 1023
		y := x / 12.92
		if x > 0.04045 {
			y = math.Pow((x+0.055)/1.055, 2.4)
		}
		v = append(v, uint16(math.Round(65535*y)))
	}
	return para(3, 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045), curv(v...)
}

// TestMake_profile checks that a photo in Display P3, as phones take them, is stored in
// the colours it shows: the numbers are those that CSS Color 4 converts between.
func TestMake_profile(t *testing.T) {
	formula, table := ofSRGB()
	stored := []color.NRGBA{{234, 51, 35, 255}, {117, 251, 76, 255}, {0, 0, 245, 255}, {128, 128, 128, 255}}
	shown := []color.NRGBA{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {128, 128, 128, 255}}
	m := quarters(300, 200, stored...)
	for name, curve := range map[string][]byte{"formula": formula, "table": table} {
		icc := profileICC(displayP3, curve)
		half := len(icc) / 2
		part := func(n byte, b []byte) []byte {
			return segmentJPEG(0xe2, append([]byte{'I', 'C', 'C', '_', 'P', 'R', 'O', 'F', 'I', 'L', 'E', 0, n, 2}, b...)...)
		}
		for kind, file := range map[string][]byte{
			"JPEG": withSegments(jpegOf(t, m), part(2, icc[half:]), part(1, icc[:half])),
			"PNG":  withChunks(pngOf(t, m), chunkPNG("iCCP", slices.Concat([]byte("P3\x00\x00"), deflated(t, icc)))),
			"WebP": extended(webpOf(m), 1<<5, 300, 200, chunkWebP("ICCP", icc), nil),
		} {
			t.Run(name+" "+kind, func(t *testing.T) {
				looksLike(t, mustMake(t, file).Variants[0].picture(t), 8, shown...)
			})
		}
	}
}

// TestProfileOf checks which profiles change a photo, and how much.
func TestProfileOf(t *testing.T) {
	formula, table := ofSRGB()
	whole := profileICC(displayP3, formula)
	lab := slices.Clone(whole)
	copy(lab[16:], "RGB Lab ")
	tests := []struct {
		name string
		icc  []byte
		want *color.NRGBA // of 128, 64, 200; nil if nothing is converted
	}{
		{"none", nil, nil},
		{"sRGB by formula", profileICC(sRGB, formula), nil},
		{"sRGB by table", profileICC(sRGB, table), nil},
		{"connected by Lab", lab, nil},
		{"text", []byte(canary), nil},
		{"without curves", profileICC(displayP3, nil), nil},
		{"a curve of no kind", profileICC(displayP3, para(5, 1)), nil},
		{"a formula cut off", profileICC(displayP3, para(4, 2.4, 1)), nil},
		{"a curve that divides by nothing", profileICC(displayP3, para(1, 2.4, 0, 1)), nil},
		{"a curve that is no number", profileICC(displayP3, para(0, 2.4, 1)[:12]), nil},
		{"a table cut off", profileICC(displayP3, curv(1, 2, 3)[:15]), nil},
		{"linear", profileICC(sRGB, curv()), &color.NRGBA{188, 137, 229, 255}},
		{"gamma 1.8", profileICC(sRGB, curv(0x1cd)), &color.NRGBA{146, 81, 210, 255}},
		{"gamma 1.8 by formula", profileICC(sRGB, para(0, 1.8)), &color.NRGBA{146, 81, 210, 255}},
		{"gamma 1.8, second formula", profileICC(sRGB, para(1, 1.8, 1, 0)), &color.NRGBA{146, 81, 210, 255}},
		{"gamma 1.8, third formula", profileICC(sRGB, para(2, 1.8, 1, 0, 0)), &color.NRGBA{146, 81, 210, 255}},
		{"gamma 1.8, fifth formula", profileICC(sRGB, para(4, 1.8, 1, 0, 1, 0, 0, 0)), &color.NRGBA{146, 81, 210, 255}},
	}
	for _, tt := range tests {
		p := profileOf(tt.icc)
		if (p == nil) != (tt.want == nil) {
			t.Errorf("profileOf(%s): converts is %t, want %t", tt.name, p != nil, tt.want != nil)
			continue
		}
		pix := []uint8{128, 64, 200, 255}
		p.convert(pix)
		if w := tt.want; w != nil && (away(pix[0], w.R) > 1 || away(pix[1], w.G) > 1 || away(pix[2], w.B) > 1 || pix[3] != 255) {
			t.Errorf("profileOf(%s) makes %v of 128 64 200 255, want %v", tt.name, pix, *w)
		}
	}
	for n := range whole { // cut off anywhere it is read as nothing, and does not panic
		if n < 3*20+132+72 && profileOf(whole[:n]) != nil {
			t.Fatalf("profileOf(the first %d bytes) converts", n)
		}
	}
}

// TestInflated checks that a small chunk does not become a large profile.
func TestInflated(t *testing.T) {
	for _, tt := range []struct {
		chunk []byte
		want  int
	}{
		{nil, 0},
		{[]byte("name"), 0},
		{[]byte("name\x00\x00not zlib"), 0},
		{slices.Concat([]byte("name\x00\x00"), deflated(t, make([]byte, 100))[:8]), 0},
		{slices.Concat([]byte("name\x00\x00"), deflated(t, make([]byte, 100))), 100},
		{slices.Concat([]byte("name\x00\x00"), deflated(t, make([]byte, 2<<20))), mostICC},
	} {
		if got := inflated(tt.chunk); len(got) != tt.want {
			t.Errorf("inflated(%d bytes) has %d, want %d", len(tt.chunk), len(got), tt.want)
		}
	}
}
