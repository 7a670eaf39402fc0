package moderation

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Looked is a claim with what it is for, as somebody sees it who made it, or who holds
// what it is for.
type Looked struct {
	Claim        Claim
	Mine         bool
	Claimant     string                 // the name of whoever made it
	Organization directory.Organization // of a brand's claim
	Listings     []directory.Listing    // the clinic; or the branches, in the order of the claim's
}

// Name is that of what is claimed.
func (l *Looked) Name() string {
	if l.Claim.ClinicID.IsZero() {
		return l.Organization.Name
	}
	return l.Listings[0].Clinic.Name
}

// Listing is the clinic that is claimed, or a branch of the brand; nil if it is neither.
func (l *Looked) Listing(clinic directory.ID) *directory.Listing {
	for i := range l.Listings {
		if l.Listings[i].Clinic.ID == clinic {
			return &l.Listings[i]
		}
	}
	return nil
}

// Site is where evidence for the claim is shown, or for one branch of it: zero if that is
// listed without a site.
func (l *Looked) Site(branch directory.ID) directory.URL {
	if branch.IsZero() {
		branch = l.Claim.ClinicID
	}
	if on := l.Listing(branch); on != nil {
		return on.Clinic.URL
	}
	return l.Organization.URL
}

// Look returns a claim on the terms of [Claims.Claim], with what it is for.
func (d *Claims) Look(ctx context.Context, actor directory.Actor, id directory.ID) (Looked, error) {
	c, err := d.Claim(ctx, actor, id)
	if err != nil {
		return Looked{}, err
	}
	return d.about(ctx, actor, c)
}

func (d *Claims) about(ctx context.Context, actor directory.Actor, c Claim) (l Looked, err error) {
	l = Looked{Claim: c, Mine: c.By == actor.Account}
	names, err := d.Store.Names(ctx, c.By)
	if err != nil {
		return l, err
	}
	l.Claimant = names[c.By]
	if !c.ClinicID.IsZero() {
		is, err := d.Store.Version(ctx, c.ClinicID)
		l.Listings = []directory.Listing{is.Listing}
		return l, err
	}
	if l.Organization, err = d.Store.Organization(ctx, c.OrganizationID); err != nil {
		return l, err
	}
	for _, b := range c.Branches {
		is, err := d.Store.Version(ctx, b.ClinicID)
		if err != nil {
			return l, err
		}
		l.Listings = append(l.Listings, is.Listing)
	}
	return l, nil
}

// Concerning returns the claims of an account, and those of others that wait for its
// answer because it holds what they are for; both the newest first.
func (d *Claims) Concerning(ctx context.Context, actor directory.Actor) (mine, others []Looked, err error) {
	own, err := d.Mine(ctx, actor)
	if err != nil {
		return nil, nil, err
	}
	if mine, err = d.aboutAll(ctx, actor, own); err != nil {
		return nil, nil, err
	}
	var against []Claim
	for _, m := range actor.Memberships {
		if m.Role != directory.RoleOwner {
			continue
		}
		contested, err := d.against(ctx, m)
		if err != nil {
			return nil, nil, err
		}
		against = append(against, contested...)
	}
	slices.SortStableFunc(against, func(a, b Claim) int {
		return cmp.Or(cmp.Compare(b.At, a.At), strings.Compare(b.ID.String(), a.ID.String()))
	})
	against = slices.CompactFunc(against, func(a, b Claim) bool { return a.ID == b.ID })
	others, err = d.aboutAll(ctx, actor, against)
	return mine, others, err
}

// against are the claims of others to what a role is for, with all clinics of a brand, that
// wait for an answer.
func (d *Claims) against(ctx context.Context, m directory.Membership) (all []Claim, err error) {
	filters := []ClaimFilter{{Clinic: m.ClinicID, Organization: m.OrganizationID, Open: true}}
	if m.ClinicID.IsZero() {
		branches, err := d.Store.Branches(ctx, m.OrganizationID)
		if err != nil {
			return nil, err
		}
		for _, l := range branches {
			if l.Clinic.OrganizationID == m.OrganizationID {
				filters = append(filters, ClaimFilter{Clinic: l.Clinic.ID, Open: true})
			}
		}
	}
	for _, f := range filters {
		open, err := d.Store.Claims(ctx, f, 0)
		if err != nil {
			return nil, err
		}
		for _, c := range open {
			if c.State == ClaimContested && c.By != m.AccountID {
				all = append(all, c.forHolder())
			}
		}
	}
	return all, nil
}

func (d *Claims) aboutAll(ctx context.Context, actor directory.Actor, all []Claim) ([]Looked, error) {
	looked := make([]Looked, len(all))
	for i, c := range all {
		var err error
		if looked[i], err = d.about(ctx, actor, c); err != nil {
			return nil, err
		}
	}
	return looked, nil
}

// Visit lets a claimant have a page looked at for [Claim.PageCode], before anybody does:
// it has to be one that would show something, so that nobody has other people's sites
// visited, and neither one account nor all together may have one site visited too often.
func (d *Claims) Visit(ctx context.Context, from auth.From, actor directory.Actor, claim, branch directory.ID, page directory.URL) error {
	c, err := claimOf(ctx, d.Store, actor, claim)
	if err != nil {
		return err
	}
	if !c.State.Open() {
		return c.refuse()
	}
	looked, err := d.about(ctx, actor, c)
	if err != nil {
		return err
	}
	if !branch.IsZero() && looked.Listing(branch) == nil {
		return noClinic()
	}
	domain, err := ProvesPage(page, looked.Site(branch))
	if err != nil {
		return err
	}
	if err := c.plain(page); err != nil {
		return err
	}
	if wait := d.Throttle.Try(auth.Guess{Account: "claim pages " + actor.Account.String(), Addr: from.Addr}, d.Now()); wait > 0 {
		return auth.Slow(wait)
	}
	// A site has the pace of a browser that is known: strangers who use up what one account
	// may ask must not keep the site's owner from showing it.
	if wait := d.Throttle.Begin(auth.Guess{Account: "claim site", Device: domain}, d.Now()); wait > 0 {
		return auth.Slow(wait)
	}
	return nil
}
