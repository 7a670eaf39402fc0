package store

import (
	"context"
	"database/sql"
	"fmt"

	"rootline/internal/directory"
	"rootline/internal/intake"
)

// Distinct returns every pair of clinics that somebody has found to be distinct,
// in order, each once. A clinic that has been merged into another is that one: what
// was distinct from it is distinct from the other. A pair that has become one
// clinic is no pair any more.
func (s *Store) Distinct(ctx context.Context) ([]intake.Pair, error) {
	var pairs []intake.Pair
	err := stream(ctx, s.readers, "distinct pairs", func(rows *sql.Rows) error {
		var p intake.Pair
		if err := rows.Scan(text(&p.A), text(&p.B)); err != nil {
			return fmt.Errorf("distinct pairs: %w", err)
		}
		pairs = append(pairs, p)
		return nil
	}, `WITH today AS (SELECT coalesce(x.target_id, p.a) AS a, coalesce(y.target_id, p.b) AS b FROM distinct_pair p
		LEFT JOIN alias x ON x.noun = 'clinic' AND x.old = p.a LEFT JOIN alias y ON y.noun = 'clinic' AND y.old = p.b)
		SELECT DISTINCT CASE WHEN a < b THEN a ELSE b END AS low, CASE WHEN a < b THEN b ELSE a END AS high
		FROM today WHERE a <> b ORDER BY low, high`)
	return pairs, err
}

// SetDistinct remembers that the clinics of each pair are distinct, all of them or
// none. They need not be there yet. A clinic is not distinct from itself.
func (s *Store) SetDistinct(ctx context.Context, pairs ...intake.Pair) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		for _, p := range pairs {
			if err := s.setDistinct(ctx, tx, p); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) setDistinct(ctx context.Context, tx *sql.Tx, p intake.Pair) error {
	p = intake.PairOf(p.A, p.B)
	if p.A == p.B {
		return directory.Refuse(directory.Invalid, "invalid.pair")
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO distinct_pair (a, b, at) VALUES (?1, ?2, ?3) ON CONFLICT (a, b) DO NOTHING`,
		p.A.String(), p.B.String(), s.now().UnixMilli())
	if err != nil {
		return fmt.Errorf("tell %s and %s apart: %w", p.A, p.B, err)
	}
	return nil
}

// TellApart is SetDistinct of a clinic and each of several others.
func (t *moderationTx) TellApart(ctx context.Context, clinic directory.ID, others ...directory.ID) error {
	return t.try(func() error {
		for _, other := range others {
			if err := t.s.setDistinct(ctx, t.tx, intake.PairOf(clinic, other)); err != nil {
				return err
			}
		}
		return nil
	})
}
