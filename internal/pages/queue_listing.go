package pages

import (
	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// listingOf is the id of the listing that a path names: by its slug, or by its id.
func (p *Pages) listingOf(c *fiber.Ctx) (directory.ID, error) {
	part := pathPart(c, "listing")
	if id, err := directory.ParseID(part); err == nil {
		return id, nil
	}
	slug, err := directory.ParseSlug(part)
	if err != nil {
		return directory.ID{}, directory.Refuse(directory.NotFound, "not_found.clinic")
	}
	l, err := p.Store.ListingBySlug(c.UserContext(), slug)
	return l.Clinic.ID, err
}

// listingFile answers GET /admin/listings/{listing}.
func (p *Pages) listingFile(c *fiber.Ctx) error {
	return p.showListingFile(c, p.sheet(c), page.Sentence{})
}

func (p *Pages) showListingFile(c *fiber.Ctx, s page.Sheet, typed page.Sentence) error {
	id, err := p.listingOf(c)
	if err != nil {
		return err
	}
	file, err := p.Moderators.File(c.UserContext(), access.AskingOf(c).Actor, id, int64(max(0, c.QueryInt("before"))))
	if err != nil {
		return err
	}
	l := &file.Is.Listing
	f := p.queueFrame(c, p.words().T("queue_page.listing.title", "Name", l.Clinic.Name))
	v := page.ListingFileView{
		Done: p.queueDone(c), Sheet: s, File: file, Typed: typed, Reasons: moderation.Reasons(moderation.OfListing),
		Merge: p.Guard.May(c, "GET /admin/listings/:listing/merge", access.ObjectOf(c)) != access.No,
	}
	if v.Whole, err = p.whole(f, l); err != nil {
		return err
	}
	if v.Alike, err = p.resembling(c, &l.Clinic); err != nil {
		return err
	}
	return show(c, page.ListingFile(f, v))
}

// setState answers POST /admin/listings/{listing}/state.
func (p *Pages) setState(c *fiber.Ctx) error {
	id, err := p.listingOf(c)
	if err != nil {
		return err
	}
	in, err := access.Form(c, "seen", "to", "reason", "text")
	typed := page.Sentence{To: directory.ListingState(in["to"]), Reason: moderation.Reason(in["reason"]), Text: in["text"]}
	if err == nil && typed.To == "" {
		err = wrongs{"to": directory.Msg("queue_page.listing.to_needed")}.err()
	}
	if err == nil {
		_, err = p.Moderators.SetState(c.UserContext(), access.AskingOf(c).Actor, id, moderation.Sentence{
			Seen: directory.ListingState(in["seen"]), To: typed.To, Reason: typed.Reason, Text: typed.Text,
		})
	}
	return p.settle(c, err, page.ListingPath(id)+"?done="+string(typed.To), func(s page.Sheet) error {
		return p.showListingFile(c, s, typed)
	}, "to", "reason", "text")
}
