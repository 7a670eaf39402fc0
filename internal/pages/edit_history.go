package pages

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// history answers GET /owner/clinics/{clinic}/history.
func (p *Pages) history(c *fiber.Ctx, d clinicDesk) error {
	before, err := eventNumber(c.Query("before"))
	if err != nil {
		return err
	}
	h, err := p.Listings.History(c.UserContext(), d.actor, d.own.Is.Listing.Clinic.ID, before)
	if err != nil {
		return err
	}
	f := p.editFrame(c, d, "edit_page.history")
	view := page.HistoryView{Head: p.editHead(d, "history"), First: before != 0, Path: d.root + "/history"}
	for _, e := range h.Events {
		view.Events = append(view.Events, p.eventView(f, e, h.Names[e.By]))
	}
	if n := len(h.Events); n > 0 && h.Events[n-1].Number > 1 && n == mostEventsShown {
		view.Older = view.Path + "?before=" + strconv.FormatInt(h.Events[n-1].Number, 10)
	}
	return show(c, page.History(f, view))
}

// mostEventsShown is how many events the desk returns at a time.
const mostEventsShown = 100

// eventNumber is the number of an event in an address; 0 if there is none.
func eventNumber(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 1 {
		return 0, directory.Refuse(directory.NotFound, "auth.not_found")
	}
	return n, nil
}

// eventView words an event. Whoever has no name is the program, or is forgotten.
func (p *Pages) eventView(f page.Frame, e moderation.Recorded, name string) page.EventView {
	v := page.EventView{What: f.Event(e.What), Who: name, At: e.At, Number: e.Number}
	switch {
	case name != "":
	case e.By.IsZero():
		v.Who = p.words().T("edit_page.by_program")
	default:
		v.Who = p.words().T("edit_page.by_forgotten")
	}
	if strings.HasPrefix(e.What, "change.") {
		v.Rows, _ = p.differences(f, recordedDifferences(e)) // what is not worded is told by its event
	}
	return v
}

// recordedDifferences are what an event has kept of a change, in the order of the fields.
// What somebody kept who is forgotten is nothing.
func recordedDifferences(e moderation.Recorded) []moderation.Difference {
	before, after := keptValues(e.Before), keptValues(e.After)
	names := maps.Clone(before)
	if names == nil {
		names = map[string]json.RawMessage{}
	}
	maps.Copy(names, after)
	var all []moderation.Difference
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if d, ok := differenceNamed(name); ok {
			d.From, d.To = before[name], after[name]
			all = append(all, d)
		}
	}
	slices.SortStableFunc(all, func(a, b moderation.Difference) int {
		fields := moderation.Fields()
		return slices.Index(fields, a.Field) - slices.Index(fields, b.Field)
	})
	return all
}

func keptValues(kept []byte) (values map[string]json.RawMessage) {
	if json.Unmarshal(kept, &values) != nil {
		return nil
	}
	return values
}

// differenceNamed is a difference by its name, without its values.
func differenceNamed(name string) (d moderation.Difference, ok bool) {
	rest, order := strings.CutSuffix(name, ":order")
	field, rest, _ := strings.Cut(rest, ".")
	d.Field, d.Order = moderation.Field(field), order
	if !slices.Contains(moderation.Fields(), d.Field) {
		return d, false
	}
	first, more, _ := strings.Cut(rest, ".")
	if s, err := directory.ParseService(first); err == nil && d.Field != moderation.FieldServices {
		d.Service, rest = s, more
	}
	d.Key = rest
	return d, true
}
