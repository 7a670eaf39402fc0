package store

import (
	"database/sql"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"rootline/internal/directory"
)

// TestSealed_all wants every column that is called sealed to be known as such: what is
// not is lost when keys are replaced, and its person's key may be swept.
func TestSealed_all(t *testing.T) {
	s, found := open(t), 0
	err := stream(t.Context(), s.readers, "columns", func(rows *sql.Rows) error {
		var table string
		err := rows.Scan(&table)
		if found++; !slices.ContainsFunc(sealed, func(c sealedColumn) bool { return c.table == table && c.column == "sealed" }) {
			t.Errorf("%s.sealed is not among what is sealed", table)
		}
		return err
	}, `SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'sealed'`)
	if err != nil || found == 0 {
		t.Errorf("found %d columns, %v", found, err)
	}
}

// TestPerson_byIndex wants no table to be read through for a person: all of them are
// looked for every hour.
func TestPerson_byIndex(t *testing.T) {
	s := open(t)
	id, err := directory.NewID(time.Unix(1, 0), rand.NewChaCha8([32]byte{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range sealed {
		for _, row := range explain(t, s, "EXPLAIN QUERY PLAN ", `SELECT 1 FROM `+c.table+` WHERE `+c.of, []any{id.String()}) {
			if step := row["detail"].(string); len(step) > 4 && step[:4] == "SCAN" {
				t.Errorf("whose %s is sealed in %s: %s", c.column, c.table, step)
			}
		}
	}
}
