package cell

import (
	"strings"

	"rootline/internal/directory"
)

// The marks before an item that is not simply so.
const (
	absent    = "!"
	unchecked = "?"
)

// Fact is the fact of an item, given what its cell says of it and the fact that the
// file vouches with: the file's, but that the cell may have looked into it and said
// no, or vouch for nothing.
func Fact(said, file directory.Fact) directory.Fact {
	switch said.State {
	case directory.CheckedAbsent:
		file.State = directory.CheckedAbsent
		return file
	case directory.NotChecked:
		return directory.Fact{State: directory.NotChecked}
	default:
		return file
	}
}

// cutMark takes the mark off an item.
func cutMark(s string) (item string, said directory.Fact) {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, absent); ok {
		return strings.TrimSpace(rest), directory.Fact{State: directory.CheckedAbsent}
	}
	if rest, ok := strings.CutPrefix(s, unchecked); ok {
		return strings.TrimSpace(rest), directory.Fact{State: directory.NotChecked}
	}
	return s, directory.Fact{}
}

// mark is the mark of an item with this fact. The zero fact, which parsing leaves,
// has none.
func mark(f directory.Fact) string {
	switch f.State {
	case directory.CheckedAbsent:
		return absent
	case directory.NotChecked:
		return unchecked
	default:
		return ""
	}
}
