package pages

import (
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// audit answers GET /admin/audit: the record of what was done, the newest first.
func (p *Pages) audit(c *fiber.Ctx) error {
	v := page.AuditView{Asked: directory.Printable(c.Query("listing"))}
	f := moderation.EventFilter{Before: int64(max(0, c.QueryInt("before")))}
	err := error(nil)
	if v.Asked != "" {
		f.Listing, err = p.auditedListing(c, v.Asked)
	}
	if err == nil {
		v.History, err = p.Moderators.History(c.UserContext(), access.AskingOf(c).Actor, f)
	}
	if directory.KindOf(err) == directory.NotFound {
		err = directory.Refuse(directory.Invalid, "queue_page.audit.no_listing")
	}
	if err != nil {
		if v.Sheet, err = p.refused(c, v.Sheet, err, "listing", "listing"); err != nil {
			return err
		}
	}
	if n := len(v.History.Events); n > 0 && v.History.Events[n-1].Number > 1 {
		q := url.Values{"before": {strconv.FormatInt(v.History.Events[n-1].Number, 10)}}
		if v.Asked != "" {
			q.Set("listing", v.Asked)
		}
		v.Older = "/admin/audit?" + q.Encode()
	}
	return show(c, page.Audit(p.queueFrame(c, p.words().T("queue_page.audit.title")), v))
}

// auditedListing is the id of what was typed: an id, a slug, or the address of a page.
func (p *Pages) auditedListing(c *fiber.Ctx, typed string) (directory.ID, error) {
	if id, err := directory.ParseID(typed); err == nil {
		return id, nil
	}
	_, slug, err := askedPlace(typed)
	if err != nil {
		return directory.ID{}, err
	}
	l, err := p.Store.ListingBySlug(c.UserContext(), slug)
	return l.Clinic.ID, err
}
