package store

import (
	"context"
	"database/sql"
	"encoding"
	"fmt"
)

// querier is what a look-up needs: a pool, or a transaction to look from within.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// stream calls fn at every row that a query finds, until one returns an error, which
// is returned as it is; what names the rows in any other error.
func stream(ctx context.Context, q querier, what string, fn func(*sql.Rows) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// text scans a column into a value that is written as text. NULL is its zero.
func text(into encoding.TextUnmarshaler) sql.Scanner { return scanner{into} }

type scanner struct{ into encoding.TextUnmarshaler }

// Scan reads what the driver has of the column. What does not parse was written by
// us: as an error to be shown, it would blame the reader.
func (s scanner) Scan(column any) error {
	var err error
	switch v := column.(type) {
	case nil:
		err = s.into.UnmarshalText(nil)
	case string:
		err = s.into.UnmarshalText([]byte(v))
	case []byte:
		err = s.into.UnmarshalText(v)
	default:
		return fmt.Errorf("%T is no text", column)
	}
	if err != nil {
		return fmt.Errorf("%T: %s", s.into, err.Error())
	}
	return nil
}
