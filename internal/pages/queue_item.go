package pages

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// queueItem answers GET /admin/queue/{kind}/{item}.
func (p *Pages) queueItem(c *fiber.Ctx) error {
	return p.showItem(c, p.sheet(c), page.Decision{})
}

// itemKind is the kind in the path; there is no page for any other.
func itemKind(c *fiber.Ctx) (moderation.ItemKind, error) {
	for _, kind := range moderation.ItemKinds() {
		if string(kind) == c.Params("kind") {
			return kind, nil
		}
	}
	return "", directory.Refuse(directory.NotFound, "moderation.no_item")
}

// itemID is the kind and the id in the path, of an item that is no row of a file.
func itemID(c *fiber.Ctx) (kind moderation.ItemKind, id directory.ID, err error) {
	if kind, err = itemKind(c); err == nil {
		if id, err = directory.ParseID(c.Params("item")); err != nil {
			err = directory.Refuse(directory.NotFound, "moderation.no_item")
		}
	}
	return kind, id, err
}

// showItem shows an item of the queue, with its form as it was filled in; or if somebody
// has decided it, what became of it.
func (p *Pages) showItem(c *fiber.Ctx, s page.Sheet, typed page.Decision) error {
	kind, err := itemKind(c)
	if err != nil {
		return err
	}
	if kind == moderation.ItemImport {
		return p.showFileRow(c, s)
	}
	_, id, err := itemID(c)
	if err != nil {
		return err
	}
	return p.showCase(c, kind, id, s, typed)
}

func (p *Pages) showCase(c *fiber.Ctx, kind moderation.ItemKind, id directory.ID, s page.Sheet, typed page.Decision) error {
	ctx, actor := c.UserContext(), access.AskingOf(c).Actor
	k, err := p.Moderators.Item(ctx, actor, kind, id)
	if directory.KindOf(err) == directory.NotFound {
		return p.showDecided(c, kind, id, s)
	}
	if err != nil {
		return err
	}
	f, filter, _ := queueFilter(c)
	before, after, err := p.Moderators.Around(ctx, actor, f, kind, id)
	if err != nil {
		return err
	}
	v := page.ItemView{
		Done: p.queueDone(c), Sheet: s, Filter: filter, Case: k, Typed: typed, You: actor.Account,
		Admin: staffRole(actor) == directory.RoleAdmin, Reasons: moderation.Reasons(subjectOf(kind)),
		Before: itemLink(filter, before), After: itemLink(filter, after),
	}
	frame := p.queueFrame(c, "")
	if err := p.itemParts(c, frame, &v); err != nil {
		return err
	}
	frame.Title = v.Heading(frame)
	return show(c, page.Item(frame, v))
}

// itemLink is the address of another item; empty for none.
func itemLink(f page.QueueFilter, i moderation.Item) string {
	if i.ID.IsZero() {
		return ""
	}
	return f.At(page.ItemPath(i.Kind, i.ID.String()), nil)
}

// subjectOf is what is decided about in an item of a kind.
func subjectOf(kind moderation.ItemKind) moderation.Subject {
	switch kind {
	case moderation.ItemChange:
		return moderation.OfChange
	case moderation.ItemClaim, moderation.ItemContest, moderation.ItemAppeal:
		return moderation.OfClaim
	case moderation.ItemReport, moderation.ItemLegal:
		return moderation.OfReport
	case moderation.ItemProposal, moderation.ItemImport:
	}
	return moderation.OfListing
}

// itemParts adds what the page has to be told besides: differences in words, and what
// resembles a clinic that is proposed.
func (p *Pages) itemParts(c *fiber.Ctx, f page.Frame, v *page.ItemView) (err error) {
	k := &v.Case
	switch k.Item.Kind {
	case moderation.ItemChange:
		v.Differences, err = p.itemDifferences(f, v)
	case moderation.ItemProposal:
		if v.Whole, err = p.whole(f, &k.Is.Listing); err == nil {
			v.Alike, err = p.resembling(c, &k.Is.Listing.Clinic)
		}
	case moderation.ItemClaim, moderation.ItemContest, moderation.ItemAppeal:
		v.Branches, err = p.branches(c, k.Claim)
	case moderation.ItemReport, moderation.ItemLegal, moderation.ItemImport:
	}
	return err
}

// itemDifferences words what a request wants, each with a box: chosen unless somebody
// has left some out, and what is in conflict besides.
func (p *Pages) itemDifferences(f page.Frame, v *page.ItemView) (page.DifferencesView, error) {
	d := page.DifferencesView{Before: f.T("queue_page.now"), After: f.T("queue_page.asked"), Sheet: v.Sheet}
	rows, err := p.differences(f, v.Case.Request.Differences)
	if err != nil {
		return d, err
	}
	for i := range rows {
		rows[i].Pick = takePrefix + rows[i].Name
		rows[i].Picked = !v.Typed.Sent || v.Typed.Taken[rows[i].Name]
	}
	d.Rows = rows
	for _, conflict := range v.Case.Request.Conflicts {
		row, err := p.differences(f, []moderation.Difference{{Path: conflict.Path, Order: conflict.Order, From: conflict.Is, To: conflict.To}})
		if err != nil {
			return d, err
		}
		row[0].Note = f.T("queue_page.conflict")
		d.Rows = append(d.Rows, row...)
	}
	return d, nil
}

// whole is all that a listing says, as differences to one that says nothing.
func (p *Pages) whole(f page.Frame, l *directory.Listing) ([]page.Difference, error) {
	empty := directory.Listing{State: l.State, Organization: l.Organization}
	empty.Clinic.ID, empty.Clinic.OrganizationID = l.Clinic.ID, l.Clinic.OrganizationID
	all, err := moderation.Diff(&empty, l)
	if err != nil {
		return nil, err
	}
	return p.differences(f, all)
}

// likenessWords say what two clinics have in common.
var likenessWords = map[moderation.Likeness]string{
	moderation.SamePhone: "queue_page.same.phone",
	moderation.SameSite:  "queue_page.same.site",
	moderation.SameName:  "queue_page.same.name",
}

// resembling are the listings that a clinic may be the same as.
func (p *Pages) resembling(c *fiber.Ctx, clinic *directory.Clinic) (all []page.Resembling, err error) {
	alike, err := p.Moderators.Alike(c.UserContext(), access.AskingOf(c).Actor, clinic)
	for _, a := range alike {
		r := page.Resembling{Clinic: a.Listing.Clinic, State: a.Listing.State.Value}
		for _, because := range a.Because {
			r.Because = append(r.Because, directory.Msg(likenessWords[because]))
		}
		all = append(all, r)
	}
	return all, err
}

// branches are the clinics that a claim is for, with the phones that they are listed
// with.
func (p *Pages) branches(c *fiber.Ctx, claim *moderation.Claim) ([]page.Claimed, error) {
	ids := []directory.ID{claim.ClinicID}
	standing := []moderation.Standing{""}
	if claim.ClinicID.IsZero() {
		ids, standing = nil, nil
		for _, b := range claim.Branches {
			ids, standing = append(ids, b.ClinicID), append(standing, b.Standing)
		}
	}
	all := make([]page.Claimed, len(ids))
	for i, id := range ids {
		is, err := p.Moderators.Store.Version(c.UserContext(), id)
		if err != nil {
			return nil, err
		}
		all[i] = page.Claimed{Clinic: is.Listing.Clinic, Public: is.Listing.HasPage(), Standing: standing[i]}
	}
	return all, nil
}

// showDecided shows what became of an item that waits no more.
func (p *Pages) showDecided(c *fiber.Ctx, kind moderation.ItemKind, id directory.ID, s page.Sheet) error {
	d, err := p.Moderators.Decided(c.UserContext(), access.AskingOf(c).Actor, kind, id)
	if err != nil {
		return err
	}
	_, filter, _ := queueFilter(c)
	v := page.DecidedView{Done: p.queueDone(c), Sheet: s, Filter: filter, Kind: kind, Decided: d}
	f := p.queueFrame(c, p.words().T("queue_page.decided.title"))
	if d.Request != nil {
		if v.Rows, err = p.differences(f, d.Request.Differences); err != nil {
			return err
		}
	}
	return show(c, page.Decided(f, v))
}

// showFileRow shows a row of a file that needs a human.
func (p *Pages) showFileRow(c *fiber.Ctx, s page.Sheet) error {
	number, err := strconv.ParseInt(c.Params("item"), 10, 64)
	if err != nil {
		return directory.Refuse(directory.NotFound, "moderation.no_item")
	}
	row, err := p.Files.Row(c.UserContext(), number)
	if err != nil {
		return err
	}
	_, filter, _ := queueFilter(c)
	v := page.FileRowView{Done: p.queueDone(c), Sheet: s, Filter: filter, Row: row}
	f := p.queueFrame(c, p.words().T("queue_page.file.title", "Name", row.Name))
	if row.Listing != nil {
		if v.Whole, err = p.whole(f, row.Listing); err != nil {
			return err
		}
	}
	return show(c, page.FileRowPage(f, v))
}
