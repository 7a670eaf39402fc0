package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

var (
	faultOlder     = fault{"schema_older", "check.schema_older", "check.remedy.schema_older"}
	faultSchema    = fault{"schema_differs", "check.schema_differs", "check.remedy.damaged"}
	faultSetting   = fault{"setting", "check.setting", "check.remedy.setting"}
	faultIntegrity = fault{"integrity", "check.integrity", "check.remedy.damaged"}
	faultReference = fault{"reference", "check.reference", "check.remedy.row"}
)

// verifySchema compares the schema with what the migrations make, and reports
// whether it is that of this release.
func verifySchema(ctx context.Context, tx *sql.Tx, done func(Check) error) (todays bool, err error) {
	c := Check{Name: "schema"}
	err = c.run(ctx, tx, func(ctx context.Context, tx *sql.Tx, c *Check) error {
		want, known, err := migratedSchema(ctx)
		if err != nil {
			return err
		}
		current, err := version(ctx, tx)
		if err != nil {
			return err
		}
		c.Looked = len(want)
		if todays = current == known; !todays {
			c.add(faultOlder, "", "Version", current, "Known", known)
			return nil
		}
		got, err := schema(ctx, tx)
		for name, statement := range want {
			if err == nil && got[name] != statement {
				c.add(faultSchema, name)
			}
		}
		return err
	})
	if err != nil {
		return false, err
	}
	return todays, done(c)
}

// migratedSchema is the schema that all migrations make of an empty database, and
// the version that it has.
func migratedSchema(ctx context.Context) (statements map[string]string, known int64, err error) {
	pool, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = pool.Close() }()
	pool.SetMaxOpenConns(1) // each connection would have a memory of its own
	if err := migrate(ctx, pool); err != nil {
		return nil, 0, err
	}
	if known, err = version(ctx, pool); err != nil {
		return nil, 0, err
	}
	statements, err = schema(ctx, pool)
	return statements, known, err
}

// schema is the statement that made each table and index, by its name.
func schema(ctx context.Context, q querier) (map[string]string, error) {
	statements := map[string]string{}
	err := stream(ctx, q, "schema", func(rows *sql.Rows) error {
		var name, statement string
		err := rows.Scan(&name, &statement)
		statements[name] = statement
		return err
	}, `SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite^_%' ESCAPE '^'`)
	return statements, err
}

// checkSettings reads back what every connection asks for, and how the file writes
// text, which is settled when it is made. Without a log, as a backup, it gets one
// when it is served.
func checkSettings(ctx context.Context, tx *sql.Tx, c *Check) error {
	for _, s := range append([]setting{{"encoding", "", "UTF-8"}}, readerSettings...) {
		var got string
		if err := tx.QueryRowContext(ctx, "PRAGMA "+s.name).Scan(&got); err != nil {
			return err
		}
		c.Looked++
		if got != s.back && (s.name != "journal_mode" || got != "delete") {
			c.add(faultSetting, s.name, "Want", s.back, "Got", got)
		}
	}
	return nil
}

// checkIntegrity has SQLite read the whole file: every page, index and constraint
// of a single row.
func checkIntegrity(ctx context.Context, tx *sql.Tx, c *Check) error {
	if err := tx.QueryRowContext(ctx, `PRAGMA page_count`).Scan(&c.Looked); err != nil {
		return err
	}
	return stream(ctx, tx, c.Name, func(rows *sql.Rows) error {
		var told string
		if err := rows.Scan(&told); err != nil || told == "ok" {
			return err
		}
		for line := range strings.Lines(told) {
			c.add(faultIntegrity, "", "Told", strings.TrimSpace(line))
		}
		return nil
	}, `PRAGMA integrity_check`)
}

// checkReferences looks for rows that refer to rows that are not there.
func checkReferences(ctx context.Context, tx *sql.Tx, c *Check) error {
	err := tx.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema s, pragma_foreign_key_list(s.name)
		WHERE s.type = 'table'`).Scan(&c.Looked)
	if err != nil {
		return err
	}
	return stream(ctx, tx, c.Name, func(rows *sql.Rows) error {
		var table, parent string
		var row, key sql.NullInt64
		if err := rows.Scan(&table, &row, &parent, &key); err != nil {
			return err
		}
		c.add(faultReference, fmt.Sprintf("%s %d", table, row.Int64), "Parent", parent)
		return nil
	}, `PRAGMA foreign_key_check`)
}
