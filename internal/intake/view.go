package intake

import (
	"strings"

	"rootline/internal/directory"
)

// view is a row as the map sees it, and what is found wrong with it on the way.
type view struct {
	j        *Judge
	cells    []string
	evidence []Evidence
}

// note adds evidence about a field, once: a field may be read for more than one
// end.
func (v *view) note(weight Verdict, f string, value string, what directory.Message) {
	value = shown(value)
	for _, e := range v.evidence {
		if e.Field == f && e.Value == value && e.Message.ID == what.ID {
			return
		}
	}
	v.evidence = append(v.evidence, Evidence{Weight: weight, Field: f, Value: value, Message: what})
}

// doubt adds evidence that a human has to look at.
func (v *view) doubt(f field, value string, what directory.Message) {
	v.note(Human, f.String(), value, what)
}

// doubted reports whether a human has to look at the field already.
func (v *view) doubted(name string) bool {
	for _, e := range v.evidence {
		if e.Field == name && e.Weight != Accepted {
			return true
		}
	}
	return false
}

// raw is what the row says in the columns of a field. It is ours, and needs no
// translation, if the map says it and not the row.
func (v *view) raw(f field) (text string, ours bool) {
	c := v.j.fields[f]
	switch {
	case c == nil:
		return "", true
	case len(c.at) == 0:
		return c.constant, true
	case len(c.at) == 1:
		text = plainText(v.cells[c.at[0]])
		if c.isEmpty(text) {
			return c.fallback, true
		}
		return text, false
	}
	var parts []string
	for _, at := range c.at {
		if part := plainText(v.cells[at]); !c.isEmpty(part) {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return c.fallback, true
	}
	return strings.Join(parts, c.join), false
}

// text is what the row says of a field that holds one thing, in our words; nothing
// if it says nothing, or something that the map has no word for.
func (v *view) text(f field) string {
	text, ours := v.raw(f)
	if ours || v.j.fields[f].values == nil {
		return text
	}
	if words := v.translate(f, text); len(words) > 0 {
		return words[0]
	}
	return ""
}

// line is text of a single line.
func (v *view) line(f field) string { return oneLine(v.text(f)) }

// items are what the row says of a field that can hold several things, in our
// words. Every line of a cell is an item of its own.
func (v *view) items(f field) []string {
	text, ours := v.raw(f)
	if text == "" {
		return nil
	}
	c := v.j.fields[f]
	var all []string
	for _, item := range split(text, c.split) {
		switch item = oneLine(item); {
		case c.isEmpty(item):
		case ours || c.values == nil:
			all = append(all, item)
		default:
			all = append(all, v.translate(f, item)...)
		}
	}
	return all
}

// translate says a value of the file in our words; in none if it stands for
// nothing, or if a human has to say what it stands for.
func (v *view) translate(f field, text string) []string {
	c := v.j.fields[f]
	ours, known := c.values[sameness(text)]
	switch {
	case known && len(ours) == 1 && ours[0] == "":
		return nil
	case known:
		return ours
	case c.other == "keep":
		return []string{text}
	case c.other == "":
		v.doubt(f, text, directory.Msg("intake.value", "Table", c.table))
	}
	return nil
}

// isEmpty reports whether text says nothing.
func (s *source) isEmpty(text string) bool {
	return text == "" || s.empty != nil && s.empty[sameness(text)]
}

// split cuts text at its line ends and at each of the separators.
func split(text string, at []string) []string {
	all := strings.Split(text, "\n")
	for _, separator := range at {
		var finer []string
		for _, part := range all {
			finer = append(finer, strings.Split(part, separator)...)
		}
		all = finer
	}
	return all
}
