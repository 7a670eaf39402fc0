package intake

import (
	"strings"

	"rootline/internal/directory"
)

// header is the first row of a file, and what a map asks of it in vain.
type header struct {
	names []string
	wrong mistakes
}

func newHeader(names []string) *header {
	h := &header{wrong: mistakes{}}
	for _, name := range names {
		h.names = append(h.names, oneLine(name))
	}
	return h
}

// find is where a column stands. There has to be exactly one of the name: of two,
// nobody could tell which the map means.
func (h *header) find(path, name string, use func(name string, at int)) int {
	found := -1
	for i, n := range h.names {
		switch {
		case n != oneLine(name):
		case found >= 0:
			h.wrong.add(path, directory.Msg("intake.header.twice", "Column", name))
		default:
			found = i
		}
	}
	if found < 0 {
		h.wrong.add(path, directory.Msg("intake.header.none", "Column", name))
		return 0
	}
	use(h.names[found], found)
	return found
}

func (h *header) error() error {
	if len(h.wrong) == 0 {
		return nil
	}
	return &directory.Error{
		Kind:    directory.Invalid,
		Message: directory.Msg("intake.header", "Columns", shown(joinNames(h.names))),
		Fields:  h.wrong,
	}
}

// joinNames lists names in a sentence.
func joinNames(names []string) string { return strings.Join(names, ", ") }
