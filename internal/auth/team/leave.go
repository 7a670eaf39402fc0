package team

import (
	"context"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Leave gives up the role that whoever asks has for a place itself. The last owner or
// admin stays until there is another. Whoever leaves stays signed in.
func (d *Desk) Leave(ctx context.Context, actor directory.Actor, s Scope) error {
	p, err := d.place(ctx, s)
	if err != nil {
		return err
	}
	return d.Store.People(ctx, func(tx auth.Tx) error {
		has, err := roleAt(ctx, tx, actor.Account, s)
		if err != nil {
			return err
		}
		if has == "" {
			return directory.Refuse(directory.NotFound, "team.no_role")
		}
		return d.demote(ctx, tx, actor.Account, s, p, has, "")
	})
}
