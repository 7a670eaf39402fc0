package team

import (
	"cmp"
	"context"
	"slices"

	"rootline/internal/directory"
)

// Held is a role that somebody has, and where.
type Held struct {
	Place Place // zero for the whole directory
	Role  directory.Role
	Since directory.Instant
}

// Held returns the roles of whoever asks: those for the whole directory first, then
// by the names of the places. A role for a place that is gone is not among them.
func (d *Desk) Held(ctx context.Context, actor directory.Actor) ([]Held, error) {
	memberships, err := d.Store.Memberships(ctx, actor.Account)
	if err != nil {
		return nil, err
	}
	var all []Held
	for _, m := range memberships {
		p, err := d.place(ctx, scopeOf(m))
		if directory.KindOf(err) == directory.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, Held{Place: p, Role: m.Role, Since: m.Since})
	}
	slices.SortStableFunc(all, func(a, b Held) int {
		return cmp.Compare(directory.Fold(a.Place.Name), directory.Fold(b.Place.Name))
	})
	return all, nil
}
