package team

import (
	"context"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// SetRole gives a member of a team another role for the same place. To hand a place
// over is to make somebody else its owner; the last owner or admin stays one.
func (d *Desk) SetRole(ctx context.Context, _ directory.Actor, s Scope, account directory.ID, role directory.Role) error {
	if err := checkRole(s, role); err != nil {
		return err
	}
	p, err := d.place(ctx, s)
	if err != nil {
		return err
	}
	return d.Store.People(ctx, func(tx auth.Tx) error {
		has, err := memberRole(ctx, tx, account, s)
		switch {
		case err != nil || has == role:
			return err
		case rank(has) < rank(role):
			return setRole(ctx, tx, account, s, role, d.Now())
		}
		return d.demote(ctx, tx, account, s, p, has, role)
	})
}
