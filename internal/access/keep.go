package access

import (
	"net/http"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
)

// keeps reports whether a refusal is for the handler that keeps what was typed: nobody is
// signed in any more, or the form was opened in another session. A browser that does not
// say that the form is ours is never shown what it holds.
func (v *visit) keeps(c *fiber.Ctx, err error) bool {
	if v.keep == nil || c.Get("Sec-Fetch-Site") == "" && c.Get(fiber.HeaderOrigin) == "" {
		return false
	}
	return directory.KindOf(err) == directory.Unauthenticated || says(err, "access.form_token")
}

// KeptStatus is the status of a reply that keeps what was typed: it says why that was not
// taken.
func KeptStatus(c *fiber.Ctx) int {
	if AskingOf(c).Actor.Signed() {
		return http.StatusForbidden
	}
	return http.StatusUnauthorized
}
