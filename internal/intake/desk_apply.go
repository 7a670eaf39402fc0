package intake

import (
	"context"
	"errors"

	"rootline/internal/directory"
)

// errConflict ends an update that must not be saved.
var errConflict = errors.New("somebody else says otherwise")

// apply takes a candidate into the directory: as a new clinic, or into the one
// that it became before. What speaks against that comes back as evidence that
// somebody has to look at, and then nothing has changed.
func (r *run) apply(ctx context.Context, tx Tx, c *Candidate, rec *Record, o *Outcome) ([]Evidence, error) {
	if rec.Applied == nil && !r.there[c.Clinic.ID] {
		return r.add(ctx, tx, c, o)
	}
	evidence, err := r.update(ctx, tx, c, rec, o)
	if directory.KindOf(err) == directory.NotFound && rec.Applied == nil {
		return nil, nil // another directory's own, which has been merged away here as it was there
	}
	if directory.KindOf(err) == directory.NotFound {
		return []Evidence{{Weight: Human, Message: directory.Msg("intake.gone")}}, nil
	}
	return evidence, err
}

// update merges the candidate into the clinic that has its id.
func (r *run) update(ctx context.Context, tx Tx, c *Candidate, rec *Record, o *Outcome) (evidence []Evidence, err error) {
	var after directory.Listing
	changed, err := tx.UpdateListing(ctx, c.Clinic.ID, func(l *directory.Listing) error {
		evidence = mergeListing(l, rec.Applied, *c, directory.At(r.Now()))
		if Weigh(evidence) != Accepted {
			return errConflict
		}
		after = *l
		return nil
	})
	if errors.Is(err, errConflict) {
		return evidence, nil
	}
	if err != nil {
		return refusal(err)
	}
	c.Clinic.Slug, c.Clinic.OrganizationID = after.Clinic.Slug, after.Clinic.OrganizationID
	o.Changed = changed
	r.know(&after.Clinic, after.Organization.Name)
	return evidence, nil
}

// add makes a new clinic of the candidate, with its organization, or leaves
// everything as it was.
func (r *run) add(ctx context.Context, tx Tx, c *Candidate, o *Outcome) ([]Evidence, error) {
	var organization directory.ID
	err := tx.Attempt(ctx, func() (err error) {
		if organization, err = r.brand(ctx, tx, c); err != nil {
			return err
		}
		c.Clinic.OrganizationID = organization
		if c.Clinic.Slug, err = tx.FreeSlug(ctx, NounClinic, clinicSlugs(&c.Clinic)...); err != nil {
			return err
		}
		return tx.AddListing(ctx, r.listing(c))
	})
	if err != nil {
		c.Clinic.Slug, c.Clinic.OrganizationID = directory.Slug{}, directory.ID{}
		return refusal(err)
	}
	r.branches[organization]++
	if c.BrandKey != "" {
		r.brands[c.BrandKey] = organization
	}
	r.know(&c.Clinic, c.Brand.Name)
	o.Changed = true
	return nil, nil
}

// listing is the listing that a new clinic gets.
func (r *run) listing(c *Candidate) directory.Listing {
	if c.Whole != nil {
		l := *c.Whole
		l.Clinic = c.Clinic
		return l
	}
	now := directory.At(r.Now())
	return directory.Listing{
		Clinic:    c.Clinic,
		State:     directory.Standing[directory.ListingState]{Value: c.State, Since: now},
		Operating: directory.Standing[directory.OperatingStatus]{Value: c.Operating, Since: now},
		UpdatedAt: now,
	}
}

// refusal is what the directory says against a candidate, as evidence; any other
// error, and that there is no such clinic, is passed on.
func refusal(err error) ([]Evidence, error) {
	refused := (*directory.Error)(nil)
	if !errors.As(err, &refused) || refused.Kind == directory.NotFound {
		return nil, err
	}
	return []Evidence{{Weight: Human, Message: refused.Message}}, nil
}
