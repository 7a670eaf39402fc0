package main

import "strings"

// dump is all that the database holds but for what is named, 'table.column' or
// 'table.*', one line a row. What jobs are done by whom, and when, is not among it.
func (w *world) dump(but ...string) []string {
	w.t.Helper()
	w.quiet()
	var lines []string
	for _, table := range w.column(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`) {
		if strings.HasPrefix(table, "river_") && table != "river_job" {
			continue
		}
		columns := strings.Split(columnsOf(table, w.column(`SELECT name FROM pragma_table_info('`+table+`')`), but), ",")
		query := "SELECT '" + table + "'"
		for _, c := range columns {
			query += ` || ' ' || quote("` + c + `")`
		}
		lines = append(lines, w.column(query+` FROM "`+table+`" ORDER BY 1`)...)
	}
	return lines
}

// columnsOf are the columns of a table that are compared.
func columnsOf(table string, all, but []string) string {
	if table == "river_job" {
		return "id,kind,args" // what there is to do; that it has been done is told by what it does
	}
	var kept []string
	for _, c := range all {
		named := false
		for _, b := range but {
			named = named || b == table+"."+c
		}
		if !named {
			kept = append(kept, c)
		}
	}
	return strings.Join(kept, ",")
}

func (w *world) column(query string) (all []string) {
	w.t.Helper()
	rows, err := w.house.Writer().QueryContext(w.t.Context(), query)
	must(w.t, err)
	defer func() { must(w.t, rows.Close()) }()
	for rows.Next() {
		var one string
		must(w.t, rows.Scan(&one))
		all = append(all, one)
	}
	must(w.t, rows.Err())
	return all
}

// unchanged fails the test for every row that came, went or changed since before.
func (w *world) unchanged(what string, before []string, but ...string) {
	w.t.Helper()
	count := map[string]int{}
	for _, line := range before {
		count[line]++
	}
	for _, line := range w.dump(but...) {
		count[line]--
	}
	for line, n := range count {
		if n != 0 {
			w.t.Errorf("%s changed a row (%+d): %.300s", what, -n, line)
		}
	}
}
