package pages

import "github.com/gofiber/fiber/v2"

// keys answers GET /.well-known/jwks.json. Whoever meets a token by a key that their
// copy does not have asks anew; a copy is kept for half as long as a token is good.
func (p *Pages) keys(c *fiber.Ctx) error {
	document, err := p.Keys(c.UserContext())
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/jwk-set+json")
	c.Set(fiber.HeaderCacheControl, "public, max-age=300")
	return c.Send(document)
}
