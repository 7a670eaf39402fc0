package pages

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// editSection answers GET /owner/clinics/{clinic}/{section}.
func (p *Pages) editSection(c *fiber.Ctx, d clinicDesk, s section) error {
	return p.showSection(c, d, s, sectionForm{sheet: p.sheet(c), listing: d.own.Proposed, shown: d.own.Proposed})
}

// sectionForm is the form of a section as it is to be shown.
type sectionForm struct {
	sheet   page.Sheet
	listing directory.Listing // whose fields it has, unless something was typed
	shown   directory.Listing // that it remembers to have begun with
	typed   *typed            // and refused
	clashes []moderation.Conflict
}

// showSection shows the form of a section. If what was typed is refused, or clashes with
// what somebody else has done, all of it stands there still.
func (p *Pages) showSection(c *fiber.Ctx, d clinicDesk, s section, form sectionForm) error {
	shown, err := p.shown(&form.shown)
	if err != nil {
		return err
	}
	form.sheet.Hidden = append(form.sheet.Hidden, page.Field{Name: "shown", Value: shown})
	f := p.editFrame(c, d, s.title)
	f.Live = true
	e := editing{Own: d.own, Listing: form.listing, Root: d.root, Frame: f, Sheet: form.sheet, Now: p.Now()}
	view := page.EditView{
		Head: p.editHead(d, s.path), Done: p.edited(c, d.own.Days), Sheet: form.sheet, Title: p.words().T(s.title),
		Action: d.root + "/" + s.path, Overview: d.root, Days: d.own.Days, Draft: mayDraft(&d.own),
		Waits: d.own.Request != nil && d.own.Request.State == moderation.Pending,
		Drawn: d.own.Request != nil && d.own.Request.State == moderation.Draft,
	}
	if view.Fields, err = s.fields(p, e, form.typed); err != nil {
		return err
	}
	if s.beside != nil {
		if view.Beside, err = s.beside(p, e); err != nil {
			return err
		}
	}
	if view.Clashes, err = p.clashes(f, form.clashes); err != nil {
		return err
	}
	return show(c, page.EditSection(f, view))
}

// mayDraft reports whether there can be a draft: not beside what waits for a moderator,
// which only a request that is sent can join.
func mayDraft(own *moderation.Own) bool {
	return own.Who != moderation.Moderator && (own.Request == nil || own.Request.State != moderation.Pending)
}

// sendSection answers POST /owner/clinics/{clinic}/{section}.
func (p *Pages) sendSection(c *fiber.Ctx, d clinicDesk, s section) error {
	t, err := typedIn(c)
	if err != nil {
		return err
	}
	from, known := p.unpack(t.Raw("shown"), &d.own.Is.Listing)
	if !known {
		from = d.own.Proposed
	}
	draft := t.Raw("save") == "draft"
	to, err := p.readSection(s, t, &from, known)
	if err != nil {
		return p.sectionRefused(c, d, s, t, &from, err)
	}
	out, err := p.saveEdit(c, d, &from, &to, draft)
	if err != nil {
		return p.sectionRefused(c, d, s, t, &from, err)
	}
	if out.clashes != nil {
		return p.sectionClashes(c, d, s, &from, &to, out.clashes)
	}
	if draft && strings.Contains(c.Get(fiber.HeaderAccept), fiber.MIMEApplicationJSON) {
		return p.draftSaved(c, d)
	}
	return seeOther(c, d.root+"/"+s.path+"?"+out.done)
}

// readSection is the listing that somebody wants instead of the one that they were shown.
func (p *Pages) readSection(s section, t *typed, from *directory.Listing, known bool) (directory.Listing, error) {
	to, err := deepCopy(from)
	if err != nil {
		return to, err
	}
	wrong := wrongs(s.read(p, t, &to))
	if err := t.unknown(); err != nil {
		return to, err
	}
	if err := wrong.err(); err != nil {
		return to, err
	}
	if !known {
		return to, directory.Refuse(directory.Conflict, "edit_page.old_form")
	}
	return to, to.Check()
}

// saved is what came of an edit.
type saved struct {
	clashes []moderation.Conflict
	done    string // what to say of it, as the query of an address
}

// saveEdit has the edit carried out, or kept as a draft.
func (p *Pages) saveEdit(c *fiber.Ctx, d clinicDesk, from, to *directory.Listing, draft bool) (saved, error) {
	clinic := d.own.Is.Listing.Clinic.ID
	if draft {
		_, clashes, err := p.Listings.SaveDraft(c.UserContext(), d.actor, clinic, *from, *to)
		return saved{clashes, "done=draft"}, err
	}
	wants, err := moderation.Diff(from, to)
	if err != nil {
		return saved{}, err
	}
	out, err := p.Listings.Edit(c.UserContext(), d.actor, clinic, *from, *to)
	return saved{out.Conflicts, doneBy(&out, wants)}, err
}

// draftSaved tells a script that the draft was saved, with what the form has to remember
// from now on.
func (p *Pages) draftSaved(c *fiber.Ctx, d clinicDesk) error {
	own, err := p.Listings.Listing(c.UserContext(), d.actor, d.own.Is.Listing.Clinic.ID)
	if err != nil {
		return err
	}
	shown, err := p.shown(&own.Proposed)
	if err != nil {
		return err
	}
	b, err := json.Marshal(map[string]string{"shown": shown})
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Send(b)
}

// sectionRefused shows the form as it was filled in, with what is wrong. What is said of
// no field of the form stands above them all, each by its name.
func (p *Pages) sectionRefused(c *fiber.Ctx, d clinicDesk, s section, t *typed, from *directory.Listing, refusal error) error {
	sheet, err := p.refused(c, p.sheet(c), refusal, "", t.asked...)
	if err != nil {
		return p.settle(c, refusal, "", nil)
	}
	e := (*directory.Error)(nil)
	if errors.As(refusal, &e) {
		var more []string
		for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
			if !slices.Contains(t.asked, name) {
				more = append(more, p.words().T("edit_page.fault", "Field", name, "Fault", p.words().Message(e.Fields[name])))
			}
		}
		if more != nil {
			sheet.Refused = strings.Join(more, " ")
		}
	}
	return p.showSection(c, d, s, sectionForm{sheet: sheet, listing: *from, shown: *from, typed: t})
}

// sectionClashes shows what somebody else has changed meanwhile beside what was wanted.
// The form has both: their changes, and over those what was typed. It begins anew with
// what there is now, so that to send it once more means what it says.
func (p *Pages) sectionClashes(c *fiber.Ctx, d clinicDesk, s section, from, to *directory.Listing, clashes []moderation.Conflict) error {
	own, err := p.Listings.Listing(c.UserContext(), d.actor, d.own.Is.Listing.Clinic.ID)
	if err != nil {
		return err
	}
	d.own = own
	wants, err := moderation.Diff(from, to)
	if err != nil {
		return err
	}
	merged, now, err := moderation.Apply(&own.Proposed, wants)
	if err != nil {
		return err
	}
	for i := range now {
		now[i].From = now[i].Is
	}
	yours := make([]moderation.Difference, len(now))
	for i := range now {
		yours[i] = now[i].Difference
	}
	if merged, _, err = moderation.Apply(&merged, yours); err != nil {
		return err
	}
	c.Status(fiber.StatusConflict)
	sheet := p.sheet(c)
	sheet.Refused = p.words().T("edit_page.clash")
	return p.showSection(c, d, s, sectionForm{sheet: sheet, listing: merged, shown: own.Proposed, clashes: clashes})
}

// clashes are what somebody else has made of a thing beside what was wanted of it.
func (p *Pages) clashes(f page.Frame, all []moderation.Conflict) ([]page.Difference, error) {
	sides := make([]moderation.Difference, len(all))
	for i, c := range all {
		sides[i] = c.Difference
		sides[i].From = c.Is
	}
	return p.differences(f, sides)
}
