package layout

// U8 reads the byte of s at i. Like its siblings it answers 0 outside s: what
// stands in a damaged file may be wrong, but reading it never panics.
func U8(s string, i int) byte {
	if i < 0 || i >= len(s) {
		return 0
	}
	return s[i]
}

// U16 reads two bytes of s at i.
func U16(s string, i int) uint16 {
	if i < 0 || i > len(s)-2 {
		return 0
	}
	return uint16(s[i]) | uint16(s[i+1])<<8
}

// U24 reads three bytes of s at i.
func U24(s string, i int) uint32 {
	if i < 0 || i > len(s)-3 {
		return 0
	}
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16
}

// U32 reads four bytes of s at i.
func U32(s string, i int) uint32 {
	if i < 0 || i > len(s)-4 {
		return 0
	}
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}

// AppendU24 appends the low three bytes of v.
func AppendU24(b []byte, v uint32) []byte { return append(b, byte(v), byte(v>>8), byte(v>>16)) }
