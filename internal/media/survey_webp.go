package media

import (
	"bytes"
	"encoding/binary"
)

// surveyWebP goes from chunk to chunk of the RIFF container.
func surveyWebP(h Header, file []byte) survey {
	var s survey
	pixels := int64(h.Width) * int64(h.Height)
	for rest := file[12:]; len(rest) >= 8; {
		n := int64(binary.LittleEndian.Uint32(rest[4:]))
		if n > int64(len(rest)-8) {
			break
		}
		name, body := string(rest[:4]), rest[8:8+n]
		rest = rest[min(8+n+n&1, int64(len(rest))):]
		switch name {
		case "VP8X":
			const animation = 1 << 1
			s.animated = s.animated || len(body) > 0 && body[0]&animation != 0
		case "ANIM", "ANMF":
			s.animated = true
		case "VP8 ":
			s.pixels += 2*pixels + n
		case "VP8L", "ALPH":
			s.pixels += 9 * pixels // the picture twice while it is put through its transforms, and these
			s.tables += codeTables(n)
		case "EXIF":
			if n <= mostEXIF {
				s.exif = bytes.TrimPrefix(body, []byte("Exif\x00\x00")) // some writers keep the JPEG's mark
			}
		case "ICCP":
			if n <= mostICC {
				s.icc = body
			}
		}
	}
	return s
}

// codeTables estimates what vp8l holds of code tables for a chunk of n bytes: up to
// 2,600 groups of 52 KB, each of which takes at least a 256th of that in the file.
func codeTables(n int64) int64 {
	return min(256*n, 2600*52_000)
}
