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
	listing, err := p.listing(c.UserContext(), given)
	if directory.KindOf(err) == directory.NotFound && err != nil {
		return p.movedClinic(c, given)
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
	return show(c, page.Clinic(p.clinicFrame(&view), view))
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
func (p *Pages) listing(ctx context.Context, given string) (directory.Listing, error) {
	unknown := directory.Refuse(directory.NotFound, "clinic.unknown")
	slug, err := directory.ParseSlug(given)
	if err != nil {
		return directory.Listing{}, unknown
	}
	listing, err := p.Store.ListingBySlug(ctx, slug)
	if err == nil && !listing.HasPage() {
		return directory.Listing{}, unknown
	}
	return listing, err
}

// movedClinic sends on from an address of the past, unless what it led to is not
// for the public either.
func (p *Pages) movedClinic(c *fiber.Ctx, given string) error {
	slug, err := p.MovedClinic(c.UserContext(), given)
	if err == nil {
		_, err = p.listing(c.UserContext(), slug.String())
	}
	switch {
	case err == nil:
		return moved(c, clinicPath(slug))
	case directory.KindOf(err) == directory.NotFound:
		return p.unknown("clinic.unknown", given)
	}
	return err
}

// unknown is the error for a name that leads nowhere. It leads to the clinics
// that have the words of the name, or its first words at least: half of them,
// for fewer would find whatever has "hair" in its name.
func (p *Pages) unknown(id, given string) error {
	e := directory.Refuse(directory.NotFound, id)
	words := directory.Words(given)
	words = words[:min(len(words), search.MaxWords)]
	for n := len(words); n > 0 && 2*n >= len(words) && len(e.Nearest) == 0; n-- {
		q := search.Query{Text: strings.Join(words[:n], " "), Page: 1, PerPage: maxNearest}
		answer, err := p.Search.Find(q, p.Now())
		if err != nil {
			return e // still starting: there is nothing to offer yet
		}
		for _, card := range answer.Cards() {
			e.Nearest = append(e.Nearest, directory.Near{Label: card.Name + ", " + card.City, Path: "/clinics/" + card.Slug})
		}
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
	return f
}
