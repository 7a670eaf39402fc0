package moderation

import (
	"context"
	"slices"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Answer takes what somebody who holds a clinic or a brand says to a claim to it.
func (d *Claims) Answer(ctx context.Context, actor directory.Actor, claim directory.ID, yields bool, text string) error {
	return d.moderate(ctx, actor, func(a *act) error {
		c, err := a.Claim(ctx, claim)
		if directory.KindOf(err) == directory.NotFound || err == nil && c.State == ClaimStarted {
			return noClaim()
		}
		if err != nil {
			return err
		}
		held, err := holders(ctx, a, &c)
		if err != nil {
			return err
		}
		if err := mayAnswer(held, a.actor.Account, yields); err != nil {
			return err
		}
		if err := c.Answer(yields, text); err != nil {
			return err
		}
		return a.saveClaim(ctx, &c, "claim.answer", values{after: said{c.HolderSays}, person: a.actor.Account})
	})
}

// mayAnswer refuses whoever does not hold what is claimed, and whoever would give up what
// others hold with all of a brand.
func mayAnswer(held []directory.Membership, account directory.ID, yields bool) error {
	has := func(ofBrand, mine bool) bool {
		return slices.ContainsFunc(held, func(m directory.Membership) bool {
			return (!mine || m.AccountID == account) && (!ofBrand || !m.OrganizationID.IsZero())
		})
	}
	switch {
	case !has(false, true):
		return noClaim()
	case yields && has(true, false) && !has(true, true):
		return directory.Refuse(directory.Forbidden, "moderation.claim.yield_brand")
	}
	return nil
}

// Decide grants a claim or denies it. What is granted is the claimant's at once, and
// whoever held it is signed out; claims of others to the same wait for the new holder
// to answer. The claimant is written to, and so are those who lose by it. Nobody decides
// against themselves, nor an appeal against their own decision if there is anybody else.
//
// A claim that somebody has come to hold the clinic of, or whose branches are others by
// now, is not decided but laid before whoever has to see that, and is a Conflict.
func (d *Claims) Decide(ctx context.Context, actor directory.Actor, claim directory.ID, grant bool, reason Reason, text string) (Claim, error) {
	var c Claim
	var refused error
	err := d.staff(ctx, actor, func(a *act) (err error) {
		if c, err = a.Claim(ctx, claim); err != nil {
			return err
		}
		by, err := a.person(ctx)
		if err != nil {
			return err
		}
		if refused, err = a.overtaken(ctx, &c, grant); refused != nil || err != nil {
			return err
		}
		if err := a.mayDecide(ctx, &c, grant); err != nil {
			return err
		}
		if err := c.Decide(grant, isAdmin(a.actor) == nil, Decision{By: by, Reason: reason, Text: text}, a.now); err != nil {
			return err
		}
		return a.claimDecided(ctx, &c)
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return Claim{}, err
	}
	return c, nil
}

// overtaken saves what has come between since a claim was laid before a moderator, and
// refuses to decide it as it was.
func (a *act) overtaken(ctx context.Context, c *Claim, grant bool) (refused, err error) {
	if c.State != ClaimPending && c.State != ClaimContested && c.State != ClaimAppealed {
		return nil, nil // to be told by the claim itself
	}
	held, err := holders(ctx, a, c)
	if err != nil {
		return nil, err
	}
	switch {
	case c.State == ClaimContested && len(held) == 0:
		if err := c.Release(); err != nil {
			return nil, err
		}
	case c.State == ClaimContested || len(held) == 0 || c.Asked(held) || c.State == ClaimAppealed && !grant:
	default:
		if err := a.contest(ctx, c, held); err != nil {
			return nil, err
		}
		return c.wait(), nil
	}
	changed, err := a.refresh(ctx, c)
	if err != nil || !changed {
		return nil, err
	}
	return directory.Refuse(directory.Conflict, "moderation.edited"), a.saveClaim(ctx, c, "claim.refresh", values{})
}

// contest has a claim wait for those who have come to hold what it is for, and tells
// both.
func (a *act) contest(ctx context.Context, c *Claim, held []directory.Membership) error {
	if err := c.Contest(a.now); err != nil {
		return err
	}
	if err := a.saveClaim(ctx, c, "claim.contest", values{}); err != nil {
		return err
	}
	if err := a.tell(ctx, c.By, c, auth.Letter{Kind: auth.ClaimWaits, For: ContestTime}); err != nil {
		return err
	}
	return a.tellHolders(ctx, c, held, auth.ClaimContested)
}

// claimDecided does what follows from a decision, and writes to the claimant.
func (a *act) claimDecided(ctx context.Context, c *Claim) error {
	kind, what := auth.ClaimDenied, "claim.deny"
	switch c.State {
	case ClaimGranted:
		kind, what = auth.ClaimGranted, "claim.grant"
	case ClaimFinal:
		kind = auth.ClaimFinal
	default:
	}
	v := values{}
	if c.Decision.Reason != "" {
		v.after = because{c.Decision.Reason}
	}
	if err := a.saveClaim(ctx, c, what, v); err != nil {
		return err
	}
	if c.State == ClaimGranted {
		if err := a.grant(ctx, c); err != nil {
			return err
		}
	}
	return a.tell(ctx, c.By, c, auth.Letter{Kind: kind, Reason: string(c.Decision.Reason), Text: c.Decision.Text})
}

// grant gives a claimant what their claim has shown to be theirs.
func (a *act) grant(ctx context.Context, c *Claim) error {
	roles := c.Roles(a.now)
	if len(roles) == 0 {
		return directory.Refuse(directory.Conflict, "moderation.claim.nothing")
	}
	if err := a.leaveBrand(ctx, c); err != nil {
		return err
	}
	for _, m := range roles {
		if err := a.dismiss(ctx, c, scopeOf(m)); err != nil {
			return err
		}
	}
	_, err := a.UpdateMemberships(ctx, c.By, func(all *[]directory.Membership) error {
		for _, m := range roles {
			*all = append(slices.DeleteFunc(*all, func(o directory.Membership) bool { return scopeOf(o) == scopeOf(m) }), m)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, m := range roles {
		if err := a.noteRole(ctx, "role.grant", m); err != nil {
			return err
		}
	}
	return a.rearm(ctx, c, roles)
}

// scopeOf is what a role is for.
func scopeOf(m directory.Membership) directory.ID {
	if m.ClinicID.IsZero() {
		return m.OrganizationID
	}
	return m.ClinicID
}

// noteRole notes that somebody has, or has no longer, a role.
func (a *act) noteRole(ctx context.Context, what string, m directory.Membership) error {
	e := Event{What: what, Noun: "clinic", Object: m.ClinicID, Listing: m.ClinicID}
	if m.ClinicID.IsZero() {
		e.Noun, e.Object = "organization", m.OrganizationID
	}
	return a.note(ctx, e, values{after: struct {
		Account directory.ID   `json:"account"`
		Role    directory.Role `json:"role"`
	}{m.AccountID, m.Role}})
}

// dismiss takes their roles from all who have had one for what is somebody else's now,
// signs them out, and puts an end to what they were offered or have offered there.
func (a *act) dismiss(ctx context.Context, c *Claim, scope directory.ID) error {
	members, err := a.Members(ctx, scope)
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.AccountID == c.By {
			continue
		}
		if err := a.dismissOne(ctx, c, m); err != nil {
			return err
		}
	}
	return a.endInvitations(ctx, scope)
}

func (a *act) dismissOne(ctx context.Context, c *Claim, m directory.Membership) error {
	_, err := a.UpdateMemberships(ctx, m.AccountID, func(all *[]directory.Membership) error {
		*all = slices.DeleteFunc(*all, func(o directory.Membership) bool { return scopeOf(o) == scopeOf(m) })
		return nil
	})
	if err != nil {
		return err
	}
	if _, err := a.RevokeSessions(ctx, m.AccountID, directory.ID{}); err != nil {
		return err
	}
	if err := a.noteRole(ctx, "role.revoke", m); err != nil {
		return err
	}
	return a.tell(ctx, m.AccountID, c, auth.Letter{Kind: auth.ClaimLost, Role: m.Role})
}

// rearm has the claims of others to what was granted wait for whoever holds it now.
func (a *act) rearm(ctx context.Context, granted *Claim, roles []directory.Membership) error {
	var filters []ClaimFilter
	for _, m := range roles {
		filters = append(filters, ClaimFilter{Clinic: m.ClinicID, Organization: m.OrganizationID, Open: true})
		if m.ClinicID.IsZero() { // whoever has the brand has its clinics
			for _, b := range granted.Branches {
				if b.Standing != Franchise {
					filters = append(filters, ClaimFilter{Clinic: b.ClinicID, Open: true})
				}
			}
		}
	}
	for _, f := range filters {
		open, err := a.Claims(ctx, f, 0)
		if err != nil {
			return err
		}
		for _, c := range open {
			if c.ID == granted.ID || c.By == granted.By || !c.State.May(ClaimContested) || c.State == ClaimStarted {
				continue
			}
			if err := a.contest(ctx, &c, roles[:1]); err != nil {
				return err
			}
		}
	}
	return nil
}
