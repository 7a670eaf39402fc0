package access

import (
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
)

// FormField is the name of the hidden field that every form of a page carries.
const FormField = "form_token"

// formHours is for how many hours after its own a form may be sent.
const formHours = 12

// isOurs refuses what changes something and was caused by a page of another site.
// Browsers say whose page it was; from one so old that it does not, a form has to
// bring the token that it was given.
func (v *visit) isOurs(c *fiber.Ctx) error {
	r := http.Request{Method: c.Method(), Host: string(c.Request().Host()), Header: http.Header{}}
	for _, name := range []string{"Sec-Fetch-Site", fiber.HeaderOrigin} {
		for _, value := range c.Request().Header.PeekAll(name) {
			if len(value) > 0 { // an empty one, of a proxy that blanks it, says nothing
				r.Header.Add(name, string(value))
			}
		}
	}
	if v.origins.Check(&r) != nil {
		return directory.Refuse(directory.Forbidden, "access.other_site")
	}
	if v.kind == API || len(r.Header) > 0 || v.hasFormToken(c) {
		return nil
	}
	return directory.Refuse(directory.Forbidden, "access.form_token")
}

// isTheirs refuses a form that was opened as somebody else than whoever is signed in
// by now: at a shared desk, what one person left open in a tab would change the next
// one's account. The token tells, which every form of ours brings.
func (v *visit) isTheirs(c *fiber.Ctx) error {
	if v.kind == API || isSafe(c) {
		return nil
	}
	values, _ := formValues(c) // what is no form, or has two tokens, is refused by whoever reads it
	if len(values[FormField]) != 1 || v.hasFormToken(c) {
		return nil
	}
	return directory.Refuse(directory.Forbidden, "access.form_token")
}

// FormToken is what a form on a page has to bring back as [FormField]. It is good
// for whoever is signed in, or for visitors, for about twelve hours.
func (g *Guard) FormToken(c *fiber.Ctx) string {
	return g.formToken(AskingOf(c).Actor.Session, hour(g.Now()))
}

func (g *Guard) formToken(session directory.ID, hour int64) string {
	name := ""
	if !session.IsZero() {
		name = session.String()
	}
	return base64.RawURLEncoding.EncodeToString(g.FormKey("form", name+" "+strconv.FormatInt(hour, 10)))
}

func hour(t time.Time) int64 { return t.Unix() / 3600 }

// hasFormToken reports whether a form brings a token that it may have.
func (v *visit) hasFormToken(c *fiber.Ctx) bool {
	values, err := formValues(c)
	if err != nil || len(values[FormField]) != 1 {
		return false
	}
	given := []byte(values[FormField][0])
	now, session, found := hour(v.guard.Now()), AskingOf(c).Actor.Session, 0
	for age := range int64(formHours + 1) {
		found |= subtle.ConstantTimeCompare(given, []byte(v.guard.formToken(session, now-age)))
	}
	return found == 1
}
