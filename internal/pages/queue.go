package pages

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

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

	// Identify remembers that a row is one of the clinics that it was taken for.
	Identify(ctx context.Context, actor directory.Actor, number int64, clinic directory.ID) error
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
// not understand is among the wrongs, and lets everything through.
func queueFilter(c *fiber.Ctx) (f moderation.QueueFilter, typed page.QueueFilter, wrong wrongs) {
	wrong = wrongs{}
	if kind := moderation.ItemKind(c.Query("kind")); slices.Contains(moderation.ItemKinds(), kind) {
		f.Kind, typed.Kind = kind, kind
	} else if kind != "" {
		wrong["kind"] = acceptedKinds()
	}
	f.Country = condition(c, wrong, "country", directory.ParseCountry)
	f.Language = condition(c, wrong, "language", directory.ParseLanguage)
	typed.Country, typed.Language = f.Country.String(), f.Language.String()
	switch typed.Assigned = c.Query("assigned"); typed.Assigned {
	case "me":
		f.Assigned = access.AskingOf(c).Actor.Account
	case "nobody":
		f.Free = true
	case "":
	default:
		typed.Assigned, wrong["assigned"] = "", directory.Msg("queue_page.accepted", "Accepted", "me, nobody")
	}
	return f, typed, wrong
}

// condition reads one condition of a filter; the zero one if there is none, or if what is
// there is wrong.
func condition[T any](c *fiber.Ctx, wrong wrongs, name string, parse func(string) (T, error)) (v T) {
	given := c.Query(name)
	if given == "" {
		return v
	}
	v, err := parse(given)
	_ = wrong.note(name, err) // what reads a word refuses it, and does not fail
	return v
}

// acceptedKinds names the kinds there are.
func acceptedKinds() directory.Message {
	var names []string
	for _, kind := range moderation.ItemKinds() {
		names = append(names, string(kind))
	}
	return directory.Msg("queue_page.accepted", "Accepted", strings.Join(names, ", "))
}

// refuseFilter says beside the fields of the filter what they accept, and keeps what was
// typed there. A form that was refused already says what is wrong with itself.
func (p *Pages) refuseFilter(c *fiber.Ctx, v *page.QueueView, wrong wrongs) (err error) {
	if len(wrong) == 0 || v.Sheet.Wrong() {
		return nil
	}
	for name, field := range map[string]*string{
		"country": &v.Typed.Country, "language": &v.Typed.Language, "assigned": &v.Typed.Assigned,
	} {
		if _, refused := wrong[name]; refused {
			*field = directory.Printable(c.Query(name))
		}
	}
	v.Unread = true
	v.Sheet, err = p.refused(c, v.Sheet, wrong.err(), "", "kind", "country", "language", "assigned")
	return err
}

// queue answers GET /admin/queue.
func (p *Pages) queue(c *fiber.Ctx) error {
	return p.showQueue(c, p.sheet(c), page.Bulk{})
}

// showQueue shows the queue, with the form for many at once as it was filled in.
func (p *Pages) showQueue(c *fiber.Ctx, s page.Sheet, typed page.Bulk) error {
	ctx := c.UserContext()
	f, filter, wrong := queueFilter(c)
	n := max(1, c.QueryInt("page", 1))
	items, err := p.Moderators.Items(ctx, access.AskingOf(c).Actor, f, n, queuePage)
	if err != nil {
		return err
	}
	if items.Counts[moderation.ItemImport], err = p.Files.CountRows(ctx); err != nil {
		return err
	}
	v := page.QueueView{
		Done: p.queueDone(c), Sheet: s, Filter: filter, Typed: filter, Items: items, Bulk: typed,
		You: access.AskingOf(c).Actor.Account, Reasons: moderation.Reasons(moderation.OfChange),
	}
	if f.Kind == moderation.ItemImport {
		if v.Rows, err = p.Files.Rows(ctx, n, queuePage); err != nil {
			return err
		}
		v.Items.Total = items.Counts[moderation.ItemImport]
	}
	if err := p.refuseFilter(c, &v, wrong); err != nil {
		return err
	}
	if !v.Unread {
		v.Pager = queuePager(filter, n, v.Items.Total)
	}
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
	f.Live, f.Exact = true, true
	return f
}

// queueDones say what was done just before, by the codes in addresses.
var queueDones = map[string]string{
	"approve": "queue_page.done.approve", "reject": "queue_page.done.reject", "ask_back": "queue_page.done.ask_back",
	"grant": "queue_page.done.grant", "deny": "queue_page.done.deny", "reports": "queue_page.done.reports",
	"published": "queue_page.done.published", "rejected": "queue_page.done.rejected",
	"suspended": "queue_page.done.suspended", "archived": "queue_page.done.archived",
	"taken": "queue_page.done.taken", "free": "queue_page.done.free", "undone": "queue_page.done.undone",
	"called": "queue_page.done.called", "apart": "queue_page.done.apart", "same": "queue_page.done.same",
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
	f, filter, _ := queueFilter(c)
	_, after, err := p.Moderators.Around(c.UserContext(), access.AskingOf(c).Actor, f, kind, id)
	path := "/admin/queue"
	if !after.ID.IsZero() && after.ID != id {
		path = page.ItemPath(after.Kind, after.ID.String())
	}
	return func(done url.Values) string { return filter.At(path, done) }, err
}
