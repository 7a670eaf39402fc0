package team

import (
	"cmp"
	"context"
	"slices"

	"rootline/internal/directory"
)

// Member is somebody with a role.
type Member struct {
	Account directory.ID
	Name    string
	Email   directory.Email
	Role    directory.Role
	Since   directory.Instant
	You     bool
}

// Invited is somebody who has not answered yet.
type Invited struct {
	ID        directory.ID
	Email     directory.Email
	Role      directory.Role
	SentAt    directory.Instant
	ExpiresAt directory.Instant
}

// Team is everybody with a role for a place.
type Team struct {
	Place   Place // zero for the whole directory
	Members []Member
	Invited []Invited
}

// Team returns who has a role for a place itself, the highest first and then by name,
// and whose invitation can be taken up still, the oldest first.
func (d *Desk) Team(ctx context.Context, actor directory.Actor, s Scope) (Team, error) {
	p, err := d.place(ctx, s)
	if err != nil {
		return Team{}, err
	}
	t := Team{Place: p}
	if t.Members, err = d.members(ctx, actor, s); err != nil {
		return Team{}, err
	}
	if t.Invited, err = d.invited(ctx, s, p); err != nil {
		return Team{}, err
	}
	return t, nil
}

func (d *Desk) members(ctx context.Context, actor directory.Actor, s Scope) ([]Member, error) {
	memberships, err := d.Store.Members(ctx, s.ID())
	if err != nil {
		return nil, err
	}
	var all []Member
	for _, m := range memberships {
		a, err := d.Store.Account(ctx, m.AccountID)
		if directory.KindOf(err) == directory.NotFound { // forgotten
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, Member{
			Account: a.ID, Name: a.Name, Email: a.Email, Role: m.Role, Since: m.Since, You: a.ID == actor.Account,
		})
	}
	slices.SortStableFunc(all, func(a, b Member) int {
		return cmp.Or(cmp.Compare(rank(b.Role), rank(a.Role)), cmp.Compare(directory.Fold(a.Name), directory.Fold(b.Name)))
	})
	return all, nil
}

func (d *Desk) invited(ctx context.Context, s Scope, p Place) ([]Invited, error) {
	open, err := d.Store.Invitations(ctx, s.ID())
	if err != nil {
		return nil, err
	}
	var all []Invited
	for _, n := range open {
		err := d.stands(ctx, d.Store, n, p)
		if directory.KindOf(err) == directory.Invalid {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, Invited{ID: n.ID, Email: n.Email, Role: n.Invitation.Role, SentAt: n.CreatedAt, ExpiresAt: n.ExpiresAt})
	}
	return all, nil
}
