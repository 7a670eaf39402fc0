package pages

import (
	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
)

// document answers GET /admin/claims/{claim}/documents/{document}: with a file to be
// saved, which no browser opens as if it were ours. The record says who has read it.
func (p *Pages) document(c *fiber.Ctx) error {
	none := directory.Refuse(directory.NotFound, "not_found.document")
	claim, err := directory.ParseID(c.Params("claim"))
	if err != nil {
		return none
	}
	id, err := directory.ParseID(c.Params("document"))
	if err != nil {
		return none
	}
	paper, err := p.Moderators.Document(c.UserContext(), access.AskingOf(c).Actor, claim, id)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, paper.MediaType)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+paper.FileName()+`"`)
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	return c.Send(paper.Bytes)
}
