package moderation

import (
	"context"
	"reflect"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Claims carries out what people ask who speak, or say that they speak, for a clinic or
// a brand. The desk calls nobody and fetches nothing: what was found is told to it.
type Claims struct {
	Office
	Throttle *auth.Throttle // of codes, by account and network
}

// Start begins a claim, or returns the one that the account has begun already. Of clinic
// and brand one is set.
func (d *Claims) Start(ctx context.Context, actor directory.Actor, clinic, brand directory.ID) (Claim, error) {
	var c Claim
	err := d.moderate(ctx, actor, func(a *act) (err error) {
		c = Claim{ClinicID: clinic, OrganizationID: brand, By: a.actor.Account, At: directory.At(a.now), State: ClaimStarted}
		if err := a.claimable(ctx, &c); err != nil {
			return err
		}
		open, err := a.Claims(ctx, ClaimFilter{Clinic: clinic, Organization: brand, By: c.By, Open: true}, 1)
		if err != nil {
			return err
		}
		if len(open) > 0 {
			c = open[0]
			return nil
		}
		if c.ID, err = a.newID(); err != nil {
			return err
		}
		if _, err := a.refresh(ctx, &c); err != nil {
			return err
		}
		return a.saveClaim(ctx, &c, "claim.start", values{})
	})
	if err != nil {
		return Claim{}, err
	}
	return c, nil
}

// claimable refuses what nobody can claim, and what whoever claims it has.
func (a *act) claimable(ctx context.Context, c *Claim) error {
	if c.ClinicID.IsZero() == c.OrganizationID.IsZero() {
		return directory.Refuse(directory.Invalid, "moderation.claim.either")
	}
	if !c.ClinicID.IsZero() {
		is, err := a.Version(ctx, c.ClinicID)
		if err != nil {
			return err
		}
		if !is.Listing.HasPage() {
			return noClinic()
		}
	} else if _, err := a.Organization(ctx, c.OrganizationID); err != nil {
		return err
	}
	own, err := allHolders(ctx, a, c)
	if err != nil {
		return err
	}
	for _, m := range own {
		if m.AccountID == c.By {
			return directory.Refuse(directory.Conflict, "moderation.claim.yours")
		}
	}
	return nil
}

// Claim returns a claim to whoever made it, and to whoever holds what it is for.
func (d *Claims) Claim(ctx context.Context, actor directory.Actor, id directory.ID) (Claim, error) {
	c, err := d.Store.Claim(ctx, id)
	if directory.KindOf(err) == directory.NotFound {
		return Claim{}, noClaim()
	}
	if err != nil || c.By == actor.Account {
		return c, err
	}
	if c.State == ClaimStarted { // nobody but the claimant has been told of it
		return Claim{}, noClaim()
	}
	if err := holds(ctx, d.Store, actor.Account, &c); err != nil {
		return Claim{}, err
	}
	c.Evidence = nil // what the claimant has shown is for moderators
	return c, nil
}

// Mine returns the claims of an account, the newest first.
func (d *Claims) Mine(ctx context.Context, actor directory.Actor) ([]Claim, error) {
	return d.Store.Claims(ctx, ClaimFilter{By: actor.Account}, mostBefore)
}

func noClaim() error { return directory.Refuse(directory.NotFound, "moderation.claim.none") }

// Submit lays a claim before a moderator. Whoever holds what it is for is told of it,
// and has seven days to answer.
func (d *Claims) Submit(ctx context.Context, actor directory.Actor, claim directory.ID) (Claim, error) {
	return d.update(ctx, actor, claim, func(a *act, c *Claim) error {
		if _, err := a.refresh(ctx, c); err != nil {
			return err
		}
		held, err := holders(ctx, a, c)
		if err != nil {
			return err
		}
		if err := c.Submit(len(held) > 0, a.now); err != nil {
			return err
		}
		if err := a.saveClaim(ctx, c, "claim.submit", values{}); err != nil {
			return err
		}
		return a.tellHolders(ctx, c, held, auth.ClaimContested)
	})
}

// Document adds a document, which is kept elsewhere, to the evidence of a claim, or of
// one branch of it.
func (d *Claims) Document(ctx context.Context, actor directory.Actor, claim, branch, document directory.ID, note string) (Claim, error) {
	return d.update(ctx, actor, claim, func(a *act, c *Claim) error {
		if _, err := a.siteOf(ctx, c, branch); err != nil {
			return err
		}
		return a.show(ctx, c, Evidence{Kind: Document, At: directory.At(a.now), Document: document, ClinicID: branch, Note: note})
	})
}

// AppealFor asks for a denial to be looked at once more.
func (d *Claims) AppealFor(ctx context.Context, actor directory.Actor, claim directory.ID, why string) (Claim, error) {
	return d.update(ctx, actor, claim, func(a *act, c *Claim) error {
		if err := c.AppealFor(a.actor.Account, why, a.now); err != nil {
			return err
		}
		return a.saveClaim(ctx, c, "claim.appeal", values{after: said{c.Appeal}, person: c.By})
	})
}

// Withdraw takes a claim back.
func (d *Claims) Withdraw(ctx context.Context, actor directory.Actor, claim directory.ID) (Claim, error) {
	return d.update(ctx, actor, claim, func(a *act, c *Claim) error {
		if err := c.Withdraw(a.actor.Account); err != nil {
			return err
		}
		return a.saveClaim(ctx, c, "claim.withdraw", values{})
	})
}

// said is what somebody says, as the record has it.
type said struct {
	Text string `json:"text"`
}

// update runs fn on a claim of whoever asks. Those of others are not there for them.
func (d *Claims) update(ctx context.Context, actor directory.Actor, id directory.ID, fn func(*act, *Claim) error) (Claim, error) {
	var c Claim
	err := d.moderate(ctx, actor, func(a *act) (err error) {
		if c, err = a.ownClaim(ctx, id); err != nil {
			return err
		}
		return fn(a, &c)
	})
	if err != nil {
		return Claim{}, err
	}
	return c, nil
}

func (a *act) ownClaim(ctx context.Context, id directory.ID) (Claim, error) {
	c, err := a.Claim(ctx, id)
	if directory.KindOf(err) == directory.NotFound || err == nil && c.By != a.actor.Account {
		return Claim{}, noClaim()
	}
	return c, err
}

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
	for _, l := range listings {
		own, err := owners(ctx, a, l.Clinic.ID)
		if err != nil {
			return false, err
		}
		for _, m := range own {
			if m.AccountID != c.By {
				held = append(held, l.Clinic.ID)
				break
			}
		}
	}
	was := c.Branches
	c.Branches = Branches(c.OrganizationID, c.Proven(), held, listings)
	return !reflect.DeepEqual(was, c.Branches), nil
}

// show adds evidence, and tells what it does for the branches.
func (a *act) show(ctx context.Context, c *Claim, e Evidence) error {
	if err := c.Show(e); err != nil {
		return err
	}
	if _, err := a.refresh(ctx, c); err != nil {
		return err
	}
	return a.saveClaim(ctx, c, "claim.show", values{after: e, person: c.By})
}

// saveClaim saves a claim and notes what was done. What somebody gathers stands under
// no listing, so that nobody reads of it there before they are told.
func (a *act) saveClaim(ctx context.Context, c *Claim, what string, v values) error {
	if err := a.SaveClaim(ctx, *c); err != nil {
		return err
	}
	e := Event{What: what, Noun: "claim", Object: c.ID}
	if c.State != ClaimStarted && v.person != c.By {
		e.Listing = c.ClinicID
	}
	return a.note(ctx, e, v)
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
	l.Path = "/owner/claims/" + c.ID.String()
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
