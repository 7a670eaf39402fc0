package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// oneLine is text as a line: without spaces around it, and with single ones
// inside. Marks that show nothing, which come along when a number or an address is
// copied out of a page, are no part of it.
func oneLine(s string) string {
	if isTidy(s) {
		return s
	}
	return strings.Join(strings.Fields(withoutMarks(s)), " ")
}

// isTidy spots the common case: ASCII in which no space needs to be taken away.
func isTidy(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf, c < ' ':
			return false
		case c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' '):
			return false
		}
	}
	return true
}

// plainText is text of several lines, without spaces at their ends.
func plainText(s string) string {
	if !strings.ContainsAny(s, "\r\n") {
		return strings.TrimSpace(withoutMarks(s))
	}
	s = strings.ReplaceAll(strings.ReplaceAll(withoutMarks(s), "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRightFunc(line, unicode.IsSpace)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// invisible are the marks that show nothing and join nothing: a byte order mark,
// a soft hyphen, a space of no width, and those that turn the direction of text.
var invisible = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x00ad, Hi: 0x00ad, Stride: 1},
	{Lo: 0x200b, Hi: 0x200b, Stride: 1},
	{Lo: 0x200e, Hi: 0x200f, Stride: 1},
	{Lo: 0x202a, Hi: 0x202e, Stride: 1},
	{Lo: 0x2066, Hi: 0x2069, Stride: 1},
	{Lo: 0xfeff, Hi: 0xfeff, Stride: 1},
}, LatinOffset: 1}

func withoutMarks(s string) string {
	if isASCII(s) || !utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(invisible, r) {
			return -1
		}
		return r
	}, s)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// shown is text as evidence repeats it: what nobody can read is replaced, and
// what goes on for too long is cut.
func shown(s string) string {
	const most = 200
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	if len(s) <= most {
		return s
	}
	letters := 0
	for i := range s {
		if letters++; letters > most {
			return s[:i] + "…"
		}
	}
	return s
}
