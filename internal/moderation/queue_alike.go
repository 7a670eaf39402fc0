package moderation

import (
	"context"
	"slices"

	"rootline/internal/directory"
)

// Alike returns the listings that one may be the same clinic as, by phone, by the domain
// of its site and by its name in its city, the likeliest first.
func (q *Queue) Alike(ctx context.Context, actor directory.Actor, c *directory.Clinic) (all []Alike, err error) {
	err = q.staff(ctx, actor, func(a *act) error {
		all, err = a.alike(ctx, c)
		all = slices.DeleteFunc(all, func(o Alike) bool { return o.Listing.Clinic.ID == c.ID })
		return err
	})
	return all, err
}
