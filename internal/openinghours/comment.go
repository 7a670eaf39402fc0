package openinghours

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// letIn is the comment of hours for which one needs an appointment. What follows
// it after nameMark is the name of an exception: a comment alone makes a rule's
// state unknown, so that there is no other place for one.
const (
	letIn    = "by appointment"
	nameMark = ": "
)

// alsoLetIn are other ways in which files say the same.
var alsoLetIn = []string{letIn, "by appointment only", "only by appointment", "on appointment", "appointment only"}

// appointment reports whether a comment says that one has to make an appointment,
// and the name that it gives to an exception.
func appointment(said string) (name string, ok bool) {
	if before, after, named := strings.Cut(said, nameMark); named {
		said, name = before, after
	}
	said = strings.Join(strings.Fields(strings.ToLower(said)), " ")
	return name, slices.Contains(alsoLetIn, said)
}

// isName reports whether a comment can hold a name as it stands, and be taken for
// one.
func isName(s string) bool {
	_, lets := appointment(s)
	return !lets && utf8.ValidString(s) && utf8.RuneCountInString(s) <= maxName &&
		!strings.ContainsFunc(s, func(r rune) bool { return r == '"' || unicode.IsControl(r) })
}
