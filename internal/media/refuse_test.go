package media

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"rootline/internal/directory"
	"rootline/internal/words"
)

// TestMake_refuses checks what is not taken, and that each is told why.
func TestMake_refuses(t *testing.T) {
	photo, picture, web := jpegOf(t, plain(400, 300)), pngOf(t, plain(400, 300)), webpOf(plain(400, 300))
	scan := bytes.Index(photo, []byte{0xff, 0xda})
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"nothing", nil, "media.empty"},
		{"text", []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "media.not_a_photo"},
		{"one byte", []byte{0xff}, "media.not_a_photo"},
		{"PDF", []byte("%PDF-1.7\n"), "media.not_a_photo"},
		{"TIFF", []byte("II*\x00\x08\x00\x00\x00"), "media.not_a_photo"},
		{"GIF", []byte("GIF89a\x01\x00\x01\x00"), "media.gif"},
		{"HEIC", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "media.heic"},
		{"AVIF", []byte("\x00\x00\x00\x1cftypavif\x00\x00\x00\x00"), "media.heic"},
		{"film", []byte("\x00\x00\x00\x1cftypisom\x00\x00\x00\x00"), "media.not_a_photo"},
		{"animated PNG", withChunks(picture, chunkPNG("acTL", make([]byte, 8))), "media.animated"},
		{"animated WebP", extended(web, 1<<1, 400, 300, chunkWebP("ANIM", make([]byte, 6)), nil), "media.animated"},
		{"JPEG cut off in its header", photo[:20], "media.damaged"},
		{"JPEG cut off in its picture", photo[:len(photo)-30], "media.damaged"},
		{"JPEG without an end", photo[:len(photo)-2], "media.damaged"},
		{"JPEG with a hole", slices.Concat(photo[:scan+100], make([]byte, 200), photo[scan+300:]), "media.damaged"},
		{"JPEG without a picture", slices.Concat(photo[:scan], []byte{0xff, 0xd9}), "media.damaged"},
		{"PNG cut off in its header", picture[:20], "media.damaged"},
		{"PNG cut off in its picture", picture[:len(picture)/2], "media.damaged"},
		{"PNG with a wrong checksum", slices.Concat(picture[:50], []byte{picture[50] ^ 1}, picture[51:]), "media.damaged"},
		{"WebP cut off", web[:len(web)/2], "media.damaged"},
		{"WebP of another size than it says", extended(web, 0, 300, 400, nil, nil), "media.damaged"},
		{"arithmetic JPEG", bytes.Replace(photo, []byte{0xff, 0xc0}, []byte{0xff, 0xc9}, 1), "media.unusual"},
		{"JPEG of 12 bits", bytes.Replace(photo, []byte{0xff, 0xc0, 0, 17, 8}, []byte{0xff, 0xc1, 0, 17, 12}, 1), "media.unusual"},
		{"PNG of 3 bits", pngHeader(400, 300, 3, 0, 0), "media.unusual"},
		{"narrow", jpegOf(t, plain(199, 300)), "media.too_small"},
		{"low", jpegOf(t, plain(300, 199)), "media.too_small"},
		{"wide", pngHeader(12_001, 300, 8, 2, 0), "media.too_long"},
		{"high", pngHeader(300, 12_001, 8, 2, 0), "media.too_long"},
		{"large", pngHeader(7_072, 7_072, 8, 2, 0), "media.too_large"},
		{"huge PNG", pngHeader(30_000, 30_000, 8, 6, 0), "media.too_long"},
		{"PNG of more than fits", pngHeader(1<<31-1, 1<<31-1, 8, 6, 0), "media.unusual"},
		{"PNG of no height", pngHeader(400, 0, 8, 6, 0), "media.damaged"},
		{"huge JPEG", resized(photo, 65_500, 65_500), "media.too_long"},
		{"huge WebP", extended(web, 0, 1<<14, 1<<14, nil, nil), "media.too_long"},
		{"progressive JPEG of many passes", progressive(400, 300, 65), "media.unusual"},
		{"progressive JPEG of 49 megapixels in colour", progressiveColour(7000, 7000), "media.too_heavy"},
		{"PNG of 49 megapixels with 16 bits", pngHeader(7000, 7000, 16, 6, 0), "media.too_heavy"},
		{"16 MB and more", append(slices.Clone(photo), make([]byte, 16<<20)...), "media.too_many_bytes"},
		{"JPEG of 17 MB of comments", withSegments(photo, bytes.Repeat(segmentJPEG(0xfe, make([]byte, 60_000)...), 300)), "media.too_many_bytes"},
	}
	for _, tt := range tests {
		made, err := New(DefaultLimits()).Make(t.Context(), bytes.NewReader(tt.file))
		if sentence(err) != tt.want || len(made.Variants) > 0 {
			t.Errorf("Make(%s) = %s, %v; want %s", tt.name, shape(made), err, tt.want)
			continue
		}
		e := (*directory.Error)(nil)
		errors.As(err, &e)
		if s := words.English().Message(e.Message); s == "" || strings.Contains(s, "{{") {
			t.Errorf("Make(%s) says %q", tt.name, s)
		}
	}
}

// resized is a JPEG that claims another size.
func resized(file []byte, width, height int) []byte {
	file = slices.Clone(file)
	at := bytes.Index(file, []byte{0xff, 0xc0}) + 5
	copy(file[at:], []byte{byte(height >> 8), byte(height), byte(width >> 8), byte(width)})
	return file
}

// progressiveColour is the beginning of a progressive JPEG of three whole components.
func progressiveColour(width, height int) []byte {
	return slices.Concat([]byte{0xff, 0xd8}, segmentJPEG(0xc2, 8, byte(height>>8), byte(height), byte(width>>8), byte(width), 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0), segmentJPEG(0xda))
}

// TestCheck checks that a header tells type and size, whatever the file is called and
// however little comes at a time.
func TestCheck(t *testing.T) {
	for _, tt := range []struct {
		file []byte
		want Header
	}{
		{jpegOf(t, plain(400, 300)), Header{"image/jpeg", 400, 300}},
		{pngOf(t, plain(400, 300)), Header{"image/png", 400, 300}},
		{webpOf(plain(400, 300)), Header{"image/webp", 400, 300}},
		{withSegments(jpegOf(t, plain(400, 300)), bytes.Repeat(segmentJPEG(0xe1, make([]byte, 65_000)...), 20)), Header{"image/jpeg", 400, 300}},
	} {
		if got, err := New(DefaultLimits()).Check(iotest.OneByteReader(bytes.NewReader(tt.file))); got != tt.want || err != nil {
			t.Errorf("Check(%s) = %v, %v; want %v", tt.want.MediaType, got, err, tt.want)
		}
	}
}

// counter counts what is read of a file that never ends.
type counter struct {
	r    io.Reader
	read int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.read += n
	return n, err
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestMake_readsNoMore checks that what is refused for its header is read no further.
func TestMake_readsNoMore(t *testing.T) {
	for name, head := range map[string][]byte{
		"PNG":  pngHeader(30_000, 30_000, 8, 6, 0),
		"JPEG": resized(jpegOf(t, plain(400, 300)), 65_500, 65_500),
		"WebP": extended(nil12(), 0, 1<<14, 1<<14, nil, nil),
		"GIF":  []byte("GIF89a"),
		"text": []byte("a"),
	} {
		in := &counter{r: io.MultiReader(bytes.NewReader(head), zeros{})}
		_, err := New(DefaultLimits()).Make(t.Context(), in)
		if sentence(err) == "" || in.read > 8192 {
			t.Errorf("Make of a huge %s read %d bytes and ended with %v; want 8,192 at most, and a sentence", name, in.read, err)
		}
	}
}

// nil12 is a WebP of no picture at all.
func nil12() []byte { return make([]byte, 12) }

// TestMake_brokenOff checks that an upload that breaks off is no refusal of the photo.
func TestMake_brokenOff(t *testing.T) {
	broken := errors.New("connection reset")
	file := jpegOf(t, noise(400, 300, 1))
	for _, n := range []int{0, 10, 100, len(file) / 2} {
		_, err := New(DefaultLimits()).Make(t.Context(), io.MultiReader(bytes.NewReader(file[:n]), iotest.ErrReader(broken)))
		if !errors.Is(err, broken) || sentence(err) != "" {
			t.Errorf("Make of %d bytes and a broken connection = %v, want the connection's error alone", n, err)
		}
	}
}

// TestMake_context checks that a context ends the making: while it waits for others, in
// the decoder, and between the steps of scaling.
func TestMake_context(t *testing.T) {
	file := jpegOf(t, noise(400, 300, 1))
	m := New(DefaultLimits())
	if err := m.memory.Acquire(t.Context(), m.limits.Memory); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := m.Make(ctx, bytes.NewReader(file))
		done <- err
	}()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Make while others are in work, cancelled = %v", err)
	}
	if _, err := decode(ctx, typeJPEG, file); !errors.Is(err, context.Canceled) || sentence(err) != "" {
		t.Errorf("decode, cancelled = %v", err)
	}
	if _, err := scale(ctx, plain(400, 400), image.Pt(200, 200), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("scale, cancelled = %v", err)
	}
	if _, err := shorten(ctx, image.NewRGBA(image.Rect(0, 0, 9, 9)), 5); !errors.Is(err, context.Canceled) {
		t.Errorf("shorten, cancelled = %v", err)
	}
}

// after is a context that is done once it has been asked a number of times.
type after struct {
	context.Context
	left int
}

func (a *after) Err() error {
	if a.left--; a.left < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

// TestDecode_context checks that no decoder reads more than half a kilobyte between two
// looks at its context: passes of a progressive JPEG have a few bytes each.
func TestDecode_context(t *testing.T) {
	m := noise(400, 300, 1)
	for mediaType, file := range map[string][]byte{typeJPEG: jpegOf(t, m), typePNG: pngOf(t, m), typeWebP: webpOf(m)} {
		const looks = 20
		in := &counter{r: bytes.NewReader(file)}
		_, err := decoded(mediaType, &steps{&after{t.Context(), looks}, in})
		if !errors.Is(err, context.DeadlineExceeded) || in.read > looks*512 {
			t.Errorf("decoding %s read %d bytes with %d looks at its context and ended with %v", mediaType, in.read, looks, err)
		}
	}
}

// TestMake_afterRefusals checks that refused photos leave the memory of others alone.
func TestMake_afterRefusals(t *testing.T) {
	m := New(DefaultLimits())
	file := jpegOf(t, noise(400, 300, 1))
	for range 5 {
		if _, err := m.Make(t.Context(), bytes.NewReader(file[:len(file)/2])); sentence(err) != "media.damaged" {
			t.Fatalf("Make of half a file = %v", err)
		}
	}
	if !m.memory.TryAcquire(m.limits.Memory) {
		t.Error("memory is still taken after all photos were refused")
	}
}

// TestRecovered checks that a panic becomes an error that is worded as damage.
func TestRecovered(t *testing.T) {
	read := func() (err error) {
		defer recovered(&err)
		panic("index out of range")
	}
	err := refusal(read())
	if sentence(err) != "media.damaged" || !strings.Contains(err.Error(), "index out of range") {
		t.Errorf("a panic became %v", err)
	}
}
