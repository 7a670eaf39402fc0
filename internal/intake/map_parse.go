package intake

import (
	"crypto/sha256"
	"encoding/json"
	"errors"

	"github.com/BurntSushi/toml"

	"rootline/internal/directory"
)

// maxMap is how long a map may be, in bytes: room for thousands of values.
const maxMap = 1 << 18

// ParseMap reads a map. What it does not understand it refuses, every mistake at
// once: the fields of the [directory.Error] are named as in the map, such as
// fields.phones.split.
func ParseMap(b []byte) (*Map, error) {
	if len(b) > maxMap {
		return nil, directory.Refuse(directory.Invalid, "intake.map.long", "Max", maxMap)
	}
	tree := map[string]any{}
	if _, err := toml.Decode(string(b), &tree); err != nil {
		e := toml.ParseError{Message: err.Error(), Position: toml.Position{Line: 1}}
		errors.As(err, &e)
		return nil, directory.Refuse(directory.Invalid, "intake.map.toml", "Line", e.Position.Line, "Problem", directory.Printable(e.Message))
	}
	wrong := mistakes{}
	m := &Map{}
	m.read(newTable(tree, wrong))
	if err := wrong.error(); err != nil {
		return nil, err
	}
	return m, m.digest(tree)
}

func (m *Map) read(t *table) {
	m.readOrigin(t)
	m.Key = t.texts("key")
	t.need("key", len(m.Key) > 0)
	m.State = directory.ListingState(t.choice("state", states))
	m.Standing = directory.FactState(t.choice("standing", standings))
	m.ToldApart = t.flag("told_apart")
	m.File = readFormat(t.table("file"))
	m.readFields(t)
	m.only = readConditions(t.table("only"))
	m.refuse = readConditions(t.table("refuse"))
	t.end()
}

// readOrigin reads where the file comes from.
func (m *Map) readOrigin(t *table) {
	m.Source, m.Licence = oneLine(t.text("source")), oneLine(t.text("licence"))
	t.need("source", m.Source != "")
	t.need("licence", m.Licence != "")
	if !isLine(m.Source, maxSourceName) {
		t.wrong.add("source", directory.Msg("invalid.too_long", "Max", maxSourceName))
	}
	if !isLine(m.Licence, maxLicence) {
		t.wrong.add("licence", directory.Msg("invalid.too_long", "Max", maxLicence))
	}
	if text := t.text("url"); text != "" {
		url, err := directory.ParseURL(text)
		if err != nil {
			t.wrong.add("url", messageOf(err))
		}
		m.URL = url
	}
	m.ObservedAt = t.instant("observed_at")
}

func readFormat(t *table) FileFormat {
	f := FileFormat{
		Format:    t.choice("format", []string{"", "csv", "xlsx"}),
		Encoding:  t.text("encoding"),
		Delimiter: t.char("delimiter"),
		Quote:     t.char("quote"),
		Guarded:   t.flag("guarded"),
		Sheet:     t.text("sheet"),
	}
	if f.Quote == 0 && t.has("quote") {
		f.Quote = NoQuote
	}
	if f.Delimiter == 0 && t.has("delimiter") {
		t.wrong.add(t.at+"delimiter", directory.Msg("intake.map.char"))
	}
	t.end()
	return f
}

func readConditions(t *table) []condition {
	var all []condition
	for _, column := range t.names() {
		if values := t.texts(column); len(values) > 0 {
			all = append(all, condition{column, values, folds(values)})
		}
	}
	return all
}

// digest sums up all that decides what a row asks for: two maps that mean the
// same, however they are laid out, have the same digest. How the file is written
// and where it was published is no part of it.
func (m *Map) digest(tree map[string]any) error {
	delete(tree, "file")
	delete(tree, "url")
	tree["observed_at"], tree["state"], tree["standing"] = m.ObservedAt, m.State, m.Standing
	b, err := json.Marshal(tree)
	if err != nil {
		return err
	}
	m.meaning = sha256.Sum256(b)
	return nil
}
