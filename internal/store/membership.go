package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"rootline/internal/directory"
)

const selectMembership = `SELECT account_id, role, clinic_id, organization_id, since FROM membership `

func (p people) Memberships(ctx context.Context, account directory.ID) ([]directory.Membership, error) {
	return p.memberships(ctx, `WHERE account_id = ?1 ORDER BY coalesce(clinic_id, organization_id, ''), role`, account.String())
}

func (p people) Members(ctx context.Context, scope directory.ID) ([]directory.Membership, error) {
	if scope.IsZero() {
		return p.memberships(ctx, `WHERE role IN ('moderator', 'admin') AND clinic_id IS NULL AND organization_id IS NULL ORDER BY account_id, role`)
	}
	return p.memberships(ctx, `WHERE clinic_id = ?1 OR organization_id = ?1 ORDER BY account_id, role`, scope.String())
}

func (p people) memberships(ctx context.Context, where string, args ...any) ([]directory.Membership, error) {
	var all []directory.Membership
	err := stream(ctx, p.q, "memberships", func(rows *sql.Rows) error {
		var m directory.Membership
		if err := rows.Scan(text(&m.AccountID), &m.Role, text(&m.ClinicID), text(&m.OrganizationID), &m.Since); err != nil {
			return fmt.Errorf("memberships: %w", err)
		}
		all = append(all, m)
		return nil
	}, selectMembership+where, args...)
	return all, err
}

// UpdateMemberships is on the terms of [Store.UpdateListing], and announces the account.
// Two roles for one clinic or organization, and one that does not fit its scope, are
// refused.
func (t *peopleTx) UpdateMemberships(ctx context.Context, account directory.ID, change func(*[]directory.Membership) error) ([]directory.Membership, error) {
	return attempted(t, func() ([]directory.Membership, error) {
		if err := t.exists(ctx, account); err != nil {
			return nil, err
		}
		was, err := t.Memberships(ctx, account)
		if err != nil {
			return nil, err
		}
		now := slices.Clone(was)
		if err := change(&now); err != nil {
			return nil, err
		}
		if err := checkMemberships(account, now); err != nil || slices.Equal(was, now) {
			return now, err
		}
		if err := t.saveMemberships(ctx, account, was, now); err != nil {
			return nil, fmt.Errorf("update memberships of %s: %w", account, err)
		}
		return t.Memberships(ctx, account)
	})
}

// checkMemberships refuses what could not be kept.
func checkMemberships(account directory.ID, all []directory.Membership) error {
	type office struct {
		scope directory.ID
		role  directory.Role
	}
	seen := map[office]bool{}
	for _, m := range all {
		o := office{scope: m.ClinicID}
		if m.ClinicID.IsZero() {
			o.scope = m.OrganizationID
		}
		ofSite := m.Role == directory.RoleModerator || m.Role == directory.RoleAdmin
		if ofSite {
			o.role = m.Role
		}
		both := !m.ClinicID.IsZero() && !m.OrganizationID.IsZero()
		if m.AccountID != account || both || ofSite != o.scope.IsZero() || seen[o] || !slices.Contains(directory.Roles(), m.Role) {
			return directory.Refuse(directory.Invalid, "invalid.membership")
		}
		seen[o] = true
	}
	return nil
}

// saveMemberships takes away what is no more before it adds what is new, for one may
// be in the place of the other.
func (t *peopleTx) saveMemberships(ctx context.Context, account directory.ID, was, now []directory.Membership) error {
	for _, m := range was {
		if slices.Contains(now, m) {
			continue
		}
		_, err := t.exec(ctx, "remove", `DELETE FROM membership WHERE account_id = ?1 AND coalesce(clinic_id, organization_id, role) = ?2`,
			account.String(), officeOf(m))
		if err != nil {
			return err
		}
	}
	for _, m := range now {
		if slices.Contains(was, m) {
			continue
		}
		_, err := t.exec(ctx, "add", `INSERT INTO membership (account_id, role, clinic_id, organization_id, since)
			VALUES (?1, ?2, ?3, ?4, ?5)`, account.String(), string(m.Role), orNull(m.ClinicID), orNull(m.OrganizationID), int64(m.Since))
		if err != nil {
			return err
		}
	}
	return t.s.announce(ctx, t.tx, Account, account.String())
}

// officeOf is what an account can have one role for, as membership_once has it.
func officeOf(m directory.Membership) string {
	switch {
	case !m.ClinicID.IsZero():
		return m.ClinicID.String()
	case !m.OrganizationID.IsZero():
		return m.OrganizationID.String()
	}
	return string(m.Role)
}

func (t *peopleTx) exists(ctx context.Context, account directory.ID) error {
	var there bool
	err := t.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM account WHERE id = ?1)`, account.String()).Scan(&there)
	if err != nil {
		return fmt.Errorf("account %s: %w", account, err)
	}
	if !there {
		return noAccount()
	}
	return nil
}
