package moderation

import (
	"context"
	"time"

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
		if err := a.mayBegin(ctx, &c); err != nil {
			return err
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

// How much of claiming one account may do, so that nobody has the same holder answer, and
// moderators look, again and again.
const (
	mostOpenClaims  = 50                  // at a time
	mostClaimsOfOne = 3                   // of one clinic or brand
	claimsOfOneIn   = 30 * 24 * time.Hour // from the first of them on
)

// mayBegin refuses whoever has begun too much.
func (a *act) mayBegin(ctx context.Context, c *Claim) error {
	open, err := a.Claims(ctx, ClaimFilter{By: c.By, Open: true}, mostOpenClaims)
	if err != nil {
		return err
	}
	if len(open) == mostOpenClaims {
		return directory.Refuse(directory.TooMany, "moderation.claim.too_many", "Most", mostOpenClaims)
	}
	before, err := a.Claims(ctx, ClaimFilter{Clinic: c.ClinicID, Organization: c.OrganizationID, By: c.By}, mostClaimsOfOne)
	if err != nil {
		return err
	}
	if len(before) == mostClaimsOfOne && before[mostClaimsOfOne-1].At > directory.At(a.now.Add(-claimsOfOneIn)) {
		return directory.Refuse(directory.TooMany, "moderation.claim.often")
	}
	return nil
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
	return c.forHolder(), nil
}

// forHolder is what whoever holds what is claimed may know of it: what the claimant has
// shown and said is for moderators, and the code for a call is for nobody else.
func (c Claim) forHolder() Claim {
	c.Evidence, c.Call, c.CallCode, c.Appeal, c.Decision.Text = nil, Call{}, "", "", ""
	return c
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
		if c, err = claimOf(ctx, a, a.actor, id); err != nil {
			return err
		}
		return fn(a, &c)
	})
	if err != nil {
		return Claim{}, err
	}
	return c, nil
}

// claimOf is a claim of whoever asks.
func claimOf(ctx context.Context, r Reader, actor directory.Actor, id directory.ID) (Claim, error) {
	c, err := r.Claim(ctx, id)
	if directory.KindOf(err) == directory.NotFound || err == nil && c.By != actor.Account {
		return Claim{}, noClaim()
	}
	return c, err
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
func (a *act) saveClaim(ctx context.Context, c *Claim, what string, v values) (err error) {
	if c.CallCode == "" {
		if c.CallCode, err = newCallCode(a.random); err != nil {
			return err
		}
	}
	if err := a.SaveClaim(ctx, *c); err != nil {
		return err
	}
	e := Event{What: what, Noun: "claim", Object: c.ID}
	if c.State != ClaimStarted && v.person != c.By {
		e.Listing = c.ClinicID
	}
	return a.note(ctx, e, v)
}
