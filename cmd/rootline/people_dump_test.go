package main

import (
	"slices"
	"strings"
)

// recordKept is the record of what was done. Of some reads it says who did them.
var recordKept = []string{"audit_event.*", "audit_value.*"}

// readsRecorded are those reads: of a document that somebody has shown, and of all that
// there is of a listing.
var readsRecorded = []string{"claim.read", "listing.export"}

// byTheClock is what the program does without being asked, every few seconds or hours: it
// counts what was looked at, of clinics and of nobody, and looks how the directory stands.
var byTheClock = []string{"figure.*"} // and the stamp of the survey

// dump is all that the database holds but for what is named, 'table.column' or
// 'table.*', one line a row. What jobs are done by whom, and when, is not among it, nor
// what the program does by the clock.
func (w *world) dump(but ...string) []string {
	w.t.Helper()
	w.quiet()
	var lines []string
	for _, table := range w.column(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`) {
		if strings.HasPrefix(table, "river_") && table != "river_job" || slices.Contains(slices.Concat(but, byTheClock), table+".*") {
			continue
		}
		columns := strings.Split(columnsOf(table, w.column(`SELECT name FROM pragma_table_info('`+table+`')`), but), ",")
		query := "SELECT '" + table + "'"
		for _, c := range columns {
			query += ` || ' ' || quote("` + c + `")`
		}
		query += ` FROM "` + table + `"`
		if table == "stamp" {
			query += ` WHERE key <> '` + surveyStamp + `'`
			if slices.Contains(but, recordKept[0]) {
				query += ` AND key <> 'audit head'`
			}
		}
		lines = append(lines, w.column(query+` ORDER BY 1`)...)
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

// recorded is how much the record holds.
func (w *world) recorded() string {
	w.t.Helper()
	return w.column(`SELECT count(*) FROM audit_event`)[0]
}

// recordedReads fails the test for whatever the record has had added to it since then but
// for reads, and for whatever it has no more.
func (w *world) recordedReads(since string) {
	w.t.Helper()
	for _, what := range w.column(`SELECT what FROM audit_event WHERE number > ` + since) {
		if !slices.Contains(readsRecorded, what) {
			w.t.Errorf("the record says of what only reads: %s", what)
		}
	}
	if left := w.column(`SELECT count(*) FROM audit_event WHERE number <= ` + since)[0]; left != since {
		w.t.Errorf("of %s events that the record had it has %s", since, left)
	}
}
