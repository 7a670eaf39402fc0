package media

import (
	"image"

	"rootline/internal/directory"
)

// survey is what is known of a whole file before it is decoded.
type survey struct {
	animated bool
	passes   int    // of a progressive JPEG
	pixels   int64  // bytes that decoding holds for the pixels, by estimate and rather too many
	tables   int64  // bytes that it holds beside them
	exif     []byte // a TIFF structure, as EXIF has it; nil if there is none
	icc      []byte // a colour profile; nil if there is none
	lies     orientation
}

const (
	mostEXIF = 1 << 20 // a JPEG cannot have more than 64 KiB, its thumbnail included
	mostICC  = 1 << 20 // profiles of primaries and curves have some 500 bytes to 30 KiB
)

// surveyOf walks through the parts of a file. It is no judge of what it walks through:
// at the first thing it cannot follow it stops, and leaves that to the decoder.
func surveyOf(h Header, file []byte) (s survey) {
	switch h.MediaType {
	case typeJPEG:
		s = surveyJPEG(h, file)
	case typePNG:
		s = surveyPNG(h, file)
	default:
		s = surveyWebP(h, file)
	}
	s.lies = orientationOf(s.exif)
	return s
}

// weigh refuses a photo for what its survey tells and returns the memory that its
// making takes: the file and the decoded picture, and what scaling holds.
func (l Limits) weigh(h Header, file []byte, s survey) (int64, error) {
	switch {
	case s.animated:
		return 0, directory.Refuse(directory.Invalid, "media.animated")
	case s.passes > l.Passes:
		return 0, directory.Refuse(directory.Invalid, "media.unusual")
	}
	rest := int64(len(file)) + s.tables + scaling(image.Pt(h.Width, h.Height), s.lies)
	weight := s.pixels + rest
	if weight > l.Memory {
		most := int(float64(h.Width) * float64(h.Height) * float64(l.Memory-rest) / float64(s.pixels) / 1e6)
		return 0, directory.Refuse(directory.Invalid, "media.too_heavy", "Width", h.Width, "Height", h.Height, "Most", max(most, 1))
	}
	return weight, nil
}
