package intake

import (
	"slices"
	"strings"
	"sync"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/intake/locate"
)

// Judge says what each row of a file is worth by itself. A file goes through it
// twice: [Judge.Notice] takes note of what the rows have in common, and [Judge.Row]
// judges each. Notice is for one goroutine; once the file has been noticed, any
// number may call Row.
type Judge struct {
	m         *Map
	width     int // of the header
	fields    [fieldEnd]*column
	key       []int
	only      []test
	refuse    []test
	used      []used
	places    *locate.Locator
	countries func() map[string]directory.Country // by folded name; made when a row has something else than a code
	seen      seen
}

// column is where in a row a field's text comes from.
type column struct {
	*source
	at []int
}

// test is a condition on one cell of a row.
type test struct {
	condition
	at int
}

// used is a cell that the map takes something from, and the first of the fields
// that do.
type used struct {
	name  string
	field string
	at    int
}

// NewJudge prepares to judge the rows of a file that has this header. What the map
// asks for and the file does not have is a [directory.Error], which lists the
// file's columns.
func NewJudge(m *Map, header []string, places *gazetteer.Gazetteer) (*Judge, error) {
	j := &Judge{m: m, width: len(header), places: locate.New(places), seen: newSeen()}
	j.countries = sync.OnceValue(func() map[string]directory.Country { return countriesByName(places) })
	h := newHeader(header)
	for _, name := range m.Key {
		j.key = append(j.key, h.find("key", name, j.use("key")))
	}
	for f, s := range m.fields {
		if s == nil {
			continue
		}
		c := &column{source: s}
		for _, name := range s.columns {
			c.at = append(c.at, h.find("fields."+fields[f].name, name, j.use(fields[f].name)))
		}
		j.fields[f] = c
	}
	for _, c := range m.only {
		j.only = append(j.only, test{c, h.find("only."+c.column, c.column, j.use("only"))})
	}
	for _, c := range m.refuse {
		j.refuse = append(j.refuse, test{c, h.find("refuse."+c.column, c.column, j.use("refuse"))})
	}
	if err := h.error(); err != nil {
		return nil, err
	}
	slices.SortFunc(j.used, func(a, b used) int { return strings.Compare(a.name, b.name) })
	return j, nil
}

// use remembers that a cell is used, once.
func (j *Judge) use(field string) func(name string, at int) {
	return func(name string, at int) {
		if !slices.ContainsFunc(j.used, func(u used) bool { return u.at == at }) {
			j.used = append(j.used, used{name, field, at})
		}
	}
}

// Row judges a row as of now.
func (j *Judge) Row(r Row, now time.Time) Judged {
	v := view{j: j, cells: r.Cells}
	out := Judged{Line: r.Line}
	var refused bool
	if out.Key, refused = v.open(); !refused {
		refused = v.repeated(out.Key, r.Line)
	}
	if first, ok := j.seen.keys[out.Key]; ok {
		out.Repeated = first != r.Line
	}
	if !refused {
		out.Candidate = v.candidate(now)
		if !v.doubted(fieldObservedAt.String()) {
			out.Observed = out.Candidate.Clinic.Address.Fact.ObservedAt
		}
	}
	if len(r.Cells) == j.width {
		out.Digest = v.digest()
	}
	out.Evidence = v.evidence
	return out
}

// open looks at what makes a row one that can be judged at all: whether it is
// whole, what names it, and whether the map wants it.
func (v *view) open() (key string, refused bool) {
	if len(v.cells) != v.j.width {
		v.note(Refused, "", "", directory.Msg("intake.cells", "Count", len(v.cells), "Wants", v.j.width))
		return "", true
	}
	if key = v.key(); key == "" {
		v.note(Refused, "key", "", directory.Msg("intake.key.none", "Columns", joinNames(v.j.m.Key)))
		return "", true
	}
	if v.unwanted() {
		return key, true
	}
	if v.line(fieldName) == "" && !v.doubted("name") {
		v.note(Refused, "name", "", directory.Msg("intake.name.none"))
		return key, true
	}
	if text, _ := v.raw(fieldCountry); text == "" {
		v.note(Refused, "country", "", directory.Msg("intake.country.none"))
		return key, true
	}
	return key, false
}

// unwanted applies the map's own conditions.
func (v *view) unwanted() bool {
	for _, t := range v.j.only {
		if text := oneLine(v.cells[t.at]); !t.has(text) {
			v.note(Refused, t.column, text, directory.Msg("intake.only", "Column", t.column, "Values", joinNames(t.values)))
			return true
		}
	}
	for _, t := range v.j.refuse {
		if text := oneLine(v.cells[t.at]); t.has(text) {
			v.note(Refused, t.column, text, directory.Msg("intake.refuse", "Column", t.column))
			return true
		}
	}
	return false
}

// repeated finds a key that an earlier row has.
func (v *view) repeated(key string, line int) bool {
	first, ok := v.j.seen.keys[key]
	if !ok || first == line {
		return false
	}
	v.note(Refused, "key", key, directory.Msg("intake.key.repeated", "Line", first))
	return true
}
