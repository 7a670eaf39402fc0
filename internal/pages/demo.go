package pages

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"rootline/web/page"
)

// Demo returns what a demo lets everybody see.
type Demo func(ctx context.Context) (page.Demo, error)

// demo answers GET /demo, which only a demo has: whoever reads it can sign in as
// anybody.
func (p *Pages) demo(c *fiber.Ctx) error {
	shown, err := p.Demo(c.UserContext())
	if err != nil {
		return err
	}
	f := p.frame("/demo", p.words().T("demo_page.title"))
	f.NoIndex = true
	c.Set(fiber.HeaderCacheControl, "no-store")
	return show(c, page.DemoPage(f, p.Base, shown))
}
