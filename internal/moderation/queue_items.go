package moderation

import (
	"context"
	"slices"

	"rootline/internal/directory"
)

// Queue carries out what moderators and admins ask. Whoever is neither, or has not shown
// a second factor, is refused.
type Queue struct{ Office }

// Items are a page of what waits for moderators.
type Items struct {
	Total int
	Items []Item
	Names map[directory.ID]string // of those to whom they are assigned
}

// Items returns a page of the queue, counted from 1, the most pressing first; past its
// end there are none.
func (q *Queue) Items(ctx context.Context, actor directory.Actor, f QueueFilter, page, perPage int) (Items, error) {
	if err := isStaff(actor); err != nil {
		return Items{}, err
	}
	all, err := q.Store.Queue(ctx, f)
	if err != nil {
		return Items{}, err
	}
	slices.SortFunc(all, Compare)
	out := Items{Total: len(all)}
	first := min(len(all), max(0, page-1)*perPage)
	out.Items = all[first:min(len(all), first+perPage)]
	var assigned []directory.ID
	for _, i := range out.Items {
		if !i.Assigned.IsZero() {
			assigned = append(assigned, i.Assigned)
		}
	}
	out.Names, err = q.Store.Names(ctx, assigned...)
	return out, err
}

// Assign gives an item of the queue to a moderator or an admin, or with the zero ID to
// nobody. Whoever takes it may be any of them, whoever has it.
func (q *Queue) Assign(ctx context.Context, actor directory.Actor, kind ItemKind, id, to directory.ID) error {
	return q.staff(ctx, actor, func(a *act) error {
		item, err := itemOf(ctx, a, kind, id)
		if err != nil {
			return err
		}
		if err := a.assignable(ctx, to); err != nil {
			return err
		}
		if err := a.Assign(ctx, kind, id, to); err != nil {
			return err
		}
		return a.note(ctx, Event{What: "queue.assign", Noun: string(kind), Object: id},
			values{before: assignment{item.Assigned}, after: assignment{to}})
	})
}

type assignment struct {
	To directory.ID `json:"to,omitzero"`
}

// assignable refuses whoever decides nothing.
func (a *act) assignable(ctx context.Context, to directory.ID) error {
	if to.IsZero() {
		return nil
	}
	has, err := a.Memberships(ctx, to)
	if err != nil {
		return err
	}
	is := directory.Actor{Account: to, Strong: true, Memberships: has}
	if isStaff(is) != nil {
		return mistaken(map[string]directory.Message{"to": directory.Msg("moderation.assignee")})
	}
	return nil
}

// itemOf is an item that waits.
func itemOf(ctx context.Context, r Reader, kind ItemKind, id directory.ID) (Item, error) {
	all, err := r.Queue(ctx, QueueFilter{Kind: kind})
	if err != nil {
		return Item{}, err
	}
	i := slices.IndexFunc(all, func(i Item) bool { return i.ID == id })
	if i < 0 {
		return Item{}, directory.Refuse(directory.NotFound, "moderation.no_item")
	}
	return all[i], nil
}

// History returns a part of the whole record, the newest first, to admins.
func (q *Queue) History(ctx context.Context, actor directory.Actor, f EventFilter) (History, error) {
	if err := isAdmin(actor); err != nil {
		return History{}, err
	}
	return history(ctx, q.Store, f)
}
