package pages

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/web/page"
)

// kept answers a form that somebody has filled in and that cannot be taken, since they
// are signed out by now or have signed in anew: with all that they have typed, to be sent
// once more. A script that saves drafts keeps what was typed itself, and is told so.
func (p *Pages) kept(c *fiber.Ctx) error {
	status := access.KeptStatus(c)
	if strings.Contains(c.Get(fiber.HeaderAccept), fiber.MIMEApplicationJSON) {
		if status == fiber.StatusUnauthorized {
			return directory.Refuse(directory.Unauthenticated, "auth.sign_in")
		}
		return directory.Refuse(directory.Forbidden, "access.form_token")
	}
	values, err := access.AnyForm(c)
	if err != nil {
		return err
	}
	view := page.KeptView{
		Sheet: p.sheet(c), Path: c.Path(), Name: access.AskingOf(c).Account.Name,
		SignIn: "/sign-in?" + url.Values{"next": {formPage(c.Path())}}.Encode(),
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if name != access.FormField {
			view.Sheet.Hidden = append(view.Sheet.Hidden, page.Field{Name: name, Value: values.Get(name)})
		}
	}
	c.Status(status)
	return show(c, page.Kept(p.accountFrame(c, "kept_page.title"), view))
}
