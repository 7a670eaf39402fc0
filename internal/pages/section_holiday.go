package pages

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

const (
	branchPrefix = "branch."
	mostHolidays = 100 // branches at once: each is a transaction of its own
)

// holidayForm is the exception that many branches are given at once.
var holidayForm = exceptionForm{"holiday"}

// mountHoliday adds the page on which one exception is given to many branches.
func (p *Pages) mountHoliday(r *access.Router) {
	r.Get("/owner/brands/:brand/holiday", p.holiday)
	r.PostKept("/owner/brands/:brand/holiday", p.sendHoliday, p.kept)
}

// holidaySteps are what the buttons lead to.
var holidaySteps = []string{"preview", "change", "confirm"}

// holidays is one request for days off: who asks, and which branches they can choose from.
type holidays struct {
	actor    directory.Actor
	brand    directory.Organization
	path     string
	branches []directory.Listing
}

func (p *Pages) holidays(c *fiber.Ctx) (h holidays, err error) {
	h.actor = access.AskingOf(c).Actor
	h.path = "/owner/brands/" + url.PathEscape(pathPart(c, "brand")) + "/holiday"
	if h.brand, err = p.Store.Organization(c.UserContext(), access.ObjectOf(c).Organization); err != nil {
		return h, err
	}
	all, err := p.Listings.Store.Branches(c.UserContext(), h.brand.ID)
	if err != nil {
		return h, err
	}
	for _, l := range all {
		if outcomeFor(h.actor, &l) != moderation.Refused {
			h.branches = append(h.branches, l)
		}
	}
	slices.SortStableFunc(h.branches, func(a, b directory.Listing) int {
		return cmp.Or(cmp.Compare(a.Clinic.Name, b.Clinic.Name), cmp.Compare(a.Clinic.Address.City, b.Clinic.Address.City))
	})
	return h, nil
}

// outcomeFor is what would become of an exception that an actor gives a clinic.
func outcomeFor(actor directory.Actor, l *directory.Listing) moderation.Outcome {
	return moderation.Decide(moderation.FieldExceptions, moderation.WhoIs(actor, l), moderation.Record{}, l.State.Value)
}

func branchField(l *directory.Listing) string { return branchPrefix + l.Clinic.ID.String() }

// holiday answers GET /owner/brands/{brand}/holiday: all branches are ticked.
func (p *Pages) holiday(c *fiber.Ctx) error {
	h, err := p.holidays(c)
	if err != nil {
		return err
	}
	t := newTyped(url.Values{})
	for i := range h.branches {
		t.values.Set(branchField(&h.branches[i]), "yes")
	}
	return p.showHolidayForm(c, h, t, p.sheet(c))
}

func (p *Pages) showHolidayForm(c *fiber.Ctx, h holidays, t *typed, s page.Sheet) error {
	v := p.holidayView(h, page.HolidayForm)
	v.Sheet, v.Fields = s, holidayForm.fields(p, t, directory.Exception{})
	for i := range h.branches {
		b := p.holidayBranch(&h.branches[i])
		b.Chosen = t.Ticked(b.Field)
		v.Branches = append(v.Branches, b)
	}
	return show(c, page.Holiday(p.accountFrame(c, "sections.holiday.title"), v))
}

func (p *Pages) holidayView(h holidays, stage page.HolidayStage) page.HolidayView {
	w := p.words()
	return page.HolidayView{
		Brand: h.brand.Name, Path: h.path, Stage: stage,
		Above: []page.Link{{Label: w.T("account_page.title"), Path: "/account"}, {Label: w.T("team_page.owner.title"), Path: "/owner"}},
	}
}

func (p *Pages) holidayBranch(l *directory.Listing) page.HolidayBranch {
	return page.HolidayBranch{
		Field: branchField(l), Name: l.Clinic.Name, City: l.Clinic.Address.City,
		Path: "/owner/clinics/" + l.Clinic.Slug.String() + "/exceptions",
	}
}

// sendHoliday answers POST /owner/brands/{brand}/holiday: with what would come of it, and
// once that is confirmed, with what did. To send the same twice does it once.
func (p *Pages) sendHoliday(c *fiber.Ctx) error {
	h, err := p.holidays(c)
	if err != nil {
		return err
	}
	t, err := typedIn(c)
	if err != nil {
		return err
	}
	e, chosen, err := p.readHoliday(t, h)
	step := t.Text("step")
	switch {
	case err != nil:
		s, err := p.refused(c, p.sheet(c), err, "", t.asked...)
		if err != nil {
			return err
		}
		return p.showHolidayForm(c, h, t, s)
	case step == "change":
		return p.showHolidayForm(c, h, t, p.sheet(c))
	case step == "confirm":
		return p.makeHoliday(c, h, e, chosen)
	}
	return p.previewHoliday(c, h, t, e, chosen)
}

// readHoliday reads the exception and the branches that are to have it. If one of them is
// not for whoever asks to change, nothing is read at all.
func (p *Pages) readHoliday(t *typed, h holidays) (e directory.Exception, chosen []directory.Listing, err error) {
	if !slices.Contains(holidaySteps, t.Text("step")) {
		return e, nil, directory.Refuse(directory.Invalid, "sections.holiday.step")
	}
	wrong := wrongs{}
	e = holidayForm.read(t, wrong)
	for _, l := range h.branches {
		if t.Ticked(branchField(&l)) {
			chosen = append(chosen, l)
		}
	}
	refusal := &directory.Error{Kind: directory.Invalid, Fields: wrong}
	for _, name := range t.Names(branchPrefix) {
		if !slices.ContainsFunc(h.branches, func(l directory.Listing) bool { return branchField(&l) == name }) {
			what := directory.Msg("sections.holiday.foreign", "Branch", access.Short(strings.TrimPrefix(name, branchPrefix)))
			refusal.Message, wrong[access.Short(name)] = what, what
		}
	}
	switch {
	case len(chosen) == 0 && len(h.branches) > 0 && len(refusal.Message.ID) == 0:
		wrong[branchField(&h.branches[0])] = directory.Msg("sections.holiday.choose")
	case len(chosen) > mostHolidays:
		wrong[branchField(&h.branches[0])] = directory.Msg("sections.holiday.too_many", "Max", mostHolidays)
	}
	if len(wrong) > 0 {
		return e, nil, refusal
	}
	return e, chosen, t.unknown()
}
