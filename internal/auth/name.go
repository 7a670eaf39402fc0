package auth

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rootline/internal/directory"
)

// maxName is how many characters a person's name may have.
const maxName = 80

// PersonName is a person's name as it is kept: one line, without the blanks around
// it. What could not stand in a line of a letter it refuses.
func PersonName(typed string) (string, error) {
	name := strings.TrimSpace(typed)
	var wrong directory.Message
	switch {
	case name == "":
		wrong = directory.Msg("invalid.missing")
	case !utf8.ValidString(name) || strings.ContainsFunc(name, breaks):
		wrong = directory.Msg("invalid.line")
	case utf8.RuneCountInString(name) > maxName:
		wrong = directory.Msg("invalid.too_long", "Max", maxName)
	default:
		return name, nil
	}
	return "", directory.RefuseField("name", wrong)
}

// breaks reports whether a character has no place in a line of a letter: it ends the
// line, controls something, or turns the direction of what follows.
func breaks(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}
