package pages

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// claimDone says what was done just before, by the codes that stand in the address of a
// claim. No other code says anything.
var claimDone = map[string]string{
	"mail":      "claim_page.done.mail",
	"shown":     "claim_page.done.shown",
	"call":      "claim_page.done.call",
	"submitted": "claim_page.done.submitted",
	"withdrawn": "claim_page.done.withdrawn",
	"appealed":  "claim_page.done.appealed",
	"answered":  "claim_page.done.answered",
}

// claims answers GET /claims.
func (p *Pages) claims(c *fiber.Ctx) error {
	mine, others, err := p.Claims.Concerning(c.UserContext(), access.AskingOf(c).Actor)
	if err != nil {
		return err
	}
	view := page.ClaimsView{Mine: p.claimRows(mine), Others: p.claimRows(others)}
	return show(c, page.Claims(p.accountFrame(c, "claim_page.mine.title"), view))
}

func (p *Pages) claimRows(all []moderation.Looked) []page.ClaimRow {
	rows := make([]page.ClaimRow, len(all))
	for i := range all {
		l := &all[i]
		rows[i] = page.ClaimRow{
			Place: p.placeOfClaim(l), Path: claimPath(l.Claim.ID), State: l.Claim.State,
			At: l.Claim.At, Due: l.Claim.DueAt, By: l.Claimant,
		}
	}
	return rows
}

func (p *Pages) placeOfClaim(l *moderation.Looked) page.ClaimPlace {
	if l.Claim.ClinicID.IsZero() {
		return brandPlace(&l.Organization)
	}
	return p.placeOf(&l.Listings[0])
}

// claim answers GET /claims/{claim}.
func (p *Pages) claim(c *fiber.Ctx) error {
	id, err := directory.ParseID(c.Params("claim"))
	if err != nil {
		return directory.Refuse(directory.NotFound, "auth.not_found")
	}
	branch, err := branchOfClaim(c.Query("branch"))
	if err != nil {
		return err
	}
	return p.showClaim(c, id, branch, p.sheet(c), nil)
}

// showClaim shows a claim to whoever made it, with the forms for evidence on a branch if
// one was chosen; or to whoever holds what it is for.
func (p *Pages) showClaim(c *fiber.Ctx, id, branch directory.ID, s page.Sheet, typed map[string]string) error {
	l, err := p.Claims.Look(c.UserContext(), access.AskingOf(c).Actor, id)
	if err != nil {
		return err
	}
	if !branch.IsZero() && l.Listing(branch) == nil {
		return directory.Refuse(directory.NotFound, "auth.not_found")
	}
	f := p.personFrame(c, p.words().T("claim_page.title", "Name", l.Name()))
	if done, ok := claimDone[c.Query("done")]; ok && !s.Wrong() {
		return show(c, page.Claim(f, p.claimView(&l, branch, s, typed, p.words().T(done))))
	}
	return show(c, page.Claim(f, p.claimView(&l, branch, s, typed, "")))
}

func (p *Pages) claimView(l *moderation.Looked, branch directory.ID, s page.Sheet, typed map[string]string, done string) page.ClaimView {
	claim := &l.Claim
	v := page.ClaimView{
		Sheet: s, Done: done, Typed: typed, Path: claimPath(claim.ID), Claim: *claim, Place: p.placeOfClaim(l),
		Mine: l.Mine, Claimant: l.Claimant,
	}
	for _, e := range claim.Evidence {
		v.Shown = append(v.Shown, p.evidence(l, e))
	}
	for _, b := range claim.Branches {
		v.Branches = append(v.Branches, p.claimBranchRow(l, b))
	}
	if l.Mine && claim.State.Open() {
		v.Ask = p.claimAsk(l, branch)
	}
	if on := l.Listing(claim.Call.ClinicID); on != nil {
		v.Calling = claim.Call.Phone.International()
		if v.Place.Brand {
			v.Calling = p.words().T("claim_page.call.at", "Phone", v.Calling, "Name", on.Clinic.Name)
		}
	}
	return v
}

// claimAsk is what can still be shown, for all of the claim or for one branch.
func (p *Pages) claimAsk(l *moderation.Looked, branch directory.ID) *page.ClaimAsk {
	site := l.Site(branch)
	ask := &page.ClaimAsk{Site: site.String(), Code: l.Claim.PageCode(), CallCode: l.Claim.CallCode}
	if ask.Domain, ask.Own = moderation.SiteDomain(site); strings.Contains(ask.Site, "?") {
		ask.Site = "" // no page to put a code on
	}
	clinic := branch
	if clinic.IsZero() {
		clinic = l.Claim.ClinicID
	}
	on := l.Listing(clinic)
	if on == nil {
		return ask
	}
	if !branch.IsZero() {
		ask.Branch, ask.BranchName = branch.String(), on.Clinic.Name
	}
	for _, phone := range on.Clinic.Phones {
		ask.Phones = append(ask.Phones, page.Option{
			Name: "phone", Value: phone.Number.String(), Label: phone.Number.International(),
			Checked: phone.Number == l.Claim.Call.Phone && clinic == l.Claim.Call.ClinicID,
		})
	}
	return ask
}

// evidence says what was shown, and for what.
func (p *Pages) evidence(l *moderation.Looked, e moderation.Evidence) page.ClaimShown {
	t := p.words()
	shown := page.ClaimShown{At: e.At, Text: t.T("claim_page.kind." + string(e.Kind))}
	switch {
	case e.Domain != "":
		shown.Detail = e.Domain
	case !e.Phone.IsZero():
		shown.Detail = e.Phone.International()
	default:
		shown.Detail = e.Note
	}
	if on := l.Listing(e.ClinicID); on != nil && l.Claim.ClinicID.IsZero() {
		shown.For = on.Clinic.Name
	}
	return shown
}

// claimBranchRow is a branch of a brand's claim: how it stands, and what was shown for it.
func (p *Pages) claimBranchRow(l *moderation.Looked, b moderation.Branch) page.ClaimBranch {
	row := page.ClaimBranch{Standing: b.Standing, Domain: b.Domain, Path: claimPath(l.Claim.ID) + "?branch=" + b.ClinicID.String() + "#show"}
	if on := l.Listing(b.ClinicID); on != nil {
		row.Name, row.City = on.Clinic.Name, on.Clinic.Address.City
	}
	for _, e := range l.Claim.Evidence {
		if e.ClinicID == b.ClinicID {
			row.Shown = append(row.Shown, p.words().T("claim_page.kind."+string(e.Kind)))
		}
	}
	return row
}
