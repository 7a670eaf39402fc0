package media

import "encoding/binary"

// surveyPNG goes from chunk to chunk, over those after the picture as well: eXIf may
// stand there.
func surveyPNG(h Header, file []byte) survey {
	s := survey{pixels: heldByPNG(h, file)}
	for rest := file[8:]; len(rest) >= 12; {
		n := int64(binary.BigEndian.Uint32(rest))
		if n > int64(len(rest)-12) {
			break
		}
		name, body := string(rest[4:8]), rest[8:8+n]
		rest = rest[12+n:]
		switch name {
		case "acTL":
			s.animated = true
		case "eXIf":
			if len(body) <= mostEXIF {
				s.exif = body
			}
		case "iCCP":
			s.icc = inflated(body)
		case "IEND":
			return s
		}
	}
	return s
}

// heldByPNG estimates what image/png holds, by depth and colour type: eight bytes for
// each pixel if the samples have 16 bits, one in a palette, else four. The passes of
// an interlaced picture are held beside it.
func heldByPNG(h Header, file []byte) int64 {
	const depth, colour, interlace = 24, 25, 28 // of IHDR, which is always first
	if len(file) <= interlace {
		return 0
	}
	held := 4 * int64(h.Width) * int64(h.Height)
	switch {
	case file[depth] == 16:
		held *= 2
	case file[colour] == 3:
		held /= 4
	}
	if file[interlace] != 0 {
		held *= 2
	}
	return held
}
