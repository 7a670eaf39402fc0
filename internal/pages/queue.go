package pages

import (
	"context"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// Files are the rows of foreign files that need a human. Where there is no such row, a
// method refuses with NotFound.
type Files interface {
	// CountRows counts them, and Rows reads a page of them, counted from 1.
	CountRows(ctx context.Context) (int, error)
	Rows(ctx context.Context, page, perPage int) ([]page.FileRow, error)

	Row(ctx context.Context, number int64) (page.FileRow, error)

	// TellApart remembers that a row is none of the clinics that it was taken for.
	TellApart(ctx context.Context, actor directory.Actor, number int64) error
}

// mountQueue adds the pages of moderators.
func (p *Pages) mountQueue(r *access.Router) {
	r.Get("/admin/queue", p.queue)
	r.Post("/admin/queue/decisions", p.decideAll)
	r.Get("/admin/queue/:kind/:item", p.queueItem)
	r.Post("/admin/queue/:kind/:item/assignment", p.assign)
	r.Post("/admin/queue/:kind/:item/decision", p.decide)
	r.Post("/admin/requests/:request/undo", p.undo)
	r.Post("/admin/claims/:claim/call", p.called)
	r.Get("/admin/listings/:listing", p.listingFile)
	r.Post("/admin/listings/:listing/state", p.setState)
	r.Get("/admin/audit", p.audit)
}

const queuePage = 50

// queueFilter reads from an address which part of the queue is looked at. What it does
// not understand lets everything through.
func queueFilter(c *fiber.Ctx) (f moderation.QueueFilter, typed page.QueueFilter) {
	for _, kind := range moderation.ItemKinds() {
		if string(kind) == c.Query("kind") {
			f.Kind, typed.Kind = kind, kind
		}
	}
	if country, err := directory.ParseCountry(c.Query("country")); err == nil {
		f.Country, typed.Country = country, country.String()
	}
	if language, err := directory.ParseLanguage(c.Query("language")); err == nil {
		f.Language, typed.Language = language, language.String()
	}
	switch typed.Assigned = c.Query("assigned"); typed.Assigned {
	case "me":
		f.Assigned = access.AskingOf(c).Actor.Account
	case "nobody":
		f.Free = true
	default:
		typed.Assigned = ""
	}
	return f, typed
}

// queue answers GET /admin/queue.
func (p *Pages) queue(c *fiber.Ctx) error {
	return p.showQueue(c, p.sheet(c), page.Bulk{})
}

// showQueue shows the queue, with the form for many at once as it was filled in.
func (p *Pages) showQueue(c *fiber.Ctx, s page.Sheet, typed page.Bulk) error {
	ctx := c.UserContext()
	f, filter := queueFilter(c)
	n := max(1, c.QueryInt("page", 1))
	items, err := p.Moderators.Items(ctx, access.AskingOf(c).Actor, f, n, queuePage)
	if err != nil {
		return err
	}
	if items.Counts[moderation.ItemImport], err = p.Files.CountRows(ctx); err != nil {
		return err
	}
	v := page.QueueView{
		Done: p.queueDone(c), Sheet: s, Filter: filter, Items: items, Bulk: typed,
		You: access.AskingOf(c).Actor.Account, Reasons: moderation.Reasons(moderation.OfChange),
	}
	if f.Kind == moderation.ItemImport {
		if v.Rows, err = p.Files.Rows(ctx, n, queuePage); err != nil {
			return err
		}
		v.Items.Total = items.Counts[moderation.ItemImport]
	}
	v.Pager = queuePager(filter, n, v.Items.Total)
	return show(c, page.Queue(p.queueFrame(c, p.words().T("queue_page.title")), v))
}

// queuePager leads through the pages of a part of the queue.
func queuePager(f page.QueueFilter, n, total int) page.Pager {
	pager := page.Pager{Page: n, Pages: (total + queuePage - 1) / queuePage}
	at := func(n int) string {
		q := f.Query()
		q.Set("page", strconv.Itoa(n))
		return "/admin/queue?" + q.Encode()
	}
	if n > 1 && pager.Pages > 1 {
		pager.Prev = at(min(n-1, pager.Pages))
	}
	if n < pager.Pages {
		pager.Next = at(n + 1)
	}
	return pager
}

// queueFrame is the frame of a page of moderators: nobody lists it, and it has keys.
func (p *Pages) queueFrame(c *fiber.Ctx, title string) page.Frame {
	f := p.personFrame(c, title)
	f.Live = true
	return f
}

// queueDones say what was done just before, by the codes in addresses.
var queueDones = map[string]string{
	"approve": "queue_page.done.approve", "reject": "queue_page.done.reject", "ask_back": "queue_page.done.ask_back",
	"grant": "queue_page.done.grant", "deny": "queue_page.done.deny", "reports": "queue_page.done.reports",
	"published": "queue_page.done.published", "rejected": "queue_page.done.rejected",
	"suspended": "queue_page.done.suspended", "archived": "queue_page.done.archived",
	"taken": "queue_page.done.taken", "free": "queue_page.done.free", "undone": "queue_page.done.undone",
	"called": "queue_page.done.called", "apart": "queue_page.done.apart",
}

// queueDone says what was done just before, and how to take it back.
func (p *Pages) queueDone(c *fiber.Ctx) (done page.QueueDone) {
	switch id, ok := queueDones[c.Query("done")]; {
	case ok:
		done.Text = p.words().T(id)
	case c.Query("done") == "bulk":
		done.Text = p.words().N("queue_page.done.bulk", max(0, c.QueryInt("n")))
	}
	if id, err := directory.ParseID(c.Query("undo")); err == nil {
		done.Undo = "/admin/requests/" + id.String() + "/undo"
	}
	return done
}

// onwards is the address of the item that comes after one, or of the queue where there
// is none, with what was done. It is asked for before that is done.
func (p *Pages) onwards(c *fiber.Ctx, kind moderation.ItemKind, id directory.ID) (func(done url.Values) string, error) {
	f, filter := queueFilter(c)
	_, after, err := p.Moderators.Around(c.UserContext(), access.AskingOf(c).Actor, f, kind, id)
	path := "/admin/queue"
	if !after.ID.IsZero() && after.ID != id {
		path = page.ItemPath(after.Kind, after.ID.String())
	}
	return func(done url.Values) string { return filter.At(path, done) }, err
}
