package api

import (
	"context"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/search"
)

// clinic answers GET /api/v1/clinics/{slug or id}.
func (a *API) clinic(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	address, err := url.PathUnescape(c.Params("clinic"))
	if err != nil {
		return a.unknownClinic("")
	}
	listing, err := a.listing(c.UserContext(), address)
	if directory.KindOf(err) == directory.NotFound {
		return a.movedClinic(c, address)
	}
	if err != nil {
		return err
	}
	return c.JSON(a.newClinicView(&listing))
}

// listing returns the listing that the public may see at an id or slug.
func (a *API) listing(ctx context.Context, address string) (directory.Listing, error) {
	var l directory.Listing
	var err error
	if id, bad := directory.ParseID(address); bad == nil {
		l, err = a.Store.Listing(ctx, id)
	} else if slug, bad := directory.ParseSlug(address); bad == nil {
		l, err = a.Store.ListingBySlug(ctx, slug)
	} else {
		return l, directory.Refuse(directory.NotFound, "not_found.clinic")
	}
	if err == nil && !l.HasPage() {
		err = directory.Refuse(directory.NotFound, "not_found.clinic")
	}
	return l, err
}

// movedClinic sends on from an address of the past, in one hop, unless what it
// leads to is not for the public either.
func (a *API) movedClinic(c *fiber.Ctx, address string) error {
	if id, bad := directory.ParseID(address); bad == nil {
		address = id.String()
	}
	slug, err := a.Moved(c.UserContext(), address)
	if err == nil {
		_, err = a.listing(c.UserContext(), slug.String())
	}
	if directory.KindOf(err) == directory.NotFound {
		return a.unknownClinic(address)
	}
	if err != nil {
		return err
	}
	return c.Redirect(a.Base+Root+"/clinics/"+slug.String(), fiber.StatusMovedPermanently)
}

// unknownClinic is the error for an address that leads nowhere. It offers the
// clinics found under the words of the address, or under the first half of them
// at least; fewer would offer whatever has "hair" in its name.
func (a *API) unknownClinic(address string) error {
	e := directory.Refuse(directory.NotFound, "not_found.clinic")
	words := directory.Words(address)
	words = words[:min(len(words), search.MaxWords)]
	for n := len(words); n > 0 && 2*n >= len(words) && len(e.Nearest) == 0; n-- {
		q := search.Query{Text: strings.Join(words[:n], " "), Page: 1, PerPage: 3}
		answer, err := a.Search.Find(q, a.Now())
		if err != nil {
			return e // still loading: nothing to offer yet
		}
		for _, card := range answer.Cards() {
			e.Nearest = append(e.Nearest, directory.Near{Label: card.Name + ", " + card.City, Path: "/clinics/" + card.Slug})
		}
	}
	return e
}
