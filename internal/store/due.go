package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// Due returns clinics whose facts it is time to look at, the longest due first.
func (s *Store) Due(ctx context.Context, now directory.Instant, limit int) ([]directory.ID, error) {
	return s.desk().Due(ctx, now, limit)
}

// Addressed returns what is remembered of asking clinics at an address.
func (s *Store) Addressed(ctx context.Context, email directory.Email) (moderation.Addressed, error) {
	return s.desk().Addressed(ctx, email)
}

func (d desk) Due(ctx context.Context, now directory.Instant, limit int) ([]directory.ID, error) {
	var all []directory.ID
	err := stream(ctx, d.p.q, "due", func(rows *sql.Rows) error {
		var id directory.ID
		if err := rows.Scan(text(&id)); err != nil {
			return fmt.Errorf("due: %w", err)
		}
		all = append(all, id)
		return nil
	}, `SELECT clinic_id FROM fact_due WHERE at <= ?1 ORDER BY at, clinic_id LIMIT ?2`, int64(now), limit)
	return all, err
}

func (d desk) Addressed(ctx context.Context, email directory.Email) (a moderation.Addressed, err error) {
	digest, err := d.p.s.keys.email(email)
	if err == nil {
		err = d.p.q.QueryRowContext(ctx, `SELECT at, declined_at FROM asked_address WHERE email_digest = ?1`, digest).Scan(&a.At, &a.Declined)
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return a, fmt.Errorf("addressed: %w", err)
	}
	return a, nil
}

// SaveDue sets when a clinic is due; 0 is never.
func (t *moderationTx) SaveDue(ctx context.Context, clinic directory.ID, at directory.Instant) error {
	return t.try(func() error { return saveDue(ctx, t.tx, clinic, at) })
}

// SaveAddressed remembers what there is to remember of an address.
func (t *moderationTx) SaveAddressed(ctx context.Context, email directory.Email, a moderation.Addressed) error {
	return t.try(func() error {
		digest, err := t.s.keys.email(email)
		if err != nil {
			return fmt.Errorf("save addressed: %w", err)
		}
		_, err = t.exec(ctx, "save addressed", `INSERT INTO asked_address (email_digest, at, declined_at) VALUES (?1, ?2, ?3)
			ON CONFLICT (email_digest) DO UPDATE SET at = ?2, declined_at = ?3`, digest, int64(a.At), int64(a.Declined))
		return err
	})
}

func saveDue(ctx context.Context, tx *sql.Tx, clinic directory.ID, at directory.Instant) (err error) {
	if at == 0 {
		_, err = tx.ExecContext(ctx, `DELETE FROM fact_due WHERE clinic_id = ?1`, clinic.String())
	} else {
		_, err = tx.ExecContext(ctx, `INSERT INTO fact_due (clinic_id, at) VALUES (?1, ?2)
			ON CONFLICT (clinic_id) DO UPDATE SET at = ?2`, clinic.String(), int64(at))
	}
	if err != nil {
		return fmt.Errorf("save when %s is due: %w", clinic, err)
	}
	return nil
}

// due works out anew when a clinic is due, as part of changing its listing.
func (s *Store) due(ctx context.Context, tx *sql.Tx, l *directory.Listing) error {
	d := desk{people{s, tx}}
	asked, err := d.Questions(ctx, l.Clinic.ID)
	if err != nil {
		return err
	}
	replies, err := d.Replies(ctx, l.Clinic.ID)
	if err != nil {
		return err
	}
	return saveDue(ctx, tx, l.Clinic.ID, moderation.NextAsk(l, asked, replies))
}
