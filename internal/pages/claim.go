package pages

import (
	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// mountClaims adds the pages of whoever says that they speak for a clinic, and of visitors who report.
func (p *Pages) mountClaims(r *access.Router) {
	r.Get("/clinics/:slug/report", p.report)
	r.Post("/clinics/:slug/report", p.postReport)

	r.Get("/clinics/:slug/claim", p.claimClinic)
	r.Post("/clinics/:slug/claim", p.postClaimClinic)
	r.Get("/brands/:slug/claim", p.claimBrand)
	r.Post("/brands/:slug/claim", p.postClaimBrand)

	r.Get("/claims", p.claims)
	r.Get("/claims/:claim", p.claim)
	r.Post("/claims/:claim/mail", p.claimMail)
	r.Post("/claims/:claim/code", p.claimCode)
	r.Post("/claims/:claim/page", p.claimPage)
	r.Post("/claims/:claim/call", p.claimCall)
	r.PostFile("/claims/:claim/document", p.claimDocument)
	r.Post("/claims/:claim/submission", p.submitClaim)
	r.Post("/claims/:claim/withdrawal", p.withdrawClaim)
	r.Post("/claims/:claim/answer", p.answerClaim)
	r.Post("/claims/:claim/appeal", p.appealClaim)
}

// claimable is a clinic or a brand that somebody may say they speak for.
type claimable struct {
	clinic, brand directory.ID
	place         page.ClaimPlace
	site          directory.URL
	phones        []directory.ClinicPhone
	held          bool
}

// claimClinic answers GET /clinics/{slug}/claim.
func (p *Pages) claimClinic(c *fiber.Ctx) error {
	to, done, err := p.claimableClinic(c)
	if done || err != nil {
		return err
	}
	return p.showClaimable(c, to, p.sheet(c))
}

// postClaimClinic answers POST /clinics/{slug}/claim.
func (p *Pages) postClaimClinic(c *fiber.Ctx) error {
	if _, err := access.Form(c); err != nil {
		return err
	}
	to, done, err := p.claimableClinic(c)
	if done || err != nil {
		return err
	}
	return p.startClaim(c, to)
}

// claimBrand answers GET /brands/{slug}/claim.
func (p *Pages) claimBrand(c *fiber.Ctx) error {
	to, done, err := p.claimableBrand(c)
	if done || err != nil {
		return err
	}
	return p.showClaimable(c, to, p.sheet(c))
}

// postClaimBrand answers POST /brands/{slug}/claim.
func (p *Pages) postClaimBrand(c *fiber.Ctx) error {
	if _, err := access.Form(c); err != nil {
		return err
	}
	to, done, err := p.claimableBrand(c)
	if done || err != nil {
		return err
	}
	return p.startClaim(c, to)
}

// startClaim begins a claim, or goes on with the one that was begun.
func (p *Pages) startClaim(c *fiber.Ctx, to claimable) error {
	claim, err := p.Claims.Start(c.UserContext(), access.AskingOf(c).Actor, to.clinic, to.brand)
	return p.settle(c, err, claimPath(claim.ID), func(s page.Sheet) error { return p.showClaimable(c, to, s) })
}

func claimPath(id directory.ID) string { return "/claims/" + id.String() }

// claimedClinic is the listing that a path names below /clinics. Where it has moved to, or
// is written otherwise, the reply leads there: it is done.
func (p *Pages) claimedClinic(c *fiber.Ctx, ending string) (l directory.Listing, done bool, err error) {
	given := pathPart(c, "slug")
	slug, err := directory.ParseSlug(given)
	if err != nil {
		return l, false, p.unknown("clinic.unknown", given)
	}
	l, err = p.listing(c.UserContext(), slug)
	if directory.KindOf(err) == directory.NotFound {
		return l, true, p.movedClinic(c, slug, ending)
	}
	return l, false, err
}

func (p *Pages) claimableClinic(c *fiber.Ctx) (to claimable, done bool, err error) {
	l, done, err := p.claimedClinic(c, "/claim")
	if done || err != nil {
		return to, done, err
	}
	to = claimable{clinic: l.Clinic.ID, place: p.placeOf(&l), site: l.Clinic.URL, phones: l.Clinic.Phones}
	to.held, err = p.Store.Held(c.UserContext(), l.Clinic.ID, l.Organization.ID)
	return to, false, err
}

func (p *Pages) claimableBrand(c *fiber.Ctx) (to claimable, done bool, err error) {
	given := pathPart(c, "slug")
	slug, err := directory.ParseSlug(given)
	if err != nil {
		return to, false, p.unknown("brand.unknown", given)
	}
	o, _, err := p.organization(c.UserContext(), slug)
	if directory.KindOf(err) == directory.NotFound {
		return to, true, p.movedBrand(c, slug)
	}
	if err != nil {
		return to, false, err
	}
	to = claimable{brand: o.ID, place: brandPlace(&o), site: o.URL}
	to.held, err = p.Store.Held(c.UserContext(), directory.ID{}, o.ID)
	return to, false, err
}

func (p *Pages) placeOf(l *directory.Listing) page.ClaimPlace {
	return page.ClaimPlace{
		Name: l.Clinic.Name, Path: clinicPath(l.Clinic.Slug),
		Where: l.Clinic.Address.City + ", " + p.words().Country(l.Clinic.Address.Country), Hidden: !l.HasPage(),
	}
}

func brandPlace(o *directory.Organization) page.ClaimPlace {
	return page.ClaimPlace{Name: o.Name, Path: brandPath(o.Slug), Brand: true}
}

// showClaimable says in which ways it can be shown that one speaks for a place, and which
// of them will do for this one.
func (p *Pages) showClaimable(c *fiber.Ctx, to claimable, s page.Sheet) error {
	title := "claim_page.start.title"
	if to.held {
		title = "claim_page.start.held_title"
	}
	f := p.personFrame(c, p.words().T(title, "Name", to.place.Name))
	path := to.place.Path + "/claim"
	view := page.ClaimStartView{Sheet: s, Place: to.place, Held: to.held, Ways: p.ways(to), SignIn: way{next: path}.to("/sign-in"), Register: registering(path).register("/register")}
	return show(c, page.ClaimStart(f, view))
}

// ways are the four kinds of evidence.
func (p *Pages) ways(to claimable) []page.ClaimWay {
	t := p.words()
	domain, own := moderation.SiteDomain(to.site)
	mail := page.ClaimWay{Title: t.T("claim_page.way.mail"), Works: own}
	site := page.ClaimWay{Title: t.T("claim_page.way.site"), Works: own}
	switch {
	case own:
		mail.Text = t.T("claim_page.way.mail_text", "Domain", domain)
		site.Text = t.T("claim_page.way.site_text", "Domain", domain)
	case domain != "":
		mail.Text = t.T("claim_page.way.mail_shared", "Domain", domain)
		site.Text = t.T("claim_page.way.site_shared", "Domain", domain)
	default:
		mail.Text, site.Text = t.T("claim_page.way.mail_none"), t.T("claim_page.way.site_none")
	}
	call := page.ClaimWay{Title: t.T("claim_page.way.call"), Works: true}
	switch {
	case to.place.Brand:
		call.Text = t.T("claim_page.way.call_brand")
	case len(to.phones) > 0:
		call.Text = t.T("claim_page.way.call_text", "Phone", to.phones[0].Number.International())
	default:
		call.Text, call.Works = t.T("claim_page.way.call_none"), false
	}
	paper := page.ClaimWay{Title: t.T("claim_page.way.document"), Text: t.T("claim_page.way.document_text"), Works: true}
	return []page.ClaimWay{mail, site, call, paper}
}
