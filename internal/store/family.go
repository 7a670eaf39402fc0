package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

func (t *peopleTx) AddFamily(ctx context.Context, session directory.ID, f auth.Family) error {
	return t.try(func() error {
		_, err := t.exec(ctx, "add family of "+session.String(), `INSERT INTO refresh_family
			(handle, session_id, current, uses, created_at, used_at, ended_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
			f.Handle, session.String(), f.Current, f.Uses, int64(f.CreatedAt), int64(f.UsedAt), int64(f.EndedAt))
		return err
	})
}

// rotate uses a refresh token. What it refuses with is apart from what fails, for
// the end of a family is to be committed.
func (t *peopleTx) rotate(ctx context.Context, token string, now time.Time, random io.Reader) (next string, s directory.Session, refused, err error) {
	f, s, err := t.familyOf(ctx, token)
	switch {
	case directory.KindOf(err) == directory.NotFound:
		return "", s, directory.Refuse(directory.Unauthenticated, "auth.refresh"), nil
	case err != nil:
		return "", s, nil, err
	case f.EndedAt == 0 && !auth.Lives(s, now):
		refused = directory.Refuse(directory.Unauthenticated, "auth.refresh_expired")
		f.EndedAt = directory.At(now)
	default:
		next, f, refused = auth.Rotate(f, token, now, random)
	}
	if refused != nil && directory.KindOf(refused) == directory.Internal {
		return "", s, nil, refused
	}
	if err := t.saveFamily(ctx, f); err != nil {
		return "", s, nil, err
	}
	switch {
	case f.EndedAt != 0 && s.RevokedAt == 0:
		err = t.revoke(ctx, s.ID, f.EndedAt)
	case refused == nil:
		s, err = t.UpdateSession(ctx, s.ID, func(s *directory.Session) error { s.SeenAt = directory.At(now); return nil })
	}
	return next, s, refused, err
}

// familyOf returns the family of a token and its session.
func (t *peopleTx) familyOf(ctx context.Context, token string) (f auth.Family, s directory.Session, err error) {
	handle, ok := auth.FamilyOf(token)
	if !ok {
		return f, s, noSession()
	}
	var id directory.ID
	err = t.q.QueryRowContext(ctx, `SELECT handle, session_id, current, uses, created_at, used_at, ended_at
		FROM refresh_family WHERE handle = ?1`, handle).
		Scan(&f.Handle, text(&id), &f.Current, &f.Uses, &f.CreatedAt, &f.UsedAt, &f.EndedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return f, s, noSession()
	}
	if err != nil {
		return f, s, fmt.Errorf("refresh family: %w", err)
	}
	s, err = t.Session(ctx, id)
	return f, s, err
}

func (t *peopleTx) saveFamily(ctx context.Context, f auth.Family) error {
	_, err := t.exec(ctx, "save refresh family", `UPDATE refresh_family SET current = ?2, uses = ?3, used_at = ?4, ended_at = ?5
		WHERE handle = ?1`, f.Handle, f.Current, f.Uses, int64(f.UsedAt), int64(f.EndedAt))
	return err
}
