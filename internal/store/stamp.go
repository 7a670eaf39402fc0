package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Stamp returns what the database says of itself under key, or "" if nothing.
func (s *Store) Stamp(ctx context.Context, key string) (value string, err error) {
	err = s.readers.QueryRowContext(ctx, `SELECT value FROM stamp WHERE key = ?1`, key).Scan(&value)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("stamp %s: %w", key, err)
	}
	return value, nil
}

// SetStamp makes the database say value of itself under key.
func (s *Store) SetStamp(ctx context.Context, key, value string) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO stamp (key, value) VALUES (?1, ?2)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
		if err != nil {
			return fmt.Errorf("set stamp %s: %w", key, err)
		}
		return nil
	})
}
