package entry

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// maxName is how many characters a name may have.
const maxName = 80

// checked is the name of somebody who registers, if nothing is wrong with what they
// have typed.
func checked(r Registration) (name string, err error) {
	name = strings.TrimSpace(r.Name)
	switch {
	case name == "":
		return "", invalid("name", directory.Msg("invalid.missing"))
	case utf8.RuneCountInString(name) > maxName:
		return "", invalid("name", directory.Msg("invalid.too_long", "Max", maxName))
	case !utf8.ValidString(name) || strings.ContainsFunc(name, breaks):
		return "", invalid("name", directory.Msg("invalid.line"))
	case r.Email.IsZero():
		return "", invalid("email", directory.Msg("invalid.missing"))
	case r.Password == "":
		return name, nil
	}
	refused := (*directory.Error)(nil)
	if err := auth.CheckPassword(r.Password, false, name, r.Email.String(), siteName); errors.As(err, &refused) {
		return "", invalid("password", refused.Message)
	}
	return name, err
}

// breaks reports whether a character has no place in a line of a letter: it ends the
// line, controls something, or turns the direction of what follows.
func breaks(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}

// invalid refuses what was typed in one field.
func invalid(field string, what directory.Message) error {
	return &directory.Error{Kind: directory.Invalid, Message: what, Fields: map[string]directory.Message{field: what}}
}
