package cell

import (
	"strings"

	"rootline/internal/directory"
)

// ParsePractitioner reads a name, a qualification, a register and the number in it,
// with a "|" between them; the last ones may be missing. A backslash takes the
// meaning from the letter after it: "\|" is a stroke in a name.
func ParsePractitioner(s string) (directory.Practitioner, error) {
	item, said := cutMark(s)
	parts := splitParts(item)
	if parts[0] == "" || len(parts) > 4 {
		return directory.Practitioner{}, directory.Refuse(directory.Invalid, "cell.practitioner")
	}
	parts = append(parts, "", "", "")
	return directory.Practitioner{
		Name: parts[0], Qualification: parts[1], Register: parts[2], RegistrationNumber: parts[3], Fact: said,
	}, nil
}

// FormatPractitioner writes a practitioner as [ParsePractitioner] reads one.
func FormatPractitioner(p directory.Practitioner) string {
	parts := []string{p.Name, p.Qualification, p.Register, p.RegistrationNumber}
	last := 0
	for i, part := range parts {
		parts[i] = escapeParts.Replace(part)
		if part != "" {
			last = i
		}
	}
	s := strings.Join(parts[:last+1], " | ")
	if strings.HasPrefix(s, absent) || strings.HasPrefix(s, unchecked) {
		s = `\` + s
	}
	return mark(p.Fact) + s
}

var escapeParts = strings.NewReplacer(`\`, `\\`, `|`, `\|`)

// splitParts splits an item at its strokes, of which there may be none.
func splitParts(s string) []string {
	var parts []string
	var part strings.Builder
	escaped := false
	for _, r := range s {
		switch {
		case !escaped && r == '\\':
			escaped = true
			continue
		case !escaped && r == '|':
			parts = append(parts, strings.TrimSpace(part.String()))
			part.Reset()
		default:
			part.WriteRune(r)
		}
		escaped = false
	}
	if escaped { // a backslash with nothing after it is one
		part.WriteByte('\\')
	}
	return append(parts, strings.TrimSpace(part.String()))
}
