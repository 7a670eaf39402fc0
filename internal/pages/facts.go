package pages

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// mountFacts adds the pages on which clinics say what is still right.
func (p *Pages) mountFacts(r *access.Router) {
	r.Get("/still-right/:link", p.stillRight)
	r.Post("/still-right/:link", p.postStillRight)
	r.Post("/owner/clinics/:clinic/facts", p.postFact)
}

// stillRight answers GET /still-right/{link}. It changes nothing: programs that look
// through mail follow links too.
func (p *Pages) stillRight(c *fiber.Ctx) error {
	return p.showStillRight(c, p.sheet(c))
}

func (p *Pages) showStillRight(c *fiber.Ctx, s page.Sheet) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	t := p.words()
	asked, err := p.Asking.Look(c.UserContext(), c.Params("link"))
	if err != nil {
		return p.linkEnded(c, err, page.Link{Label: t.T("signin_page.link_ended_sign_in"), Path: "/sign-in"})
	}
	clinic := &asked.Listing.Clinic
	f := p.personFrame(c, t.T("facts_page.title"))
	view := page.StillRightView{
		Sheet: s, Path: "/still-right/" + c.Params("link"),
		Clinic: page.Link{Label: clinic.Name, Path: "/clinics/" + clinic.Slug.String()}, Public: asked.Public,
		Change: "/owner/clinics/" + clinic.ID.String(), Claim: "/clinics/" + clinic.Slug.String() + "/claim",
		Until: asked.Until, Left: asked.Left(), Declined: c.Query("done") == "declined",
	}
	for _, fact := range asked.Facts {
		row, err := p.askedFact(f, clinic, fact)
		if err != nil {
			return err
		}
		view.Facts = append(view.Facts, row)
	}
	return show(c, page.StillRight(f, view))
}

// askedFact words a fact that was asked for as it stands now.
func (p *Pages) askedFact(f page.Frame, clinic *directory.Clinic, fact moderation.AskedFact) (page.StillRightFact, error) {
	row := page.StillRightFact{Name: fact.Path.String(), Fact: fact.Fact, Known: fact.Freshness != moderation.Unknown}
	if fact.Reply != nil {
		row.Said, row.Right = true, fact.Reply.Right
	}
	said, err := f.Difference(moderation.Difference{Path: fact.Path, To: fact.Value}, p.addressLines)
	row.Label, row.Lines = said.Label, said.After
	if fact.Path.Field == moderation.FieldAddress { // not where it stands on a map
		row.Lines = append([]string{clinic.Address.Address1}, p.addressLines(clinic.Address)...)
	}
	return row, err
}

// postStillRight answers POST /still-right/{link}: one fact, or that there be no more
// letters.
func (p *Pages) postStillRight(c *fiber.Ctx) error {
	in, err := access.Form(c, "fact", "right", "decline")
	if err != nil {
		return err
	}
	link, path := c.Params("link"), "/still-right/"+c.Params("link")
	if in["decline"] != "" {
		return p.settle(c, p.Asking.Decline(c.UserContext(), link), path+"?done=declined", p.againStillRight(c))
	}
	right, err := yesOrNo(in["right"])
	if err == nil {
		err = p.Asking.Answer(c.UserContext(), link, in["fact"], right)
	}
	return p.settle(c, err, path, p.againStillRight(c))
}

func (p *Pages) againStillRight(c *fiber.Ctx) func(page.Sheet) error {
	return func(s page.Sheet) error { return p.showStillRight(c, s) }
}

// yesOrNo reads which of two buttons was pressed.
func yesOrNo(typed string) (bool, error) {
	if typed != "yes" && typed != "no" {
		return false, directory.Refuse(directory.Invalid, "facts_page.which")
	}
	return typed == "yes", nil
}

// postFact answers POST /owner/clinics/{clinic}/facts.
func (p *Pages) postFact(c *fiber.Ctx) error {
	in, err := access.Form(c, "path", "right")
	if err != nil {
		return err
	}
	right, err := yesOrNo(in["right"])
	if err != nil {
		return err
	}
	clinic := access.ObjectOf(c).Clinic
	if err := p.Asking.StillRight(c.UserContext(), access.AskingOf(c).Actor, clinic, in["path"], right); err != nil {
		return err
	}
	return seeOther(c, "/owner/clinics/"+url.PathEscape(pathPart(c, "clinic"))+"?done=fact")
}
