package directory

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable is text as a page or a message can repeat it: what is not UTF-8 and
// what controls a terminal is replaced by U+FFFD, for HTML has no way to write it.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
