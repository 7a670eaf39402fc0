package moderation

import (
	"context"
	"slices"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// mayDecide refuses whoever is one of the people of what is claimed, a moderator where it
// takes an admin, and to look once more at one's own decision; and to give anything to an
// account that is no more.
func (a *act) mayDecide(ctx context.Context, c *Claim, grant bool) error {
	switch own, err := a.ofClaimed(ctx, c); {
	case err != nil:
		return err
	case own:
		return directory.Refuse(directory.Forbidden, "moderation.own")
	}
	if c.State == ClaimAppealed {
		if err := a.mayDecideAppeal(ctx, c); err != nil {
			return err
		}
	}
	if !grant {
		return nil
	}
	account, err := a.Account(ctx, c.By)
	if err == nil && account.State != directory.AccountActive {
		err = directory.Refuse(directory.Conflict, "moderation.claim.ended")
	}
	return err
}

// ofClaimed reports whether whoever acts has a role for what is claimed.
func (a *act) ofClaimed(ctx context.Context, c *Claim) (bool, error) {
	if c.ClinicID.IsZero() {
		return slices.ContainsFunc(a.actor.Memberships, func(m directory.Membership) bool { return m.OrganizationID == c.OrganizationID }), nil
	}
	is, err := a.Version(ctx, c.ClinicID)
	return ofTeam(a.actor, &is.Listing), err
}

// mayDecideAppeal has an appeal against what an admin decided between two decided by an
// admin, and every one by somebody else than before, if there is somebody else.
func (a *act) mayDecideAppeal(ctx context.Context, c *Claim) error {
	held, err := holders(ctx, a, c)
	if err != nil {
		return err
	}
	if len(held) > 0 && isAdmin(a.actor) != nil {
		return directory.Refuse(directory.Forbidden, "moderation.claim.admin")
	}
	if c.Decision.By.ID != a.actor.Account {
		return nil
	}
	staff, err := a.Members(ctx, directory.ID{})
	if err != nil {
		return err
	}
	for _, m := range staff {
		if m.AccountID != a.actor.Account && m.AccountID != c.By && (len(held) == 0 || m.Role == directory.RoleAdmin) {
			return directory.Refuse(directory.Forbidden, "moderation.claim.another")
		}
	}
	return nil
}

// leaveBrand has a clinic that is given to somebody belong to an organization of its own,
// if its brand has people: all that a brand has is theirs, and this is so no longer. They
// are told.
func (a *act) leaveBrand(ctx context.Context, c *Claim) error {
	if c.ClinicID.IsZero() {
		return nil
	}
	is, err := a.Version(ctx, c.ClinicID)
	if err != nil {
		return err
	}
	l := is.Listing
	members, err := a.Members(ctx, l.Clinic.OrganizationID)
	if err != nil {
		return err
	}
	members = slices.DeleteFunc(members, func(m directory.Membership) bool { return m.AccountID == c.By })
	if len(members) == 0 {
		return nil
	}
	if l.Organization, err = a.brandOf(ctx, &Proposal{Name: l.Clinic.Name}); err != nil {
		return err
	}
	if err := a.AddOrganization(ctx, l.Organization); err != nil {
		return err
	}
	type brand struct {
		ID directory.ID `json:"organization_id"`
	}
	v := values{before: brand{l.Clinic.OrganizationID}, after: brand{l.Organization.ID}}
	l.Clinic.OrganizationID = l.Organization.ID
	if _, err := a.publish(ctx, l); err != nil {
		return err
	}
	if err := a.note(ctx, Event{What: "listing.apart", Noun: "clinic", Object: l.Clinic.ID, Listing: l.Clinic.ID}, v); err != nil {
		return err
	}
	for _, m := range members {
		if err := a.tell(ctx, m.AccountID, c, auth.Letter{Kind: auth.ClaimLost, Role: m.Role}); err != nil {
			return err
		}
	}
	return nil
}
