package pages

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/moderation"
	"rootline/web/page"
)

// doneBy says in the query of an address what came of an edit: which fields visitors see
// by now, and which wait.
func doneBy(out *moderation.Edited, wants []moderation.Difference) string {
	v := url.Values{"done": {"edit"}}
	if out.Live != nil {
		v.Set("live", fieldsIn(out.Live.Differences))
	}
	if out.Request != nil && out.Request.State == moderation.Pending {
		var waits []moderation.Difference
		for _, w := range wants {
			if slices.ContainsFunc(out.Request.Differences, func(d moderation.Difference) bool { return d.Name() == w.Name() }) {
				waits = append(waits, w)
			}
		}
		if len(waits) > 0 {
			v.Set("waits", fieldsIn(waits))
		}
	}
	return v.Encode()
}

// fieldsIn are the fields that differences are of, each once.
func fieldsIn(all []moderation.Difference) string {
	var names []string
	for _, d := range all {
		names = append(names, string(d.Field))
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ",")
}

// edited says what was done just before: of an edit, what visitors see by now, and what
// a moderator decides first.
func (p *Pages) edited(c *fiber.Ctx, days int) string {
	w := p.words()
	switch c.Query("done") {
	case "draft":
		return w.T("edit_page.done.draft")
	case "withdrawn":
		return w.T("edit_page.done.withdrawn")
	case "uploaded":
		return w.T("photos_section.uploaded")
	case "settled":
		return w.T("edit_page.done.settled")
	case "fact":
		return w.T("edit_page.done.fact")
	case "edit":
	default:
		return ""
	}
	var said []string
	if live := p.fieldsNamed(c.Query("live")); live != "" {
		said = append(said, w.T("edit_page.done.live", "Fields", live))
	}
	if waits := p.fieldsNamed(c.Query("waits")); waits != "" {
		said = append(said, w.T("edit_page.done.waits", "Fields", waits), p.usually(days))
	}
	if said == nil {
		return w.T("edit_page.done.same")
	}
	return strings.TrimSpace(strings.Join(said, " "))
}

// fieldsNamed are the fields that a list in an address names, in words. Whatever else
// stands there is passed over.
func (p *Pages) fieldsNamed(list string) string {
	f := page.Frame{Words: p.words()}
	given := strings.Split(list, ",")
	var names []string
	for _, field := range moderation.Fields() {
		if slices.Contains(given, string(field)) {
			names = append(names, f.Field(field))
		}
	}
	return strings.Join(names, "; ")
}

// usually says how soon moderators decide, as far as that can be told.
func (p *Pages) usually(days int) string {
	if days == 0 {
		return ""
	}
	return p.words().N("edit_page.usually", days)
}
