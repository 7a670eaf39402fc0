package gazetteer

import "rootline/internal/gazetteer/layout"

// texts is a sorted list of front-coded strings.
type texts struct{ blocks, data string }

func (t texts) blockCount() int { return len(t.blocks) / 4 }

// first is the first string of a block, which is there in full.
func (t texts) first(block int) string {
	at := int(layout.U32(t.blocks, 4*block))
	if at >= len(t.data) {
		return ""
	}
	n := int(t.data[at] & layout.Nibble)
	at++
	if n == layout.Nibble && at < len(t.data) {
		n += int(t.data[at])
		at++
	}
	if n > len(t.data)-at {
		return ""
	}
	return t.data[at : at+n]
}

// text is the string with a number.
func (t texts) text(number uint32) string {
	c := t.cursor(int(number / layout.BlockRun))
	for range number%layout.BlockRun + 1 {
		if !c.next() {
			return ""
		}
	}
	return string(c.text())
}

// cursor walks through strings from the start of a block.
type cursor struct {
	data string
	at   int
	size int
	buf  [layout.MaxText]byte
}

func (t texts) cursor(block int) (c cursor) {
	c.data, c.at = t.data, int(layout.U32(t.blocks, 4*block))
	if block >= t.blockCount() {
		c.at = len(t.data)
	}
	return c
}

// text is the string at the cursor, until the next call of next.
func (c *cursor) text() []byte { return c.buf[:c.size] }

// next moves to the next string. It reports false at the end, and where the
// file is damaged.
func (c *cursor) next() bool {
	if c.at >= len(c.data) {
		return false
	}
	head := c.data[c.at]
	c.at++
	shared, rest := c.length(int(head>>4)), 0
	rest = c.length(int(head & layout.Nibble))
	if shared > c.size || rest > len(c.data)-c.at || shared+rest > len(c.buf) {
		c.at = len(c.data)
		return false
	}
	copy(c.buf[shared:], c.data[c.at:c.at+rest])
	c.at += rest
	c.size = shared + rest
	return true
}

// length completes a length that may go on in the next byte.
func (c *cursor) length(n int) int {
	if n < layout.Nibble || c.at >= len(c.data) {
		return n
	}
	n += int(c.data[c.at])
	c.at++
	return n
}
