package media

import (
	"bytes"
	"encoding/binary"
)

// Markers of ITU-T T.81, table B.1, and of JFIF and EXIF.
const (
	markerSOF0 = 0xc0
	markerSOF2 = 0xc2 // progressive
	markerRST0 = 0xd0
	markerRST7 = 0xd7
	markerEOI  = 0xd9
	markerSOS  = 0xda
	markerAPP1 = 0xe1
	markerAPP2 = 0xe2
	markerAPPE = 0xee // Adobe's
)

// surveyJPEG goes from marker to marker the way image/jpeg does: it skips what stands
// between them, and it ends at the end of the first picture.
func surveyJPEG(h Header, file []byte) survey {
	var s survey
	f := frame{}
	profile := map[byte][]byte{}
	for rest := file[2:]; ; {
		marker, body, after, ok := segment(rest)
		if !ok {
			break
		}
		rest = after
		switch marker {
		case markerSOF0, markerSOF0 + 1, markerSOF2:
			f.components = body[min(6, len(body)):]
			f.progressive = marker == markerSOF2
		case markerSOS:
			if f.progressive {
				s.passes++
			}
		case markerAPPE:
			f.adobe = bytes.HasPrefix(body, []byte("Adobe"))
		case markerAPP1:
			if tiff, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok && s.exif == nil {
				s.exif = tiff
			}
		case markerAPP2:
			if part, ok := bytes.CutPrefix(body, []byte("ICC_PROFILE\x00")); ok && len(part) > 2 {
				profile[part[0]] = part[2:]
			}
		}
	}
	s.pixels = f.held(h)
	for i := byte(1); profile[i] != nil && len(s.icc) <= mostICC; i++ {
		s.icc = append(s.icc, profile[i]...)
	}
	return s
}

// segment finds the next segment of a JPEG, its marker, what it holds and what is
// after it. At the end of the picture and of the file there is none.
func segment(b []byte) (marker byte, body, rest []byte, ok bool) {
	for {
		i := bytes.IndexByte(b, 0xff)
		if i < 0 || i+1 >= len(b) {
			return 0, nil, nil, false
		}
		b = b[i+1:]
		switch marker := b[0]; {
		case marker == 0xff:
			continue // a fill byte: the next may be the marker
		case marker == 0 || markerRST0 <= marker && marker <= markerRST7:
			b = b[1:] // within coded data
			continue
		case marker == markerEOI || len(b) < 3:
			return 0, nil, nil, false
		default:
			n := int(binary.BigEndian.Uint16(b[1:]))
			if n < 2 || 1+n > len(b) {
				return 0, nil, nil, false
			}
			return marker, b[3 : 1+n], b[1+n:], true
		}
	}
}

// frame is what decides how much a JPEG takes in memory.
type frame struct {
	components  []byte // three bytes each, the second with the samples across and down
	progressive bool
	adobe       bool // the components may be RGB
}

// held estimates what image/jpeg holds: a byte for each sample, four more in each of a
// progressive picture, and another four for each pixel of one that is not luma and
// chroma, which it converts.
func (f frame) held(h Header) int64 {
	samples, most := int64(0), int64(1)
	for c := f.components; len(c) >= 3; c = c[3:] {
		n := int64(c[1]>>4) * int64(c[1]&0xf)
		samples, most = samples+n, max(most, n)
	}
	pixels := int64(h.Width+31) * int64(h.Height+31) // blocks at the edges are held whole
	held := pixels * samples / most
	if f.progressive {
		held *= 5
	}
	if f.adobe || len(f.components) > 9 || len(f.components) > 0 && f.components[0] == 'R' {
		held += 4 * pixels
	}
	return held
}
