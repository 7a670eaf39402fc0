package openinghours

import (
	"strings"
	"unicode"

	"rootline/internal/directory"
)

// maxShown is how many letters of what is not understood are repeated.
const maxShown = 40

// limits are the most there can be of what a message says there are too many.
var limits = map[string]int{
	"invalid.opening_hours.rules":      maxRules,
	"invalid.opening_hours.intervals":  directory.MaxIntervals,
	"invalid.opening_hours.exceptions": directory.MaxExceptions,
}

// wrong says why the text cannot be understood from a byte of it on: the message
// has the Position in letters from 1, and the Text that stands there.
func wrong(text string, at int, id string) error {
	rest := text[at:]
	if strings.TrimSpace(rest) == "" {
		return directory.Refuse(directory.Invalid, "invalid.opening_hours.end")
	}
	e := directory.Refuse(directory.Invalid, id, "Position", letter(text, at), "Text", excerpt(rest))
	if most, ok := limits[id]; ok {
		e.Message.Args["Max"] = most
	}
	return e
}

// excerpt is the first word of the text, or the comment that it begins with.
func excerpt(text string) string {
	letters := []rune(text[:min(len(text), 4*maxShown)])
	n := 1
	for n < len(letters) && n < maxShown {
		if letters[0] == '"' && letters[n] == '"' {
			n++
			break
		}
		if letters[0] != '"' && (unicode.IsSpace(letters[n]) || strings.ContainsRune(";,|\"", letters[n])) {
			break
		}
		n++
	}
	return directory.Printable(string(letters[:n]))
}
