package moderation

import (
	"context"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// WithdrawListing takes a listing out of the directory because an owner wants it so. It
// is the end of all that is asked of it, and its other owners are written to. One that
// moderators have suspended, or have put away, is not an owner's to take out of sight.
func (d *Desk) WithdrawListing(ctx context.Context, actor directory.Actor, clinic directory.ID) error {
	return d.moderate(ctx, actor, func(a *act) error {
		l, err := a.owned(ctx, clinic)
		if err != nil {
			return err
		}
		was := l.State
		if was.Value != directory.Published && was.Value != directory.Submitted {
			return directory.Refuse(directory.Conflict, "moderation.no_state")
		}
		l.State = directory.Standing[directory.ListingState]{Value: directory.Archived, Since: directory.At(a.now)}
		if _, err := a.publish(ctx, l); err != nil {
			return err
		}
		if err := a.supersede(ctx, clinic); err != nil {
			return err
		}
		v := statePair(was, l.State)
		v.after = withdrawn{l.State.Value, OwnersWish}
		if err := a.note(ctx, Event{What: "listing.withdraw", Noun: "clinic", Object: clinic, Listing: clinic}, v); err != nil {
			return err
		}
		return a.tellOtherOwners(ctx, &l, auth.Letter{Kind: auth.ListingArchived, Reason: string(OwnersWish)})
	})
}

// withdrawn is how a listing stands that its owner has withdrawn, as the record has it.
type withdrawn struct {
	State  directory.ListingState `json:"state"`
	Reason Reason                 `json:"reason"`
}

// owned is a listing that whoever acts owns, or the brand of. To its managers it is
// there, but not theirs to give away.
func (a *act) owned(ctx context.Context, clinic directory.ID) (directory.Listing, error) {
	is, _, err := see(ctx, a, a.actor, clinic)
	if err != nil {
		return is.Listing, err
	}
	for _, m := range a.actor.Memberships {
		if m.Role == directory.RoleOwner && (m.ClinicID == clinic || m.OrganizationID == is.Listing.Clinic.OrganizationID) {
			return is.Listing, nil
		}
	}
	return is.Listing, directory.Refuse(directory.Forbidden, "auth.forbidden")
}

// tellOtherOwners writes to all owners of a clinic or its brand but to whoever acts.
func (a *act) tellOtherOwners(ctx context.Context, l *directory.Listing, letter auth.Letter) error {
	letter.Place, letter.Path = l.Clinic.Name, "/owner/clinics/"+l.Clinic.ID.String()
	own, err := owners(ctx, a, l.Clinic.ID, l.Clinic.OrganizationID)
	if err != nil {
		return err
	}
	told := map[directory.ID]bool{a.actor.Account: true}
	for _, m := range own {
		if told[m.AccountID] {
			continue
		}
		told[m.AccountID] = true
		if err := a.post(ctx, m.AccountID, letter); err != nil {
			return err
		}
	}
	return nil
}
