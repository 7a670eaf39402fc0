package moderation

import (
	"context"
	"slices"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// loser is the side whose people and requests do not come along; none if all do.
func (m *Merge) loser() directory.ID {
	switch m.Holder {
	case KeptSide:
		return m.Gone
	case GoneSide:
		return m.Kept
	}
	return directory.ID{}
}

// mergeRoles has the people of the one that goes have their roles for the kept one, and
// takes them from those who lose. Whoever held it by its brand keeps the brand. What was
// offered to others on either side that goes or loses is at an end.
func (a *act) mergeRoles(ctx context.Context, p *MergePreview, m *Merge) error {
	gone, err := a.Members(ctx, m.Gone)
	if err != nil {
		return err
	}
	for _, member := range gone {
		if err := a.mergeRole(ctx, m, member, m.loser() != m.Gone); err != nil {
			return err
		}
	}
	if m.loser() == m.Kept {
		kept, err := a.Members(ctx, m.Kept)
		if err != nil {
			return err
		}
		for _, member := range kept {
			if !slices.ContainsFunc(m.Roles, func(r MergedRole) bool { return r.Came && r.Account == member.AccountID }) {
				if err := a.mergeRole(ctx, m, member, false); err != nil {
					return err
				}
			}
		}
		if err := a.endInvitations(ctx, m.Kept); err != nil {
			return err
		}
	}
	if err := a.endInvitations(ctx, m.Gone); err != nil {
		return err
	}
	return a.tellMerged(ctx, p, m)
}

// mergeRole takes the role of one of the people, who may come along to the kept one.
func (a *act) mergeRole(ctx context.Context, m *Merge, member directory.Membership, comes bool) error {
	r := MergedRole{Account: member.AccountID, Role: member.Role, Clinic: member.ClinicID, Since: member.Since, Came: comes}
	_, err := a.UpdateMemberships(ctx, member.AccountID, func(all *[]directory.Membership) error {
		*all = slices.DeleteFunc(*all, func(o directory.Membership) bool { return scopeOf(o) == member.ClinicID })
		has := slices.ContainsFunc(*all, func(o directory.Membership) bool { return scopeOf(o) == m.Kept })
		if r.Given = comes && !has; r.Given {
			member.ClinicID = m.Kept
			*all = append(*all, member)
		}
		return nil
	})
	if err != nil {
		return err
	}
	m.Roles = append(m.Roles, r)
	if comes {
		if !r.Given {
			return nil
		}
		return a.noteRole(ctx, "role.grant", member)
	}
	if _, err := a.RevokeSessions(ctx, member.AccountID, directory.ID{}); err != nil {
		return err
	}
	return a.noteRole(ctx, "role.revoke", member)
}

// endInvitations puts an end to what was offered at a place.
func (a *act) endInvitations(ctx context.Context, scope directory.ID) error {
	open, err := a.Invitations(ctx, scope)
	if err != nil {
		return err
	}
	for _, n := range open {
		_, err := a.UpdateSecret(ctx, n.Kind, n.Digest, func(n *auth.Secret) error {
			n.ReplacedAt = directory.At(a.now)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// tellMerged writes to those who held a side: to those who have lost it, that they have,
// and to those of the one that goes, that it is another's listing now. Nobody who holds
// what is kept is told that they have lost it.
func (a *act) tellMerged(ctx context.Context, p *MergePreview, m *Merge) error {
	losers, winners := []directory.Membership(nil), p.KeptHolders
	switch m.loser() {
	case m.Gone:
		losers = p.GoneHolders
	case m.Kept:
		losers, winners = p.KeptHolders, p.GoneHolders
	}
	told := map[directory.ID]bool{}
	for _, w := range winners {
		told[w.AccountID] = len(losers) > 0
	}
	place, slug := p.Gone.Listing.Clinic.Name, p.Kept.Listing.Clinic.Slug.String()
	if m.loser() == m.Kept {
		place = p.Kept.Listing.Clinic.Name
	}
	for _, l := range losers {
		if told[l.AccountID] {
			continue
		}
		told[l.AccountID] = true
		letter := auth.Letter{Kind: auth.ClaimLost, Role: l.Role, Place: place, Path: "/clinics/" + slug + "/claim"}
		if err := a.post(ctx, l.AccountID, letter); err != nil {
			return err
		}
	}
	if m.loser() == m.Gone {
		return nil
	}
	letter := auth.Letter{Kind: auth.ListingArchived, Reason: string(Duplicate), Place: p.Gone.Listing.Clinic.Name, Path: "/owner/clinics/" + m.Kept.String()}
	came := map[directory.ID]bool{}
	for _, w := range p.GoneHolders {
		if came[w.AccountID] {
			continue
		}
		came[w.AccountID] = true
		if err := a.post(ctx, w.AccountID, letter); err != nil {
			return err
		}
	}
	return nil
}

// mergeRequests has what waits of the one that goes wait of the kept one, and ends what
// waits of those who lose. Their authors are told.
func (a *act) mergeRequests(ctx context.Context, p *MergePreview, m *Merge) error {
	for _, side := range []*directory.Listing{&p.Kept.Listing, &p.Gone.Listing} { // what comes along is no more to be ended
		open, err := a.Requests(ctx, RequestFilter{Clinic: side.Clinic.ID, Open: true}, 0)
		if err != nil {
			return err
		}
		for _, r := range open {
			if err := a.mergeRequest(ctx, m, r, side); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *act) mergeRequest(ctx context.Context, m *Merge, r ChangeRequest, side *directory.Listing) error {
	ends := m.loser() == r.ClinicID
	if !ends && r.ClinicID == m.Kept {
		return nil
	}
	m.Requests = append(m.Requests, r)
	if !ends { // the base is of another listing: whoever publishes brings it onto the kept one
		r.ClinicID, r.Base = m.Kept, 0
		return a.SaveRequest(ctx, r)
	}
	e, draft := r.event("change.supersede"), r.State == Draft
	r.Supersede()
	if err := a.SaveRequest(ctx, r); err != nil {
		return err
	}
	if err := a.note(ctx, e, values{}); err != nil || draft {
		return err
	}
	return a.post(ctx, r.By, auth.Letter{
		Kind: auth.ChangeRejected, Reason: string(Duplicate), Place: side.Clinic.Name, Path: "/owner/clinics/" + m.Kept.String(),
	})
}

// mergeClaims has the claims that are open go on for the kept one. Whoever decides them
// finds out who holds it by then.
func (a *act) mergeClaims(ctx context.Context, _ *MergePreview, m *Merge) error {
	open, err := a.Claims(ctx, ClaimFilter{Clinic: m.Gone, Open: true}, 0)
	if err != nil {
		return err
	}
	for _, c := range open {
		m.Claims = append(m.Claims, c.ID)
		c.ClinicID = m.Kept
		if err := a.SaveClaim(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// mergeReports has the reports that nobody has decided be of the kept one, and takes what
// has gone off the queue.
func (a *act) mergeReports(ctx context.Context, _ *MergePreview, m *Merge) error {
	reports, err := a.Reports(ctx, m.Gone)
	if err != nil {
		return err
	}
	for _, r := range reports {
		m.Reports = append(m.Reports, r.ID)
		r.ClinicID = m.Kept
		if err := a.SaveReport(ctx, r); err != nil {
			return err
		}
	}
	for _, kind := range []ItemKind{ItemReport, ItemProposal} {
		if err := a.Assign(ctx, kind, m.Gone, directory.ID{}); err != nil {
			return err
		}
	}
	return nil
}
