package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/jpeg"
	"io"

	"golang.org/x/sync/semaphore"

	"rootline/internal/directory"
)

// Maker makes photos, one or two at a time. It is safe for concurrent use.
type Maker struct {
	limits Limits
	memory *semaphore.Weighted
}

// New returns a Maker that keeps to limits.
func New(limits Limits) *Maker {
	return &Maker{limits: limits, memory: semaphore.NewWeighted(limits.Memory)}
}

// Made is what is stored of a photo.
type Made struct {
	Variants []Variant // the widest first, and never none
	Colour   string    // the mean of all pixels, such as "#8c7a6b": to show until the photo has come
}

// Variant is a photo in one width.
type Variant struct {
	MediaType string // always image/jpeg
	Width     int    // in pixels, upright
	Height    int
	Bytes     []byte
	SHA256    string // of Bytes, in hex
}

// quality keeps skin and hair free of visible blocks at some 100 KB a photo.
const quality = 82

// Make reads an uploaded file whole, and makes of it what is stored. A file that is
// not taken is an Invalid that says what to upload instead. It waits while other
// photos are in work, and ends with the context's error soon after ctx is done.
func (m *Maker) Make(ctx context.Context, r io.Reader) (Made, error) {
	h, file, err := m.read(r)
	if err != nil {
		return Made{}, err
	}
	s := surveyOf(h, file)
	weight, err := m.limits.weigh(h, file, s)
	if err != nil {
		return Made{}, err
	}
	weight = max(weight, m.limits.Memory/2) // more than two at a time would only share the processor
	if err := m.memory.Acquire(ctx, weight); err != nil {
		return Made{}, fmt.Errorf("wait for other photos: %w", err)
	}
	defer m.memory.Release(weight)
	picture, err := decode(ctx, h.MediaType, file)
	if err != nil {
		return Made{}, err
	}
	return variants(ctx, picture, s.lies, profileOf(s.icc))
}

// read reads a file, but not beyond its header if that is refused.
func (m *Maker) read(r io.Reader) (Header, []byte, error) {
	var file bytes.Buffer
	bounded := io.LimitReader(r, m.limits.Bytes+1)
	h, err := m.Check(io.TeeReader(bounded, &file))
	if err == nil {
		if _, err = io.Copy(&file, bounded); err != nil {
			err = fmt.Errorf("read photo: %w", err)
		}
	}
	if int64(file.Len()) > m.limits.Bytes {
		err = directory.Refuse(directory.Invalid, "media.too_many_bytes", "Most", m.limits.Bytes>>20)
	}
	return h, file.Bytes(), err
}

// variants scales a picture to each width, turns it upright and encodes it. Each
// variant is scaled from the one before, which is quicker and looks the same.
func variants(ctx context.Context, picture image.Image, o orientation, p *profile) (Made, error) {
	var made Made
	for _, size := range sizes(o.upright(picture.Bounds().Size())) {
		scaled, err := scale(ctx, picture, o.upright(size), p)
		if err != nil {
			return Made{}, err
		}
		turned := o.turn(scaled)
		v, err := encode(turned)
		if err != nil {
			return Made{}, err
		}
		made.Variants = append(made.Variants, v)
		made.Colour = mean(turned)
		picture, o, p = turned, upright, nil
	}
	return made, nil
}

func encode(m *image.RGBA) (Variant, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		return Variant{}, fmt.Errorf("encode photo: %w", err)
	}
	sum := sha256.Sum256(b.Bytes())
	return Variant{typeJPEG, m.Rect.Dx(), m.Rect.Dy(), b.Bytes(), hex.EncodeToString(sum[:])}, nil
}
