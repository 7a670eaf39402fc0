package moderation

import (
	"context"
	"slices"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Split makes two listings again of what was merged. Both are as they were, but for what
// has been added or decided since, which stays with the one that was kept; ids and slugs
// answer again. Whoever has lost a role since has lost it for good.
func (q *Queue) Split(ctx context.Context, actor directory.Actor, merge directory.ID) (Merge, error) {
	var m Merge
	err := q.staff(ctx, actor, func(a *act) (err error) {
		if m, err = a.Merge(ctx, merge); err != nil {
			return err
		}
		if m.SplitAt != 0 {
			names, err := a.Names(ctx, m.SplitBy)
			if err != nil {
				return err
			}
			return movedOn(names[m.SplitBy])
		}
		return a.split(ctx, &m)
	})
	if err != nil {
		return Merge{}, err
	}
	return m, nil
}

// Merges returns the merges into a listing, the newest first.
func (q *Queue) Merges(ctx context.Context, actor directory.Actor, kept directory.ID) ([]Merge, error) {
	if err := isStaff(actor); err != nil {
		return nil, err
	}
	return q.Store.Merges(ctx, kept)
}

func (a *act) split(ctx context.Context, m *Merge) error {
	kept, err := a.Version(ctx, m.Kept)
	if directory.KindOf(err) == directory.NotFound { // it has gone into another itself
		return directory.Refuse(directory.Conflict, "moderation.merge.later")
	}
	if err != nil {
		return err
	}
	if err := a.BringBack(ctx, m.Gone, m.Kept, m.Addresses); err != nil {
		return err
	}
	gone, err := a.Version(ctx, m.Gone)
	if err != nil {
		return err
	}
	if ofTeam(a.actor, &kept.Listing) || ofTeam(a.actor, &gone.Listing) {
		return directory.Refuse(directory.Forbidden, "moderation.own")
	}
	gone.Listing.State = directory.Standing[directory.ListingState]{Value: m.Stood.Value, Reason: m.Stood.Reason, Since: m.Stood.Since}
	for _, step := range []func(context.Context, *Merge) error{a.splitRoles, a.splitRequests, a.splitClaims, a.splitReports} {
		if err := step(ctx, m); err != nil {
			return err
		}
	}
	return a.publishSplit(ctx, m, kept, gone)
}

// publishSplit takes from the kept one what it was given, as far as nobody has changed
// that since, and publishes both.
func (a *act) publishSplit(ctx context.Context, m *Merge, kept, gone Version) error {
	opposite := make([]Difference, len(m.Differences))
	for i, d := range m.Differences {
		opposite[i] = d.Opposite()
	}
	l, _, err := Apply(&kept.Listing, opposite)
	if err != nil {
		return err
	}
	if _, err := a.publish(ctx, l); err != nil {
		return err
	}
	if _, err := a.publish(ctx, gone.Listing); err != nil {
		return err
	}
	m.SplitBy, m.SplitAt = a.actor.Account, directory.At(a.now)
	if err := a.SaveMerge(ctx, *m); err != nil {
		return err
	}
	undone, err := Diff(&kept.Listing, &l)
	if err != nil {
		return err
	}
	if err := a.note(ctx, Event{What: "listing.split", Noun: "clinic", Object: m.Gone, Listing: m.Kept}, valuesOf(undone, a.actor.Account)); err != nil {
		return err
	}
	if err := a.note(ctx, Event{What: "listing.split", Noun: "clinic", Object: m.Kept, Listing: m.Gone}, values{}); err != nil {
		return err
	}
	return a.tellOwners(ctx, &gone.Listing, auth.Letter{Kind: auth.ListingReinstated})
}

// splitRoles gives people back what they had. Whoever came along has it only if they
// still have what they came to.
func (a *act) splitRoles(ctx context.Context, m *Merge) error {
	for _, r := range m.Roles {
		account, err := a.Account(ctx, r.Account)
		if directory.KindOf(err) == directory.NotFound || err == nil && account.State != directory.AccountActive {
			continue
		}
		if err != nil {
			return err
		}
		if err := a.splitRole(ctx, m, r); err != nil {
			return err
		}
	}
	return nil
}

func (a *act) splitRole(ctx context.Context, m *Merge, r MergedRole) error {
	back := directory.Membership{AccountID: r.Account, Role: r.Role, ClinicID: r.Clinic, Since: r.Since}
	lost := false
	_, err := a.UpdateMemberships(ctx, r.Account, func(all *[]directory.Membership) error {
		i := slices.IndexFunc(*all, func(o directory.Membership) bool { return o.ClinicID == m.Kept })
		if lost = r.Came && i < 0; lost {
			return nil
		}
		if r.Given {
			*all = slices.Delete(*all, i, i+1)
		}
		if !slices.ContainsFunc(*all, func(o directory.Membership) bool { return scopeOf(o) == r.Clinic }) {
			*all = append(*all, back)
		}
		return nil
	})
	if err != nil || lost {
		return err
	}
	return a.noteRole(ctx, "role.grant", back)
}

// splitRequests has wait again what waited, unless somebody has had a hand in it since.
func (a *act) splitRequests(ctx context.Context, m *Merge) error {
	for _, was := range m.Requests {
		is, err := a.Request(ctx, was.ID)
		if err != nil {
			return err
		}
		if is.Revision != was.Revision || !is.State.Open() && is.State != Superseded {
			continue
		}
		if err := a.SaveRequest(ctx, was); err != nil {
			return err
		}
	}
	return nil
}

// splitClaims has go on for the one that comes back what nobody has decided.
func (a *act) splitClaims(ctx context.Context, m *Merge) error {
	for _, id := range m.Claims {
		c, err := a.Claim(ctx, id)
		if directory.KindOf(err) == directory.NotFound || err == nil && (!c.State.Open() || c.ClinicID != m.Kept) {
			continue
		}
		if err != nil {
			return err
		}
		c.ClinicID = m.Gone
		if err := a.SaveClaim(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

func (a *act) splitReports(ctx context.Context, m *Merge) error {
	reports, err := a.Reports(ctx, m.Kept)
	if err != nil {
		return err
	}
	for _, r := range reports {
		if !slices.Contains(m.Reports, r.ID) {
			continue
		}
		r.ClinicID = m.Gone
		if err := a.SaveReport(ctx, r); err != nil {
			return err
		}
	}
	return nil
}
