package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"slices"
	"testing"
)

const canary = "CANARY 51.5074N 0.1278W Ada Example"

// deflated is canary as PNG's compressed texts and profiles have it.
func deflated(tb testing.TB, text []byte) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write(text); err != nil {
		tb.Fatal(err)
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// planted are files with a canary in every place that their formats have for anything
// but the picture, and behind their ends.
func planted(tb testing.TB) map[string][]byte {
	tb.Helper()
	m := plain(420, 300)
	text := []byte(canary)
	exif := append([]byte("Exif\x00\x00"), tiff(binary.LittleEndian, 1, canary)...)
	thumbnail := withSegments(jpegOf(tb, plain(16, 16)), segmentJPEG(0xfe, text...))
	photo := jpegOf(tb, m)
	segments := [][]byte{
		segmentJPEG(0xe0, slices.Concat([]byte("JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x04\x03"), text[:36-len("x")], []byte("x"))...), // a thumbnail of 4 by 3
		segmentJPEG(0xe1, slices.Concat(exif, thumbnail)...),
		segmentJPEG(0xe1, append([]byte("http://ns.adobe.com/xap/1.0/\x00"), text...)...),
		segmentJPEG(0xe2, append([]byte("ICC_PROFILE\x00\x01\x01"), text...)...),
		segmentJPEG(0xe2, append([]byte("MPF\x00"), text...)...),
		segmentJPEG(0xed, append([]byte("Photoshop 3.0\x008BIM\x04\x04\x00\x00"), text...)...),
		segmentJPEG(0xfe, text...),
	}
	for marker := byte(0xe3); marker <= 0xef; marker++ {
		segments = append(segments, segmentJPEG(marker, text...))
	}
	picture := pngOf(tb, m)
	zip := deflated(tb, text)
	chunks := [][]byte{
		chunkPNG("iCCP", slices.Concat([]byte("canary\x00\x00"), zip)),
		chunkPNG("eXIf", tiff(binary.BigEndian, 1, canary)),
		chunkPNG("tEXt", append([]byte("Comment\x00"), text...)),
		chunkPNG("zTXt", slices.Concat([]byte("Comment\x00\x00"), zip)),
		chunkPNG("iTXt", append([]byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"), text...)),
		chunkPNG("prVt", text),
	}
	end := len(picture) - 12
	web := webpOf(m)
	return map[string][]byte{
		"JPEG": slices.Concat(withSegments(photo[:len(photo)-2], segments...), segmentJPEG(0xfe, text...), []byte{0xff, 0xd9}, thumbnail, text),
		"PNG":  slices.Concat(withChunks(picture[:end], chunks...), chunkPNG("tEXt", append([]byte("a\x00"), text...)), picture[end:], text, []byte("PK\x03\x04")),
		"WebP": append(extended(web, 1<<5|1<<3|1<<2, 420, 300, slices.Concat(chunkWebP("ICCP", text), chunkWebP("prVt", text)),
			slices.Concat(chunkWebP("EXIF", tiff(binary.LittleEndian, 1, canary)), chunkWebP("XMP ", text), chunkWebP("prVt", text))), text...),
	}
}

// TestMake_canary plants words wherever a format has room for them, and looks for them
// in what is stored. It also looks at what is stored: the parts that a decoder needs,
// and nothing else.
func TestMake_canary(t *testing.T) {
	for name, file := range planted(t) {
		if n := bytes.Count(file, []byte(canary)); n < 4 {
			t.Fatalf("the %s has %d canaries; the test is broken", name, n)
		}
		for _, v := range mustMake(t, file).Variants {
			for _, word := range []string{canary, "CANARY", "51.5", "Ada", "Exif", "http", "ICC", "Photoshop", "PK\x03\x04"} {
				if bytes.Contains(v.Bytes, []byte(word)) {
					t.Errorf("what is stored of the %s contains %q", name, word)
				}
			}
			bare(t, name, v.Bytes)
		}
	}
}

// bare checks that a JPEG has the segments that a decoder needs, each kind of them, and
// ends where its picture does.
func bare(t *testing.T, name string, file []byte) {
	t.Helper()
	needed := map[byte]bool{0xdb: true, 0xc0: true, 0xc4: true, 0xda: true} // tables, frame, tables, scan
	rest := file[2:]
	for {
		marker, _, after, ok := segment(rest)
		if !ok {
			break
		}
		if rest = after; !needed[marker] {
			t.Errorf("what is stored of the %s has a segment %#x", name, marker)
		}
	}
	if i := bytes.Index(rest, []byte{0xff, 0xd9}); i != len(rest)-2 {
		t.Errorf("what is stored of the %s goes on for %d bytes after its end", name, len(rest)-2-i)
	}
}
