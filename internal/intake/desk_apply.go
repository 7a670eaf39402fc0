package intake

import (
	"context"
	"errors"
	"strings"

	"github.com/mozillazg/go-unidecode"

	"rootline/internal/directory"
	"rootline/internal/intake/match"
)

// errConflict ends an update that must not be saved.
var errConflict = errors.New("somebody else says otherwise")

// apply takes a candidate into the directory: as a new clinic, or into the one
// that it became before. What speaks against that comes back as evidence, and
// then nothing has changed.
func (r *run) apply(ctx context.Context, tx Tx, c *Candidate, rec *Record, o *Outcome) ([]Evidence, error) {
	if rec.Applied != nil || !c.Brand.ID.IsZero() || c.Whole != nil { // it may be there
		conflicts, there, err := r.update(ctx, tx, c, rec, o)
		if there || err != nil {
			return conflicts, err
		}
		if rec.Applied != nil {
			gone := Evidence{Weight: Human, Message: directory.Msg("intake.gone"), Clinics: []directory.ID{rec.ClinicID}}
			return []Evidence{gone}, nil
		}
	}
	return r.add(ctx, tx, c, o)
}

// update merges the candidate into the clinic that has its id, if there is one.
func (r *run) update(ctx context.Context, tx Tx, c *Candidate, rec *Record, o *Outcome) (conflicts []Evidence, there bool, err error) {
	var was *directory.Clinic
	operating := directory.OperatingStatus("")
	if rec.Applied != nil {
		was, operating = &rec.Applied.Clinic, rec.Applied.Operating
	}
	var merged match.Entry
	changed, err := tx.UpdateListing(ctx, c.Clinic.ID, func(l *directory.Listing) error {
		if conflicts = Merge(&l.Clinic, was, c.Clinic); len(conflicts) > 0 {
			return errConflict
		}
		if c.Operating != operating && l.Operating.Value == operating {
			l.Operating = directory.Standing[directory.OperatingStatus]{Value: c.Operating, Since: directory.At(r.Now())}
		}
		c.Clinic.Slug, c.Clinic.OrganizationID = l.Clinic.Slug, l.Clinic.OrganizationID
		merged = entryOf(&l.Clinic, l.Organization.Name)
		return nil
	})
	switch {
	case errors.Is(err, errConflict):
		return conflicts, true, nil
	case err == nil:
		o.Changed = changed
		r.known.Add(merged)
		return nil, true, nil
	}
	if gone, err := notFound(err); gone || err == nil {
		return nil, false, err
	}
	conflicts, err = refusal(err)
	return conflicts, true, err
}

// add makes a new clinic of the candidate.
func (r *run) add(ctx context.Context, tx Tx, c *Candidate, o *Outcome) ([]Evidence, error) {
	l := r.listing(c)
	if err := wouldPass(l); err != nil { // before anything is written
		return refusal(err)
	}
	brand, err := r.brand(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	c.Clinic.OrganizationID = brand
	if c.Clinic.Slug, err = tx.FreeSlug(ctx, NounClinic, clinicSlugs(&c.Clinic)...); err != nil {
		return nil, err
	}
	l.Clinic = c.Clinic
	if err := tx.AddListing(ctx, l); err != nil {
		return refusal(err)
	}
	r.known.Add(entryOf(&c.Clinic, c.Brand.Name))
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

// wouldPass is what the directory would say against the listing once it has a slug
// and an organization.
func wouldPass(l directory.Listing) error {
	l.Clinic.Slug, l.Clinic.OrganizationID = directory.SlugOf("given later"), l.Clinic.ID
	return l.Check()
}

// brand is the organization of a new clinic: the one that its brand became before,
// or a new one. One that turns out to have several clinics is a chain.
func (r *run) brand(ctx context.Context, tx Tx, c *Candidate) (directory.ID, error) {
	id, known := r.brands[c.BrandKey]
	if c.BrandKey == "" || !known {
		var err error
		if id, err = r.addBrand(ctx, tx, c); err != nil {
			return id, err
		}
	}
	if r.branches[id]++; r.branches[id] != 2 || c.Brand.EntryType != "" || c.Whole != nil {
		return id, nil
	}
	return id, tx.UpdateOrganization(ctx, id, func(o *directory.Organization) error {
		if o.EntryType == directory.EntryClinic {
			o.EntryType = directory.EntryChain
		}
		return nil
	})
}

func (r *run) addBrand(ctx context.Context, tx Tx, c *Candidate) (directory.ID, error) {
	o := c.Brand
	if !o.ID.IsZero() { // a directory's own: it may be there already
		err := tx.UpdateOrganization(ctx, o.ID, func(*directory.Organization) error { return nil })
		if missing, err := notFound(err); !missing {
			return o.ID, err
		}
	}
	var err error
	if o.ID.IsZero() {
		if o.ID, err = directory.NewID(r.Now(), r.Random); err != nil {
			return o.ID, err
		}
	}
	if o.Name == "" {
		o.Name = c.Clinic.Name
	}
	if o.EntryType == "" {
		o.EntryType = directory.EntryClinic
	}
	if o.Slug, err = tx.FreeSlug(ctx, NounOrganization, o.Slug, slugOf(o.Name)); err != nil {
		return o.ID, err
	}
	if err := tx.AddOrganization(ctx, o); err != nil {
		return o.ID, err
	}
	if c.BrandKey == "" {
		return o.ID, nil
	}
	r.brands[c.BrandKey] = o.ID
	return o.ID, tx.SaveBrand(ctx, r.file.Source.Name, c.BrandKey, o.ID)
}

// clinicSlugs are the slugs that a clinic would like, best first: the one that it
// brings, or its name, told from namesakes by the city.
func clinicSlugs(c *directory.Clinic) []directory.Slug {
	name, city := slugOf(c.Name), slugOf(c.Address.City)
	if city.IsZero() || strings.Contains(name.String(), city.String()) {
		return []directory.Slug{c.Slug, name}
	}
	return []directory.Slug{c.Slug, slugOf(c.Name + " " + c.Address.City)}
}

// slugOf makes a slug of a name in any script.
func slugOf(name string) directory.Slug {
	return directory.SlugOf(unidecode.Unidecode(directory.Fold(name)))
}
