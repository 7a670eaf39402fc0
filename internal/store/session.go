package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"rootline/internal/directory"
)

const selectSession = `SELECT id, account_id, program, sealed, strong, strong_at, created_at, seen_at, expires_at, revoked_at FROM session `

func (p people) Session(ctx context.Context, id directory.ID) (directory.Session, error) {
	all, err := p.readSessions(ctx, `WHERE id = ?1`, id.String())
	if err != nil {
		return directory.Session{}, err
	}
	if len(all) == 0 {
		return directory.Session{}, noSession()
	}
	return all[0], nil
}

func noSession() error { return directory.Refuse(directory.NotFound, "not_found.session") }

func (p people) Sessions(ctx context.Context, account directory.ID) ([]directory.Session, error) {
	return p.readSessions(ctx, `WHERE account_id = ?1 AND revoked_at = 0 ORDER BY seen_at DESC, id DESC`, account.String())
}

// readSessions returns the sessions that where finds, but for those of somebody
// whose key has been erased.
func (p people) readSessions(ctx context.Context, where, arg string) ([]directory.Session, error) {
	var all []directory.Session
	err := stream(ctx, p.q, "sessions", func(rows *sql.Rows) error {
		var s directory.Session
		var sealed []byte
		err := rows.Scan(text(&s.ID), text(&s.AccountID), &s.Program, &sealed, &s.Strong, &s.StrongAt,
			&s.CreatedAt, &s.SeenAt, &s.ExpiresAt, &s.RevokedAt)
		if err != nil {
			return fmt.Errorf("sessions: %w", err)
		}
		label, err := p.s.keys.open(ctx, s.AccountID, sealed, place{"session.sealed", s.ID.String()})
		if directory.KindOf(err) == directory.NotFound {
			return nil
		}
		if err != nil {
			return fmt.Errorf("session %s: %w", s.ID, err)
		}
		s.Label = string(label)
		all = append(all, s)
		return nil
	}, selectSession+where, arg)
	return all, err
}

// AddSession refuses an account that is not active, or not by the time that this is
// committed.
func (t *peopleTx) AddSession(ctx context.Context, s directory.Session) error {
	return t.try(func() error {
		var state directory.AccountState
		err := t.q.QueryRowContext(ctx, `SELECT state FROM account WHERE id = ?1`, s.AccountID.String()).Scan(&state)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return noAccount()
		case err != nil:
			return fmt.Errorf("add session %s: %w", s.ID, err)
		case state != directory.AccountActive:
			return directory.Refuse(directory.Conflict, "conflict.inactive")
		}
		sealed, err := t.sealedSession(ctx, &s)
		if err != nil {
			return fmt.Errorf("add session %s: %w", s.ID, err)
		}
		_, err = t.exec(ctx, "add session "+s.ID.String(), `INSERT INTO session (id, account_id, program, sealed, strong, strong_at,
			created_at, seen_at, expires_at, revoked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)`,
			s.ID.String(), s.AccountID.String(), s.Program, sealed, s.Strong, int64(s.StrongAt),
			int64(s.CreatedAt), int64(s.SeenAt), int64(s.ExpiresAt), int64(s.RevokedAt))
		return err
	})
}

func (t *peopleTx) sealedSession(ctx context.Context, s *directory.Session) ([]byte, error) {
	return t.s.keys.seal(ctx, s.AccountID, []byte(s.Label), place{"session.sealed", s.ID.String()})
}

// UpdateSession is on the terms of [Store.UpdateListing], and announces the session
// unless nothing but when it was seen has changed. One that has been revoked is a
// Conflict, and stays so for good; with it goes its refresh family.
func (t *peopleTx) UpdateSession(ctx context.Context, id directory.ID, change func(*directory.Session) error) (directory.Session, error) {
	return attempted(t, func() (directory.Session, error) {
		was, err := t.Session(ctx, id)
		if err != nil {
			return directory.Session{}, err
		}
		s := was
		if err := change(&s); err != nil {
			return directory.Session{}, err
		}
		if s == was {
			return s, nil
		}
		if was.RevokedAt != 0 {
			return was, directory.Refuse(directory.Conflict, "conflict.revoked")
		}
		return s, t.saveSession(ctx, was, s)
	})
}

func (t *peopleTx) saveSession(ctx context.Context, was, s directory.Session) error {
	if s.ID != was.ID || s.AccountID != was.AccountID || s.Program != was.Program || s.CreatedAt != was.CreatedAt {
		return fmt.Errorf("update session %s: the change alters what stays", was.ID)
	}
	sealed, err := t.sealedSession(ctx, &s)
	if err != nil {
		return fmt.Errorf("update session %s: %w", s.ID, err)
	}
	// No session that has been revoked since it was read can be made to stand again.
	saved, err := t.exec(ctx, "update session "+s.ID.String(), `UPDATE session SET sealed = ?2, strong = ?3, strong_at = ?4,
		seen_at = ?5, expires_at = ?6 WHERE id = ?1 AND revoked_at = 0`,
		s.ID.String(), sealed, s.Strong, int64(s.StrongAt), int64(s.SeenAt), int64(s.ExpiresAt))
	if err := unmovedRow(saved, err); err != nil {
		return err
	}
	if s.RevokedAt != 0 {
		return t.revoke(ctx, s.ID, s.RevokedAt)
	}
	if was.SeenAt = s.SeenAt; s == was {
		return nil
	}
	return t.s.announce(ctx, t.tx, Session, s.ID.String())
}

// revoke ends a session that stands, with its refresh family, and announces it.
func (t *peopleTx) revoke(ctx context.Context, id directory.ID, at directory.Instant) error {
	_, err := t.exec(ctx, "revoke session "+id.String(), `UPDATE session SET revoked_at = ?2 WHERE id = ?1`, id.String(), int64(at))
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "end family of "+id.String(), `UPDATE refresh_family SET ended_at = ?2
		WHERE session_id = ?1 AND ended_at = 0`, id.String(), int64(at))
	if err != nil {
		return err
	}
	return t.s.announce(ctx, t.tx, Session, id.String())
}

// RevokeSessions announces each session that it ends; with the zero ID it ends all.
func (t *peopleTx) RevokeSessions(ctx context.Context, account, except directory.ID) (int, error) {
	return attempted(t, func() (int, error) { return t.revokeSessions(ctx, account, except) })
}

func (t *peopleTx) revokeSessions(ctx context.Context, account, except directory.ID) (int, error) {
	ids, err := t.ids(ctx, `SELECT id FROM session WHERE account_id = ?1 AND id <> ?2 AND revoked_at = 0 ORDER BY id`,
		account.String(), except.String())
	for i := 0; i < len(ids) && err == nil; i++ {
		err = t.revoke(ctx, ids[i], directory.At(t.s.now()))
	}
	return len(ids), err
}

// ids are the ids that a query finds.
func (p people) ids(ctx context.Context, query string, args ...any) ([]directory.ID, error) {
	var all []directory.ID
	err := stream(ctx, p.q, "ids", func(rows *sql.Rows) error {
		var id directory.ID
		if err := rows.Scan(text(&id)); err != nil {
			return fmt.Errorf("ids: %w", err)
		}
		all = append(all, id)
		return nil
	}, query, args...)
	return all, err
}
