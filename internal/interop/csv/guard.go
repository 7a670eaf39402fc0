package csv

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A spreadsheet takes a cell for a formula by how it begins, and runs it when the
// file is opened. The guard is an apostrophe before whatever could begin one; it
// makes the cell text in every spreadsheet. It is put
//
//   - before = + - @ and their full-width, small and typographic forms,
//   - also behind spaces, quotes and characters that cannot be seen, for some
//     programs drop those first,
//   - before a tab or a line end that a cell begins with, for the same reason,
//   - not only where the cell begins, but in the middle too, behind a comma,
//     semicolon, tab, bar or line end: where a semicolon is what separates cells
//     (in most of Europe), a quote within a line is text to Excel, and the middle
//     of one of our cells begins one of its own,
//   - and where there are apostrophes already, so that it can be taken off again.
//
// A number stays a number: a cell that is nothing but a minus, digits and perhaps a
// point and more digits has no guard, unless it is the first of its row, which
// Excel may take together with the cells after it. A phone number in international
// form has one: without it, a spreadsheet drops the plus and rounds the rest.
const apostrophe = "'"

// boundary are the characters that some spreadsheet may end a cell at.
const boundary = ",;\t|\n\r"

// starts are the characters that begin a formula, in all their forms.
const starts = "=+-@＝＋－＠﹦﹢﹣﹫−"

// guard puts an apostrophe wherever a spreadsheet could see the beginning of a
// formula in a cell, which is the first of its row or is not.
func guard(cell string, first bool) string {
	if !first && isNumber(cell) {
		return cell
	}
	return eachStart(cell, func(b *strings.Builder, rest string) string {
		b.WriteString(apostrophe)
		return rest
	})
}

// Unguard returns a cell as it was before a Writer guarded it. A Reader does so by
// itself, of what is Guarded; this is for such a file on a detour, as when a person
// has saved it as a spreadsheet.
func Unguard(cell string) string {
	if !strings.Contains(cell, apostrophe) {
		return cell
	}
	return eachStart(cell, func(_ *strings.Builder, rest string) string {
		return strings.TrimPrefix(rest, apostrophe)
	})
}

// eachStart copies the cell and, at each place where a formula could start, writes
// what change wants to have there and goes on with what it returns. The places are
// the same with guards and without, which is what makes Unguard the inverse.
func eachStart(cell string, change func(b *strings.Builder, rest string) string) string {
	if !strings.ContainsAny(cell, starts+"\t\r\n") {
		return cell
	}
	var b strings.Builder
	for at, rest := 0, cell; ; {
		if startsFormula(rest, at == 0) {
			rest = change(&b, rest)
		}
		at = strings.IndexAny(rest, boundary) + 1
		if at == 0 {
			b.WriteString(rest)
			return b.String()
		}
		b.WriteString(rest[:at])
		rest = rest[at:]
	}
}

// startsFormula reports whether apostrophes, if any, then what may be dropped, if
// any, and then the start of a formula come next. Where the cell begins, tabs and
// line ends count as one.
func startsFormula(s string, first bool) bool {
	s = strings.TrimLeftFunc(strings.TrimLeft(s, apostrophe), isDropped)
	c, _ := utf8.DecodeRuneInString(s)
	return s != "" && (strings.ContainsRune(starts, c) || first && (c == '\t' || c == '\r' || c == '\n'))
}

// isDropped reports whether some program drops c from the beginning of a cell.
func isDropped(c rune) bool {
	if c == '\t' || c == '\r' || c == '\n' {
		return false // a boundary: what comes behind it is looked at by itself
	}
	return c == '"' || unicode.In(c, unicode.White_Space, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// isNumber reports whether s is an optional minus, digits and an optional fraction.
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, fraction, point := strings.Cut(s, ".")
	return isDigits(whole) && (!point || isDigits(fraction))
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
