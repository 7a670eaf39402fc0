package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"math"
	"sync"
)

// profile converts an RGB colour space to sRGB. A nil profile leaves colours alone.
type profile struct {
	linear [3][256]float64 // by channel: how much light a number stands for
	toSRGB [3][3]float64   // from that light to the light of sRGB's primaries
}

// fromXYZ leads from the profile connection space, XYZ under D50, to linear sRGB
// (IEC 61966-2-1, adapted by Bradford's method as profiles are).
var fromXYZ = [3][3]float64{
	{3.1338561, -1.6168667, -0.4906146},
	{-0.9787684, 1.9161415, 0.0334540},
	{0.0719453, -0.2289914, 1.4052427},
}

// profileOf reads a profile of primaries and curves (ICC.1:2022, 8.4.3). It is nil for
// a profile that is of another kind, that cannot be read or that is sRGB's own.
func profileOf(icc []byte) *profile {
	const header = 128
	if len(icc) < header+4 || string(icc[16:24]) != "RGB XYZ " || string(icc[36:40]) != "acsp" {
		return nil
	}
	var p profile
	var toXYZ [3][3]float64
	for i, channel := range []string{"r", "g", "b"} {
		xyz, ok := xyzOf(tagOf(icc, channel+"XYZ"))
		if !ok || !curveOf(tagOf(icc, channel+"TRC"), &p.linear[i]) {
			return nil
		}
		for j, v := range xyz {
			toXYZ[j][i] = v
		}
	}
	p.toSRGB = product(fromXYZ, toXYZ)
	if !p.matters() {
		return nil
	}
	return &p
}

// tagOf is the content of a tag, with its type; nil if there is none.
func tagOf(icc []byte, name string) []byte {
	const table, entry = 132, 12
	n := int(min(binary.BigEndian.Uint32(icc[table-4:]), 100))
	for i := range n {
		at := table + i*entry
		if at+entry > len(icc) {
			return nil
		}
		if string(icc[at:at+4]) != name {
			continue
		}
		offset, size := int64(binary.BigEndian.Uint32(icc[at+4:])), int64(binary.BigEndian.Uint32(icc[at+8:]))
		if offset+size > int64(len(icc)) {
			return nil
		}
		return icc[offset : offset+size]
	}
	return nil
}

// fixed reads an s15Fixed16Number.
func fixed(b []byte) float64 {
	return float64(int32(binary.BigEndian.Uint32(b))) / 65536
}

func xyzOf(tag []byte) (xyz [3]float64, ok bool) {
	if len(tag) < 20 || string(tag[:4]) != "XYZ " {
		return xyz, false
	}
	for i := range xyz {
		xyz[i] = fixed(tag[8+4*i:])
	}
	return xyz, true
}

// curveOf fills in how much light each of 256 numbers stands for.
func curveOf(tag []byte, linear *[256]float64) bool {
	if len(tag) < 12 {
		return false
	}
	var curve func(x float64) float64
	switch string(tag[:4]) {
	case "curv":
		curve = sampled(tag[8:])
	case "para":
		curve = parametric(int(binary.BigEndian.Uint16(tag[8:])), tag[12:])
	}
	if curve == nil {
		return false
	}
	for i := range linear {
		y := curve(float64(i) / 255)
		if math.IsNaN(y) {
			return false
		}
		linear[i] = min(max(y, 0), 1)
	}
	return true
}

// sampled is a curve given as a table (10.6): of none it is the identity, of one a
// gamma, else it is read between its entries.
func sampled(b []byte) func(float64) float64 {
	n := int64(binary.BigEndian.Uint32(b))
	b = b[4:]
	switch {
	case n == 0:
		return func(x float64) float64 { return x }
	case 2*n > int64(len(b)):
		return nil
	case n == 1:
		gamma := float64(binary.BigEndian.Uint16(b)) / 256
		return func(x float64) float64 { return math.Pow(x, gamma) }
	}
	at := func(i int) float64 { return float64(binary.BigEndian.Uint16(b[2*i:])) / 65535 }
	return func(x float64) float64 {
		x *= float64(n - 1)
		i := min(int(x), int(n)-2)
		return at(i) + (x-float64(i))*(at(i+1)-at(i))
	}
}

// parametric is a curve given as a formula (10.18): a power above a threshold d, and a
// line below it.
func parametric(kind int, b []byte) func(float64) float64 {
	counts := []int{1, 3, 4, 5, 7}
	if kind >= len(counts) || len(b) < 4*counts[kind] {
		return nil
	}
	v := [7]float64{1: 1} // gamma, a, b, c, d, e, f: for kind 0 a is 1
	for i := range counts[kind] {
		v[i] = fixed(b[4*i:])
	}
	g, a, k, c, d, e, f := v[0], v[1], v[2], v[3], v[4], v[5], v[6]
	if kind == 1 || kind == 2 { // the threshold is where the power begins; below it stands c
		if a == 0 {
			return nil
		}
		d, e, f, c = -k/a, c, c, 0
	}
	return func(x float64) float64 {
		if x < d {
			return c*x + f
		}
		return math.Pow(a*x+k, g) + e
	}
}

func product(a, b [3][3]float64) (c [3][3]float64) {
	for i := range 3 {
		for j := range 3 {
			for k := range 3 {
				c[i][j] += a[i][k] * b[k][j]
			}
		}
	}
	return c
}

// encoded is the number of sRGB for an amount of light in 65,536 steps, which are fine
// enough for its darkest tones.
var encoded = sync.OnceValue(func() *[65536]uint8 {
	var all [65536]uint8
	for i := range all {
		x := float64(i) / 65535
		y := 12.92 * x
		if x > 0.0031308 {
			y = 1.055*math.Pow(x, 1/2.4) - 0.055
		}
		all[i] = uint8(255*y + 0.5)
	}
	return &all
})

// convert turns opaque RGBA pixels into sRGB. What sRGB cannot show becomes the
// nearest it can, channel by channel.
func (p *profile) convert(pix []uint8) {
	if p == nil {
		return
	}
	out := encoded()
	for i := 0; i+3 < len(pix); i += 4 {
		r, g, b := p.linear[0][pix[i]], p.linear[1][pix[i+1]], p.linear[2][pix[i+2]]
		for j := range 3 {
			row := &p.toSRGB[j]
			light := row[0]*r + row[1]*g + row[2]*b
			pix[i+j] = out[int(min(max(light, 0), 1)*65535+0.5)]
		}
	}
}

// matters reports whether the profile changes any colour of a grid by more than a
// rounding: most profiles are sRGB's own, in some of its many copies.
func (p *profile) matters() bool {
	for i := range 6 * 6 * 6 {
		was := [4]uint8{uint8(i % 6 * 51), uint8(i / 6 % 6 * 51), uint8(i / 36 * 51), 255}
		is := was
		p.convert(is[:])
		for j, v := range is {
			if v > was[j]+1 && was[j] < 255 || was[j] > 0 && v < was[j]-1 {
				return true
			}
		}
	}
	return false
}

// inflated is the profile in PNG's chunk iCCP: a name, a zero, the method, and a zlib
// stream, of which no more than a profile's worth is read.
func inflated(chunk []byte) []byte {
	i := bytes.IndexByte(chunk, 0)
	if i < 0 || i+2 > len(chunk) {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(chunk[i+2:]))
	if err != nil {
		return nil
	}
	icc, err := io.ReadAll(io.LimitReader(z, mostICC))
	if err != nil {
		return nil
	}
	return icc
}
