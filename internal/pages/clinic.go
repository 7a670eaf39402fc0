package pages

import (
	"context"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/search"
	"rootline/web/page"
)

// clinic answers GET /clinics/{slug}.
func (p *Pages) clinic(c *fiber.Ctx) error {
	given := pathPart(c, "slug")
	slug, err := directory.ParseSlug(given) // nothing else is ever looked up
	if err != nil {
		return p.unknown("clinic.unknown", given)
	}
	listing, err := p.listing(c.UserContext(), slug)
	if directory.KindOf(err) == directory.NotFound {
		return p.movedClinic(c, slug, "")
	}
	if err != nil {
		return err
	}
	if path := clinicPath(listing.Clinic.Slug); rawPath(c) != path {
		return moved(c, path)
	}
	view, err := p.clinicView(c.UserContext(), listing)
	if err != nil {
		return err
	}
	f := p.clinicFrame(&view)
	if !f.NoIndex {
		if f.Data, err = p.data().Clinic(&view.Listing, p.Now()); err != nil {
			return err
		}
	}
	if view.Listing.Searchable() {
		p.countView(c, view.Listing.Clinic.ID)
	}
	return show(c, page.Clinic(f, view))
}

func clinicPath(slug directory.Slug) string { return "/clinics/" + slug.String() }

// pathPart is a part of the path in lower case, as slugs are; empty if it cannot
// be decoded.
func pathPart(c *fiber.Ctx, name string) string {
	part, err := url.PathUnescape(c.Params(name))
	if err != nil {
		return ""
	}
	return strings.ToLower(part)
}

// listing is the listing under a slug, if the public may see it.
func (p *Pages) listing(ctx context.Context, slug directory.Slug) (directory.Listing, error) {
	listing, err := p.Store.ListingBySlug(ctx, slug)
	if err == nil && !listing.HasPage() {
		return directory.Listing{}, directory.Refuse(directory.NotFound, "clinic.unknown")
	}
	return listing, err
}

// movedClinic sends on from an address of the past, unless what it led to is not
// for the public either. Ids of the past have the form of slugs. The address ends as
// it did: in nothing, or in the form of a file.
func (p *Pages) movedClinic(c *fiber.Ctx, old directory.Slug, ending string) error {
	slug, err := p.MovedClinic(c.UserContext(), old.String())
	if err == nil {
		_, err = p.listing(c.UserContext(), slug)
	}
	switch {
	case err == nil:
		return moved(c, clinicPath(slug)+ending)
	case directory.KindOf(err) == directory.NotFound:
		return p.unknown("clinic.unknown", old.String())
	}
	return err
}

// unknown is the error for a name that leads nowhere. It leads to the clinics
// whose names come near it.
func (p *Pages) unknown(id, given string) error {
	e := directory.Refuse(directory.NotFound, id)
	for _, card := range p.Search.Like(given, maxNearest, p.Now()) {
		e.Nearest = append(e.Nearest, directory.Near{Label: card.Name + ", " + card.City, Path: "/clinics/" + card.Slug})
	}
	return e
}

func (p *Pages) clinicFrame(view *page.ClinicView) page.Frame {
	clinic := &view.Listing.Clinic
	place := p.placeName(p.within(search.ChoosePRP, clinic.Address.Country, directory.Region{}, clinic.Address.CityID))
	f := p.frame(clinicPath(clinic.Slug), clinic.Name+", "+place)
	f.Description = p.words().T("clinic.meta", "Name", clinic.Name, "Place", place)
	f.NoIndex = !view.Listing.Searchable()
	f.Treatment = true
	f.Files = clinicFiles(&view.Listing)
	return f
}
