package pages

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/web/page"
)

// second answers GET /sign-in/second-factor.
func (p *Pages) second(c *fiber.Ctx) error {
	w := asWay(c)
	if access.From(c).Browser == "" {
		return p.showNoCode(c, w.to("/sign-in"))
	}
	return p.showSecond(c, p.sheet(c, w.hidden()...), w, nil)
}

// showSecond shows the form for the second factor. By what it can be shown is in the
// address; where that is missing, by anything.
func (p *Pages) showSecond(c *fiber.Ctx, s page.Sheet, w way, refusal error) error {
	return show(c, page.Second(p.entryFrame(c, p.words().T("signin_page.second")), page.SecondView{
		Sheet:    s,
		App:      w.with == "" || strings.Contains(w.with, "app"),
		Passkey:  w.with == "" || strings.Contains(w.with, "passkey"),
		Remember: w.remember,
		Ended:    hasEnded(refusal),
		Again:    way{next: w.next}.to("/sign-in"),
	}))
}

// postSecond answers POST /sign-in/second-factor.
func (p *Pages) postSecond(c *fiber.Ctx) error {
	in, err := access.Form(c, "code", "next", "remember", "with")
	if err != nil {
		return err
	}
	w := wayOf(in)
	done, err := p.Entry.Second(c.UserContext(), access.From(c), spaceless(in["code"]), w.remember)
	if err != nil {
		return p.refuseSecond(c, err, w, "code")
	}
	return p.follow(c, done, w)
}

// refuseSecond shows the form again, with what is wrong.
func (p *Pages) refuseSecond(c *fiber.Ctx, refusal error, w way, about string) error {
	s, err := p.refused(c, p.sheet(c, w.hidden()...), refusal, about, "code")
	if err != nil {
		return err
	}
	return p.showSecond(c, s, w, refusal)
}
