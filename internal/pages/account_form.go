package pages

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/web/page"
)

// doneSentences say what was done just before a page was asked for, by the codes
// that stand in its address. No other code says anything.
var doneSentences = map[string]string{
	"registered":       "account_page.done.registered",
	"name":             "account_page.done.name",
	"password":         "account_page.done.password",
	"password_removed": "account_page.done.password_removed",
	"code_sent":        "account_page.done.code_sent",
	"email":            "account_page.done.email",
	"passkey":          "account_page.done.passkey",
	"passkey_removed":  "account_page.done.passkey_removed",
	"app":              "account_page.done.app",
	"app_removed":      "account_page.done.app_removed",
	"session":          "account_page.done.session",
	"others":           "account_page.done.others",
	"device":           "account_page.done.device",
	"signed_out":       "signin_page.signed_out",
	"accepted":         "team_page.done.accepted",
	"invited":          "team_page.done.invited",
	"withdrawn":        "team_page.done.withdrawn",
	"removed":          "team_page.done.removed",
	"role":             "team_page.done.role",
	"left":             "team_page.done.left",
	"proposed":         "propose_page.done",
	"taken_out":        "propose_page.withdrawn",
	"merged":           "merge_page.done.merged",
	"split":            "merge_page.done.split",
}

// done says what was done just before.
func (p *Pages) done(c *fiber.Ctx) string {
	if id, ok := doneSentences[c.Query("done")]; ok {
		return p.words().T(id)
	}
	return ""
}

// accountFrame is the frame of a page that is for one person alone.
func (p *Pages) accountFrame(c *fiber.Ctx, title string) page.Frame {
	return p.personFrame(c, p.words().T(title))
}

// settle ends what a form has asked for. When it was done, the browser goes on to
// another page, so that loading that anew does not do it twice. When whoever asked
// can put right what is wrong, the form is shown again and says so: beside the
// fields, which are named in the order in which they stand. A sentence that names no
// field is about the first. Whoever has to show a second factor first is sent to where
// they can, and comes back to the form.
func (p *Pages) settle(c *fiber.Ctx, err error, to string, again func(page.Sheet) error, fields ...string) error {
	if err == nil {
		return seeOther(c, to)
	}
	if e := (*directory.Error)(nil); errors.As(err, &e) && e.Message.ID == "auth.strong" {
		return seeOther(c, "/account/confirm?"+url.Values{"next": {formPage(c.Path())}}.Encode())
	}
	about := ""
	if len(fields) > 0 {
		about = fields[0]
	}
	s, err := p.refused(c, p.sheet(c), err, about, fields...)
	if err != nil {
		return err
	}
	return again(s)
}
