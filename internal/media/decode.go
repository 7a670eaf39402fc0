package media

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// decode decodes a file, which ends soon after ctx is done.
func decode(ctx context.Context, mediaType string, file []byte) (image.Image, error) {
	m, err := decoded(mediaType, &steps{ctx, bytes.NewReader(file)})
	if ctx.Err() != nil {
		return nil, fmt.Errorf("decode photo: %w", ctx.Err())
	}
	if err != nil {
		return nil, refusal(err)
	}
	return m, nil
}

func decoded(mediaType string, r io.Reader) (m image.Image, err error) {
	defer recovered(&err)
	switch mediaType {
	case typeJPEG:
		return jpeg.Decode(r)
	case typePNG:
		return png.Decode(r)
	default:
		return webp.Decode(r)
	}
}

// steps reads a little at a time and fails once its context is done: decoders take
// none, and a kilobyte may keep them busy for long.
type steps struct {
	ctx context.Context
	r   io.Reader
}

func (s *steps) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p[:min(len(p), 512)])
}
