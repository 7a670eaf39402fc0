package media

import "rootline/internal/directory"

// survey is what is known of a whole file before it is decoded.
type survey struct {
	animated bool
	passes   int    // of a progressive JPEG
	pixels   int64  // bytes that decoding holds, by estimate and rather too many
	exif     []byte // a TIFF structure, as EXIF has it; nil if there is none
	icc      []byte // a colour profile; nil if there is none
}

const (
	mostEXIF = 1 << 20 // a JPEG cannot have more than 64 KiB, its thumbnail included
	mostICC  = 1 << 20 // profiles of primaries and curves have some 500 bytes to 30 KiB
)

// surveyOf walks through the parts of a file. It is no judge of what it walks through:
// at the first thing it cannot follow it stops, and leaves that to the decoder.
func surveyOf(h Header, file []byte) survey {
	switch h.MediaType {
	case typeJPEG:
		return surveyJPEG(h, file)
	case typePNG:
		return surveyPNG(h, file)
	default:
		return surveyWebP(h, file)
	}
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
	weight := int64(len(file)) + s.pixels + scaling(h)
	if weight > l.Memory {
		most := int64(h.Width) * int64(h.Height) * l.Memory / weight / 1_000_000
		return 0, directory.Refuse(directory.Invalid, "media.too_heavy", "Width", h.Width, "Height", h.Height, "Most", max(most, 1))
	}
	return weight, nil
}
