package access

import (
	"github.com/gofiber/fiber/v2"

	"rootline/internal/auth"
)

// May says what would become of a request.
type May int

// What would become of it.
const (
	No     May = iota
	StepUp     // they may, once they have shown anew, or better, who they are
	Yes
)

// May says whether whoever asks may use a route, named as in the table, on an
// object, so that no page shows a button that the guard would refuse. For a route
// that is not there it is No.
func (g *Guard) May(c *fiber.Ctx, route string, o auth.Object) May {
	rule, ok := g.Table[route]
	if !ok {
		return No
	}
	err := auth.Allow(rule, AskingOf(c).Actor, o, g.Now())
	switch {
	case err == nil:
		return Yes
	case says(err, "auth.step_up"), says(err, "auth.strong"):
		return StepUp
	}
	return No
}
