package xlsx

import (
	"encoding/xml"
	"strconv"
	"strings"

	"rootline/internal/directory"
)

// cell reads the cell whose start has been read. A formula is worth what the file
// says it came to; where the file does not say, there is no text to be seen yet.
func (r *Reader) cell(start xml.StartElement, line, column int) (string, error) {
	var value strings.Builder
	var inline string
	formula, valued := false, false
	err := r.sheet.within(func(t xml.Token) (err error) {
		child, ok := t.(xml.StartElement)
		if !ok {
			return nil
		}
		switch child.Name.Local {
		case "v":
			valued = true
			return r.sheet.chars(&value)
		case "is":
			inline, err = r.sheet.text()
			return err
		case "f":
			formula = true
		}
		return r.sheet.skip()
	})
	if err != nil {
		return "", err
	}
	if formula && !valued {
		return "", directory.Refuse(directory.Invalid, "table.formula", "Cell", columnName(column)+strconv.Itoa(line))
	}
	text, err := r.text(attr(start, "t"), attr(start, "s"), value.String(), inline)
	if len(text) > MaxCell {
		return "", directory.Refuse(directory.Invalid, "table.cell", "Line", line, "Max", MaxCell)
	}
	return text, err
}

// text is what a value of this type in this style says.
func (r *Reader) text(kind, style, value, inline string) (string, error) {
	switch kind {
	case "s":
		if value == "" {
			return "", nil
		}
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(r.texts) {
			return "", r.sheet.damaged()
		}
		return r.texts[i], nil
	case "inlineStr":
		return inline, nil
	case "str":
		return unescape(value), nil
	case "b":
		if truth, err := strconv.ParseBool(value); err == nil {
			return strings.ToUpper(strconv.FormatBool(truth)), nil
		}
	case "", "n":
		return number(strings.TrimSpace(value), r.format(style), r.from1904), nil
	}
	return value, nil // an error such as #N/A, or a date that is written as one
}

// format is that of a style; of one that the book does not know, as of none.
func (r *Reader) format(style string) format {
	i, err := strconv.Atoi(style)
	if err != nil || i < 0 || i >= len(r.formats) {
		return plain
	}
	return r.formats[i]
}

// attr is an attribute of an element, "" if it has none of the name.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// columnOf is the column that a cell's name begins with, from 1; 0 if it begins with
// none.
func columnOf(name string) (n int) {
	for i := 0; i < len(name) && name[i] >= 'A' && name[i] <= 'Z' && n <= lastColumn; i++ {
		n = 26*n + int(name[i]-'A') + 1
	}
	if n > lastColumn {
		return 0
	}
	return n
}

// columnName is the other way round.
func columnName(n int) string {
	name := ""
	for ; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}
