package store

import (
	"strings"
	"testing"
)

// TestSitemap_readsIndexes wants the statements that list a million clinics to walk
// an index in its order, and to read nothing else of the clinics: SQLite's program
// may have the table open, and no instruction that reads from it.
func TestSitemap_readsIndexes(t *testing.T) {
	s := open(t)
	var table int
	if err := s.readers.QueryRowContext(t.Context(), `SELECT rootpage FROM sqlite_schema WHERE name = 'clinic'`).Scan(&table); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		query, index string
		args         []any
	}{
		{`SELECT slug, updated_at ` + sitemapClinics + ` ORDER BY number`, "SEARCH clinic USING INDEX clinic_in_sitemap (number>? AND number<?)", []any{0, 1}},
		{`SELECT count(*), coalesce(max(updated_at), 0) ` + sitemapClinics, "SEARCH clinic USING INDEX clinic_in_sitemap (number>? AND number<?)", []any{0, 1}},
		{`SELECT slug, updated_at FROM (` + sitemapBrands + `) AS chunk WHERE moved IS NULL ORDER BY id`, "SEARCH clinic USING INDEX brand_in_sitemap (organization_id>?)", []any{"", 1, 0}},
		{`SELECT count(*) FROM (` + sitemapBrands + `) AS chunk`, "SEARCH clinic USING INDEX brand_in_sitemap (organization_id>?)", []any{"", 1, 0}},
	} {
		plan := explain(t, s, "EXPLAIN QUERY PLAN ", tt.query, tt.args)
		found := false
		for _, row := range plan {
			detail := row["detail"].(string)
			found = found || detail == tt.index
			if strings.Contains(detail, "GROUP BY") {
				t.Errorf("%s\nsorts: %s", tt.query, detail)
			}
		}
		if !found {
			t.Errorf("%s\nhas the plan %v, want %s", tt.query, plan, tt.index)
		}
		cursor := int64(-1)
		for _, row := range explain(t, s, "EXPLAIN ", tt.query, tt.args) {
			switch op, p1 := row["opcode"].(string), row["p1"].(int64); {
			case op == "OpenRead" && row["p2"] == int64(table):
				cursor = p1
			case p1 == cursor && (op == "Column" || op == "RowData"):
				t.Errorf("%s\nreads the table of clinics: %v", tt.query, row)
			}
		}
	}
}

// TestPending_readsIndex wants what waits to be found without a look at what does
// not.
func TestPending_readsIndex(t *testing.T) {
	s := open(t)
	for where, want := range map[string]string{
		pendingOfAll: "SCAN r USING INDEX import_row_waiting",
		pendingOfOne: "SEARCH r USING INDEX import_row_waiting (source=?)",
	} {
		plan := explain(t, s, "EXPLAIN QUERY PLAN ", selectRecord+where, []any{"files"}[:strings.Count(where, "?1")])
		if plan[0]["detail"] != want {
			t.Errorf("%s\nhas the plan %v, want %s", where, plan, want)
		}
		for _, row := range plan {
			if strings.Contains(row["detail"].(string), "TEMP B-TREE") {
				t.Errorf("%s\nsorts: %v", where, row)
			}
		}
	}
}

// explain is what SQLite says of a query, a map for each row.
func explain(t *testing.T, s *Store, how, query string, args []any) (all []map[string]any) {
	t.Helper()
	rows, err := s.readers.QueryContext(t.Context(), how+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values := make([]any, len(names))
		into := make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		row := map[string]any{}
		for i, name := range names {
			row[name] = values[i]
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
