package pages

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
)

const (
	// forever lets a browser keep what stands under an address without asking
	// again: for addresses whose content never changes.
	forever = "public, max-age=31536000, immutable"

	// forADay is for photos. Those never change either, but they can be taken
	// back: a patient withdraws consent, a clinic is suspended. Then no cache on
	// the way may go on showing them, and a browser only until it asks again.
	forADay = "private, max-age=86400"
)

// Picture is a photo as it is sent.
type Picture struct {
	MediaType string
	Width     int
	Bytes     []byte
}

// photo answers GET /clinics/{slug}/photos/{id}?w={width}: with a picture that the
// clinic's page shows, and with no other, for one that is not shown any more is nobody's
// to see. A picture that changes is another picture.
func (p *Pages) photo(c *fiber.Ctx) error {
	none := directory.Refuse(directory.NotFound, "problem.not_found.detail")
	slug, err := directory.ParseSlug(c.Params("slug"))
	if err != nil {
		return none
	}
	id, err := directory.ParseID(c.Params("id"))
	if err != nil {
		return none
	}
	listing, err := p.listing(c.UserContext(), slug)
	if err != nil {
		return err
	}
	shown := photosToShow(listing.Clinic.Photos)
	if !listing.Searchable() { // the page of a suspended or closed clinic shows none
		shown = nil
	}
	if !slices.ContainsFunc(shown, func(photo directory.Photo) bool { return photo.ID == id }) {
		return none
	}
	return p.sendPhoto(c, id)
}

// asset answers GET /assets/{name}, in the form that costs the visitor least.
func (p *Pages) asset(c *fiber.Ctx) error {
	file, ok := p.Assets.File(c.Params("name"))
	if !ok {
		return directory.Refuse(directory.NotFound, "problem.not_found.detail")
	}
	data, encoding := file.Encoded(c.Get(fiber.HeaderAcceptEncoding))
	tag := file.Hash
	if encoding != "" {
		c.Set(fiber.HeaderContentEncoding, encoding)
		tag += "-" + encoding
	}
	c.Vary(fiber.HeaderAcceptEncoding)
	return send(c, forever, file.Type, tag, data)
}

// favicon answers GET /favicon.ico, which browsers ask for beside what is not a
// page.
func (p *Pages) favicon(c *fiber.Ctx) error {
	return c.Redirect(p.Assets.Path("mark.svg"), fiber.StatusFound)
}

func send(c *fiber.Ctx, keep, mediaType, tag string, data []byte) error {
	c.Set(fiber.HeaderContentType, mediaType)
	c.Set(fiber.HeaderCacheControl, keep)
	c.Set(fiber.HeaderETag, `"`+tag+`"`)
	return c.Send(data)
}
