package moderation

import (
	"context"

	"rootline/internal/directory"
)

// MergePreview is what a merge would do, for whoever is about to carry it out.
type MergePreview struct {
	Kept, Gone  Version
	Merged      directory.Listing
	Differences []Difference // that the kept one would be given

	// Ask reports whether both sides have people who hold them, or requests that wait,
	// so that a moderator has to say whose come along.
	Ask          bool
	KeptHolders  []directory.Membership
	GoneHolders  []directory.Membership
	KeptRequests int // that are open, but for drafts
	GoneRequests int
	Names        map[directory.ID]string
}

// MergeChoice is what a moderator says to a merge as they saw it.
type MergeChoice struct {
	Kept   int64 // the versions that they looked at
	Gone   int64
	Holder Side // whose people and requests come along; none where nobody has to be asked
}

// MergePreview returns what it would come to if one of two listings were kept, and the
// other had gone into it.
func (q *Queue) MergePreview(ctx context.Context, actor directory.Actor, keep, gone directory.ID) (MergePreview, error) {
	if err := isStaff(actor); err != nil {
		return MergePreview{}, err
	}
	p, err := mergeOf(ctx, q.Store, keep, gone, "")
	if err != nil {
		return MergePreview{}, err
	}
	var who []directory.ID
	for _, m := range append(p.KeptHolders, p.GoneHolders...) {
		who = append(who, m.AccountID)
	}
	p.Names, err = q.Store.Names(ctx, who...)
	return p, err
}

// mergeOf is what a merge comes to, if the people of one side come along where somebody
// has to be asked.
func mergeOf(ctx context.Context, r Reader, keep, gone directory.ID, holder Side) (p MergePreview, err error) {
	if keep == gone {
		return p, directory.Refuse(directory.Invalid, "moderation.merge.itself")
	}
	if p.Kept, err = r.Version(ctx, keep); err != nil {
		return p, err
	}
	if p.Gone, err = r.Version(ctx, gone); err != nil {
		return p, err
	}
	if s := p.Kept.Listing.State.Value; s != directory.Submitted && !p.Kept.Listing.HasPage() {
		return p, directory.Refuse(directory.Conflict, "moderation.merge.state")
	}
	if err := p.weigh(ctx, r); err != nil {
		return p, err
	}
	p.Merged = Merged(&p.Kept.Listing, &p.Gone.Listing)
	if p.goneBrand(holder) {
		p.Merged.Clinic.OrganizationID = p.Gone.Listing.Clinic.OrganizationID
	}
	p.Differences, err = Diff(&p.Kept.Listing, &p.Merged)
	return p, err
}

// weigh finds out who holds the two, and what waits.
func (p *MergePreview) weigh(ctx context.Context, r Reader) (err error) {
	for _, side := range []struct {
		l        *directory.Listing
		holders  *[]directory.Membership
		requests *int
	}{{&p.Kept.Listing, &p.KeptHolders, &p.KeptRequests}, {&p.Gone.Listing, &p.GoneHolders, &p.GoneRequests}} {
		c := &side.l.Clinic
		if *side.holders, err = owners(ctx, r, c.ID, c.OrganizationID); err != nil {
			return err
		}
		open, err := r.Requests(ctx, RequestFilter{Clinic: c.ID, Open: true}, 0)
		if err != nil {
			return err
		}
		for _, o := range open {
			if o.State != Draft {
				*side.requests++
			}
		}
	}
	p.Ask = p.KeptRequests > 0 && p.GoneRequests > 0 ||
		len(p.KeptHolders) > 0 && len(p.GoneHolders) > 0 && !samePeople(p.KeptHolders, p.GoneHolders)
	return nil
}

// samePeople reports whether the same hold both, so that nobody would lose or win.
func samePeople(a, b []directory.Membership) bool {
	people := func(all []directory.Membership) map[directory.ID]bool {
		set := map[directory.ID]bool{}
		for _, m := range all {
			set[m.AccountID] = true
		}
		return set
	}
	x, y := people(a), people(b)
	for id := range x {
		if !y[id] {
			return false
		}
	}
	return len(x) == len(y)
}

// goneBrand reports whether the merged clinic belongs to the other's organization: where
// the other's people come along, and some of either side have their role by the brand.
// Those of the kept one would keep it, and those of the other lose it, if it did not.
func (p *MergePreview) goneBrand(holder Side) bool {
	theirs := holder == GoneSide || holder == "" && len(p.KeptHolders) == 0
	byBrand := func(m directory.Membership) bool { return !m.OrganizationID.IsZero() }
	return theirs && len(p.GoneHolders) > 0 && (anyOf(p.KeptHolders, byBrand) || anyOf(p.GoneHolders, byBrand))
}

func anyOf[T any](all []T, is func(T) bool) bool {
	for _, v := range all {
		if is(v) {
			return true
		}
	}
	return false
}

// Merge makes one of two listings: one is kept, with what only the other says, and the
// other leads there by all its addresses. Its people, claims, requests, reports and
// history come along. Where both have people who hold them, or requests that wait, it is
// refused until a moderator says whose come along; the others are told that they have
// lost it. Of many who do so at once, one is heard.
func (q *Queue) Merge(ctx context.Context, actor directory.Actor, keep, gone directory.ID, choice MergeChoice) (Merge, error) {
	var m Merge
	err := q.staff(ctx, actor, func(a *act) error {
		p, err := mergeOf(ctx, a, keep, gone, choice.Holder)
		if err != nil {
			return err
		}
		if err := a.mayMerge(&p, &choice); err != nil {
			return err
		}
		m, err = a.merge(ctx, &p, choice.Holder)
		return err
	})
	if err != nil {
		return Merge{}, err
	}
	return m, nil
}

// mayMerge refuses what has changed since it was looked at, what nobody has said, and
// whoever is one of the people.
func (a *act) mayMerge(p *MergePreview, choice *MergeChoice) error {
	switch {
	case choice.Kept != p.Kept.Number || choice.Gone != p.Gone.Number:
		return directory.Refuse(directory.Conflict, "moderation.edited")
	case ofTeam(a.actor, &p.Kept.Listing) || ofTeam(a.actor, &p.Gone.Listing):
		return directory.Refuse(directory.Forbidden, "moderation.own")
	case !p.Ask:
		choice.Holder = ""
		return nil
	case choice.Holder != KeptSide && choice.Holder != GoneSide:
		return &directory.Error{
			Kind: directory.Conflict, Message: directory.Msg("moderation.merge.who"),
			Fields: map[string]directory.Message{"holder": directory.Msg("moderation.merge.who")},
		}
	}
	return nil
}

// merge carries a merge out.
func (a *act) merge(ctx context.Context, p *MergePreview, holder Side) (m Merge, err error) {
	kept, gone := &p.Kept.Listing, &p.Gone.Listing
	m = Merge{
		Kept: kept.Clinic.ID, Gone: gone.Clinic.ID, By: a.actor.Account, At: directory.At(a.now), Holder: holder,
		Stood: MergedState{gone.State.Value, gone.State.Reason, gone.State.Since}, Differences: p.Differences,
	}
	if m.ID, err = a.newID(); err != nil {
		return m, err
	}
	for _, step := range []func(context.Context, *MergePreview, *Merge) error{
		a.mergeRoles, a.mergeRequests, a.mergeClaims, a.mergeReports,
	} {
		if err := step(ctx, p, &m); err != nil {
			return m, err
		}
	}
	if m.Addresses, err = a.MergeAway(ctx, m.Gone, m.Kept); err != nil {
		return m, err
	}
	if _, err := a.publish(ctx, p.Merged); err != nil {
		return m, err
	}
	if err := a.SaveMerge(ctx, m); err != nil {
		return m, err
	}
	e := Event{What: "listing.merge", Noun: "clinic", Object: m.Gone, Listing: m.Kept}
	return m, a.note(ctx, e, valuesOf(m.Differences, a.actor.Account))
}
