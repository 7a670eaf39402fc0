package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// PhotoAt is Photo in the narrowest width there is that is not below width; if all are,
// or with a width of 0, in the widest.
func (s *Store) PhotoAt(ctx context.Context, id directory.ID, width int) (Photo, error) {
	p := Photo{ID: id}
	err := s.readers.QueryRowContext(ctx, `SELECT media_type, width, height, sha256, bytes FROM photo_variant
		WHERE photo_id = ?1 AND width >= ?2 AND ?2 > 0 ORDER BY width LIMIT 1`, id.String(), width).
		Scan(&p.MediaType, &p.Width, &p.Height, &p.SHA256, &p.Bytes)
	if errors.Is(err, sql.ErrNoRows) {
		return s.Photo(ctx, id)
	}
	if err != nil {
		return Photo{}, fmt.Errorf("photo %s: %w", id, err)
	}
	return p, nil
}

// Uploaded is how many photos an account has uploaded since some moment.
func (s *Store) Uploaded(ctx context.Context, account directory.ID, since directory.Instant) (int, error) {
	return s.desk().Uploaded(ctx, account, since)
}

// UploadedFor is the clinic for which a photo was uploaded, or the one that this was merged
// into; zero if it came with a file.
func (s *Store) UploadedFor(ctx context.Context, photo directory.ID) (directory.ID, error) {
	return s.desk().UploadedFor(ctx, photo)
}

// Uploaded is on the terms of [Store.Uploaded].
func (d desk) Uploaded(ctx context.Context, account directory.ID, since directory.Instant) (n int, err error) {
	err = d.p.q.QueryRowContext(ctx, `SELECT count(*) FROM photo WHERE account_id = ?1 AND added_at >= ?2`,
		account.String(), int64(since)).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("photos of %s: %w", account, err)
	}
	return n, nil
}

// UploadedFor is on the terms of [Store.UploadedFor].
func (d desk) UploadedFor(ctx context.Context, photo directory.ID) (clinic directory.ID, err error) {
	var id sql.NullString
	err = d.p.q.QueryRowContext(ctx, `SELECT coalesce(a.target_id, p.clinic_id) FROM photo p
		LEFT JOIN alias a ON a.noun = 'clinic' AND a.old = p.clinic_id WHERE p.id = ?1`, photo.String()).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return clinic, directory.Refuse(directory.NotFound, "not_found.photo")
	}
	if err == nil && id.Valid {
		err = clinic.UnmarshalText([]byte(id.String))
	}
	if err != nil {
		return clinic, fmt.Errorf("photo %s: %w", photo, err)
	}
	return clinic, nil
}

// AddPicture keeps an uploaded photo, in all its widths.
func (t *moderationTx) AddPicture(ctx context.Context, p moderation.Picture) error {
	return t.try(func() error {
		if len(p.Variants) == 0 {
			return fmt.Errorf("add photo %s: there is nothing of it", p.ID)
		}
		widest := p.Variants[0]
		err := addPhoto(ctx, t.tx, &Photo{ID: p.ID, MediaType: widest.MediaType, Width: widest.Width, Height: widest.Height, Bytes: widest.Bytes})
		if err != nil {
			return fmt.Errorf("add photo %s: %w", p.ID, err)
		}
		_, err = t.exec(ctx, "add photo "+p.ID.String(), `UPDATE photo SET clinic_id = ?2, account_id = ?3, added_at = ?4 WHERE id = ?1`,
			p.ID.String(), p.ClinicID.String(), p.By.String(), int64(p.At))
		for i := 1; i < len(p.Variants) && err == nil; i++ {
			v := &p.Variants[i]
			sum := sha256.Sum256(v.Bytes)
			_, err = t.exec(ctx, "add photo "+p.ID.String(), `INSERT INTO photo_variant (photo_id, media_type, width, height, sha256, bytes)
				VALUES (?1, ?2, ?3, ?4, ?5, ?6)`, p.ID.String(), v.MediaType, v.Width, v.Height, hex.EncodeToString(sum[:]), v.Bytes)
		}
		return err
	})
}
