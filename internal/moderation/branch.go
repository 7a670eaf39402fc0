package moderation

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"rootline/internal/directory"
)

// Standing is how a branch stands to whoever claims its brand.
type Standing string

// How a branch can stand.
const (
	Together  Standing = "together"  // on the brand's proven domain: shown with it
	Apart     Standing = "apart"     // of the brand, but nothing shown goes for it
	Franchise Standing = "franchise" // of a company of its own, which only has the brand's name
	HeldApart Standing = "held"      // somebody speaks for it already
)

// Branch is a row of a brand claim.
type Branch struct {
	ClinicID directory.ID `json:"clinic_id"`
	Standing Standing     `json:"standing"`
	Domain   string       `json:"domain,omitzero"` // of its site, as far as that is anybody's own
}

// Branches tells how the clinics of a brand stand to whoever has proven some domains;
// held are those that somebody speaks for. A clinic goes together with others only if
// the brand itself runs it, its site stands on a proven domain, and its public mail is
// not read elsewhere: a franchise often has a page on the brand's site, and mail of
// its own. The rows are in the order of the clinics' names.
func Branches(brand directory.ID, proven []string, held []directory.ID, clinics []directory.Listing) []Branch {
	clinics = slices.Clone(clinics)
	slices.SortStableFunc(clinics, func(a, b directory.Listing) int {
		return cmp.Or(cmp.Compare(directory.Fold(a.Clinic.Name), directory.Fold(b.Clinic.Name)),
			cmp.Compare(a.Clinic.ID.String(), b.Clinic.ID.String()))
	})
	var all []Branch
	for i := range clinics {
		c := &clinics[i].Clinic
		all = append(all, Branch{ClinicID: c.ID, Standing: standingOf(c, brand, proven, held), Domain: ownDomain(c.URL.Host())})
	}
	return all
}

func standingOf(c *directory.Clinic, brand directory.ID, proven []string, held []directory.ID) Standing {
	site, mail := ownDomain(c.URL.Host()), ownDomain(hostOf(c.Email))
	switch {
	case slices.Contains(held, c.ID):
		return HeldApart
	case c.OrganizationID != brand:
		return Franchise
	case site == "" || !slices.Contains(proven, site) || mail != "" && mail != site:
		return Apart
	}
	return Together
}

// ownDomain is the domain of a host, or none if it is nobody's own.
func ownDomain(host string) string {
	if domain, ok := Domain(host); ok && !NobodysOwn(domain) {
		return domain
	}
	return ""
}

// Proven are the domains that the claim's evidence has proven for all of it.
func (c *Claim) Proven() (domains []string) {
	for _, e := range c.Evidence {
		if e.Domain != "" && e.ClinicID.IsZero() && (e.Kind == CodeByMail || e.Kind == CodeOnSite) {
			domains = append(domains, e.Domain)
		}
	}
	return domains
}

// shown reports whether something goes for a branch.
func (c *Claim) shown(b Branch) bool {
	return b.Standing == Together || slices.ContainsFunc(c.Evidence, func(e Evidence) bool { return e.ClinicID == b.ClinicID })
}

// Roles are what a granted claim gives: the clinic, or those of a brand's branches
// for which something was shown. The brand itself, and with it whatever it will ever
// have, is given only if that goes for every branch that it runs; what somebody else
// holds, and what a franchise runs, is never among it.
func (c *Claim) Roles(now time.Time) []directory.Membership {
	if c.State != ClaimGranted {
		return nil
	}
	of := func(clinic, brand directory.ID) directory.Membership {
		return directory.Membership{AccountID: c.By, Role: directory.RoleOwner, ClinicID: clinic, OrganizationID: brand, Since: directory.At(now)}
	}
	if !c.ClinicID.IsZero() {
		return []directory.Membership{of(c.ClinicID, directory.ID{})}
	}
	var own, others []directory.Membership
	whole := true
	for _, b := range c.Branches {
		switch {
		case b.Standing == HeldApart: // a role for the brand would reach it
			whole = false
		case b.Standing == Franchise && c.shown(b):
			others = append(others, of(b.ClinicID, directory.ID{}))
		case b.Standing == Franchise: // a role for the brand does not
		case c.shown(b):
			own = append(own, of(b.ClinicID, directory.ID{}))
		default:
			whole = false
		}
	}
	if whole && len(own) > 0 {
		own = []directory.Membership{of(directory.ID{}, c.OrganizationID)}
	}
	return append(own, others...)
}

// Show adds evidence to a claim that is not decided.
func (c *Claim) Show(e Evidence) error {
	if !c.State.Open() {
		return c.refuse()
	}
	e.Note = strings.TrimSpace(e.Note)
	if err := checkText(e.Note, false); err != nil {
		return err
	}
	c.Evidence = append(slices.Clone(c.Evidence), e)
	return nil
}

// ByMail is the evidence of somebody who has read a code that was sent to an address
// at the domain of a site; see [ProvesDomain].
func ByMail(address directory.Email, site directory.URL, now time.Time) (Evidence, error) {
	domain, err := ProvesDomain(address, site)
	return Evidence{Kind: CodeByMail, At: directory.At(now), Domain: domain}, err
}

// OnSite is the evidence of somebody whose code was found on a page; see [ProvesPage].
func OnSite(page, site directory.URL, now time.Time) (Evidence, error) {
	domain, err := ProvesPage(page, site)
	return Evidence{Kind: CodeOnSite, At: directory.At(now), Domain: domain}, err
}

// Called is the evidence of somebody who told a moderator the code when the clinic was
// called. It has to be by a number that the clinic is listed with, for any other may
// be the claimant's own.
func Called(phone directory.Phone, clinic *directory.Clinic, now time.Time) (Evidence, error) {
	if phone.IsZero() || !slices.ContainsFunc(clinic.Phones, func(p directory.ClinicPhone) bool { return p.Number == phone }) {
		return Evidence{}, mistaken(map[string]directory.Message{"phone": directory.Msg("moderation.claim.phone")})
	}
	return Evidence{Kind: CallBack, At: directory.At(now), Phone: phone, ClinicID: clinic.ID}, nil
}
