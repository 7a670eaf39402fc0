package store

import (
	"context"
	"database/sql"
	"fmt"

	"rootline/internal/directory"
	"rootline/internal/figures"
)

// AddFigures adds counts to those that are kept, all of them or none. Those of a clinic
// that is not there any more are dropped.
func (s *Store) AddFigures(ctx context.Context, counts ...figures.Count) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		add, err := tx.PrepareContext(ctx, `INSERT INTO figure (clinic_id, week, kind, n)
			SELECT id, ?2, ?3, ?4 FROM clinic WHERE id = ?1
			ON CONFLICT (clinic_id, week, kind) DO UPDATE SET n = n + excluded.n`)
		if err != nil {
			return fmt.Errorf("add figures: %w", err)
		}
		defer func() { _ = add.Close() }()
		for _, c := range counts {
			if _, err := add.ExecContext(ctx, c.Clinic.String(), c.Week.Monday().String(), string(c.Kind), c.N); err != nil {
				return fmt.Errorf("add figures of %s: %w", c.Clinic, err)
			}
		}
		return nil
	})
}

// Figures returns what was counted of a clinic since a week began, the oldest week
// first, and with it what was counted of those that were merged into it.
func (s *Store) Figures(ctx context.Context, clinic directory.ID, since figures.Week) ([]figures.Count, error) {
	var all []figures.Count
	err := stream(ctx, s.readers, "figures", func(rows *sql.Rows) error {
		c := figures.Count{Clinic: clinic}
		var monday directory.Date
		if err := rows.Scan(text(&monday), &c.Kind, &c.N); err != nil {
			return fmt.Errorf("figures of %s: %w", clinic, err)
		}
		c.Week = figures.WeekBeginning(monday)
		all = append(all, c)
		return nil
	}, `SELECT week, kind, SUM(n) FROM figure WHERE week >= ?2 AND clinic_id IN (
			SELECT ?1 UNION ALL
			SELECT c.id FROM alias a JOIN clinic c ON c.id = a.old WHERE a.noun = 'clinic' AND a.target_id = ?1)
		GROUP BY week, kind ORDER BY week, kind`,
		clinic.String(), since.Monday().String())
	return all, err
}

// SweepFigures forgets what was counted before a week, some at a time, so that nobody
// waits long to write.
func (s *Store) SweepFigures(ctx context.Context, before figures.Week) error {
	for {
		n, err := s.sweep(ctx, `DELETE FROM figure WHERE (clinic_id, week, kind) IN (
			SELECT clinic_id, week, kind FROM figure WHERE week < ?1 LIMIT 5000)`, before.Monday().String())
		if err != nil || n == 0 {
			return err
		}
	}
}
