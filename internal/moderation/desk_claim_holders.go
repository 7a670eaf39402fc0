package moderation

import (
	"context"
	"reflect"
	"slices"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// refresh brings the branches of a brand's claim up to date, and reports whether there
// was anything to bring.
func (a *act) refresh(ctx context.Context, c *Claim) (changed bool, err error) {
	if c.OrganizationID.IsZero() {
		return false, nil
	}
	listings, err := a.Branches(ctx, c.OrganizationID)
	if err != nil {
		return false, err
	}
	var held []directory.ID
	shown := listings[:0]
	for _, l := range listings {
		own, err := owners(ctx, a, l.Clinic.ID)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(own, func(m directory.Membership) bool { return m.AccountID != c.By }) {
			held = append(held, l.Clinic.ID)
		} else if !l.HasPage() { // what anybody proposes, or has gone, keeps nobody from the brand
			continue
		}
		shown = append(shown, l)
	}
	was := c.Branches
	c.Branches = Branches(c.OrganizationID, c.Proven(), held, shown)
	return !reflect.DeepEqual(was, c.Branches), nil
}

// holders are the owners of what a claim is for, other than whoever claims it.
func holders(ctx context.Context, r Reader, c *Claim) (all []directory.Membership, err error) {
	own, err := allHolders(ctx, r, c)
	for _, m := range own {
		if m.AccountID != c.By {
			all = append(all, m)
		}
	}
	return all, err
}

func allHolders(ctx context.Context, r Reader, c *Claim) ([]directory.Membership, error) {
	if c.ClinicID.IsZero() {
		return owners(ctx, r, c.OrganizationID)
	}
	is, err := r.Version(ctx, c.ClinicID)
	if err != nil {
		return nil, err
	}
	return owners(ctx, r, c.ClinicID, is.Listing.Clinic.OrganizationID)
}

// holds refuses whoever does not hold what a claim is for.
func holds(ctx context.Context, r Reader, account directory.ID, c *Claim) error {
	own, err := holders(ctx, r, c)
	if err != nil {
		return err
	}
	for _, m := range own {
		if m.AccountID == account {
			return nil
		}
	}
	return noClaim()
}

// tellHolders writes to those who hold what somebody else claims.
func (a *act) tellHolders(ctx context.Context, c *Claim, held []directory.Membership, kind auth.LetterKind) error {
	told := map[directory.ID]bool{}
	for _, m := range held {
		if told[m.AccountID] {
			continue
		}
		told[m.AccountID] = true
		if err := a.tell(ctx, m.AccountID, c, auth.Letter{Kind: kind, For: ContestTime}); err != nil {
			return err
		}
	}
	return nil
}

// tell writes to somebody about a claim.
func (a *act) tell(ctx context.Context, to directory.ID, c *Claim, l auth.Letter) (err error) {
	l.Path = "/claims/" + c.ID.String()
	if l.Place, err = a.placeOf(ctx, c); err != nil {
		return err
	}
	return a.post(ctx, to, l)
}

// placeOf is the name of what is claimed.
func (a *act) placeOf(ctx context.Context, c *Claim) (string, error) {
	if c.ClinicID.IsZero() {
		o, err := a.Organization(ctx, c.OrganizationID)
		return o.Name, err
	}
	is, err := a.Version(ctx, c.ClinicID)
	return is.Listing.Clinic.Name, err
}

// siteOf is the site that evidence for a claim, or for one branch of it, is shown by.
func (a *act) siteOf(ctx context.Context, c *Claim, branch directory.ID) (directory.URL, error) {
	if branch.IsZero() && c.ClinicID.IsZero() {
		o, err := a.Organization(ctx, c.OrganizationID)
		return o.URL, err
	}
	l, err := a.claimed(ctx, c, branch)
	return l.Clinic.URL, err
}

// claimed is the listing of the clinic that is claimed, or of a branch of the brand.
func (a *act) claimed(ctx context.Context, c *Claim, branch directory.ID) (directory.Listing, error) {
	id := c.ClinicID
	if id.IsZero() {
		for _, b := range c.Branches {
			if b.ClinicID == branch {
				id = branch
			}
		}
	} else if !branch.IsZero() && branch != id {
		id = directory.ID{}
	}
	if id.IsZero() {
		return directory.Listing{}, noClinic()
	}
	is, err := a.Version(ctx, id)
	return is.Listing, err
}
