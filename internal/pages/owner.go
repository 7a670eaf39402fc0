package pages

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
	"rootline/web/page"
)

// owner answers GET /owner.
func (p *Pages) owner(c *fiber.Ctx) error {
	ctx, actor := c.UserContext(), access.AskingOf(c).Actor
	held, err := p.Team.Held(ctx, actor)
	if err != nil {
		return err
	}
	view := page.OwnerView{Done: p.done(c), Staff: staffRole(actor)}
	for _, h := range held {
		if h.Place.ID().IsZero() {
			continue // the whole directory
		}
		public, err := p.publicPath(ctx, h.Place)
		if err != nil {
			return err
		}
		row := page.Held{
			Name: h.Place.Name, Detail: h.Place.City, Role: h.Role, Since: h.Since,
			Public: public, Team: teamPath(h.Place) + "/members", Figures: teamPath(h.Place) + "/figures",
		}
		if h.Place.Clinic.IsZero() {
			row.Holiday = teamPath(h.Place) + "/holiday"
			if row.Branches, err = p.branchesToEdit(ctx, h.Place.Organization); err != nil {
				return err
			}
		} else {
			row.Listing = teamPath(h.Place)
		}
		view.Held = append(view.Held, row)
	}
	return show(c, page.Owner(p.accountFrame(c, "team_page.owner.title"), view))
}

// branchesToEdit leads to where each clinic of a brand is changed.
func (p *Pages) branchesToEdit(ctx context.Context, brand directory.ID) (links []page.Link, err error) {
	listings, err := p.Store.ListingsOf(ctx, brand, branchesMost)
	for _, l := range listings {
		links = append(links, page.Link{Label: l.Clinic.Name + ", " + l.Clinic.Address.City, Path: "/owner/clinics/" + l.Clinic.Slug.String()})
	}
	return links, err
}

// teamPath is the address that all is below which a place's team has.
func teamPath(place team.Place) string {
	switch {
	case !place.Clinic.IsZero():
		return "/owner/clinics/" + place.Slug.String()
	case !place.Organization.IsZero():
		return "/owner/brands/" + place.Slug.String()
	}
	return "/admin"
}

// publicPath is the address of a place's page; empty if the public may not see it.
func (p *Pages) publicPath(ctx context.Context, place team.Place) (path string, err error) {
	switch {
	case !place.Clinic.IsZero():
		path = clinicPath(place.Slug)
		_, err = p.listing(ctx, place.Slug)
	case !place.Organization.IsZero():
		path = brandPath(place.Slug)
		_, err = p.listingsOf(ctx, place.Organization)
	}
	switch {
	case err == nil:
		return path, nil
	case directory.KindOf(err) == directory.NotFound:
		return "", nil
	}
	return "", err
}
