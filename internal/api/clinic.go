package api

import (
	"context"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
)

// maxNearest is how many clinics are offered in place of one that is not there.
const maxNearest = 3

// clinic answers GET /api/v1/clinics/{slug or id}.
func (a *API) clinic(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	given, _ := url.PathUnescape(c.Params("clinic")) // "" if it cannot be decoded
	address, ok := parseAddress(given)
	if !ok {
		return a.unknownClinic(given)
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

// parseAddress reads what a clinic is asked for by: its slug, or its id, which in
// lower case has the form of a slug. Nothing else is ever looked up.
func parseAddress(given string) (address directory.Slug, ok bool) {
	if id, err := directory.ParseID(given); err == nil {
		given = id.String()
	}
	address, err := directory.ParseSlug(given)
	return address, err == nil
}

// listing returns the listing that the public may see at an address.
func (a *API) listing(ctx context.Context, address directory.Slug) (directory.Listing, error) {
	var l directory.Listing
	var err error
	if id, bad := directory.ParseID(address.String()); bad == nil {
		l, err = a.Store.Listing(ctx, id)
	} else {
		l, err = a.Store.ListingBySlug(ctx, address)
	}
	if err == nil && !l.HasPage() {
		err = directory.Refuse(directory.NotFound, "not_found.clinic")
	}
	return l, err
}

// movedClinic sends on from an address of the past, in one hop, unless what it
// leads to is not for the public either.
func (a *API) movedClinic(c *fiber.Ctx, old directory.Slug) error {
	slug, err := a.Moved(c.UserContext(), old.String())
	if err == nil {
		_, err = a.listing(c.UserContext(), slug)
	}
	if directory.KindOf(err) == directory.NotFound {
		return a.unknownClinic(old.String())
	}
	if err != nil {
		return err
	}
	return c.Redirect(a.Base+Root+"/clinics/"+slug.String(), fiber.StatusMovedPermanently)
}

// unknownClinic is the error for an address that leads nowhere. It offers the
// clinics whose names come near it.
func (a *API) unknownClinic(given string) error {
	e := directory.Refuse(directory.NotFound, "not_found.clinic")
	for _, card := range a.Search.Like(given, maxNearest, a.Now()) {
		e.Nearest = append(e.Nearest, directory.Near{Label: card.Name + ", " + card.City, Path: "/clinics/" + card.Slug})
	}
	return e
}
