package pages

import (
	"errors"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// shownHolidays is of how many days a preview tells the usual hours.
const shownHolidays = 7

// previewHoliday shows what each branch would have, and what it has so far.
func (p *Pages) previewHoliday(c *fiber.Ctx, h holidays, t *typed, e directory.Exception, chosen []directory.Listing) error {
	v := p.holidayView(h, page.HolidayPreview)
	v.Asked, v.Sheet = e, p.sheet(c)
	for _, name := range t.asked {
		if name != "step" && t.Sent(name) {
			v.Sheet.Hidden = append(v.Sheet.Hidden, page.Field{Name: name, Value: t.Text(name)})
		}
	}
	for i := range chosen {
		b := p.holidayBranch(&chosen[i])
		b.Waits = outcomeFor(h.actor, &chosen[i]) == moderation.Held
		soFar(&b, &chosen[i].Clinic.Hours, e)
		v.Branches = append(v.Branches, b)
	}
	return show(c, page.Holiday(p.accountFrame(c, "sections.holiday.title"), v))
}

// soFar tells what a branch has on the days of an exception.
func soFar(b *page.HolidayBranch, h *directory.Hours, e directory.Exception) {
	b.Unknown = !h.Fact.Known()
	for d := e.First; !e.Last.Before(d); d = d.AddDays(1) {
		if len(b.Usual) == shownHolidays {
			b.More = int(e.Last.In(time.UTC).Sub(d.In(time.UTC))/(24*time.Hour)) + 1
			break
		}
		b.Usual = append(b.Usual, directory.DayHours{Date: d, Intervals: h.Week[d.Weekday()], Usual: true})
	}
	for _, other := range h.Exceptions {
		switch {
		case other.First == e.First && other.Last == e.Last:
			b.Replaces = true
		case overlap(other, e):
			b.Clashes = append(b.Clashes, other)
		}
	}
}

// makeHoliday gives the exception to each branch, and tells of each what has become of it:
// one that refuses does not keep the others from it.
func (p *Pages) makeHoliday(c *fiber.Ctx, h holidays, e directory.Exception, chosen []directory.Listing) error {
	v := p.holidayView(h, page.HolidayDone)
	v.Asked = e
	for i := range chosen {
		b := p.holidayBranch(&chosen[i])
		result, err := p.giveHoliday(c, h.actor, chosen[i].Clinic.ID, e)
		if refusal := (*directory.Error)(nil); errors.As(err, &refusal) {
			b.Refused, b.Result = true, p.words().Message(refusal.Message)
		} else if err != nil {
			return err // what was done stands, and doing it again changes nothing of that
		} else {
			b.Result, b.Refused = p.words().T(result), result == holidayClashed
		}
		v.Branches = append(v.Branches, b)
	}
	return show(c, page.Holiday(p.accountFrame(c, "sections.holiday.title"), v))
}

// holidayClashed is what is said of a branch that somebody else is changing.
const holidayClashed = "sections.holiday.clashed"

// giveHoliday gives one branch the exception, and returns the id of what is to be said.
func (p *Pages) giveHoliday(c *fiber.Ctx, actor directory.Actor, clinic directory.ID, e directory.Exception) (string, error) {
	own, err := p.Listings.Listing(c.UserContext(), actor, clinic)
	if err != nil {
		return "", err
	}
	to := own.Proposed
	to.Clinic.Hours.Exceptions = withException(to.Clinic.Hours.Exceptions, e)
	out, err := p.Listings.Edit(c.UserContext(), actor, clinic, own.Proposed, to)
	switch {
	case err != nil:
		return "", err
	case out.Conflicts != nil:
		return holidayClashed, nil
	case out.Live != nil:
		return "sections.holiday.live", nil
	case slices.EqualFunc(own.Proposed.Clinic.Hours.Exceptions, to.Clinic.Hours.Exceptions, sameException):
		return "sections.holiday.same", nil
	}
	return "sections.holiday.held", nil
}

// withException is some exceptions with one more, which counts on its days whatever others
// say of them: in the place of one for the same days, or after all others.
func withException(all []directory.Exception, e directory.Exception) []directory.Exception {
	all = slices.Clone(all)
	at := slices.IndexFunc(all, func(o directory.Exception) bool { return o.First == e.First && o.Last == e.Last })
	switch {
	case at < 0:
		return append(all, e)
	case slices.ContainsFunc(all[at+1:], func(o directory.Exception) bool { return overlap(o, e) }):
		return append(slices.Delete(all, at, at+1), e)
	}
	all[at] = e
	return all
}

// overlap reports whether two exceptions fall on the same day.
func overlap(a, b directory.Exception) bool {
	return !a.Last.Before(b.First) && !b.Last.Before(a.First)
}
