package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"rootline/internal/directory"
)

// Photo is a picture as it is sent: what a clinic's document says of it is its
// [directory.Photo]. It never changes; another picture is another Photo.
type Photo struct {
	ID        directory.ID
	MediaType string // such as "image/jpeg"
	Width     int
	Height    int
	Bytes     []byte
	SHA256    string // of Bytes, in hex; set by the store
}

// Photo returns one picture with its bytes.
func (s *Store) Photo(ctx context.Context, id directory.ID) (Photo, error) {
	p := Photo{ID: id}
	err := s.readers.QueryRowContext(ctx, `SELECT media_type, width, height, sha256, bytes FROM photo WHERE id = ?1`,
		id.String()).Scan(&p.MediaType, &p.Width, &p.Height, &p.SHA256, &p.Bytes)
	if errors.Is(err, sql.ErrNoRows) {
		return Photo{}, directory.Refuse(directory.NotFound, "not_found.photo")
	}
	if err != nil {
		return Photo{}, fmt.Errorf("photo %s: %w", id, err)
	}
	return p, nil
}

// Photos calls fn with the id of every picture, in their order, and stops at the
// first error.
func (s *Store) Photos(ctx context.Context, fn func(directory.ID) error) error {
	return stream(ctx, s.readers, "photos", func(rows *sql.Rows) error {
		var id directory.ID
		if err := rows.Scan(text(&id)); err != nil {
			return fmt.Errorf("photos: %w", err)
		}
		return fn(id)
	}, `SELECT id FROM photo ORDER BY id`)
}

// AddPhotos adds pictures in one transaction: all of them, or none. An id that is
// taken is a Conflict.
func (s *Store) AddPhotos(ctx context.Context, photos ...Photo) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		for i := range photos {
			if err := addPhoto(ctx, tx, &photos[i]); err != nil {
				return fmt.Errorf("add photo %s: %w", photos[i].ID, err)
			}
		}
		return nil
	})
}

func addPhoto(ctx context.Context, tx *sql.Tx, p *Photo) error {
	sum := sha256.Sum256(p.Bytes)
	_, err := tx.ExecContext(ctx, `INSERT INTO photo (id, media_type, width, height, sha256, bytes)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6)`, p.ID.String(), p.MediaType, p.Width, p.Height, hex.EncodeToString(sum[:]), p.Bytes)
	if isUnique(err) {
		return directory.Refuse(directory.Conflict, "conflict.photo")
	}
	return err
}
