package api

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/search"
)

// mountQueue adds what moderators and admins ask.
func (a *API) mountQueue(r *access.Router) {
	r.Get("/admin/queue", a.queue)
	r.Get("/admin/queue/:kind/:item", a.queueItem)
	r.Post("/admin/queue/:kind/:item/assignment", a.assign)
	r.Post("/admin/queue/:kind/:item/decision", a.decide)
	r.Post("/admin/decisions", a.decideAll)
	r.Post("/admin/requests/:request/undo", a.undo)
	r.Post("/admin/claims/:claim/call", a.called)
	r.Get("/admin/listings/:listing", a.anyListing)
	r.Post("/admin/listings/:listing/state", a.setState)
	r.Post("/admin/merges", a.merge)
	r.Post("/admin/merges/:merge/split", a.split)
	r.Get("/admin/audit", a.audit)
}

// queueQuery is which part of the queue is asked for.
type queueQuery struct {
	moderation.QueueFilter
	page, perPage int
	values        url.Values // without the page
}

// How long a page of the queue is, unless asked otherwise and at most.
const (
	defaultItems = 20
	maxItems     = 100
)

// readQueue reads a query.
func readQueue(c *fiber.Ctx) (queueQuery, error) {
	q := queueQuery{page: 1, perPage: defaultItems, values: url.Values{}}
	args, bad := arguments(c)
	faults := map[string]directory.Message{}
	for name, value := range args {
		if q.values.Has(name) {
			faults[name] = directory.Msg("parameter.twice")
			continue
		}
		q.values.Set(name, value)
		if m, ok := q.set(name, value); !ok {
			faults[name] = m
		}
	}
	q.values.Del("page")
	return q, refused(bad, search.Refusal(faults))
}

// set takes one parameter, or says what it accepts.
func (q *queueQuery) set(name, value string) (m directory.Message, ok bool) {
	var err error
	switch name {
	case "kind":
		q.Kind = moderation.ItemKind(value)
		return directory.Msg("invalid.choice", "Choices", choices(moderation.ItemKinds())), slices.Contains(moderation.ItemKinds(), q.Kind)
	case "country":
		q.Country, err = directory.ParseCountry(value)
		return directory.Msg("api_listing.country"), err == nil
	case "language":
		q.Language, err = directory.ParseLanguage(value)
		return directory.Msg("api_listing.language"), err == nil
	case "assigned":
		q.Assigned, err = directory.ParseID(value)
		return directory.Msg("api_listing.named_by_id"), err == nil
	case "free":
		q.Free = true
		return directory.Msg("parameter.flag"), value == "true"
	case "page":
		q.page, err = strconv.Atoi(value)
		return directory.Msg("parameter.whole", "Max", search.MaxPage), err == nil && q.page >= 1 && q.page <= search.MaxPage
	case "per_page":
		q.perPage, err = strconv.Atoi(value)
		return directory.Msg("parameter.whole", "Max", maxItems), err == nil && q.perPage >= 1 && q.perPage <= maxItems
	}
	return directory.Msg("parameter.unknown", "Accepted", "kind, country, language, assigned, free, page, per_page"), false
}

// queue answers GET /api/v1/admin/queue.
func (a *API) queue(c *fiber.Ctx) error {
	q, err := readQueue(c)
	if err != nil {
		return err
	}
	items, err := a.Moderators.Items(c.UserContext(), access.AskingOf(c).Actor, q.QueueFilter, q.page, q.perPage)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderLink, linked(a.Base+Root+"/admin/queue", q.values, q.page, q.perPage, items.Total))
	now := a.Now()
	return c.JSON(itemsView{items.Total, q.page, q.perPage, each(items.Items, func(i moderation.Item) itemView {
		return newItemView(i, items.Names, now)
	})})
}

// itemOf is what the path names of the queue.
func itemOf(c *fiber.Ctx) (moderation.ItemKind, directory.ID, error) {
	kind := moderation.ItemKind(c.Params("kind"))
	id, err := directory.ParseID(c.Params("item"))
	if err != nil || !slices.Contains(moderation.ItemKinds(), kind) {
		return "", id, directory.Refuse(directory.NotFound, "moderation.no_item")
	}
	return kind, id, nil
}

// queueItem answers GET /api/v1/admin/queue/{kind}/{item}.
func (a *API) queueItem(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	kind, id, err := itemOf(c)
	if err != nil {
		return err
	}
	asks := access.AskingOf(c).Actor
	item, err := a.Moderators.Item(c.UserContext(), asks, kind, id)
	if err != nil {
		return err
	}
	v, err := a.newCaseView(&item, asks.Account)
	if err != nil {
		return err
	}
	return c.JSON(v)
}

// assign answers POST /api/v1/admin/queue/{kind}/{item}/assignment.
func (a *API) assign(c *fiber.Ctx) error {
	var in struct {
		To directory.ID `json:"to,omitzero"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	kind, id, err := itemOf(c)
	if err != nil {
		return err
	}
	if err := a.Moderators.Assign(c.UserContext(), access.AskingOf(c).Actor, kind, id, in.To); err != nil {
		return err
	}
	return done(c)
}
