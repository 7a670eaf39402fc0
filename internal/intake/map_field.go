package intake

import (
	"slices"

	"rootline/internal/directory"
)

// readFields reads which columns say what, and what their values are called here.
func (m *Map) readFields(t *table) {
	tables := t.table("values")
	of := t.table("fields")
	used := map[string]bool{}
	for f := range fieldEnd {
		s, ok := readSource(of, f, tables)
		if ok {
			m.fields[f] = s
			used[s.table] = true
		}
	}
	of.unknown(fieldNames())
	for _, name := range tables.names() {
		if !used[name] {
			tables.wrong.add(tables.at+name, directory.Msg("intake.map.unused"))
		}
	}
	for _, f := range []field{fieldName, fieldCountry} {
		of.need(f.String(), m.fields[f] != nil)
	}
	for f := fieldMonday; f <= fieldSunday; f++ {
		switch {
		case m.fields[f] != nil && m.fields[fieldHours] != nil:
			of.wrong.add(of.at+f.String(), directory.Msg("intake.map.hours"))
		case m.fields[f] == nil && m.anyDay():
			of.wrong.add(of.at+f.String(), directory.Msg("intake.map.day"))
		}
	}
	for _, pair := range [][2]field{{fieldLatitude, fieldLongitude}, {fieldLongitude, fieldLatitude}} {
		if m.fields[pair[0]] != nil && m.fields[pair[1]] == nil {
			of.need(pair[1].String(), false)
		}
	}
}

func (m *Map) anyDay() bool {
	return slices.ContainsFunc(m.fields[fieldMonday:fieldSunday+1], func(s *source) bool { return s != nil })
}

// readSource reads where a field comes from: the name of a column, or a table.
func readSource(t *table, f field, tables *table) (*source, bool) {
	v, given := t.value(f.String())
	if !given {
		return nil, false
	}
	if column, ok := v.(string); ok {
		if column == "" {
			t.wrong.add(t.at+f.String(), directory.Msg("intake.map.column"))
		}
		return &source{columns: []string{column}}, true
	}
	if _, ok := v.(map[string]any); !ok {
		t.wrong.add(t.at+f.String(), directory.Msg("intake.map.field"))
		return nil, false
	}
	in := t.table(f.String())
	join := ", "
	if fields[f].list {
		join = "\n"
	}
	s := &source{
		columns: in.texts("columns"), join: in.textOr("join", join),
		constant: in.text("constant"), fallback: in.text("default"),
		split: in.texts("split"), empty: folds(in.texts("empty")),
		table: in.text("values"), other: in.choice("other", []string{"", "keep", "drop"}),
	}
	if column := in.text("column"); column != "" {
		s.columns = append([]string{column}, s.columns...)
	}
	s.check(in, f)
	if s.table != "" {
		s.values = readValues(tables, in, s.table, fields[f].list)
	}
	in.end()
	return s, true
}

// check finds what does not go together.
func (s *source) check(in *table, f field) {
	ways := 0
	for _, way := range []string{"column", "columns", "constant"} {
		if in.has(way) {
			ways++
		}
	}
	here := in.here()
	if ways != 1 || s.constant == "" && len(s.columns) == 0 {
		in.wrong.add(here, directory.Msg("intake.map.ways"))
	}
	if slices.Contains(s.columns, "") {
		in.wrong.add(in.at+"columns", directory.Msg("intake.map.column"))
	}
	if len(s.split) > 0 && !fields[f].list || slices.Contains(s.split, "") {
		in.wrong.add(in.at+"split", directory.Msg("intake.map.split"))
	}
	if in.has("join") && !in.has("columns") {
		in.wrong.add(in.at+"join", directory.Msg("intake.map.join"))
	}
	if s.other != "" && s.table == "" {
		in.wrong.add(in.at+"other", directory.Msg("intake.map.otherwise"))
	}
}

func folds(all []string) map[string]bool {
	if len(all) == 0 {
		return nil
	}
	set := make(map[string]bool, len(all))
	for _, s := range all {
		set[sameness(s)] = true
	}
	return set
}

// readValues reads the table of a name: what each value of the file is called
// here. In a cell that can hold several items, one value can stand for several.
func readValues(tables, in *table, name string, list bool) map[string][]string {
	if _, ok := tables.value(name); !ok {
		in.wrong.add(in.at+"values", directory.Msg("intake.map.no_table", "Name", name))
		return nil
	}
	t := tables.table(name)
	all := map[string][]string{}
	for _, theirs := range t.names() {
		ours := t.texts(theirs)
		if len(ours) > 1 && !list {
			t.wrong.add(t.at+theirs, directory.Msg("intake.map.one_value"))
		}
		if _, twice := all[sameness(theirs)]; twice {
			t.wrong.add(t.at+theirs, directory.Msg("intake.map.twice"))
		}
		all[sameness(theirs)] = ours
	}
	return all
}
