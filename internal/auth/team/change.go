package team

import (
	"context"
	"slices"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// roleAt is the role of an account for a scope, the highest if there should be two.
func roleAt(ctx context.Context, r auth.Reader, account directory.ID, s Scope) (role directory.Role, err error) {
	memberships, err := r.Memberships(ctx, account)
	for _, m := range memberships {
		if scopeOf(m).ID() == s.ID() && rank(m.Role) > rank(role) {
			role = m.Role
		}
	}
	return role, err
}

// setRole gives an account a role for a scope, in the place of any that it has there;
// none takes that away.
func setRole(ctx context.Context, tx auth.Tx, account directory.ID, s Scope, role directory.Role, now time.Time) error {
	_, err := tx.UpdateMemberships(ctx, account, func(all *[]directory.Membership) error {
		*all = slices.DeleteFunc(*all, func(m directory.Membership) bool { return scopeOf(m).ID() == s.ID() })
		if role != "" {
			*all = append(*all, s.membership(account, role, directory.At(now)))
		}
		return nil
	})
	return err
}

// demote gives an account a lower role for a scope, or none, unless it is the last that
// has the one it has now. What it may invite nobody to any more, it has invited nobody
// to; and what it was offered there itself, it cannot come back by.
func (d *Desk) demote(ctx context.Context, tx auth.Tx, account directory.ID, s Scope, p Place, from, to directory.Role) error {
	now := d.Now()
	if err := keepLast(ctx, tx, account, s, from); err != nil {
		return err
	}
	if err := setRole(ctx, tx, account, s, to, now); err != nil {
		return err
	}
	still, err := may(ctx, tx, account, s, p, now)
	if err != nil {
		return err
	}
	a, err := tx.Account(ctx, account)
	if err != nil && directory.KindOf(err) != directory.NotFound { // forgotten: it has no address
		return err
	}
	return withdraw(ctx, tx, s, now, func(n auth.Secret) bool {
		return n.By == account && !still || n.Email.Folded() == a.Email.Folded()
	})
}

// keepLast refuses to take a role away from the last one who has it and can sign in.
func keepLast(ctx context.Context, tx auth.Tx, account directory.ID, s Scope, role directory.Role) error {
	refusal := lastOne(role)
	if refusal == nil {
		return nil
	}
	members, err := tx.Members(ctx, s.ID())
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.AccountID == account || m.Role != role {
			continue
		}
		if active, err := isActive(ctx, tx, m.AccountID); err != nil || active {
			return err
		}
	}
	return refusal
}

// withdraw puts an end to those of the open invitations to a place that are which.
func withdraw(ctx context.Context, tx auth.Tx, s Scope, now time.Time, which func(auth.Secret) bool) error {
	open, err := tx.Invitations(ctx, s.ID())
	if err != nil {
		return err
	}
	for _, n := range open {
		if !which(n) {
			continue
		}
		_, err := tx.UpdateSecret(ctx, n.Kind, n.Digest, func(n *auth.Secret) error {
			n.ReplacedAt = directory.At(now)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
