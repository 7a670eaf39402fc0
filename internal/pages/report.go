package pages

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// reportFields are the fields of a report, in the order in which they stand.
var reportFields = []string{"reason", "text", "email"}

// report answers GET /clinics/{slug}/report: the form, and after it what becomes of what
// was sent.
func (p *Pages) report(c *fiber.Ctx) error {
	l, done, err := p.claimedClinic(c, "/report")
	if done || err != nil {
		return err
	}
	if sent := c.Query("sent"); sent != "" {
		return p.reported(c, &l, sent)
	}
	return p.showReport(c, &l, p.sheet(c), map[string]string{"reason": c.Query("reason")})
}

func (p *Pages) showReport(c *fiber.Ctx, l *directory.Listing, s page.Sheet, typed map[string]string) error {
	f := p.personFrame(c, p.words().T("report_page.title_of", "Name", l.Clinic.Name))
	view := page.ReportView{Sheet: s, Place: p.placeOf(l), Text: typed["text"], Email: typed["email"]}
	for _, r := range moderation.ReportReasons() {
		view.Reasons = append(view.Reasons, page.ReportReason{
			Option: page.Option{
				Name: "reason", Value: string(r), Label: p.words().T("report_page.reason." + string(r)), Checked: typed["reason"] == string(r),
			},
			Legal: r.Legal(),
		})
	}
	return show(c, page.Report(f, view))
}

// postReport answers POST /clinics/{slug}/report. Nobody has to say who they are.
func (p *Pages) postReport(c *fiber.Ctx) error {
	in, err := access.Form(c, reportFields...)
	if err != nil {
		return err
	}
	l, done, err := p.claimedClinic(c, "/report")
	if done || err != nil {
		return err
	}
	r, err := reportOf(c, &l, in)
	if err == nil {
		err = p.keepReport(c, r)
	}
	sent := "yes"
	switch {
	case r.Reason.Legal():
		sent = "legal"
	case !r.Email.IsZero():
		sent = "mail"
	}
	return p.settle(c, err, clinicPath(l.Clinic.Slug)+"/report?sent="+sent, func(s page.Sheet) error {
		return p.showReport(c, &l, s, in)
	}, reportFields...)
}

// reportOf is what somebody typed, as far as that is a report.
func reportOf(c *fiber.Ctx, l *directory.Listing, in map[string]string) (moderation.Report, error) {
	r := moderation.Report{
		ClinicID: l.Clinic.ID, Reason: moderation.ReportReason(in["reason"]), Text: newlines(in["text"]),
		Language: access.From(c).Language,
	}
	wrong := wrongs{}
	if r.Reason == "" {
		wrong["reason"] = directory.Msg("report_page.reason_missing")
	}
	if typed := strings.TrimSpace(in["email"]); typed != "" {
		var err error
		if r.Email, err = directory.ParseEmail(typed); err != nil {
			if err := wrong.note("email", err); err != nil {
				return r, err
			}
		}
	}
	if err := wrong.err(); err != nil {
		return r, err
	}
	return r, r.Check()
}

// keepReport keeps a report that is one. Only then it counts for the pace, so that a slip
// of the finger does not.
func (p *Pages) keepReport(c *fiber.Ctx, r moderation.Report) error {
	if wait := p.Claims.Throttle.Begin(auth.Guess{Addr: access.From(c).Addr}, p.Now()); wait > 0 {
		return auth.SlowNetwork(wait)
	}
	return p.Listings.Report(c.UserContext(), access.AskingOf(c).Actor, r)
}

// newlines are line breaks as we keep them: browsers send two letters for each.
func newlines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// reported is the page after a report.
func (p *Pages) reported(c *fiber.Ctx, l *directory.Listing, sent string) error {
	t := p.words()
	view := page.SaidView{
		Heading: t.T("report_page.thanks"), Lead: t.T("report_page.next", "Name", l.Clinic.Name),
		Help: []string{t.T("report_page.silent")},
		Next: page.Link{Label: t.T("report_page.back", "Name", l.Clinic.Name), Path: clinicPath(l.Clinic.Slug)},
	}
	switch sent {
	case "mail":
		view.Help = []string{t.T("report_page.answer")}
	case "legal":
		view.Help = []string{t.T("report_page.legal")}
	}
	return show(c, page.Said(p.personFrame(c, t.T("report_page.thanks")), view))
}
