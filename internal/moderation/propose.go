package moderation

import (
	"context"
	"slices"
	"strings"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// mostProposed is how many clinics of one account may wait for a moderator at a time.
const mostProposed = 5

// Proposal is a clinic that somebody says there is. The door knows where places are: it
// passes an address that is complete but for its fact.
type Proposal struct {
	Name        string
	Description string
	Services    []directory.Service
	Address     directory.Address
	Phone       directory.Phone
	URL         directory.URL
	Brand       directory.Slug // that it belongs to; zero if it is its own
	Another     bool           // whoever proposes it has seen what it resembles, and it is none of those
	Mine        bool           // they say that they speak for it
}

// Proposed is what has come of a proposal.
type Proposed struct {
	Clinic directory.ID
	Claim  directory.ID // that was begun with it; zero if none was
	Alike  []Alike      // what it resembles: then nothing has come of it
}

// Propose has a new clinic wait for a moderator, with an organization of its own unless
// it belongs to one that is there. Whoever says that it is theirs has begun to claim it.
// It is refused, with what it resembles, until they say that it is none of those; so of
// many who propose one clinic at once, one is heard.
func (d *Desk) Propose(ctx context.Context, actor directory.Actor, p Proposal) (Proposed, error) {
	var out Proposed
	err := d.moderate(ctx, actor, func(a *act) (err error) {
		out = Proposed{}
		l, err := a.proposal(ctx, &p)
		if err != nil {
			return err
		}
		if out.Alike, err = a.newness(ctx, &l.Clinic, p.Another); err != nil {
			return err
		}
		if err := a.addProposal(ctx, &l, p.Brand.IsZero()); err != nil {
			return err
		}
		out.Clinic = l.Clinic.ID
		if p.Mine {
			out.Claim, err = a.claimProposed(ctx, &l)
		}
		return err
	})
	if err != nil {
		return Proposed{Alike: out.Alike}, err
	}
	return out, nil
}

// Proposed returns the clinics that whoever asks has proposed and that wait for a
// moderator.
func (d *Desk) Proposed(ctx context.Context, actor directory.Actor) ([]directory.Listing, error) {
	if !actor.Signed() {
		return nil, directory.Refuse(directory.Unauthenticated, "auth.sign_in")
	}
	return d.Store.Proposed(ctx, actor.Account)
}

// proposal is the listing that a proposal asks for, with its names.
func (a *act) proposal(ctx context.Context, p *Proposal) (l directory.Listing, err error) {
	if !a.actor.Signed() {
		return l, directory.Refuse(directory.Unauthenticated, "auth.sign_in")
	}
	l = p.listing(a)
	if err := p.check(); err != nil {
		return l, err
	}
	if l.Clinic.ID, err = a.newID(); err != nil {
		return l, err
	}
	if l.Clinic.Slug, err = a.FreeSlug(ctx, "clinic", slugOfClinic(&l.Clinic)); err != nil {
		return l, err
	}
	if l.Organization, err = a.brandOf(ctx, p); err != nil {
		return l, err
	}
	l.Clinic.OrganizationID = l.Organization.ID
	return l, l.Check()
}

// listing is the clinic as it is proposed. Whoever proposes it is nobody yet, be it
// theirs or not: what they say has a source and a date, and nobody vouches for it, so
// that it is neither shown as the clinic's own word nor asked for again before it is.
func (p *Proposal) listing(a *act) directory.Listing {
	now := directory.At(a.now)
	l := directory.Listing{
		Clinic: directory.Clinic{
			Name: strings.TrimSpace(p.Name), Description: strings.TrimSpace(p.Description), URL: p.URL, Address: p.Address,
		},
		State:     directory.Standing[directory.ListingState]{Value: directory.Submitted, Since: now},
		Operating: directory.Standing[directory.OperatingStatus]{Value: directory.Active, Since: now},
		UpdatedAt: now,
	}
	l.Clinic.Address.Fact = directory.FactAddress.Observed(directory.NotChecked, "a proposal", a.now)
	if !p.Phone.IsZero() {
		l.Clinic.Phones = []directory.ClinicPhone{{Number: p.Phone}}
	}
	for _, s := range p.Services {
		l.Clinic.Offerings = append(l.Clinic.Offerings, directory.Offering{Service: s})
	}
	return l
}

// check asks for what a moderator needs to find out whether there is such a clinic.
func (p *Proposal) check() error {
	wrong := map[string]directory.Message{}
	if strings.TrimSpace(p.Name) == "" {
		wrong["name"] = directory.Msg("moderation.propose.name")
	}
	if len(p.Services) == 0 {
		wrong["services"] = directory.Msg("moderation.propose.services")
	}
	if p.Address.CityID == 0 {
		wrong["city"] = directory.Msg("moderation.propose.city")
	}
	if p.Phone.IsZero() && p.URL.IsZero() {
		wrong["phone"] = directory.Msg("moderation.propose.contact")
	}
	if len(wrong) == 0 {
		return nil
	}
	return mistaken(wrong)
}

// brandOf is the organization that a proposal names, or one of the clinic's own that has
// to be added.
func (a *act) brandOf(ctx context.Context, p *Proposal) (o directory.Organization, err error) {
	if !p.Brand.IsZero() {
		return a.OrganizationBySlug(ctx, p.Brand)
	}
	o = directory.Organization{Name: strings.TrimSpace(p.Name), EntryType: directory.EntryClinic}
	if o.ID, err = a.newID(); err != nil {
		return o, err
	}
	o.Slug, err = a.FreeSlug(ctx, "organization", slugOf(o.Name))
	return o, err
}

// addProposal has a listing wait. The record says who has proposed it: from there they
// are found when it is decided.
func (a *act) addProposal(ctx context.Context, l *directory.Listing, own bool) error {
	if own {
		if err := a.AddOrganization(ctx, l.Organization); err != nil {
			return err
		}
	}
	if err := a.AddListing(ctx, *l); err != nil {
		return err
	}
	return a.note(ctx, Event{What: proposed, Noun: "clinic", Object: l.Clinic.ID, Listing: l.Clinic.ID}, values{after: l.Clinic})
}

// claimProposed begins the claim of whoever proposes their own clinic. Whoever speaks
// for its brand speaks for it already.
func (a *act) claimProposed(ctx context.Context, l *directory.Listing) (id directory.ID, err error) {
	c := Claim{ClinicID: l.Clinic.ID, By: a.actor.Account, At: directory.At(a.now), State: ClaimStarted}
	own, err := allHolders(ctx, a, &c)
	if err != nil || slices.ContainsFunc(own, func(m directory.Membership) bool { return m.AccountID == c.By }) {
		return id, err
	}
	if c.ID, err = a.newID(); err != nil {
		return id, err
	}
	return c.ID, a.saveClaim(ctx, &c, "claim.start", values{})
}

// proposed is what the record calls a proposal; storage looks for it there.
const proposed = "listing.propose"

// proposerOf is the account that has proposed a listing; zero if a file brought it.
func proposerOf(ctx context.Context, r Reader, clinic directory.ID) (directory.ID, error) {
	by, err := r.Proposers(ctx, clinic)
	return by[clinic], err
}

// tellProposer writes what was decided of a new listing to whoever proposed it, unless
// they own it by now, and so have been told.
func (a *act) tellProposer(ctx context.Context, was directory.ListingState, l *directory.Listing, letter auth.Letter) error {
	if was != directory.Submitted && was != directory.Rejected {
		return nil
	}
	by, err := proposerOf(ctx, a, l.Clinic.ID)
	if err != nil || by.IsZero() {
		return err
	}
	own, err := owners(ctx, a, l.Clinic.ID, l.Clinic.OrganizationID)
	if err != nil || slices.ContainsFunc(own, func(m directory.Membership) bool { return m.AccountID == by }) {
		return err
	}
	letter.Place, letter.Path = l.Clinic.Name, "/propose"
	if l.HasPage() {
		letter.Path = "/clinics/" + l.Clinic.Slug.String()
	}
	return a.post(ctx, by, letter)
}
