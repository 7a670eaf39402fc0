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
	Total    int
	Items    []Item
	Sketches []Sketch         // of each item
	Counts   map[ItemKind]int // of all that the filter lets through, but for its kind

	// Countries and Languages are those of all that waits.
	Countries []directory.Country
	Languages []directory.Language

	Names map[directory.ID]string // of those to whom the items are assigned, and who ask
}

// Items returns a page of the queue, counted from 1, the most pressing first; past its
// end there are none.
func (q *Queue) Items(ctx context.Context, actor directory.Actor, f QueueFilter, page, perPage int) (Items, error) {
	if err := isStaff(actor); err != nil {
		return Items{}, err
	}
	all, err := q.Store.Queue(ctx, QueueFilter{})
	if err != nil {
		return Items{}, err
	}
	out := Items{Counts: make(map[ItemKind]int)}
	out.note(all, f)
	all = slices.DeleteFunc(all, func(i Item) bool { return !f.Lets(i) })
	slices.SortFunc(all, Compare)
	out.Total = len(all)
	first := min(len(all), max(0, page-1)*perPage)
	err = out.describe(ctx, q.Store, all[first:min(len(all), first+perPage)])
	return out, err
}

// note counts what waits.
func (out *Items) note(all []Item, f QueueFilter) {
	f.Kind = ""
	for _, i := range all {
		if (i.Country != directory.Country{}) && !slices.Contains(out.Countries, i.Country) {
			out.Countries = append(out.Countries, i.Country)
		}
		if (i.Language != directory.Language{}) && !slices.Contains(out.Languages, i.Language) {
			out.Languages = append(out.Languages, i.Language)
		}
		if f.Lets(i) {
			out.Counts[i.Kind]++
		}
	}
}

// describe adds items with what they are about. What somebody has decided since it was
// read is left out.
func (out *Items) describe(ctx context.Context, r Reader, all []Item) error {
	var people []directory.ID
	proposers, err := proposersOf(ctx, r, all)
	if err != nil {
		return err
	}
	for _, i := range all {
		s, err := sketch(ctx, r, i)
		if directory.KindOf(err) == directory.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		if i.Kind == ItemProposal {
			s.By = proposers[i.ClinicID]
		}
		out.Items, out.Sketches = append(out.Items, i), append(out.Sketches, s)
		for _, id := range []directory.ID{i.Assigned, s.By} {
			if !id.IsZero() {
				people = append(people, id)
			}
		}
	}
	names, err := r.Names(ctx, people...)
	out.Names = names
	return err
}

// proposersOf are those who proposed what is a proposal among some items, by clinic.
func proposersOf(ctx context.Context, r Reader, all []Item) (map[directory.ID]directory.ID, error) {
	var clinics []directory.ID
	for _, i := range all {
		if i.Kind == ItemProposal {
			clinics = append(clinics, i.ClinicID)
		}
	}
	return r.Proposers(ctx, clinics...)
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
	all, err := r.Queue(ctx, QueueFilter{Kind: kind, ID: id})
	if err != nil {
		return Item{}, err
	}
	if len(all) == 0 {
		return Item{}, directory.Refuse(directory.NotFound, "moderation.no_item")
	}
	return all[0], nil
}

// History returns a part of the whole record, the newest first, to admins.
func (q *Queue) History(ctx context.Context, actor directory.Actor, f EventFilter) (History, error) {
	if err := isAdmin(actor); err != nil {
		return History{}, err
	}
	return history(ctx, q.Store, f)
}
