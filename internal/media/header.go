package media

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"slices"

	"golang.org/x/image/webp"

	"rootline/internal/directory"
)

// Header is what a file says of itself at its beginning.
type Header struct {
	MediaType string // by content: image/jpeg, image/png or image/webp
	Width     int    // as stored, before it is turned upright
	Height    int
}

const (
	typeJPEG = "image/jpeg"
	typePNG  = "image/png"
	typeWebP = "image/webp"
)

// Check reads the header of a file and refuses it if it is no photo of a kind and
// size that is taken. It reads at most some kilobytes further than the header goes, and
// decodes nothing.
func (m *Maker) Check(r io.Reader) (Header, error) {
	in := &input{r: r}
	head := bufio.NewReaderSize(in, 512) // the decoders' own buffers would read far ahead
	start, _ := head.Peek(32)            // fewer are judged all the same; input keeps the error
	if in.err != nil {
		return Header{}, fmt.Errorf("read photo: %w", in.err)
	}
	mediaType, err := typeOf(start)
	if err != nil {
		return Header{}, err
	}
	config, err := configOf(mediaType, head)
	if in.err != nil {
		return Header{}, fmt.Errorf("read photo: %w", in.err)
	}
	if err != nil {
		return Header{}, refusal(err)
	}
	h := Header{mediaType, config.Width, config.Height}
	return h, m.limits.judge(h)
}

// input remembers an error of the reader, to tell an upload that broke off with one
// from a file that is too short.
type input struct {
	r   io.Reader
	err error
}

func (in *input) Read(p []byte) (int, error) {
	n, err := in.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		in.err = err
	}
	return n, err
}

// typeOf tells the type of a file by its first bytes.
func typeOf(start []byte) (string, error) {
	switch {
	case len(start) == 0:
		return "", directory.Refuse(directory.Invalid, "media.empty")
	case bytes.HasPrefix(start, []byte("\xff\xd8\xff")):
		return typeJPEG, nil
	case bytes.HasPrefix(start, []byte("\x89PNG\r\n\x1a\n")):
		return typePNG, nil
	case len(start) >= 12 && string(start[:4]) == "RIFF" && string(start[8:12]) == "WEBP":
		return typeWebP, nil
	case bytes.HasPrefix(start, []byte("GIF8")):
		return "", directory.Refuse(directory.Invalid, "media.gif")
	case isHEIF(start):
		return "", directory.Refuse(directory.Invalid, "media.heic")
	}
	return "", directory.Refuse(directory.Invalid, "media.not_a_photo")
}

// isHEIF reports whether a file is of the family that phones write (ISO/IEC 23008-12):
// a box ftyp with one of its brands.
func isHEIF(start []byte) bool {
	if len(start) < 12 || string(start[4:8]) != "ftyp" {
		return false
	}
	brands := []string{"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis"}
	return slices.Contains(brands, string(start[8:12]))
}

// configOf reads a header with the decoder that would read the picture, so that both
// agree on its size. A decoder that panics has met a damaged file.
func configOf(mediaType string, r io.Reader) (c image.Config, err error) {
	defer recovered(&err)
	switch mediaType {
	case typeJPEG:
		return jpeg.DecodeConfig(r)
	case typePNG:
		return png.DecodeConfig(r)
	default:
		return webp.DecodeConfig(r)
	}
}

// judge refuses a photo for its size in pixels.
func (l Limits) judge(h Header) error {
	switch {
	case h.Width < 1 || h.Height < 1:
		return directory.Refuse(directory.Invalid, "media.damaged")
	case h.Width > l.Side || h.Height > l.Side:
		return directory.Refuse(directory.Invalid, "media.too_long", "Width", h.Width, "Height", h.Height, "Most", l.Side)
	case h.Width*h.Height > l.Pixels:
		return directory.Refuse(directory.Invalid, "media.too_large", "Width", h.Width, "Height", h.Height, "Most", l.Pixels/1_000_000)
	case h.Width < l.Least || h.Height < l.Least:
		return directory.Refuse(directory.Invalid, "media.too_small", "Width", h.Width, "Height", h.Height, "Least", l.Least)
	}
	return nil
}

// refusal words a decoder's error: it cannot read this kind of file, or the file is
// damaged. What the decoder said stays in the error for the log.
func refusal(err error) error {
	id := "media.damaged"
	if errors.As(err, new(jpeg.UnsupportedError)) || errors.As(err, new(png.UnsupportedError)) {
		id = "media.unusual"
	}
	return fmt.Errorf("decode photo: %w (%w)", directory.Refuse(directory.Invalid, id), err)
}

// recovered turns a panic of a decoder into an error.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("decoder panicked: %v", p)
	}
}
