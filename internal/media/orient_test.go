package media

import (
	"encoding/binary"
	"fmt"
	"image/color"
	"testing"
)

// tiff is EXIF's structure with an orientation, or with none if it is 0, and with text
// in a description, in the directory of positions and in that of a thumbnail.
func tiff(order binary.AppendByteOrder, orientation uint16, text string) []byte {
	mark := "II*\x00"
	if order == binary.AppendByteOrder(binary.BigEndian) {
		mark = "MM\x00*"
	}
	text = fmt.Sprintf("%-48s", text)
	n := uint32(len(text))
	const first, gps, second, data = 8, 8 + 2 + 3*12 + 4, 50 + 2 + 12 + 4, 68 + 2 + 12 + 4
	b := order.AppendUint32([]byte(mark), first)
	entry := func(tag, kind uint16, count, value uint32) {
		b = order.AppendUint16(order.AppendUint16(b, tag), kind)
		b = order.AppendUint32(b, count)
		if kind == 3 {
			b = order.AppendUint16(order.AppendUint16(b, uint16(value)), 0)
			return
		}
		b = order.AppendUint32(b, value)
	}
	b = order.AppendUint16(b, 3)
	entry(0x10e, 2, n, data)
	if orientation == 0 {
		entry(0x128, 3, 1, 2)
	} else {
		entry(0x112, 3, 1, uint32(orientation))
	}
	entry(0x8825, 4, 1, gps)
	b = order.AppendUint32(b, second)
	b = order.AppendUint16(b, 1)
	entry(0x1b, 7, n, data+n) // GPSProcessingMethod
	b = order.AppendUint32(b, 0)
	b = order.AppendUint16(b, 1)
	entry(0x10e, 2, n, data+2*n)
	b = order.AppendUint32(b, 0)
	return append(b, text+text+text...)
}

// TestMake_orientation checks the eight ways a picture can lie, by the table of CIPA
// DC-008: which sides of the picture the first row and the first column are.
func TestMake_orientation(t *testing.T) {
	corners := map[byte]color.NRGBA{'a': red, 'b': green, 'c': blue, 'd': yellow}
	for i, stored := range []string{"abcd", "abcd", "badc", "dcba", "cdab", "acbd", "bdac", "dbca", "cadb", "abcd", "abcd"} {
		o := uint16(i)
		width, height := 300, 200
		if 5 <= o && o <= 8 {
			width, height = 200, 300
		}
		var c []color.NRGBA
		for _, corner := range []byte(stored) {
			c = append(c, corners[corner])
		}
		m := quarters(width, height, c...)
		little, big := tiff(binary.LittleEndian, o, ""), tiff(binary.BigEndian, o, "")
		for name, file := range map[string][]byte{
			"JPEG":            withSegments(jpegOf(t, m), segmentJPEG(0xe1, append([]byte("Exif\x00\x00"), little...)...)),
			"JPEG big-endian": withSegments(jpegOf(t, m), segmentJPEG(0xe1, append([]byte("Exif\x00\x00"), big...)...)),
			"PNG":             withChunks(pngOf(t, m), chunkPNG("eXIf", big)),
			"WebP":            extended(webpOf(m), 1<<3, width, height, nil, chunkWebP("EXIF", little)),
			"WebP with JPEG's mark, after an odd chunk": extended(webpOf(m), 1<<3, width, height, chunkWebP("abcd", []byte{1}), chunkWebP("EXIF", append([]byte("Exif\x00\x00"), little...))),
		} {
			t.Run(fmt.Sprint(o, " ", name), func(t *testing.T) {
				made := mustMake(t, file)
				if got := shape(made); got != "300x200" {
					t.Errorf("variants are %s, want 300x200", got)
				}
				looksLike(t, made.Variants[0].picture(t), 8, red, green, blue, yellow)
			})
		}
	}
}

// TestOrientationOf_broken checks that EXIF which cannot be read leaves a photo as it is.
func TestOrientationOf_broken(t *testing.T) {
	whole := tiff(binary.LittleEndian, 6, "")
	if got := orientationOf(whole); got != 6 {
		t.Fatalf("orientationOf(whole) = %d, want 6", got)
	}
	for n := range 30 { // the entry of the orientation ends at byte 32
		if got := orientationOf(whole[:n]); got != upright {
			t.Errorf("orientationOf(the first %d bytes) = %d, want %d", n, got, upright)
		}
	}
	for _, b := range [][]byte{{0}, []byte("II*\x00\xff\xff\xff\xff"), []byte("MM\x00*\x00\x00\x00\x08\xff\xff"), []byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x02\x00\x01\x00\x00\x00\x06\x00\x00\x00")} {
		if got := orientationOf(b); got != upright {
			t.Errorf("orientationOf(%q) = %d, want %d", b, got, upright)
		}
	}
}
