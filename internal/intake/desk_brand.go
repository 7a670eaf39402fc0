package intake

import (
	"context"
	"strings"

	"github.com/mozillazg/go-unidecode"

	"rootline/internal/directory"
)

// brand is the organization that the candidate's brand became before, or a new one.
// One that turns out to have several clinics is a chain, unless the file says what
// it is.
func (r *run) brand(ctx context.Context, tx Tx, c *Candidate) (directory.ID, error) {
	id, err := r.brandOf(ctx, tx, c)
	if err != nil || r.branches[id] != 1 || c.Brand.EntryType != "" {
		return id, err
	}
	return id, tx.UpdateOrganization(ctx, id, func(o *directory.Organization) error {
		if o.EntryType == directory.EntryClinic {
			o.EntryType = directory.EntryChain
		}
		return nil
	})
}

func (r *run) brandOf(ctx context.Context, tx Tx, c *Candidate) (directory.ID, error) {
	if own := c.Brand.ID; !own.IsZero() { // a directory's own: it may be there already
		id, err := tx.Today(ctx, NounOrganization, own)
		if directory.KindOf(err) != directory.NotFound {
			return id, err
		}
	}
	if c.BrandKey == "" {
		return r.addBrand(ctx, tx, c)
	}
	if id, known := r.brands[c.BrandKey]; known {
		return id, nil
	}
	id, err := tx.Brand(ctx, r.file.Source.Name, c.BrandKey) // by another import, since this one began
	if directory.KindOf(err) != directory.NotFound {
		return id, err
	}
	if id, err = r.addBrand(ctx, tx, c); err != nil {
		return id, err
	}
	return id, tx.SaveBrand(ctx, r.file.Source.Name, c.BrandKey, id)
}

func (r *run) addBrand(ctx context.Context, tx Tx, c *Candidate) (directory.ID, error) {
	o := c.Brand
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
	return o.ID, tx.AddOrganization(ctx, o)
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
