package team

import (
	"context"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Remove takes somebody's role for a place away, and tells them by letter. Who has no
// role left anywhere is signed out everywhere. The last owner or admin stays, and
// whoever asks cannot remove themselves: that is what [Desk.Leave] is for.
func (d *Desk) Remove(ctx context.Context, actor directory.Actor, s Scope, account directory.ID) error {
	if account == actor.Account {
		return directory.Refuse(directory.Conflict, "team.yourself")
	}
	p, err := d.place(ctx, s)
	if err != nil {
		return err
	}
	return d.Store.People(ctx, func(tx auth.Tx) error {
		has, err := memberRole(ctx, tx, account, s)
		if err != nil {
			return err
		}
		if err := d.demote(ctx, tx, account, s, p, has, ""); err != nil {
			return err
		}
		return d.dismiss(ctx, tx, account, p, has)
	})
}

// memberRole is the role that somebody has for a place; NotFound if none.
func memberRole(ctx context.Context, tx auth.Tx, account directory.ID, s Scope) (directory.Role, error) {
	has, err := roleAt(ctx, tx, account, s)
	if err == nil && has == "" {
		return "", directory.Refuse(directory.NotFound, "team.no_member")
	}
	return has, err
}

// dismiss does what follows for somebody whose role is gone.
func (d *Desk) dismiss(ctx context.Context, tx auth.Tx, account directory.ID, p Place, had directory.Role) error {
	left, err := tx.Memberships(ctx, account)
	if err != nil {
		return err
	}
	if len(left) == 0 {
		if _, err := tx.RevokeSessions(ctx, account, directory.ID{}); err != nil {
			return err
		}
	}
	a, err := tx.Account(ctx, account)
	if directory.KindOf(err) == directory.NotFound { // forgotten: there is nobody to write to
		return nil
	}
	if err != nil {
		return err
	}
	return d.post(ctx, tx, auth.Letter{
		Person: a.ID, To: a.Email, Kind: auth.MemberRemoved, Path: "/account", Place: p.Name, Role: had,
		Language: a.Language,
	})
}
