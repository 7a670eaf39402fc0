package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// selectStanding reads all at one moment, which several statements outside of a
// transaction would not: there is a row for each role, or one without any.
const selectStanding = `SELECT s.id, s.account_id, s.program, s.sealed, s.strong, s.strong_at, s.created_at, s.seen_at, s.expires_at, s.revoked_at,
	a.sealed, a.language, a.state, a.created_at, coalesce(m.role, ''), m.clinic_id, m.organization_id, coalesce(m.since, 0)
	FROM session s JOIN account a ON a.id = s.account_id LEFT JOIN membership m ON m.account_id = a.id
	WHERE s.id = ?1 ORDER BY coalesce(m.clinic_id, m.organization_id, ''), m.role`

func (p people) Standing(ctx context.Context, session directory.ID) (auth.Standing, error) {
	var st auth.Standing
	var label, identified []byte
	err := stream(ctx, p.q, "standing", func(rows *sql.Rows) error {
		s, a, m := &st.Session, &st.Account, directory.Membership{}
		err := rows.Scan(text(&s.ID), text(&s.AccountID), &s.Program, &label, &s.Strong, &s.StrongAt, &s.CreatedAt, &s.SeenAt, &s.ExpiresAt, &s.RevokedAt,
			&identified, text(&a.Language), &a.State, &a.CreatedAt, &m.Role, text(&m.ClinicID), text(&m.OrganizationID), &m.Since)
		if err != nil {
			return fmt.Errorf("standing: %w", err)
		}
		if a.ID, m.AccountID = s.AccountID, s.AccountID; m.Role != "" {
			st.Memberships = append(st.Memberships, m)
		}
		return nil
	}, selectStanding, session.String())
	if err != nil {
		return auth.Standing{}, err
	}
	if st.Session.ID.IsZero() {
		return auth.Standing{}, noSession()
	}
	if err := p.unsealStanding(ctx, &st, label, identified); err != nil {
		return auth.Standing{}, err
	}
	return st, nil
}

func (p people) unsealStanding(ctx context.Context, st *auth.Standing, label, identified []byte) error {
	id := st.Account.ID
	plain, err := p.s.keys.open(ctx, id, label, place{"session.sealed", st.Session.ID.String()})
	st.Session.Label = string(plain)
	if err == nil {
		plain, err = p.s.keys.open(ctx, id, identified, place{"account.sealed", id.String()})
	}
	if directory.KindOf(err) == directory.NotFound { // forgotten
		return noSession()
	}
	if err != nil {
		return fmt.Errorf("standing of session %s: %w", st.Session.ID, err)
	}
	var i identity
	if err := json.Unmarshal(plain, &i); err != nil {
		return unreadable("account", id.String(), err)
	}
	st.Account.Email, st.Account.Name = i.Email, i.Name
	return nil
}
