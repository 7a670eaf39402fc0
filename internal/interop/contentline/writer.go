package contentline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxOctets is how long a line may be, without its end, before it has to be folded.
const maxOctets = 75

// Writer gathers lines. The zero Writer is ready to use.
type Writer struct{ text []byte }

// Bytes are the lines so far.
func (w *Writer) Bytes() []byte { return w.text }

// Line adds a line whose value is written by a program: a number, a date, an
// address. Name may carry parameters, such as DTSTART;TZID=Europe/London.
func (w *Writer) Line(name, value string) { w.fold(name + ":" + strings.Map(printable, valid(value))) }

// Text adds a line whose value is text in one part or, as in an address, in several.
func (w *Writer) Text(name string, parts ...string) {
	escaped := make([]string, len(parts))
	for i, part := range parts {
		escaped[i] = escapes.Replace(strings.Map(plain, valid(breaks.Replace(part))))
	}
	w.fold(name + ":" + strings.Join(escaped, ";"))
}

// fold adds a line in pieces of at most maxOctets, none of which ends inside a
// letter. Pieces after the first begin with a space, which is no part of the line.
func (w *Writer) fold(line string) {
	room := maxOctets
	for len(line) > room {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		w.text = append(w.text, line[:cut]...)
		w.text = append(w.text, "\r\n "...)
		line, room = line[cut:], maxOctets-1
	}
	w.text = append(w.text, line...)
	w.text = append(w.text, "\r\n"...)
}

// breaks makes all that some program takes for the end of a line the same.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// escapes are those of text values, RFC 6350, section 3.4, and RFC 5545, section 3.3.11.
var escapes = strings.NewReplacer(`\`, `\\`, "\n", `\n`, ",", `\,`, ";", `\;`)

func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// plain drops what controls a terminal; a tab is a space.
func plain(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case unicode.IsControl(r) && r != '\n':
		return -1
	}
	return r
}

// printable drops all that is no part of a value in one line.
func printable(r rune) rune {
	if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
		return -1
	}
	return r
}
