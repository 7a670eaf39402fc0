package store

import (
	"context"
	"encoding/json"
	"fmt"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

func (d desk) Version(ctx context.Context, clinic directory.ID) (moderation.Version, error) {
	l, err := listing(ctx, d.p.q, `WHERE c.id = ?1`, clinic.String())
	return moderation.Version{Listing: l.Listing, Number: l.version}, err
}

// ofBrand picks the clinics of an organization and of those that it is the parent of.
const ofBrand = `WHERE c.organization_id IN (SELECT id FROM organization WHERE id = ?1 OR parent_id = ?1)` + notMerged + ` ORDER BY c.slug`

func (d desk) Branches(ctx context.Context, brand directory.ID) ([]directory.Listing, error) {
	var all []directory.Listing
	for l, err := range listings(ctx, d.p.q, json.Unmarshal, ofBrand, brand.String()) {
		if err != nil {
			return nil, fmt.Errorf("branches of %s: %w", brand, err)
		}
		all = append(all, l.Listing)
	}
	return all, nil
}

// Publish goes the way of [Store.UpdateListing]: no version comes about by another. The
// organization is the stored one, whatever the listing has of it. A clinic that does not
// wait for a moderator any more is nobody's to look at.
func (t *moderationTx) Publish(ctx context.Context, l directory.Listing) (moderation.Version, error) {
	return attempted(t.peopleTx, func() (moderation.Version, error) {
		_, err := t.s.updateListing(ctx, t.tx, l.Clinic.ID, func(was *directory.Listing) error {
			organization := was.Organization
			*was = l
			was.Organization = organization
			return nil
		})
		if err != nil {
			return moderation.Version{}, err
		}
		if l.State.Value != directory.Submitted {
			if err := t.unassign(ctx, ofProposal, l.Clinic.ID); err != nil {
				return moderation.Version{}, err
			}
		}
		return t.Version(ctx, l.Clinic.ID)
	})
}
