package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

const selectClaim = `SELECT id, account_id, sealed FROM claim `

func (d desk) Claim(ctx context.Context, id directory.ID) (moderation.Claim, error) {
	var c conditions
	c.add("id =", id.String())
	all, err := d.claims(ctx, &c, 1)
	if err != nil {
		return moderation.Claim{}, err
	}
	if len(all) == 0 {
		return moderation.Claim{}, directory.Refuse(directory.NotFound, "not_found.claim")
	}
	return all[0], nil
}

// Claims are limited after they are opened: some may be of people who are forgotten.
func (d desk) Claims(ctx context.Context, f moderation.ClaimFilter, limit int) ([]moderation.Claim, error) {
	if f.Clinic.IsZero() {
		return d.claimsOf(ctx, f, limit)
	}
	all, err := ofAll(ctx, d, f.Clinic, func(ctx context.Context, clinic directory.ID) ([]moderation.Claim, error) {
		f.Clinic = clinic
		return d.claimsOf(ctx, f, limit)
	}, func(a, b moderation.Claim) int { return newestFirst(a.At, b.At, a.ID, b.ID) })
	return upTo(limit, all), err
}

func (d desk) claimsOf(ctx context.Context, f moderation.ClaimFilter, limit int) ([]moderation.Claim, error) {
	var c conditions
	c.of("clinic_id", f.Clinic)
	c.of("organization_id", f.Organization)
	c.of("account_id", f.By)
	if f.Open {
		c.only(`state IN ('started', 'pending', 'contested', 'appealed')`)
	}
	return d.claims(ctx, &c, limit)
}

// claims returns the claims that are found, but for those of somebody whose key has been
// erased.
func (d desk) claims(ctx context.Context, c *conditions, limit int) ([]moderation.Claim, error) {
	var all []moderation.Claim
	where, args := c.query("at DESC, id DESC", 0)
	err := stream(ctx, d.p.q, "claims", func(rows *sql.Rows) error {
		var id, by directory.ID
		var sealed []byte
		if err := rows.Scan(text(&id), text(&by), &sealed); err != nil {
			return fmt.Errorf("claims: %w", err)
		}
		if limit > 0 && len(all) == limit {
			return nil
		}
		plain, err := d.p.s.keys.open(ctx, by, sealed, place{"claim.sealed", id.String()})
		if directory.KindOf(err) == directory.NotFound {
			return nil
		}
		if err != nil {
			return fmt.Errorf("claim %s: %w", id, err)
		}
		var claim moderation.Claim
		if err := json.Unmarshal(plain, &claim); err != nil {
			return unreadable("claim", id.String(), err)
		}
		all = append(all, claim)
		return nil
	}, selectClaim+where, args...)
	if err != nil {
		return nil, err
	}
	decisions := make([]*moderation.Decision, len(all))
	for i := range all {
		decisions[i] = &all[i].Decision
	}
	return all, d.name(ctx, decisions)
}

// SaveClaim saves a claim, sealed with the claimant's key. One that does not wait for a
// moderator any more is nobody's to look at.
func (t *moderationTx) SaveClaim(ctx context.Context, c moderation.Claim) error {
	return t.try(func() error {
		plain, err := json.Marshal(c)
		if err != nil {
			return fmt.Errorf("save claim %s: %w", c.ID, err)
		}
		sealed, err := t.s.keys.seal(ctx, c.By, plain, place{"claim.sealed", c.ID.String()})
		if err != nil {
			return fmt.Errorf("save claim %s: %w", c.ID, err)
		}
		_, err = t.exec(ctx, "save claim "+c.ID.String(), `INSERT INTO claim
			(id, clinic_id, organization_id, account_id, state, at, sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
			ON CONFLICT (id) DO UPDATE SET clinic_id = excluded.clinic_id, organization_id = excluded.organization_id,
			account_id = excluded.account_id, state = excluded.state, at = excluded.at, sealed = excluded.sealed`,
			c.ID.String(), orNull(c.ClinicID), orNull(c.OrganizationID), c.By.String(), string(c.State), int64(c.At), sealed)
		if err != nil || claimWaits(c.State) != "" {
			return err
		}
		return t.unassign(ctx, ofClaim, c.ID)
	})
}
