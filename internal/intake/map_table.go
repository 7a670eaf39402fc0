package intake

import (
	"errors"
	"maps"
	"slices"
	"time"
	"unicode/utf8"

	"rootline/internal/directory"
)

// mistakes are what is wrong with a map, by the path of the setting.
type mistakes map[string]directory.Message

// add notes what is wrong at a path. The first thing said of it stands.
func (m mistakes) add(path string, what directory.Message) {
	if _, ok := m[path]; !ok {
		m[path] = what
	}
}

func (m mistakes) error() error {
	if len(m) == 0 {
		return nil
	}
	return &directory.Error{Kind: directory.Invalid, Message: directory.Msg("intake.map.wrong", "Count", len(m)), Fields: m}
}

// messageOf is what an error of package directory says, or that of another, which
// is our fault, as it is.
func messageOf(err error) directory.Message {
	if e := (*directory.Error)(nil); errors.As(err, &e) {
		return e.Message
	}
	return directory.Msg("intake.unreadable")
}

// table is a table of a TOML file. It is read setting by setting; of those that
// nobody asked for in the end, each is a mistake.
type table struct {
	at    string // its path and a dot; nothing for the file itself
	tree  map[string]any
	asked []string
	wrong mistakes
}

func newTable(tree map[string]any, wrong mistakes) *table { return &table{tree: tree, wrong: wrong} }

// here is the table's own path.
func (t *table) here() string { return t.at[:max(0, len(t.at)-1)] }

func (t *table) value(name string) (any, bool) {
	t.asked = append(t.asked, name)
	v, ok := t.tree[name]
	return v, ok
}

func (t *table) has(name string) bool {
	_, ok := t.tree[name]
	return ok
}

func (t *table) names() []string { return slices.Sorted(maps.Keys(t.tree)) }

// end notes each setting that nobody asked for.
func (t *table) end() { t.unknown(t.asked) }

func (t *table) unknown(known []string) {
	for _, name := range t.names() {
		if !slices.Contains(known, name) {
			t.wrong.add(t.at+name, directory.Msg("intake.map.unknown", "Known", known))
		}
	}
}

func (t *table) need(name string, ok bool) {
	if !ok {
		t.wrong.add(t.at+name, directory.Msg("invalid.missing"))
	}
}

func (t *table) text(name string) string { return t.textOr(name, "") }

func (t *table) textOr(name, otherwise string) string {
	v, given := t.value(name)
	s, ok := v.(string)
	if !given {
		return otherwise
	}
	if !ok {
		t.wrong.add(t.at+name, directory.Msg("intake.map.text"))
	}
	return s
}

// texts reads a list of texts, or one that stands for a list of one.
func (t *table) texts(name string) []string {
	v, given := t.value(name)
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		all := make([]string, 0, len(v))
		for _, item := range v {
			if s, ok := item.(string); ok {
				all = append(all, s)
			}
		}
		if len(all) == len(v) {
			return all
		}
	}
	if given {
		t.wrong.add(t.at+name, directory.Msg("intake.map.texts"))
	}
	return nil
}

// choice reads one of some texts; the first if there is none.
func (t *table) choice(name string, all []string) string {
	s := t.textOr(name, all[0])
	if !slices.Contains(all, s) {
		choices := slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == "" })
		t.wrong.add(t.at+name, directory.Msg("invalid.choice", "Choices", choices))
	}
	return s
}

func (t *table) flag(name string) bool {
	v, given := t.value(name)
	b, ok := v.(bool)
	if given && !ok {
		t.wrong.add(t.at+name, directory.Msg("intake.map.flag"))
	}
	return b
}

// char reads a single letter; 0 if there is none.
func (t *table) char(name string) rune {
	s := t.text(name)
	if s == "" {
		return 0
	}
	r, size := utf8.DecodeRuneInString(s)
	if size != len(s) {
		t.wrong.add(t.at+name, directory.Msg("intake.map.char"))
	}
	return r
}

// table reads a table inside this one; an empty one if there is none.
func (t *table) table(name string) *table {
	v, given := t.value(name)
	tree, ok := v.(map[string]any)
	if given && !ok {
		t.wrong.add(t.at+name, directory.Msg("intake.map.table"))
	}
	return &table{at: t.at + name + ".", tree: tree, wrong: t.wrong}
}

// instant reads a day, which begins at midnight UTC, or a moment with its offset
// from UTC. A time without one is none: it would mean another moment on every
// machine.
func (t *table) instant(name string) directory.Instant {
	v, _ := t.value(name)
	at, ok := v.(time.Time)
	switch zone := at.Location().String(); {
	case ok && zone == "date-local":
		at = time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
	case ok && zone != "datetime-local" && zone != "time-local":
	default:
		t.wrong.add(t.at+name, directory.Msg("intake.map.date"))
		return 0
	}
	if at.Year() < 1970 || at.Year() > 9999 {
		t.wrong.add(t.at+name, directory.Msg("invalid.instant"))
	}
	return directory.At(at)
}
