package pages

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// mountMerges adds the pages by which moderators make one of two listings, and two again.
func (p *Pages) mountMerges(r *access.Router) {
	r.Get("/admin/listings/:listing/merge", p.merge)
	r.Post("/admin/listings/:listing/merge", p.postMerge)
	r.Post("/admin/merges/:merge/split", p.postSplit)
}

// merge answers GET /admin/listings/{listing}/merge: with another it is a preview of what
// the listing of the path becomes, which is the one that is kept.
func (p *Pages) merge(c *fiber.Ctx) error {
	return p.showMerge(c, p.sheet(c), strings.TrimSpace(c.Query("with")), "")
}

func (p *Pages) showMerge(c *fiber.Ctx, s page.Sheet, with, holder string) error {
	kept, err := p.listingOf(c)
	if err != nil {
		return err
	}
	ctx, actor := c.UserContext(), access.AskingOf(c).Actor
	f := p.personFrame(c, p.words().T("merge_page.title"))
	f.Exact = true
	v := page.MergeView{Sheet: s, Done: p.done(c), Kept: kept.String(), With: with, Holder: moderation.Side(holder)}
	if v.Merges, err = p.Moderators.Merges(ctx, actor, kept); err != nil {
		return err
	}
	if with == "" {
		return show(c, page.Merge(f, v))
	}
	other, err := p.otherListing(c, with)
	if err == nil {
		v.Preview, err = p.Moderators.MergePreview(ctx, actor, kept, other)
	}
	if err != nil {
		if v.Sheet, err = p.refused(c, s, found(err), "with", "with"); err != nil {
			return err
		}
		return show(c, page.Merge(f, v))
	}
	v.Other = other.String()
	if v.Differences.Rows, err = p.differences(f, v.Preview.Differences); err != nil {
		return err
	}
	v.Differences.Before, v.Differences.After = f.T("merge_page.before"), f.T("merge_page.after")
	return show(c, page.Merge(f, v))
}

// found is a refusal of what was typed where there is no such listing: the page itself is.
func found(err error) error {
	if directory.KindOf(err) == directory.NotFound {
		return wrongs{"with": directory.Msg("not_found.clinic")}.err()
	}
	return err
}

// otherListing is the listing that a moderator has typed: by its id, its slug or the
// address of its page.
func (p *Pages) otherListing(c *fiber.Ctx, typed string) (directory.ID, error) {
	typed = typed[strings.LastIndexByte(strings.TrimRight(typed, "/"), '/')+1:]
	if id, err := directory.ParseID(typed); err == nil {
		return id, nil
	}
	slug, err := directory.ParseSlug(typed)
	if err != nil {
		return directory.ID{}, directory.Refuse(directory.NotFound, "not_found.clinic")
	}
	l, err := p.Store.ListingBySlug(c.UserContext(), slug)
	return l.Clinic.ID, err
}

// postMerge answers POST /admin/listings/{listing}/merge.
func (p *Pages) postMerge(c *fiber.Ctx) error {
	in, err := access.Form(c, "with", "kept_version", "gone_version", "holder")
	if err != nil {
		return err
	}
	kept, err := p.listingOf(c)
	if err != nil {
		return err
	}
	choice := moderation.MergeChoice{Holder: moderation.Side(in["holder"])}
	choice.Kept, _ = strconv.ParseInt(in["kept_version"], 10, 64) // what is no number is no version
	choice.Gone, _ = strconv.ParseInt(in["gone_version"], 10, 64)
	other, err := p.otherListing(c, in["with"])
	if err == nil {
		_, err = p.Moderators.Merge(c.UserContext(), access.AskingOf(c).Actor, kept, other, choice)
	}
	return p.settle(c, found(err), "/admin/listings/"+kept.String()+"/merge?done=merged", func(s page.Sheet) error {
		return p.showMerge(c, s, in["with"], in["holder"])
	}, "holder")
}

// postSplit answers POST /admin/merges/{merge}/split.
func (p *Pages) postSplit(c *fiber.Ctx) error {
	id, err := named(c, "merge")
	if err != nil {
		return err
	}
	m, err := p.Moderators.Split(c.UserContext(), access.AskingOf(c).Actor, id)
	return p.settle(c, err, "/admin/listings/"+m.Kept.String()+"/merge?done=split", func(page.Sheet) error { return err })
}
